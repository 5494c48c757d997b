"""Keeps the flare-ups; works out the plan of today, and keeps what the person puts off or leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from backcoach.coach.history import heat_made_it_worse
from backcoach.coach.log import LogRecords, Reviews
from backcoach.coach.protocols import Clock, Content, History
from backcoach.domain import flare as rules
from backcoach.domain import limits
from backcoach.domain.days import DAY, WEEK, local_day, minute, week_of
from backcoach.domain.engine import NotNowError
from backcoach.domain.flare import Flare
from backcoach.domain.limits import MINUTE
from backcoach.domain.moment import TOLERANCE, ZERO, Moment, elapsed, is_plausible
from backcoach.domain.plans import DEFAULT_PLAN, Plan
from backcoach.domain.record import (
    DIARY,
    FLARE,
    LEVEL,
    MOVED,
    WALK,
    Record,
    all_pains,
    is_flare_on,
    is_goal_chosen,
    moment_doc,
    moves,
    said_at,
    walks_with_minutes,
)
from backcoach.domain.record_checks import flare_of, flare_record
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session
from backcoach.domain.settings import DEFAULTS, Settings
from backcoach.domain.stretches import counts
from backcoach.domain.suggestions import DayPlan, Done, Facts, Item, day_at, done_of, on_until
from backcoach.domain.sync import PAIN_ARRIVED, going_on_elsewhere
from backcoach.domain.walks import WalkLevel

PAIN_AHEAD = "pain noted ahead of time"
"""The key of the latest note of pain that lay in the future when the clock went back."""
LOOKS_BACK = timedelta(days=4)
"""How far back walks and notes are read: the longest rest that a plan accepts, and a day."""


MOST = 200
"""How many flare-ups are looked at: the newest."""


class Flares:
    """Looks after the flare-ups: at most one goes on, in however many windows; NotNowError says what is in the way."""

    def __init__(
        self, journal: History, clock: Clock, new_id: Callable[[], str], settings: Settings = DEFAULTS
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._new_id = new_id
        self.settings = settings

    def history(self) -> tuple[Flare, ...]:
        """All flare-ups, the newest first; those that can't be read are left out."""
        archive = self._journal.archive
        return tuple(LogRecords(archive).readable(archive.newest(FLARE, limit=MOST), flare_of))

    def current(self) -> Flare | None:
        return next((flare for flare in self.history() if not flare.is_over), None)

    def start(self, onset: datetime, plan: str, *, trigger: str = "", pain: int | None = None) -> Flare:
        now = self._clock.now()
        flare = Flare(self._new_id(), rules.onset_moment(onset, now), now, plan, trigger, pain)
        with self._journal.transaction():
            before = self.current()
            if before is not None:
                began = f"{self._clock.local(minute(before.began(now))):%A %d %B %H:%M}"
                raise NotNowError(f"A flare-up has been open since {began}: end it first, or change its onset or plan.")
            return self._keep(flare)

    def end(self) -> Flare:
        return self._change(lambda flare: rules.over(flare, self._clock.now()))

    def change(self, *, onset: datetime | None = None, **changes: str | int | None) -> Flare:
        """Let its plan, trigger or pain be these, and let it have begun at another time, in UTC, where one is given."""

        def work(flare: Flare) -> Flare:
            begun = flare.onset if onset is None else rules.onset_moment(onset, self._clock.now())
            return replace(flare, onset=begun, **changes)

        return self._change(work)

    def _change(self, work: Callable[[Flare], Flare]) -> Flare:
        with self._journal.transaction():
            flare = self.current()
            if flare is None:
                raise NotNowError("No flare-up is open: start one with f, or with backcoach flare start.")
            return self._keep(work(flare))

    def _keep(self, flare: Flare) -> Flare:
        day = local_day(self._clock.local(flare.onset.wall), self.settings.day_start)
        self._journal.archive.put(flare_record(flare, day))
        return flare


