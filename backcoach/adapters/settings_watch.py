"""Notices that the settings file was changed: in the coach, or by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from backcoach.domain.moment import Moment


class SettingsWatch:
    """An errand that looks at the file's time each second, and reads the file only where that has moved.

    Args:
        path: the settings file; it need not exist.
        changed: takes the settings anew; what is to be said about them, empty where nothing.
    """

    name = "settings"

    def __init__(self, path: Path, changed: Callable[[], str]) -> None:
        self._path = path
        self._changed = changed
        self._seen = self._stamp()

    def look(self, now: Moment) -> str:
        """Take the settings anew where the file was changed; what is to be said about them."""
        del now
        stamp, before = self._stamp(), self._seen
        self._seen = stamp
        return self._changed() if stamp != before else ""

    def wait(self, now: Moment) -> None:
        """Nothing is known of before it happens."""
        del now

    def _stamp(self) -> tuple[int, int, int] | None:
        """What changes when the file does; None where there is none."""
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino
