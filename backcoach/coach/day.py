"""Today: works out the day, and keeps what the person puts off or leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from backcoach.coach.flares import Flares
from backcoach.coach.open_sessions import heat_made_it_worse, rest_left
from backcoach.coach.protocols import Archive, Clock, History
from backcoach.domain import flare as rules
from backcoach.domain import limits
from backcoach.domain.days import DAY, WEEK, local_day
from backcoach.domain.flare import Flare
from backcoach.domain.levels import WalkLevel, goal_on
from backcoach.domain.limits import MINUTE
from backcoach.domain.moment import Moment, elapsed
from backcoach.domain.plans import DEFAULT_PLAN, Plan
from backcoach.domain.record import (
    DIARY,
    FLARE,
    LEVEL,
    MOVED,
    WALK,
    Record,
    all_pains,
    is_goal_chosen,
    moved,
    moves,
    said_at,
    walks_with_minutes,
)
from backcoach.domain.records import level_of
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session
from backcoach.domain.settings import Settings
from backcoach.domain.stretches import PAIN_LASTS, counts
from backcoach.domain.suggestions import Day, Done, Facts, Goal, Item, day_at, done_of, on_until

LOOKED_AT_WALKS = 50
"""Among so many of the newest walks the last one is looked for that was not "couldn't today"."""
LOOKS_BACK = timedelta(days=4)
"""How far back walks and notes are read: the longest rest that a plan accepts, and a day."""
SESSIONS_BACK = timedelta(days=2)
"""The same for sessions."""
MOST_FLARES = 10
"""Of how many flare-ups the pain at their beginning is looked at."""


class Content(Protocol):
    """What of the content the day needs: plans by id, and the walking levels, the lightest first."""

    @property
    def plans(self) -> Mapping[str, Plan]: ...

    @property
    def levels(self) -> Sequence[WalkLevel]: ...


class Today(Struct, frozen=True):
    """The day as it stands, and what is to be said about it; a sentence that does not hold now is empty."""

    day: Day
    flare: Flare | None
    plan: Plan  # the usual one where there is no flare-up
    goal: Goal | None = None
    walks: int = 0
    walk_minutes: int = 0
    pains: tuple[int, ...] = ()  # today's
    pain: int | None = None  # the latest of the last days
    line: str = ""
    sentence: str = ""
    lifting: str = ""
    nudge: str = ""
    reasons: tuple[tuple[str, str], ...] = ()  # to see someone soon: each a word of its own and a sentence


class Days:
    """Works out the day, at most once a minute unless something changed; every method may raise `JournalError`."""

    def __init__(
        self, clock: Clock, journal: History, content: Content, settings: Settings, *, new_id: Callable[[], str]
    ) -> None:
        self.settings = settings
        self.content = content
        self.flares = Flares(journal, clock, new_id, settings)
        self._clock = clock
        self._journal = journal
        self._new_id = new_id
        self._known: tuple[object, Today] | None = None

    def use(self, settings: Settings) -> None:
        """From now on go by these settings."""
        self.settings = self.flares.settings = settings
        self.forget()

    def forget(self) -> None:
        """Work the day out anew when it is next asked for: something was written down."""
        self._known = None

    def date_of(self, wall: datetime) -> date:
        return local_day(self._clock.local(wall), self.settings.day_start)

    def plan_of(self, flare: Flare | None) -> Plan:
        """The plan of a flare-up; the usual one where there is none, the default where its file is gone."""
        wanted = self.settings.plan if flare is None else flare.plan
        return self.content.plans.get(wanted) or self.content.plans[DEFAULT_PLAN]

    def put_off(self, item: Item) -> None:
        """Let the item come at its later time; one that can't be put off stays where it is."""
        if item.later_to is not None:
            self.leave_out(item, until=item.later_to)

    def leave_out(self, item: Item, *, until: datetime | None = None) -> None:
        """Let the item fall away, for good or until a later time; nothing is owed."""
        now = self._clock.now()
        self._journal.archive.put(moved(self._new_id(), item.id, until, now, self.date_of(now.wall)))
        self.forget()

    def today(self, sessions: Sequence[Session]) -> Today:
        """The day as it stands, with these sessions going on."""
        now = self._clock.now()
        key = (rules.minute(now.wall), now.boot_id, tuple((s.id, s.state, s.index) for s in sessions))
        if self._known is None or self._known[0] != key:
            self._known = key, self._worked_out(now, sessions)
        return self._known[1]

    def _worked_out(self, now: Moment, sessions: Sequence[Session]) -> Today:
        archive, local, settings = self._journal.archive, self._clock.local, self.settings
        history = self.flares.history()
        flare = next((each for each in history if not each.is_over), None)
        first, today = self.date_of(now.wall - LOOKS_BACK), self.date_of(now.wall)
        walks = archive.records(WALK, first=first)
        noted = now.wall - elapsed(flare.noted, now) if flare is not None else None
        at_first = [(noted, flare.pain, self.date_of(noted))] if flare is not None and noted is not None else []
        pains = all_pains(walks, archive.records(DIARY, first=first), at_first)
        pain = next((pain for at, pain, _ in reversed(pains) if at <= now.wall), None)
        lies_on = max((off for each in sessions if (off := on_until(each, now)) is not None), default=None)
        rest = rest_left(self._journal.removals(now), now) if lies_on is None else limits.SHORTEST_REST
        facts = Facts(
            flare=flare,
            plan=self.plan_of(flare),
            done=self._done(now, sessions, walks),
            on_until=lies_on,
            skin_free=(lies_on or now.wall) + rest if rest else None,
            heat_worse=flare is not None and heat_made_it_worse(self._journal.recall, flare, now),
            pain=pain,
            goal=self._goal(flare, today),
            moved=moves(archive.records(MOVED, first=first), now),
        )
        of_today = [long for walk, long in walks_with_minutes(walks) if walk.date == today]
        walked = Today(
            day_at(facts, settings, now, local),
            flare,
            facts.plan,
            goal=facts.goal,
            walks=len(of_today),
            walk_minutes=sum(of_today),
            pains=tuple(value for _, value, day in pains if day == today),
            pain=pain,
        )
        if flare is None:
            return walked
        newest = walks_with_minutes(archive.newest(WALK, limit=LOOKED_AT_WALKS))
        last_walk = max((walk.at for walk, _ in newest if walk.at <= now.wall), default=None)
        return replace(
            walked,
            line=rules.line(flare, facts.plan, now, local),
            sentence=rules.sentence(flare, facts.plan, now, local),
            lifting=rules.lifting(settings.units, pain),
            nudge=rules.nudge(flare, last_walk, now),
            reasons=tuple(rules.reasons_to_see_someone(flare, history, now).items()),
        )

    def _done(self, now: Moment, sessions: Sequence[Session], walks: Sequence[Record]) -> tuple[Done, ...]:
        """What ended in the last days, and what goes on; a timed walk counts once it is written down as one."""
        found = [Done(w.id, Kind.WALK, w.at, long * MINUTE, day=w.date) for w, long in walks_with_minutes(walks)]
        for session in (*self._journal.ended_between(now.wall - SESSIONS_BACK, now.wall + SESSIONS_BACK), *sessions):
            was_done = session.kind is not Kind.WALK and (not session.kind.is_guided or counts(session))
            if was_done or not session.is_over:
                done = done_of(session, now)
                found.append(replace(done, day=self.date_of(done.began)))
        return tuple(sorted(found, key=lambda done: done.began))

    def _goal(self, flare: Flare | None, today: date) -> Goal | None:
        """The goal of the walks that the day suggests; none to someone who is in no flare-up and never chose one.

        Nor is there one where the days before today have met it as often as a week asks for: the others are free.
        """
        archive, settings = self._journal.archive, self.settings
        records = archive.records(LEVEL)
        if flare is None and not is_goal_chosen(settings, records):
            return None
        agreed = [level_of(record) for record in records if isinstance(record.doc.get("level"), str)]
        level = goal_on(today, self.content.levels, agreed, settings)
        goal = Goal(level.times, level.minutes, level.sources, level.days_a_week)
        if goal.days_a_week >= WEEK:
            return goal
        first = today - (today.weekday() - settings.week_start.weekday) % WEEK * DAY
        minutes: Counter[date] = Counter()
        for walk, long in walks_with_minutes(archive.records(WALK, first=first, last=today - DAY)):
            minutes[walk.date] += long
        met = sum(long >= goal.total for long in minutes.values())
        return None if met >= goal.days_a_week else goal


def newest_pain(
    archive: Archive, now: Moment, *, said: tuple[datetime, int] | None = None, ahead: Moment | None = None
) -> tuple[datetime, int] | tuple[None, None]:
    """When a pain was said or noted last, within half an hour (L7), and that pain.

    Of two within one second the worse counts. A note that lies in the future, or did so, was made before the clock went
    back: nobody knows which came last then, so only what was said since, and the worst noted after that, counts. What
    was `said` when is by the clock as it is now; `ahead` is the latest note in the future when the clock went back.
    """
    noted = _pains(archive, now)
    since = now.wall - PAIN_LASTS
    is_unsure = (ahead is not None and since <= ahead.wall) or any(at > now.wall for at, _ in noted)
    if is_unsure:
        since = max(since, said[0]) if said else now.wall
    fresh = [(at, pain) for at, pain in (*noted, *([said] if said else [])) if since <= at <= now.wall]
    return max(fresh, key=lambda one: (not is_unsure and one[0].replace(microsecond=0), one[1]), default=(None, None))


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
