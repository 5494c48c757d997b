"""Two weeks as someone may have had them, for the demo: a flare-up that eases. Invented; no person's data."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from backcoach.domain import engine
from backcoach.domain.events import Acknowledge, Stop
from backcoach.domain.limits import MINUTE
from backcoach.domain.record import Record
from backcoach.domain.routine import Kind
from backcoach.domain.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from backcoach.domain.moment import Moment
    from backcoach.domain.plans import Plan
    from backcoach.domain.session import Session

DAY = timedelta(days=1)
DAYS = 14


class Day(NamedTuple):
    """What was done on a day.

    Attributes:
        ice: how many times.
        heat: how many times.
        walks: the minutes of each walk.
        pain: the pain before the first walk; one less after it.
    """

    ice: int
    heat: int
    walks: tuple[int, ...]
    pain: int


COURSE = (
    Day(0, 0, (20, 15), 2),
    Day(0, 0, (25,), 2),
    Day(0, 0, (20, 10), 1),
    Day(4, 0, (5,), 8),
    Day(5, 0, (5, 5), 7),
    Day(4, 0, (5, 5, 5), 7),
    Day(1, 3, (5, 5, 5), 6),
    Day(0, 3, (5, 10, 5), 5),
    Day(0, 3, (10, 10, 5), 5),
    Day(0, 2, (10, 10, 10), 4),
    Day(0, 2, (10, 15), 4),
    Day(0, 1, (15, 10, 10), 3),
    Day(0, 1, (15, 15, 10), 3),
    Day(0, 1, (20, 15, 10), 2),
)
"""Fourteen days, the last one yesterday."""

NOTES = {3: "Bent down for a shoe.", 6: "Slower on the hill.", 11: "First time round the park again."}


@dataclass(frozen=True, slots=True)
class Sample:
    """What is put into the demo's journal."""

    sessions: tuple[Session, ...]
    records: tuple[Record, ...]


def two_weeks(now: Moment, local: Callable[[datetime], datetime], plan: Plan, new_id: Callable[[], str]) -> Sample:
    """Two weeks that end yesterday.

    Args:
        now: the present moment.
        local: the person's zone.
        plan: whose ice and heat were followed.
        new_id: makes ids.
    """
    sessions: list[Session] = []
    records: list[Record] = []
    today = local(now.wall).date()
    for number, day in enumerate(COURSE):
        midnight = datetime.combine(today - (DAYS - number) * DAY, time(), local(now.wall).tzinfo)
        kinds = (Kind.ICE,) * day.ice + (Kind.HEAT,) * day.heat
        for n, kind in enumerate(kinds):
            at = midnight + timedelta(hours=8 + 2.5 * n)
            sessions.append(_application(new_id(), now.after(at - now.wall), kind, plan))
        records += _walks(day, midnight, NOTES.get(number, ""), new_id)
    return Sample(tuple(sessions), tuple(records))


def _application(session_id: str, at: Moment, kind: Kind, plan: Plan) -> Session:
    """One application that was taken off twenty seconds late, and then stopped."""
    session = engine.begin(session_id, plan.routine(kind), at, plan=plan.id).session
    over = at.after((session.length or MINUTE) + timedelta(seconds=20))
    session = engine.decide(session, Acknowledge(), over).session
    return session if session.is_over else engine.decide(session, Stop(), over.after(MINUTE)).session


def _walks(day: Day, midnight: datetime, note: str, new_id: Callable[[], str]) -> Iterator[Record]:
    for n, minutes in enumerate(day.walks):
        at = midnight + timedelta(hours=9.5 + 4 * n)
        doc = {
            "start": at.isoformat(),
            "minutes": minutes,
            "pain_before": day.pain if n == 0 else None,
            "pain_after": max(0, day.pain - 1) if n == 0 else None,
            "note": note if n == 0 else "",
        }
        yield Record(new_id(), "walk", at.astimezone(UTC), midnight.date(), doc)
