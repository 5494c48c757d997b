"""Stand-ins for the protocols: a clock that the test moves, an announcer that remembers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from backcoach.domain.days import local_day
from backcoach.domain.diary import Entry
from backcoach.domain.flare import Flare, onset_moment
from backcoach.domain.moment import Moment, Reading
from backcoach.domain.session import Session
from backcoach.domain.walks import Walk
from backcoach.store.file import IN_MEMORY
from backcoach.store.journal import SqliteJournal

if TYPE_CHECKING:
    from backcoach.domain.alarm import Alarm
    from backcoach.scheduler import Wakeups

ZONE = timezone(timedelta(hours=1), "CET")
START = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)


def new_walk(walk_id, start, minutes, *, day_start=timedelta(0), **noted):
    """A walk on the local day that its start belongs to."""
    return Walk(walk_id, start, local_day(start, day_start), minutes, **noted)


def new_entry(entry_id, kind, at, *, day_start=timedelta(0), **noted):
    return Entry(entry_id, kind, at, local_day(at, day_start), **noted)


def new_flare(flare_id, onset, now, plan, **noted):
    return Flare(flare_id, onset_moment(onset, now), now, plan, **noted)


class HandClock:
    """A clock that stands until the test moves it; begins on Sunday 22 November 2026 at 14:05 local time."""

    def __init__(self) -> None:
        self.wall = START
        self.boot_id = "boot-1"
        self.since_boot = timedelta(hours=5)
        self.monotonic = timedelta(hours=4)

    def advance(self, **span: float) -> None:
        """Let real time pass on all clocks; the arguments are a timedelta's."""
        self._move(timedelta(**span), monotonic=True)

    def suspend(self, **span: float) -> None:
        """Let the machine sleep: the monotonic clock stands."""
        self._move(timedelta(**span), monotonic=False)

    def set_wall(self, **span: float) -> None:
        """Move the wall clock alone, as someone who sets it does."""
        self.wall += timedelta(**span)

    def reboot(self, **span: float) -> None:
        """Restart the machine, which takes this long."""
        self.wall += timedelta(**span)
        self.boot_id = f"boot-{int(self.boot_id.removeprefix('boot-')) + 1}"
        self.since_boot = self.monotonic = timedelta(seconds=20)

    def _move(self, span: timedelta, *, monotonic: bool) -> None:
        self.wall += span
        self.since_boot += span
        self.monotonic += span if monotonic else timedelta(0)

    def now(self) -> Moment:
        return Moment(self.wall, self.boot_id, self.since_boot)

    def reading(self) -> Reading:
        return Reading(self.now(), self.monotonic)

    def local(self, wall: datetime) -> datetime:
        return wall.astimezone(ZONE)


class Heard:
    """An announcer that remembers what was said."""

    def __init__(self) -> None:
        self.alarms: list[Alarm] = []
        self.silenced = 0

    @property
    def headlines(self) -> list[str]:
        return [alarm.headline for alarm in self.alarms]

    def give(self, alarm: Alarm) -> None:
        self.alarms.append(alarm)

    def silence(self) -> None:
        self.silenced += 1


def ids() -> object:
    """Makes ids that can be told apart: id-1, id-2 and so on."""
    numbers = count(1)
    return lambda: f"id-{next(numbers)}"


OPENED: list[SqliteJournal] = []
"""What `journal_on` has opened; each test closes it at its end."""


def armed(wakeups: Wakeups) -> set[str]:
    """The ids of the sessions that will wake the program."""
    return {job.id for job in wakeups._scheduler.get_jobs()} - {"daily"}


def journal_on(path: Path = IN_MEMORY) -> SqliteJournal:
    """A journal on the file, which others may share; in memory, and its own, where none is named."""
    OPENED.append(SqliteJournal(path, busy=0.05))
    return OPENED[-1]


def finished(journal: SqliteJournal) -> tuple[Session, ...]:
    """The sessions that have ended, the newest end first."""
    return journal.ended_between(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))[::-1]
