"""Alarms as lines of text: for the journal of the system, or whoever reads the standard output of `remind`."""

from __future__ import annotations

from collections.abc import Callable

from backcoach.adapters.alarms.plain import plain
from backcoach.domain.alarm import Alarm
from backcoach.ports import ChannelError, Clock


class Written:
    """Writes a line for each alarm: the time, and what it says.

    Args:
        write: writes text somewhere.
        clock: tells the time.
    """

    name = "line of text"

    def __init__(self, write: Callable[[str], None], clock: Clock) -> None:
        self._write = write
        self._clock = clock

    def missing(self) -> str | None:
        """Never."""
        return None

    def give(self, alarm: Alarm) -> None:
        """Write the line.

        Raises:
            ChannelError: it can't be written.
        """
        self.say(f"{alarm.headline}. {alarm.text}")

    def say(self, text: str) -> None:
        """Write the text with the time before it.

        Raises:
            ChannelError: it can't be written.
        """
        try:
            self._write(f"{self._clock.local(self._clock.now().wall):%H:%M:%S}  {plain(text)}\n")
        except (OSError, ValueError) as error:
            raise ChannelError(f"The standard output could not be written: {error}.") from error

    def silence(self) -> None:
        """A line makes no noise."""

    def close(self) -> None:
        """Nothing is held."""
