"""Two weeks as someone may have had them, for the demo: a flare-up that eases, and another. Invented; no one's data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from backcoach.domain import engine
from backcoach.domain.breathing import DEFAULT_PATTERN
from backcoach.domain.days import DAY, HOUR, Local, fixed
from backcoach.domain.diary import Entry, EntryKind
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
from backcoach.library import Library

DAYS = 14


class Day(NamedTuple):
    """How many times each thing was done on a day.

    `walks` are the minutes of each, `pain` is that before the first and falls by one; `first_pack` and `first_led` are
    hours, of the first pack and of the first stretch or breath.
    """

    ice: int
    heat: int
    walks: tuple[int, ...]
    pain: int
    stretches: int = 0
    breaths: int = 0
    first_pack: float = 8
    first_led: float = 10.8


COURSE = (
    Day(0, 0, (20, 15), 2),
    Day(0, 0, (25,), 2),
    Day(0, 0, (20, 10), 1),
    Day(4, 0, (5,), 8, breaths=2),
    Day(5, 0, (5, 5), 7, breaths=1),
    Day(4, 0, (5, 5, 5), 7),
    Day(1, 3, (5, 5, 5), 6),
    Day(0, 3, (5, 10, 5), 5),
    Day(0, 3, (10, 10, 5), 4, stretches=1),
    Day(0, 2, (10, 10, 10), 4, stretches=2),
    Day(0, 2, (10, 15), 4, stretches=2),
    Day(0, 1, (15, 10, 10), 3, stretches=2),
    Day(0, 1, (15, 15, 10), 2, stretches=2),
    Day(2, 0, (20, 15), 2, stretches=1, breaths=1, first_pack=18.5),
    Day(1, 0, (10,), 5, breaths=1, first_pack=8.2, first_led=9.1),
)
"""Fourteen days and a morning, which is today's."""

WALK_NOTES = {3: "Only to the kitchen.", 6: "Slower on the hill.", 11: "First time round the park again."}
"""By the number of the day."""

DIARY = (
    (3, 7.2, EntryKind.TRIGGER, None, "Bent down for a shoe."),
    (3, 12.5, EntryKind.MEDICINE, None, "What the pharmacist gave me, with lunch."),
    (3, 21, EntryKind.PAIN, 7, ""),
    (4, 15, EntryKind.REST, None, "Lay down for most of the afternoon, knees over a pillow."),
    (4, 21, EntryKind.PAIN, 7, ""),
    (5, 10, EntryKind.WATER, None, ""),
    (5, 16.5, EntryKind.WATER, None, ""),
    (6, 21, EntryKind.PAIN, 5, ""),
    (8, 7.5, EntryKind.NOTE, None, "Slept through for the first time."),
    (9, 21, EntryKind.PAIN, 3, ""),
    (12, 20, EntryKind.PAIN, 1, "Hardly there any more."),
    (13, 18.1, EntryKind.TRIGGER, None, "Lifted the shopping out of the car."),
    (13, 21.5, EntryKind.PAIN, 4, ""),
)
"""Day, hour, kind, value and words of each entry."""

FLARES = ((3, 7.1, 12, "Bent down for a shoe.", 8), (13, 18, None, "Lifted the shopping out of the car.", 5))
"""The day and the hour of each onset, the day of its end, what set it off, and the pain."""

LEVELS = ((6, "easing"), (9, "more"))
"""On which day which walking level was agreed to."""


class Sample(NamedTuple):
    sessions: tuple[Session, ...]
    records: tuple[Record, ...]


def two_weeks(now: Moment, local: Local, library: Library, new_id: Callable[[], str]) -> Sample:
    """Two weeks and this morning, until ten."""
    here = local(now.wall)
    made = _Fortnight(now, datetime.combine(here.date() - DAYS * DAY, time(), here.tzinfo), library, new_id)
    sessions = [session for number, day in enumerate(COURSE) for session in made.sessions(number, day)]
    walks = [walk for number, day in enumerate(COURSE) for walk in made.walks(number, day)]
    return Sample(tuple(sessions), (*walks, *made.written_down(), *made.flares()))


class _Fortnight(NamedTuple):
    """Puts the two weeks together; `first` is the local midnight that they begin at."""

    now: Moment
    first: datetime
    library: Library
    new_id: Callable[[], str]

    def at(self, number: int, hour: float) -> datetime:
        """The local time of an hour of a day."""
        return fixed(self.first + number * DAY + hour * HOUR)

    def moment(self, number: int, hour: float) -> Moment:
        return self.now.after(self.at(number, hour) - self.now.wall)

    def sessions(self, number: int, day: Day) -> Iterator[Session]:
        for n, kind in enumerate((Kind.ICE,) * day.ice + (Kind.HEAT,) * day.heat):
            yield self.application(self.moment(number, day.first_pack + 2.5 * n), kind)
        stretch, pattern = self.library.stretches[DEFAULT_STRETCH], self.library.patterns[DEFAULT_PATTERN]
        for n, routine in enumerate([stretch.routine()] * day.stretches + [pattern.routine()] * day.breaths):
            began = self.moment(number, day.first_led + 2.5 * n)
            session = engine.begin(self.new_id(), routine, began).session
            yield engine.decide(session, Tick(), began.after(routine.total)).session

    def application(self, at: Moment, kind: Kind) -> Session:
        """One application that was taken off twenty seconds late, and then stopped."""
        plan = self.library.plans[DEFAULT_PLAN]
        session = engine.begin(self.new_id(), plan.routine(kind), at, plan=plan.id).session
        off = at.after((session.length or MINUTE) + timedelta(seconds=20))
        session = engine.decide(session, Acknowledge(), off).session
        return session if session.is_over else engine.decide(session, Stop(), off.after(MINUTE)).session

    def walks(self, number: int, day: Day) -> Iterator[Record]:
        for n, minutes in enumerate(day.walks):
            start = self.at(number, 9.5 + 4 * n)
            walk = Walk(self.new_id(), start, start.date(), minutes)
            if n == 0:
                note, after = WALK_NOTES.get(number, ""), max(0, day.pain - 1)
                walk = replace(walk, pain_before=day.pain, pain_after=after, note=note)
            yield walk_record(walk)

    def written_down(self) -> Iterator[Record]:
        for number, hour, kind, value, text in DIARY:
            at = self.at(number, hour)
            yield entry_record(Entry(self.new_id(), kind, at, at.date(), value, text))
        for number, level in LEVELS:
            at = self.at(number, 18)
            yield Record(self.new_id(), LEVEL, at.astimezone(UTC), at.date(), {"level": level})

    def flares(self) -> Iterator[Record]:
        for number, hour, last, trigger, pain in FLARES:
            noticed = self.moment(number, hour + 0.1)
            onset = self.at(number, hour)
            began = onset_moment(onset.astimezone(UTC), noticed)
            flare = Flare(self.new_id(), began, noticed, DEFAULT_PLAN, trigger, pain)
            if last is not None:
                flare = over(flare, self.moment(last, 20.1))
            yield flare_record(flare, onset.date())
            yield self.answer(noticed.wall)
            for later in range(number + 1, (DAYS if last is None else last) + 1):
                yield self.answer(min(self.at(later, 8.5), self.now.wall))

    def answer(self, at: datetime) -> Record:
        """The get-help signs of a day: none of them."""
        asked = new_round(self.library.signs.values(), only=URGENT, reason="Once a day during a flare-up.")
        doc = asked.none_of_them(at.astimezone(UTC)).as_doc()
        return Record(self.new_id(), ANSWER, at.astimezone(UTC), at.astimezone(self.first.tzinfo).date(), doc)
