"""A clock on which time runs several times as fast, for the demo."""

from __future__ import annotations

from datetime import datetime

from backcoach.domain.moment import Moment, Reading
from backcoach.ports import Clock


class FastClock:
    """From its making on, all clocks run `speed` times as fast as the real ones.

    Args:
        real: the real clock.
        speed: how many times as fast.
    """

    def __init__(self, real: Clock, speed: int) -> None:
        self._real = real
        self._speed = speed
        self._began = real.reading()

    def now(self) -> Moment:
        """This moment, on the fast wall clock and the fast boot clock."""
        return self._fast(self._real.now())

    def reading(self) -> Reading:
        """This moment and the monotonic clock, all of them as fast."""
        reading = self._real.reading()
        spent = reading.monotonic - self._began.monotonic
        return Reading(self._fast(reading.moment), self._began.monotonic + spent * self._speed)

    def local(self, wall: datetime) -> datetime:
        """The same point in time in the person's own zone."""
        return self._real.local(wall)

    def _fast(self, moment: Moment) -> Moment:
        began = self._began.moment
        # Of the real wall clock only the beginning counts: what sets it would move the demo by hours.
        spent = (moment.since_boot - began.since_boot) * self._speed
        return Moment(began.wall + spent, began.boot_id, began.since_boot + spent)
