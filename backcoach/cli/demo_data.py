"""Two weeks as someone may have had them, for the demo, from `content/demo.toml`. Invented; no one's data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from backcoach.config import read_toml
from backcoach.domain import engine
from backcoach.domain.breathing import DEFAULT_PATTERN
from backcoach.domain.days import DAY, HOUR, Local, fixed
from backcoach.domain.diary import Entry, EntryKind
from backcoach.domain.documents import read
from backcoach.domain.engine import Acknowledge, Stop, Tick
from backcoach.domain.flare import Flare, onset_moment, over
from backcoach.domain.limits import MINUTE
from backcoach.domain.moment import Moment
from backcoach.domain.plans import DEFAULT_PLAN
from backcoach.domain.record import ANSWER, LEVEL, Record
from backcoach.domain.record_checks import entry_record, flare_record, walk_record
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session
from backcoach.domain.signs import URGENT, new_round
from backcoach.domain.stretches import DEFAULT_STRETCH
from backcoach.domain.walks import Walk
from backcoach.library import BUILT_IN, Library


class Noted(Struct, frozen=True, forbid_unknown_fields=True):
    hour: float
    kind: EntryKind
    value: int | None = None
    text: str = ""


class Day(Struct, frozen=True, forbid_unknown_fields=True):
    pain: int
    walks: tuple[int, ...]
    note: str = ""
    ice: tuple[float, ...] = ()
    heat: tuple[float, ...] = ()
    stretch: tuple[float, ...] = ()
    breathe: tuple[float, ...] = ()
    level: str = ""
    diary: tuple[Noted, ...] = ()


class Spasm(Struct, frozen=True, forbid_unknown_fields=True):
    """A flare-up: its onset, what set it off, the pain then, and the day on which it was over."""

    day: int
    hour: float
    trigger: str
    pain: int
    last: int | None = None


class Course(Struct, frozen=True, forbid_unknown_fields=True):
    days: tuple[Day, ...]
    flares: tuple[Spasm, ...]


class Sample(NamedTuple):
    sessions: tuple[Session, ...]
    records: tuple[Record, ...]


def two_weeks(now: Moment, local: Local, library: Library, new_id: Callable[[], str]) -> Sample:
    """Two weeks and this morning, until ten."""
    course = read(read_toml(BUILT_IN / "demo.toml")[1], Course)
    here = local(now.wall)
    first = datetime.combine(here.date() - (len(course.days) - 1) * DAY, time(), here.tzinfo)
    made = _Fortnight(course, now, first, library, new_id)
    return Sample(tuple(made.sessions()), (*made.written_down(), *made.flares()))


class _Fortnight(NamedTuple):
    """Puts the two weeks together; `first` is the local midnight that they begin at."""

    course: Course
    now: Moment
    first: datetime
    library: Library
    new_id: Callable[[], str]

    def at(self, number: int, hour: float) -> datetime:
        """The local time of an hour of a day."""
        return fixed(self.first + number * DAY + hour * HOUR)

    def moment(self, number: int, hour: float) -> Moment:
        return self.now.after(self.at(number, hour) - self.now.wall)

    def sessions(self) -> Iterator[Session]:
        stretch = self.library.stretches[DEFAULT_STRETCH].routine()
        breath = self.library.patterns[DEFAULT_PATTERN].routine()
        for number, day in enumerate(self.course.days):
            for kind, hours in ((Kind.ICE, day.ice), (Kind.HEAT, day.heat)):
                yield from (self.application(self.moment(number, hour), kind) for hour in hours)
            for routine, hours in ((stretch, day.stretch), (breath, day.breathe)):
                for began in (self.moment(number, hour) for hour in hours):
                    session = engine.begin(self.new_id(), routine, began).session
                    yield engine.decide(session, Tick(), began.after(routine.total)).session

    def application(self, at: Moment, kind: Kind) -> Session:
        """One application that was taken off twenty seconds late, and then stopped."""
        plan = self.library.plans[DEFAULT_PLAN]
        session = engine.begin(self.new_id(), plan.routine(kind), at, plan=plan.id).session
        off = at.after((session.length or MINUTE) + timedelta(seconds=20))
        session = engine.decide(session, Acknowledge(), off).session
        return session if session.is_over else engine.decide(session, Stop(), off.after(MINUTE)).session

    def written_down(self) -> Iterator[Record]:
        for number, day in enumerate(self.course.days):
            for n, minutes in enumerate(day.walks):
                start = self.at(number, 9.5 + 4 * n)
                walk = Walk(self.new_id(), start, start.date(), minutes)
                if n == 0:
                    walk = replace(walk, pain_before=day.pain, pain_after=max(0, day.pain - 1), note=day.note)
                yield walk_record(walk)
            for noted in day.diary:
                at = self.at(number, noted.hour)
                yield entry_record(Entry(self.new_id(), noted.kind, at, at.date(), noted.value, noted.text))
            if day.level:
                at = self.at(number, 18)
                yield Record(self.new_id(), LEVEL, at.astimezone(UTC), at.date(), {"level": day.level})

    def flares(self) -> Iterator[Record]:
        for spasm in self.course.flares:
            onset, noticed = self.at(spasm.day, spasm.hour), self.moment(spasm.day, spasm.hour + 0.1)
            began = onset_moment(onset.astimezone(UTC), noticed)
            flare = Flare(self.new_id(), began, noticed, DEFAULT_PLAN, spasm.trigger, spasm.pain)
            if spasm.last is not None:
                flare = over(flare, self.moment(spasm.last, 20.1))
            yield flare_record(flare, onset.date())
            yield self.answer(noticed.wall)
            last = len(self.course.days) - 1 if spasm.last is None else spasm.last
            for later in range(spasm.day + 1, last + 1):
                yield self.answer(min(self.at(later, 8.5), self.now.wall))

    def answer(self, at: datetime) -> Record:
        """The get-help signs of a day: none of them."""
        asked = new_round(self.library.signs.values(), only=URGENT, reason="Once a day during a flare-up.")
        doc = asked.none_of_them(at.astimezone(UTC)).as_doc()
        return Record(self.new_id(), ANSWER, at.astimezone(UTC), at.astimezone(self.first.tzinfo).date(), doc)
