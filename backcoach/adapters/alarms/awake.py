"""Keeps the screen on while a session guides: nobody who lies on the floor gets up to wake it.

Only the idle timer is held. Closing the lid or pressing suspend still does what the person expects; sessions count
through it.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress

from backcoach.adapters.alarms.processes import FAREWELL, Child, Children
from backcoach.ports import ChannelError, Clock

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

    Args:
        clock: stamps the children.
    """

    def __init__(self, clock: Clock) -> None:
        self._children = Children(clock)
        self._holding: Child | None = None
        self._problem: str | None = None

    def missing(self) -> str | None:
        """Why the screen can't be kept on."""
        if _inhibitor() is None:
            names = ", ".join(words[0] for _, words in INHIBITORS)
            return f"No program that keeps the screen on was found; any of these would do: {names}."
        return None

    def start(self) -> None:
        """Keep the screen on; does nothing where it is already, or where nothing can do it."""
        self._look()
        words = _inhibitor()
        if self._holding is None and words is not None and self._problem is None:
            with suppress(ChannelError):
                self._holding = self._children.start([*words, "cat"], held=True)

    def stop(self) -> None:
        """Let the screen go off again."""
        self._look()
        if self._holding is not None:
            self._holding.stopped = True
            self._holding.let_go()
            self._holding = None

    def problem(self) -> str | None:
        """Why the screen was not kept on, where it was tried; None where nothing went wrong."""
        self._look()
        return self._problem

    def close(self) -> None:
        """Let go, and end what was started."""
        self.stop()
        self._children.close(patience=FAREWELL)

    def _look(self) -> None:
        for child in self._children.look():
            if child.failed:
                self._problem = f"The screen could not be kept on: {child.complaint}."
            if child is self._holding:
                self._holding = None


def _inhibitor() -> tuple[str, ...] | None:
    """The call that fits this desktop, without the command it runs."""
    desktop = os.environ.get("XDG_CURRENT_DESKTOP", "").upper()
    return next((words for its, words in INHIBITORS if its in desktop and shutil.which(words[0])), None)
