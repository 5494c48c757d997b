"""Which reminders are to be given now: each once, in however many windows and with `remind` beside them.

Whoever finds one due first writes that into the journal, in one transaction with looking whether it is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backcoach.domain import reminders, written
from backcoach.domain.moment import ZERO
from backcoach.domain.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime, timedelta

    from backcoach.coach.days import Days
    from backcoach.domain.alarm import Alarm
    from backcoach.domain.reminders import Told
    from backcoach.domain.session import Session
    from backcoach.domain.suggestions import Item
    from backcoach.ports import Clock, Journal

HELP, BACKUP = "help", "backup"
"""What comes once a day."""

_GROUPS = ("pack", "walk", "stretch", "breathe")


class Reminding:
    """Gives the day's reminders, each once.

    Args:
        clock: tells the time.
        journal: every method may raise its `JournalError`; then nothing was claimed.
        days: works out the day.
    """

    def __init__(self, clock: Clock, journal: Journal, days: Days) -> None:
        self._clock = clock
        self._journal = journal
        self._days = days
        self._settled: set[tuple[str, datetime]] = set()

    def due(self, sessions: Sequence[Session]) -> tuple[Alarm, ...]:
        """The reminders to be given now, at most one: the one next thing goes first, and the others are on the screen.

        Quiet hours swallow them. While a stretch or a breath leads, or a pack must come off, they wait.

        Args:
            sessions: what goes on.
        """
        if reminders.wait_for_end(sessions):
            return ()
        now, today = self._clock.now().wall, self._days.today(sessions)
        found = {(item.id, item.at) for item in reminders.due(today.day, today.flare, now, {})}
        if found <= self._settled:
            return ()
        with self._journal.transaction():
            mine = reminders.due(today.day, today.flare, now, self._told())
            for item in mine:
                self._tell(item, now)
        self._settled = found
        quiet = reminders.is_quiet(now, self._days.settings, self._clock.local)
        return () if quiet else tuple(reminders.alarm_of(item) for item in mine[:1])

    def waits(self, sessions: Sequence[Session]) -> Mapping[str, timedelta]:
        """How long until the next reminder, by a name for the wake-up; empty where none comes."""
        now = self._clock.now().wall
        at = reminders.next_at(self._days.today(sessions).day, now)
        return {} if at is None else {"the day's next thing": max(ZERO, at - now)}

    def _told(self) -> Mapping[str, Told]:
        told = {}
        for name in _GROUPS:
            record = self._journal.archive.record(_id(name))
            at = written.time_of(record.doc.get("at")) if record is not None else None
            if record is not None and at is not None:
                told[name] = (str(record.doc.get("item")), at)
        return told

    def _tell(self, item: Item, now: datetime) -> None:
        doc = {"item": item.id, "at": item.at.isoformat()}
        name = _id(reminders.group(item))
        self._journal.archive.put(Record(name, written.TOLD, now, self._days.date_of(now), doc))

    # -- once a day ---------------------------------------------------------------------------------------------

    def help_is_due(self, sessions: Sequence[Session]) -> bool:
        """Whether the get-help signs are to be shown now (L9); `done_today(HELP)` says that they were."""
        now, flare = self._clock.now().wall, self._days.today(sessions).flare
        noted_on = None if flare is None else self._days.date_of(flare.noted.wall)
        return reminders.help_is_due(flare, noted_on, self._day_of(HELP), self._days.date_of(now))

    def claim_today(self, what: str) -> bool:
        """Whether this daily thing is still to be done today; whoever hears yes does it, and no one else.

        Args:
            what: `HELP`, `BACKUP`, or another word of its own.
        """
        now = self._clock.now().wall
        today = self._days.date_of(now)
        with self._journal.transaction():
            if not reminders.is_new_day(self._day_of(what), today):
                return False
            self.done_today(what)
        return True

    def done_today(self, what: str) -> None:
        """Keep that this daily thing was done today."""
        now = self._clock.now().wall
        self._journal.archive.put(Record(_id(what), written.TOLD, now, self._days.date_of(now), {"what": what}))

    def once(self, what: str) -> bool:
        """Whether this has never been said; whoever hears yes says it, and no one else."""
        with self._journal.transaction():
            if self._journal.archive.record(_id(what)) is not None:
                return False
            self.done_today(what)
        return True

    def _day_of(self, what: str) -> date | None:
        record = self._journal.archive.record(_id(what))
        return None if record is None else record.date


def _id(name: str) -> str:
    """The same id for the same thing in every window."""
    return f"told-{name}"
