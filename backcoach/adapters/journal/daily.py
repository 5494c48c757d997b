"""The daily backup, as an errand of the window and of `remind`: whoever is open first on a day makes it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from backcoach.adapters.journal import health
from backcoach.coach.protocols import Clock
from backcoach.domain.days import local_day
from backcoach.domain.moment import ZERO, Moment, elapsed
from backcoach.domain.trouble import JournalError, JournalMissingError

AGAIN = timedelta(minutes=10)
"""How long to wait after a backup that failed."""

DAY = timedelta(days=1)


class DailyBackup:
    """One backup for each of the person's days, made beside the event loop, which goes on meanwhile.

    Args:
        path: the journal's file.
        clock: tells the time and the person's zone.
        day_start: tells how long after midnight the person's day starts.
    """

    name = "daily backup"

    def __init__(self, path: Path, clock: Clock, day_start: Callable[[], timedelta] = lambda: ZERO) -> None:
        self._path = path
        self._clock = clock
        self._day_start = day_start
        self._made_on: date | None = None
        self._tried: Moment | None = None
        self._work: asyncio.Future[tuple[bool, str]] | None = None
        self._said = ""

    def day_of(self, wall: datetime) -> date:
        """The person's day at this time."""
        return local_day(self._clock.local(wall), self._day_start())

    def look(self, now: Moment) -> str:
        """Begin the day's backup where there is none; the sentence about one that failed, once."""
        said = self._finish()
        is_soon = self._tried is not None and elapsed(self._tried, now) < AGAIN
        if self._work is None and self.day_of(now.wall) != self._made_on and not is_soon:
            self._tried = now
            self._made_on = self.day_of(now.wall)
            self._work = asyncio.get_running_loop().run_in_executor(None, self.make, now)
        return said

    def wait(self, now: Moment) -> timedelta | None:
        """How long until the next day starts, to an hour where the clocks change that night."""
        tomorrow = datetime.combine(self.day_of(now.wall) + DAY, time(), self._clock.local(now.wall).tzinfo)
        return tomorrow + self._day_start() - now.wall

    def make(self, now: Moment) -> tuple[bool, str]:
        """Make the day's backup now, where it has none; whether it has one then, and what there is to say."""
        try:
            health.daily_backup(self._path, now.wall, self.day_of)
        except JournalMissingError:
            return False, ""  # nothing was saved yet, so nothing can be lost
        except JournalError as error:
            return False, f"The daily backup could not be made. {error}"
        return True, ""

    def _finish(self) -> str:
        """What came of the backup that was begun; a sentence that was said is not repeated."""
        if self._work is None or not self._work.done():
            return ""
        (is_made, said), self._work = self._work.result(), None
        if not is_made:
            self._made_on = None
        if said == self._said:
            return ""
        self._said = said
        return said