class Today(Struct, frozen=True):
    """The day as it stands, and what is to be said about it; a sentence that does not hold now is empty."""

    day: DayPlan
    flare: Flare | None
    plan: Plan  # the usual one where there is no flare-up
    goal: WalkLevel | None = None
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
    """Works out today's plan, once a minute and after a change; every method may raise `JournalError`."""

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
        if item.later_to is not None:
            self.leave_out(item, until=item.later_to)

    def leave_out(self, item: Item, *, until: datetime | None = None) -> None:
        """Let the item fall away, for good or until a later time; nothing is owed."""
        now = self._clock.now()
        doc = {"item": item.id, "until": until and until.isoformat(), "said": moment_doc(now)}
        self._journal.archive.put(Record(self._new_id(), MOVED, now.wall, self.date_of(now.wall), doc))
        self.forget()

    def today(self, sessions: Sequence[Session]) -> Today:
        now = self._clock.now()
        others = going_on_elsewhere(self._journal.elsewhere(), now, self._journal.recall)
        # A pack that nobody answers there for long holds up a start here, but not the plan of a whole day.
        sessions = [*sessions, *(one for _, one in others if one.overrun(now) < limits.SHORTEST_REST)]
        key = (minute(now.wall), now.boot_id, tuple((s.id, s.state, s.index) for s in sessions))
        if self._known is None or self._known[0] != key:
            self._known = key, self._worked_out(now, sessions)
        return self._known[1]

    def _worked_out(self, now: Moment, sessions: Sequence[Session]) -> Today:
        archive, local, settings = self._journal.archive, self._clock.local, self.settings
        history = self.flares.history()
        flare = next((each for each in history if not each.is_over), None)
        first, today = self.date_of(now.wall - LOOKS_BACK), self.date_of(now.wall)
        walks = archive.records(WALK, first=first)
        at_first = []
        if flare is not None:
            noted = now.wall - elapsed(flare.noted, now)
            at_first.append((noted, flare.pain, self.date_of(noted)))
        pains = all_pains(walks, archive.records(DIARY, first=first), at_first)
        pain = next((pain for at, pain, _ in reversed(pains) if at <= now.wall), None)
        lies_on = max((off for each in sessions if (off := on_until(each, now)) is not None), default=None)
        rest = limits.rest_left(self._journal.removals(now).values(), now) if lies_on is None else limits.SHORTEST_REST
        facts = Facts(
            flare=flare,
            plan=self.plan_of(flare),
            done=self._done(now, sessions, walks),
            on_until=lies_on,
            skin_free=(lies_on or now.wall) + rest if rest else None,
            heat_worse=flare is not None and heat_made_it_worse(self._journal, flare, now),
            pain=pain,
            goal=self._goal(flare, today),
            moved=moves(archive.records(MOVED, first=first), now),
        )
        of_today = [long for walk, long in walks_with_minutes(walks) if walk.date == today]
        of_day = tuple(value for _, value, day in pains if day == today)
        day, goal, plan = day_at(facts, settings, now, local), facts.goal, facts.plan
        walked = Today(day, flare, plan, goal, len(of_today), sum(of_today), pains=of_day, pain=pain)
        if flare is None:
            return walked
        newest = walks_with_minutes(archive.newest(WALK, limit=50))  # some may be a "couldn't today"
        last_walk = max((walk.at for walk, _ in newest if walk.at <= now.wall), default=None)
        return replace(
            walked,
            line=rules.line(flare, plan, now, local),
            sentence=rules.sentence(flare, plan, now, local),
            lifting=rules.lifting(settings.units, pain),
            nudge=rules.nudge(flare, last_walk, now),
            reasons=tuple(rules.reasons_to_see_someone(flare, history, now).items()),
        )

    def _done(self, now: Moment, sessions: Sequence[Session], walks: Sequence[Record]) -> tuple[Done, ...]:
        """What ended in the last days, and what goes on; a timed walk counts once it is written down as one."""
        found = [Done(w.id, Kind.WALK, w.at, long * MINUTE, day=w.date) for w, long in walks_with_minutes(walks)]
        for session in (*self._journal.ended_between(now.wall - 2 * DAY, now.wall + 2 * DAY), *sessions):
            was_done = session.kind is not Kind.WALK and (not session.kind.is_guided or counts(session))
            if was_done or not session.is_over:
                done = done_of(session, now)
                found.append(replace(done, day=self.date_of(done.began)))
        return tuple(sorted(found, key=lambda done: done.began))

    def _goal(self, flare: Flare | None, today: date) -> WalkLevel | None:
        """The goal of the walks to suggest; None in no flare-up unless one was chosen, and once the week met it."""
        archive, settings = self._journal.archive, self.settings
        if flare is None and not is_goal_chosen(settings, archive.newest(LEVEL)):
            return None
        goal = Reviews(self._journal, self._clock.local, settings, self.content.levels).goal(today)
        if goal.days_a_week >= WEEK:
            return goal
        first, _ = week_of(today, settings.week_start.weekday)
        minutes: Counter[date] = Counter()
        for walk, long in walks_with_minutes(archive.records(WALK, first=first, last=today - DAY)):
            minutes[walk.date] += long
        met = sum(long >= goal.goal_minutes for long in minutes.values())
        return None if met >= goal.days_a_week else goal


