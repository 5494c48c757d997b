"""Keeps the screen on while a session guides: nobody who lies on the floor gets up to wake it.

Only the idle timer is held. Closing the lid or pressing suspend still does what the person expects; sessions count
through it.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress

from backcoach.alarms.alarms import ChannelError
from backcoach.alarms.programs import Child, Children
from backcoach.coach.protocols import Clock

_WHY = "A session shows what to do"

INHIBITORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("GNOME", ("gnome-session-inhibit", "--app-id", "backcoach", "--reason", _WHY, "--inhibit", "idle")),
    ("", ("caffeinate", "-d", "-i")),
    ("", ("systemd-inhibit", "--what=idle", "--who=backcoach", f"--why={_WHY}", "--mode=block")),
)
"""What holds the idle timer while a command runs, each with the desktop that it is for; GNOME heeds only its own."""


class KeepAwake:
    """Holds the idle timer from `start` to `stop`, or until this program ends, in whatever way it does.

    The command that the inhibitor runs is `cat` on a pipe whose other end is held here. The system closes that end when
    this program is gone, even by kill -9; `cat` then ends, and the inhibitor with it.
    """

    def __init__(self, clock: Clock) -> None:
        self._children = Children(clock)
        self._holding: Child | None = None
        self._has_failed = False

    def start(self) -> None:
        """Keep the screen on; does nothing where it is already, or where nothing can do it."""
        self._look()
        desktop = os.environ.get("XDG_CURRENT_DESKTOP", "").upper()
        words = next((words for its, words in INHIBITORS if its in desktop and shutil.which(words[0])), None)
        if self._holding is None and words is not None and not self._has_failed:
            with suppress(ChannelError):
                self._holding = self._children.start([*words, "cat"], held=True)

    def stop(self) -> None:
        """Let the screen go off again."""
        self._look()
        if self._holding is not None:
            self._holding.stopped = True
            self._holding.let_go()
            self._holding = None

    def close(self) -> None:
        """Let go, and end what was started."""
        self.stop()
        self._children.close()

    def _look(self) -> None:
        for child in self._children.look():
            self._has_failed = self._has_failed or child.failed
            if child is self._holding:
                self._holding = None
