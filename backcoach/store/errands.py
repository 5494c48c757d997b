"""What is done beside the event loop: the daily backup, and the check of a large journal after the first picture."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

from backcoach.coach.protocols import Clock, JournalDamagedError, JournalError, JournalMissingError
from backcoach.domain.days import local_day
from backcoach.domain.moment import ZERO, Moment, elapsed
from backcoach.store import file, maintenance
from backcoach.store.backups import PATIENCE
from backcoach.store.journal import SqliteJournal

AGAIN = timedelta(minutes=10)
"""How long to wait after a backup that failed."""

DAY = timedelta(days=1)

QUICK = 2 * 1024 * 1024
"""Up to this size, in bytes, the check takes a moment that nobody notices. It takes longer the more is kept, and the
coach opens as fast with fifty years of walks as with one week of them."""


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
            maintenance.daily_backup(self._path, now.wall, self.day_of)
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


def comes_first(path: Path) -> bool:
    """Whether the whole file is to be checked before it is used: it is small, or was found damaged the last time."""
    with suppress(OSError):
        was_damaged = _mark(path).exists()
        _mark(path).unlink(missing_ok=True)
        return was_damaged or not path.exists() or path.stat().st_size <= QUICK
    return True


class WholeCheck:
    """Checks the journal once, beside the event loop; what is damaged is set aside when the coach opens next.

    Args:
        path: the journal's file.
        is_done: whether it was checked already.
    """

    name = "whole check"

    def __init__(self, path: Path, *, is_done: bool) -> None:
        self._path = path
        self._is_done = is_done
        self._work: asyncio.Future[str] | None = None

    def look(self, now: Moment) -> str:
        """Begin the check; when it is over, what there is to say, once."""
        del now
        if self._is_done:
            return ""
        if self._work is None:
            self._work = asyncio.get_running_loop().run_in_executor(None, self.check)
        if not self._work.done():
            return ""
        self._is_done = True
        return self._work.result()

    def wait(self, now: Moment) -> timedelta | None:
        """Nothing to be woken for: the next look tells."""
        del now
        return None

    def check(self) -> str:
        """Check it now; a sentence where it is damaged."""
        try:
            SqliteJournal(self._path, busy=PATIENCE, create=False, verify=True).close()
        except JournalDamagedError as damage:
            with suppress(OSError):
                _mark(self._path).touch(mode=0o600)
            return f"{damage} Quit and open backcoach again to set it aside and go back to a backup."
        except JournalError:
            return ""  # what keeps it from being read is said by whoever reads it
        return ""


def _mark(path: Path) -> Path:
    return file.beside(path, ".check-first")