def newest_pain(
    history: History, now: Moment, *, said: tuple[Moment, int] | None, within: timedelta
) -> tuple[datetime, int] | tuple[None, None]:
    """When a pain was said or noted last, within half an hour (L7) or another time, and that pain.

    Of two within one second the worse counts. A note that lies in the future, or did so, was made before the clock went
    back: nobody knows which came last then, so only what was said since, and the worst noted after that, counts. What
    was said before the clock was set counts as if it had not been said. What came from a machine whose clock is ahead
    was said at an unknown time before: it only counts where it is worse than what had been said here until it came.
    """
    noted, since, ahead = pains_noted(history, now), now.wall - within, history.recall(PAIN_AHEAD)
    heard = [(now.wall - elapsed(said[0], now), said[1])] if said else []
    if said and abs(heard[0][0] - said[0].wall) > TOLERANCE:
        heard = []
    is_unsure = (ahead is not None and since <= ahead.wall) or any(at > now.wall for at, _ in noted)
    if is_unsure:
        since = max(since, heard[0][0]) if heard else now.wall
    fresh = [(at, pain) for at, pain in (*noted, *heard) if since <= at <= now.wall]
    if not fresh:
        return None, None
    newest = max(fresh, key=lambda one: (not is_unsure and one[0].replace(microsecond=0), one[1]))
    came = history.recall_all(PAIN_ARRIVED).items()
    came_at = {name: now.wall - elapsed(at, now) for name, at in came if is_plausible(at, now)}
    records = ((at, history.archive.record(name)) for name, at in came_at.items() if at >= max(since, newest[0]))
    worse = [(at, pain) for at, one in records if one and not one.deleted for _, pain, _ in all_pains([one], [one])]
    return max(newest, *worse, key=lambda one: one[1]) if worse else newest


def pains_noted(history: History, now: Moment) -> list[tuple[datetime, int]]:
    """Every note of pain of the last days with its time; that of a flare-up was made when it was written down.

    While one goes on, one that has not ended and is deleted may have become part of it: its pain was said all the same.
    What came from a machine whose clock is ahead is left out: nobody knows its time.
    """
    archive, first, came = history.archive, (now.wall - LOOKS_BACK).date(), history.recall_all(PAIN_ARRIVED)
    walks, diary = ([one for one in archive.records(kind, first=first) if one.id not in came] for kind in (WALK, DIARY))
    flares = archive.newest(FLARE, limit=10)
    if is_flare_on(flares):
        lost = archive.records(FLARE, first=first, deleted=True)
        flares = (*flares, *(flare for flare in lost if flare.deleted and is_flare_on((flare,))))
    begun = [(at, flare.doc.get("pain"), flare.date) for flare in flares if (at := said_at(flare, now, "noted"))]
    # A walk is kept in whole minutes: the pain after it may seem to be up to one ahead.
    walked = [(now.wall if ZERO < at - now.wall <= MINUTE else at, pain, day) for at, pain, day in all_pains(walks, ())]
    return [(at, pain) for at, pain, _ in all_pains((), diary, (*begun, *walked))]
