"""Gathers from the journal what the day's plan depends on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from backcoach.coach.protocols import Archive, Chronicle, Clock
from backcoach.coach.skin import heat_made_it_worse, rest_left
from backcoach.domain import limits
from backcoach.domain.days import DAY, local_day
from backcoach.domain.flare import Flare
from backcoach.domain.levels import WalkLevel, goal_on
from backcoach.domain.moment import ZERO, Moment, elapsed
from backcoach.domain.plans import DEFAULT_PLAN, Plan
from backcoach.domain.record import (
    DIARY,
    FLARE,
    LEVEL,
    MOVED,
    WALK,
    all_pains,
    is_goal_chosen,
    moves,
    said_at,
    walks_with_minutes,
)
from backcoach.domain.records import level_of
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session
from backcoach.domain.settings import Settings
from backcoach.domain.stretches import PAIN_LASTS, counts
from backcoach.domain.suggestions import WEEK, Done, Facts, Goal, done_of, on_until

LOOKS_BACK = timedelta(days=4)
"""How far back walks and notes are read: the longest rest that a plan accepts, and a day."""
SESSIONS_BACK = timedelta(days=2)
"""The same for sessions."""
MOST_FLARES = 10
"""Of how many flare-ups the pain at their beginning is looked at."""


class Content(Protocol):
    """What of the content the day needs; read when it is first asked for."""

    @property
    def plans(self) -> Mapping[str, Plan]:
        """All plans by id."""

    @property
    def levels(self) -> Sequence[WalkLevel]:
        """The walking levels, the lightest first."""


class Gathered(Struct, frozen=True):
    """What the journal knew at one moment.

    Attributes:
        facts: what the day's plan depends on.
        pains: every note of pain of the last days with its time, the latest last.
        walks: the walks of the last days, in order of time.
    """

    facts: Facts
    pains: tuple[tuple[datetime, int, date], ...]
    walks: tuple[Done, ...]


def plan_of(flare: Flare | None, content: Content, settings: Settings) -> Plan:
    """The plan of a flare-up; the usual one where there is none, the default where its file is gone."""
    wanted = settings.plan if flare is None else flare.plan
    return content.plans.get(wanted) or content.plans[DEFAULT_PLAN]


def gather(
    journal: Chronicle,
    clock: Clock,
    flare: Flare | None,
    sessions: Sequence[Session],
    *,
    content: Content,
    settings: Settings,
) -> Gathered:
    """What is known now.

    Args:
        journal: what was kept; its `JournalError` goes to the caller.
        clock: tells the time.
        flare: the flare-up that goes on.
        sessions: what goes on.
        content: plans and walking levels.
        settings: what the person has set.
    """
    now, archive = clock.now(), journal.archive
    first = local_day(clock.local(now.wall - LOOKS_BACK), settings.day_start)
    today = local_day(clock.local(now.wall), settings.day_start)
    records = archive.records(WALK, first=first)
    day_of = partial(_day_of, clock, settings)
    noted = None if flare is None else now.wall - elapsed(flare.noted, now)
    at_first = [] if flare is None or noted is None else [(noted, flare.pain, day_of(noted))]
    pains = all_pains(records, archive.records(DIARY, first=first), at_first)
    walks = tuple(
        Done(walk.id, Kind.WALK, walk.at, long * limits.MINUTE, day=walk.date)
        for walk, long in walks_with_minutes(records)
    )
    lies_on = max((off for each in sessions if (off := on_until(each, now)) is not None), default=None)
    facts = Facts(
        flare=flare,
        plan=plan_of(flare, content, settings),
        done=_done(journal, now, sessions, walks, day_of),
        on_until=lies_on,
        skin_free=_skin_free(journal, now, lies_on),
        heat_worse=flare is not None and heat_made_it_worse(journal.recall, flare, now),
        pain=next((pain for at, pain, _ in reversed(pains) if at <= now.wall), None),
        goal=_left_of_week(journal, goal_of(journal, flare, content, settings, today), settings, today),
        moved=moves(archive.records(MOVED, first=first), now),
    )
    return Gathered(facts, pains, walks)


def _day_of(clock: Clock, settings: Settings, wall: datetime) -> date:
    return local_day(clock.local(wall), settings.day_start)


def _done(
    journal: Chronicle,
    now: Moment,
    sessions: Sequence[Session],
    walks: Sequence[Done],
    day_of: Callable[[datetime], date],
) -> tuple[Done, ...]:
    """What ended in the last days, and what goes on. A walk that was timed counts once it is written down as one."""
    ended = journal.ended_between(now.wall - SESSIONS_BACK, now.wall + SESSIONS_BACK)
    over = [done_of(session, now) for session in ended if session.kind is not Kind.WALK and was_done(session)]
    of_sessions = [*over, *(done_of(session, now) for session in sessions)]
    found = [*walks, *(replace(done, day=day_of(done.began)) for done in of_sessions)]
    return tuple(sorted(found, key=lambda done: done.began))


def newest_pain(
    archive: Archive, now: Moment, *, said: tuple[datetime, int] | None = None, ahead: Moment | None = None
) -> tuple[datetime, int] | None:
    """When a pain was said or noted last, within half an hour (L7), and that pain.

    Of two within one second the worse counts. A note that lies in the future, or did so, was made before the clock went
    back: nobody knows which came last then, so only what was said since, and the worst noted after that, counts.

    Args:
        archive: the walks, the diary and the flare-ups.
        now: this moment.
        said: a pain that was said, and when, by the clock as it is now.
        ahead: the latest note that lay in the future when the clock went back; None where none did.
    """
    noted = _pains(archive, now)
    since = now.wall - PAIN_LASTS
    is_unsure = (ahead is not None and since <= ahead.wall) or any(at > now.wall for at, _ in noted)
    if is_unsure:
        since = max(since, said[0]) if said else now.wall
    fresh = [(at, pain) for at, pain in (*noted, *([said] if said else [])) if since <= at <= now.wall]
    return max(fresh, key=lambda one: (not is_unsure and one[0].replace(microsecond=0), one[1]), default=None)


def latest_ahead(archive: Archive, now: Moment) -> datetime | None:
    """The latest note of pain that lies in the future; None where none does."""
    return max((at for at, _ in _pains(archive, now) if at > now.wall), default=None)


def _pains(archive: Archive, now: Moment) -> list[tuple[datetime, int]]:
    """Every note of pain of the last days with its time; that of a flare-up was made when it was written down."""
    first = (now.wall - LOOKS_BACK).date()
    walks, diary = archive.records(WALK, first=first), archive.records(DIARY, first=first)
    begun = [
        (at, flare.doc.get("pain"), flare.date)
        for flare in archive.newest(FLARE, limit=MOST_FLARES)
        if (at := said_at(flare, now, "noted"))
    ]
    return [(at, pain) for at, pain, _ in all_pains(walks, diary, begun)]


def was_done(session: Session) -> bool:
    return not session.kind.is_guided or counts(session)


def _skin_free(journal: Chronicle, now: Moment, lies_on: datetime | None) -> datetime | None:
    if lies_on is not None:
        return lies_on + limits.SHORTEST_REST
    rest = rest_left(journal.removals(now), now)
    return now.wall + rest if rest > ZERO else None


def goal_of(journal: Chronicle, flare: Flare | None, content: Content, settings: Settings, today: date) -> Goal | None:
    """The goal of the walks that the day suggests; none to someone who is in no flare-up and never chose one."""
    records = journal.archive.records(LEVEL)
    if flare is None and not is_goal_chosen(settings, records):
        return None
    agreed = [level_of(record) for record in records if isinstance(record.doc.get("level"), str)]
    level = goal_on(today, content.levels, agreed, settings)
    return Goal(level.times, level.minutes, level.sources, level.days_a_week)


def _left_of_week(journal: Chronicle, goal: Goal | None, settings: Settings, today: date) -> Goal | None:
    """The goal, unless the days before today have met it as often as a week asks for: the others are free."""
    if goal is None or goal.days_a_week >= WEEK:
        return goal
    first = today - (today.weekday() - settings.week_start.weekday) % WEEK * DAY
    minutes: Counter[date] = Counter()
    for record in journal.archive.records(WALK, first=first, last=today - DAY):
        minutes[record.date] += sum(long for _, long in walks_with_minutes((record,)))
    met = sum(long >= goal.total for long in minutes.values())
    return None if met >= goal.days_a_week else goal
