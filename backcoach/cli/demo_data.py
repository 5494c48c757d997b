"""Two weeks as someone may have had them, for the demo: a flare-up that eases, and another. Invented; no one's data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from backcoach.domain import engine
from backcoach.domain.breathing import Pattern
from backcoach.domain.diary import EntryKind
from backcoach.domain.events import Acknowledge, Stop, Tick
from backcoach.domain.flare import begun, over
from backcoach.domain.limits import MINUTE
from backcoach.domain.moment import Moment
from backcoach.domain.plans import Plan
from backcoach.domain.record import Record
from backcoach.domain.records import flare_record
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session
from backcoach.domain.signs import URGENT, Sign, new_round
from backcoach.domain.stretches import Stretch

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
DAYS = 14

ANSWER, LEVEL = "answer", "level"
"""Kinds of records."""


class Day(NamedTuple):
    """What was done on a day.

    Attributes:
        ice: how many times.
        heat: how many times.
        walks: the minutes of each walk.
        pain: the pain before the first walk; one less after it.
        stretches: how many.
        breaths: how many times the breathing was led.
        first_pack: the hour of the first ice or heat.
    """

    ice: int
    heat: int
    walks: tuple[int, ...]
    pain: int
    stretches: int = 0
    breaths: int = 0
    first_pack: float = 8


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
)
"""Fourteen days, the last one yesterday."""

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


class Shelf(NamedTuple):
    """What was followed and asked in these two weeks."""

    plan: Plan
    stretch: Stretch
    pattern: Pattern
    signs: Collection[Sign]


class Sample(NamedTuple):
    """What is put into the demo's journal."""

    sessions: tuple[Session, ...]
    records: tuple[Record, ...]


def two_weeks(now: Moment, local: Callable[[datetime], datetime], shelf: Shelf, new_id: Callable[[], str]) -> Sample:
    """Two weeks that end yesterday; of today only the get-help signs are answered.

    Args:
        now: the present moment.
        local: the person's zone.
        shelf: what was followed and asked.
        new_id: makes ids.
    """
    return _Fortnight(now, local, shelf, new_id).sample()


class _Fortnight:
    """Puts the two weeks together."""

    def __init__(
        self, now: Moment, local: Callable[[datetime], datetime], shelf: Shelf, new_id: Callable[[], str]
    ) -> None:
        self._now = now
        self._shelf = shelf
        self._new_id = new_id
        here = local(now.wall)
        self._first = datetime.combine(here.date() - DAYS * DAY, time(), here.tzinfo)

    def sample(self) -> Sample:
        """All of it."""
        sessions = [session for number, day in enumerate(COURSE) for session in self._sessions(number, day)]
        walks = [walk for number, day in enumerate(COURSE) for walk in self._walks(number, day)]
        return Sample(tuple(sessions), (*walks, *self._diary(), *self._flares(), *self._levels()))

    def _at(self, number: int, hour: float) -> datetime:
        """The local time of an hour of a day."""
        return self._first + number * DAY + hour * HOUR

    def _moment(self, number: int, hour: float) -> Moment:
        return self._now.after(self._at(number, hour) - self._now.wall)

    def _record(self, kind: str, at: datetime, doc: dict[str, object]) -> Record:
        return Record(self._new_id(), kind, at.astimezone(UTC), at.date(), doc)

    # -- sessions -----------------------------------------------------------------------------------------------

    def _sessions(self, number: int, day: Day) -> Iterator[Session]:
        kinds = (Kind.ICE,) * day.ice + (Kind.HEAT,) * day.heat
        for n, kind in enumerate(kinds):
            yield self._application(self._moment(number, day.first_pack + 2.5 * n), kind)
        guided = (self._shelf.stretch.routine(),) * day.stretches + (self._shelf.pattern.routine(),) * day.breaths
        for n, routine in enumerate(guided):
            began = self._moment(number, 10.8 + 2.5 * n)
            session = engine.begin(self._new_id(), routine, began).session
            yield engine.decide(session, Tick(), began.after(routine.total)).session

    def _application(self, at: Moment, kind: Kind) -> Session:
        """One application that was taken off twenty seconds late, and then stopped."""
        plan = self._shelf.plan
        session = engine.begin(self._new_id(), plan.routine(kind), at, plan=plan.id).session
        off = at.after((session.length or MINUTE) + timedelta(seconds=20))
        session = engine.decide(session, Acknowledge(), off).session
        return session if session.is_over else engine.decide(session, Stop(), off.after(MINUTE)).session

    # -- what was written down ----------------------------------------------------------------------------------

    def _walks(self, number: int, day: Day) -> Iterator[Record]:
        for n, minutes in enumerate(day.walks):
            at = self._at(number, 9.5 + 4 * n)
            doc: dict[str, object] = {
                "start": at.isoformat(),
                "minutes": minutes,
                "pain_before": day.pain if n == 0 else None,
                "pain_after": max(0, day.pain - 1) if n == 0 else None,
                "note": WALK_NOTES.get(number, "") if n == 0 else "",
            }
            yield self._record("walk", at, doc)

    def _diary(self) -> Iterator[Record]:
        for number, hour, kind, value, text in DIARY:
            at = self._at(number, hour)
            yield self._record("diary", at, {"entry": kind.value, "at": at.isoformat(), "value": value, "text": text})

    def _levels(self) -> Iterator[Record]:
        for number, level in LEVELS:
            yield self._record(LEVEL, self._at(number, 18), {"level": level})

    def _flares(self) -> Iterator[Record]:
        for number, hour, last, trigger, pain in FLARES:
            noted = self._moment(number, hour + 0.1)
            onset = self._at(number, hour)
            flare = begun(self._new_id(), onset.astimezone(UTC), noted, self._shelf.plan.id, trigger=trigger, pain=pain)
            if last is not None:
                flare = over(flare, self._moment(last, 20.1))
            yield flare_record(flare, onset.date())
            yield self._answer(noted.wall)
            for later in range(number + 1, (DAYS if last is None else last) + 1):
                yield self._answer(min(self._at(later, 8.5), self._now.wall))

    def _answer(self, at: datetime) -> Record:
        """The get-help signs of a day: none of them."""
        asked = new_round(self._shelf.signs, only=URGENT, reason="Once a day during a flare-up.")
        return self._record(ANSWER, at.astimezone(self._first.tzinfo), asked.none_of_them(at.astimezone(UTC)).as_doc())
