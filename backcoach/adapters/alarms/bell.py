"""The terminal's own bell."""

from __future__ import annotations

from collections.abc import Callable

from backcoach.domain.alarm import Alarm, Urgency
from backcoach.ports import ChannelError


class TerminalBell:
    """Rings the terminal's bell, which every terminal and tmux have, though many have it switched off.

    Args:
        write: writes to the terminal.
    """

    name = "bell"

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write

    def missing(self) -> str | None:
        """Never: whether the bell is heard is between the person and the terminal."""
        return None

    def give(self, alarm: Alarm) -> None:
        """Ring once, whatever the alarm.

        Raises:
            ChannelError: the terminal can't be written to.
        """
        del alarm
        try:
            self._write("\a")
        except (OSError, ValueError) as error:
            raise ChannelError(f"The terminal's bell could not be rung: {error}.") from error

    def silence(self) -> None:
        """Nothing sounds on."""

    def close(self) -> None:
        """Nothing is held."""


class CueBell(TerminalBell):
    """Stands in for the tones of a guided session; all other alarms ring the bell anyway."""

    def give(self, alarm: Alarm) -> None:
        """Ring once for a cue.

        Raises:
            ChannelError: the terminal can't be written to.
        """
        if alarm.urgency is Urgency.CUE:
            super().give(alarm)
