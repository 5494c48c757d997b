"""What window and `remind` do at each wake-up: look at the clocks, run errands such as reminders, arm what is next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from msgspec.structs import replace

from backcoach.coach.coach import Coach, Look
from backcoach.coach.day import Days
from backcoach.coach.protocols import Clock, History, JournalBusyError, JournalError
from backcoach.domain import suggestions
from backcoach.domain.alarm import Alarm
from backcoach.domain.moment import ZERO, Moment
from backcoach.domain.record import TOLD, Record, moment_doc, said_at
from backcoach.domain.session import Session
from backcoach.domain.suggestions import Item, Told


class Errand(Protocol):
    """Something else that time brings: the reminders of the day's plan, the daily backup."""

    name: str
    """Apart from those of all other errands."""

    def look(self, now: Moment) -> str:
        """Do what is due, if anything; never blocks. What is to be said on the screen, empty where nothing."""

    def wait(self, now: Moment) -> timedelta | None:
        """How long until there is something to do; None where nothing is known of."""


class Wakes(Protocol):
    """Wakes the program: `scheduler`, or a quiet one in tests."""

    def arm(self, waits: Mapping[str, timedelta], *, anew: bool = False) -> None:
        """Wake when each of these waits is over, and for nothing else."""


class Watch:
    """Looks after the coach's sessions and any number of errands."""

    def __init__(self, coach: Coach, wakes: Wakes) -> None:
        self.coach = coach
        self._wakes = wakes
        self._errands: dict[str, Errand] = {}

    def add(self, errand: Errand) -> None:
        """From now on run this errand too; one of the same name yields to it."""
        self._errands[errand.name] = errand

    def look(self) -> Look:
        """Look at the clocks; the notice says what the sessions and the errands have to say.

        What another window has answered falls silent here too.
        """
        called = any(session.needs_person for session in self.coach.sessions)
        look = self.coach.look()
        if called and not any(session.needs_person for session in self.coach.sessions):
            self.coach.announcer.silence()
        now = self.coach.clock.now()
        said = [errand.look(now) for errand in self._errands.values()]
        self.arm(anew=look.jumped)
        return replace(look, notice=" ".join(part for part in (look.notice, *said) if part))

    def arm(self, *, anew: bool = False) -> None:
        """Have the program woken for all that is next; all of it anew where the clocks have jumped."""
        now = self.coach.clock.now()
        waits = dict(self.coach.waits())
        for name, errand in self._errands.items():
            wait = errand.wait(now)
            if wait is not None:
                waits[f"errand: {name}"] = wait
        self._wakes.arm(waits, anew=anew)


HELP = "help"
"""What comes once a day: the get-help signs, by themselves (L9)."""

_GROUPS = ("pack", "walk", "stretch", "breathe")


class Reminding:
    """Gives the day's reminders, each once.

    Args:
        clock: tells the time.
        journal: every method may raise its `JournalError`; then nothing was claimed.
        days: works out the day.
    """

    def __init__(self, clock: Clock, journal: History, days: Days) -> None:
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
        if suggestions.wait_for_end(sessions):
            return ()
        moment, today = self._clock.now(), self._days.today(sessions)
        now = moment.wall
        found = {(item.id, item.at) for item in suggestions.due(today.day, today.flare, moment, {})}
        self._settled &= found  # what is not due any more may come again: the clock went back
        if found == self._settled:
            return ()
        self._days.forget()  # another window may have done it in the last minute
        today = self._days.today(sessions)
        with self._journal.transaction():
            mine = suggestions.due(today.day, today.flare, moment, self._told())
            for item in mine:
                self._tell(item, moment)
        self._settled = found
        quiet = suggestions.is_quiet(now, self._days.settings, self._clock.local)
        return () if quiet else tuple(suggestions.alarm_of(item) for item in mine[:1])

    def wait(self, sessions: Sequence[Session]) -> timedelta | None:
        """How long until the next reminder; None where none comes."""
        now = self._clock.now().wall
        at = suggestions.next_at(self._days.today(sessions).day, now)
        return None if at is None else max(ZERO, at - now)

    def _told(self) -> Mapping[str, Told]:
        told = {}
        for name in _GROUPS:
            record = self._mark(name)
            at = None if record is None else said_at(record, self._clock.now())
            if record is not None and at is not None:
                told[name] = (str(record.doc.get("item")), at)
        return told

    def _tell(self, item: Item, now: Moment) -> None:
        doc = {"item": item.id, "said": moment_doc(now)}
        name = _id(suggestions.group(item))
        self._journal.archive.put(Record(name, TOLD, now.wall, self._days.date_of(now.wall), doc))

    # -- once a day ---------------------------------------------------------------------------------------------

    def claim_today(self, what: str) -> bool:
        """Whether this daily thing is still to be done today; whoever hears yes does it, and no one else.

        Args:
            what: `HELP`, or another word of its own.
        """
        now = self._clock.now().wall
        today = self._days.date_of(now)
        with self._journal.transaction():
            if not suggestions.is_new_day(self._day_of(what), today):
                return False
            self.done_today(what)
        return True

    def done_today(self, what: str) -> None:
        """Keep that this daily thing was done today."""
        now = self._clock.now()
        doc = {"what": what, "said": moment_doc(now)}
        self._journal.archive.put(Record(_id(what), TOLD, now.wall, self._days.date_of(now.wall), doc))

    def once(self, what: str) -> bool:
        """Whether this has never been said; whoever hears yes says it, and no one else."""
        with self._journal.transaction():
            if self._mark(what) is not None:
                return False
            self.done_today(what)
        return True

    def _mark(self, name: str) -> Record | None:
        record = self._journal.archive.record(_id(name))
        return record if record is not None and record.kind == TOLD else None

    def _day_of(self, what: str) -> date | None:
        record = self._mark(what)
        at = None if record is None else said_at(record, self._clock.now())
        return None if at is None else self._days.date_of(at)


def _id(name: str) -> str:
    """The same id for the same thing in every window."""
    return f"told-{name}"


class Reminders:
    """The reminders as an errand of the window and of `remind`: run each second and at each wake-up.

    Args:
        coach: through which they are heard.
        reminding: what gives them.
        days: works out the day.
    """

    name = "reminders"

    def __init__(self, coach: Coach, reminding: Reminding, days: Days) -> None:
        self._coach = coach
        self._reminding = reminding
        self._days = days

    def look(self, now: Moment) -> str:
        """Give what is due; why that could not be, as a sentence."""
        del now
        try:
            for alarm in self._reminding.due(self._coach.sessions):
                self._coach.announcer.give(alarm)
        except JournalBusyError:
            return ""  # someone else is writing; the next look comes in a second
        except JournalError as error:
            return str(error)
        return ""

    def wait(self, now: Moment) -> timedelta | None:
        """How long until the next one; None where none is known of."""
        del now
        try:
            return self._reminding.wait(self._coach.sessions)
        except JournalError:
            return None
