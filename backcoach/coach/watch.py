"""What window and `remind` do at each wake-up: look at the clocks, run errands such as reminders, arm what is next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

from msgspec.structs import replace

from backcoach.coach.coach import Coach, Look
from backcoach.coach.day import Days
from backcoach.coach.protocols import Errand, JournalBusyError
from backcoach.coach.sessions import pause_for_pain
from backcoach.domain import suggestions
from backcoach.domain.alarm import Alarm
from backcoach.domain.moment import ZERO, Moment
from backcoach.domain.record import TOLD, Record, moment_doc, said_at
from backcoach.domain.session import Session
from backcoach.domain.suggestions import Told, group


class Wakes(Protocol):
    """Wakes the program: `scheduler`, or a quiet one in tests."""

    def arm(self, waits: Mapping[str, timedelta], *, anew: bool = False) -> None:
        """Wake when each of these waits is over, and for nothing else."""


def look_at(coach: Coach) -> Look:
    """Look at the clocks; what sessions have to say. What another window or command answered falls silent here."""
    called = any(session.needs_person for session in coach.sessions)
    look = coach.look()
    paused = pause_for_pain(coach)
    if called and not any(session.needs_person for session in coach.sessions):
        coach.announcer.silence()
    return replace(look, notice=" ".join(filter(None, (look.notice, paused))))


class Watch:
    def __init__(self, coach: Coach, wakes: Wakes) -> None:
        self.coach = coach
        self._wakes = wakes
        self._errands: dict[str, Errand] = {}

    def add(self, errand: Errand) -> None:
        """From now on run this errand too; one of the same name yields to it."""
        self._errands[errand.name] = errand

    def look(self) -> Look:
        """Look at the clocks; what sessions and errands have to say."""
        look, now = look_at(self.coach), self.coach.clock.now()
        said = [errand.look(now) for errand in self._errands.values()]
        self.arm(anew=look.jumped)
        return replace(look, notice=" ".join(filter(None, (look.notice, *said))))

    def arm(self, *, anew: bool = False) -> None:
        """Have the program woken for all that is next; all of it anew where the clocks have jumped."""
        now = self.coach.clock.now()
        waits = {f"errand: {name}": errand.wait(now) for name, errand in self._errands.items()}
        known = {name: wait for name, wait in waits.items() if wait is not None}
        self._wakes.arm({**self.coach.waits(), **known}, anew=anew)


HELP = "help"
"""What comes once a day: the get-help signs, by themselves (L9)."""


class Reminders:
    """Gives the day's reminders, each once."""

    name = "reminders"

    def __init__(self, coach: Coach, days: Days) -> None:
        self._coach = coach
        self._clock = coach.clock
        self._journal = coach.history
        self._days = days
        self._settled: set[tuple[str, datetime]] = set()

    def look(self, now: Moment) -> str:
        with suppress(JournalBusyError):  # the next look comes in a second
            for alarm in self.due(self._coach.sessions, now):
                self._coach.announcer.give(alarm)
        return ""

    def wait(self, now: Moment) -> timedelta | None:
        at = suggestions.next_at(self._days.today(self._coach.sessions).day, now.wall)
        return None if at is None else max(ZERO, at - now.wall)

    def due(self, sessions: Sequence[Session], now: Moment) -> tuple[Alarm, ...]:
        """The one reminder to give now; in quiet hours it counts as given, and while something leads it waits."""
        if suggestions.wait_for_end(sessions):
            return ()
        today = self._days.today(sessions)
        found = {(item.id, item.at) for item in suggestions.due(today.day, today.flare, now, {})}
        self._settled &= found  # what is not due any more may come again: the clock went back
        if found == self._settled:
            return ()
        self._days.forget()  # another window may have done it in the last minute
        today = self._days.today(sessions)
        with self._journal.transaction():
            mine = suggestions.due(today.day, today.flare, now, self._told(now))
            for item in mine:
                self._keep(group(item), now, item=item.id)
        self._settled = found
        quiet = self._days.settings.is_quiet(self._clock.local(now.wall).time())
        return () if quiet else tuple(suggestions.alarm_of(item) for item in mine[:1])

    def _told(self, now: Moment) -> Mapping[str, Told]:
        marks = {name: mark for name in ("pack", "walk", "stretch", "breathe") if (mark := self._mark(name))}
        return {name: (str(mark.doc.get("item")), at) for name, mark in marks.items() if (at := said_at(mark, now))}

    def once(self, what: str, *, daily: bool = False) -> bool:
        """Whether this was never said, or not today; whoever hears yes says it, and no one else."""
        now = self._clock.now()
        with self._journal.transaction():
            is_new = (mark := self._mark(what)) is None
            if mark is not None and daily:
                at = said_at(mark, now)
                # A day that comes again, after a flight west, is not new.
                is_new = at is None or self._days.date_of(at) < self._days.date_of(now.wall)
            if is_new:
                self._keep(what, now, what=what)
        return is_new

    def _mark(self, name: str) -> Record | None:
        record = self._journal.archive.record(f"told-{name}")
        return record if record is not None and record.kind == TOLD else None

    def _keep(self, name: str, now: Moment, **doc: str) -> None:
        day = self._days.date_of(now.wall)
        mark = Record(f"told-{name}", TOLD, now.wall, day, {**doc, "said": moment_doc(now)})  # one in every window
        self._journal.archive.put(mark)
