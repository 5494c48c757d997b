"""Today: works out the day, and keeps what the person puts off or leaves out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from backcoach.coach.facts import Content, gather, plan_of
from backcoach.coach.flare_ups import Flares
from backcoach.coach.protocols import Chronicle, Clock
from backcoach.domain import flare as rules
from backcoach.domain.agenda import day_at
from backcoach.domain.days import local_day
from backcoach.domain.flare import Flare
from backcoach.domain.limits import MINUTE
from backcoach.domain.moment import ZERO, Moment
from backcoach.domain.plans import Plan
from backcoach.domain.record import WALK, moved, walks_with_minutes
from backcoach.domain.session import Session
from backcoach.domain.settings import Settings
from backcoach.domain.suggestions import Day, Goal, Item

LOOKED_AT_WALKS = 50
"""Among so many of the newest walks the last one is looked for that was not "couldn't today"."""


class Today(Struct, frozen=True):
    """The day as it stands, and what is to be said about it.

    Attributes:
        day: what was done, the one next thing, the rest.
        flare: the flare-up that goes on; None where there is none.
        plan: its plan; the person's usual one where there is no flare-up.
        line: the flare-up in one line; empty where there is none.
        sentence: which phase, until when and why; empty where there is none.
        goal: the goal of the walks that are suggested; None where none are.
        walks: how many walks were taken today.
        walk_minutes: how long they were, all together.
        pains: today's notes of pain, in order of time.
        pain: the latest note of pain in the last days; None where there is none.
        lifting: the limit on lifting; empty where it does not hold.
        nudge: the word to move a little; empty where it isn't due.
        reasons: why someone is to be seen soon: each a word of its own and a sentence.
    """

    day: Day
    flare: Flare | None
    plan: Plan
    line: str = ""
    sentence: str = ""
    goal: Goal | None = None
    walks: int = 0
    walk_minutes: int = 0
    pains: tuple[int, ...] = ()
    pain: int | None = None
    lifting: str = ""
    nudge: str = ""
    reasons: tuple[tuple[str, str], ...] = ()


class Days:
    """Works out the day, at most once a minute unless something changed.

    Attributes:
        settings: what the person has set.
        flares: the flare-ups.

    Args:
        clock: tells the time.
        journal: every method may raise its `JournalError`.
        content: plans and walking levels.
        settings: what the person has set.
        new_id: makes an id.
    """

    def __init__(
        self, clock: Clock, journal: Chronicle, content: Content, settings: Settings, *, new_id: Callable[[], str]
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

    def today(self, sessions: Sequence[Session]) -> Today:
        """The day as it stands, with these sessions going on."""
        now = self._clock.now()
        key = (rules.minute(now.wall), now.boot_id, tuple((s.id, s.state, s.index) for s in sessions))
        if self._known is None or self._known[0] != key:
            self._known = key, self._worked_out(now, sessions)
        return self._known[1]

    def put_off(self, item: Item) -> None:
        """Let the item come at its later time; one that can't be put off stays where it is."""
        if item.later_to is not None:
            self._move(item, item.later_to)

    def leave_out(self, item: Item) -> None:
        """Let the item fall away; nothing is owed."""
        self._move(item, None)

    def _move(self, item: Item, until: datetime | None) -> None:
        now = self._clock.now()
        self._journal.archive.put(moved(self._new_id(), item.id, until, now, self.date_of(now.wall)))
        self.forget()

    def date_of(self, wall: datetime) -> date:
        """The person's day that a point in time belongs to."""
        return local_day(self._clock.local(wall), self.settings.day_start)

    def plan_of(self, flare: Flare | None) -> Plan:
        """The plan of a flare-up; the usual one where there is none, the default where its file is gone."""
        return plan_of(flare, self.content, self.settings)

    def _worked_out(self, now: Moment, sessions: Sequence[Session]) -> Today:
        history = self.flares.history()
        flare = next((each for each in history if not each.is_over), None)
        known = gather(self._journal, self._clock, flare, sessions, content=self.content, settings=self.settings)
        facts, plan, local = known.facts, known.facts.plan, self._clock.local
        today = self.date_of(now.wall)
        walks = [walk for walk in known.walks if walk.day == today]
        plan_of_day = day_at(facts, self.settings, now, local)
        pains = tuple(value for _, value, day in known.pains if day == today)
        walked = Today(
            plan_of_day,
            flare,
            plan,
            goal=facts.goal,
            walks=len(walks),
            walk_minutes=sum(round((walk.length or ZERO) / MINUTE) for walk in walks),
            pains=pains,
            pain=facts.pain,
        )
        if flare is None:
            return walked
        newest = walks_with_minutes(self._journal.archive.newest(WALK, limit=LOOKED_AT_WALKS))
        last_walk = max((walk.at for walk, _ in newest if walk.at <= now.wall), default=None)
        return replace(
            walked,
            line=rules.line(flare, plan, now, local),
            sentence=rules.sentence(flare, plan, now, local),
            lifting=rules.lifting(self.settings.units, facts.pain),
            nudge=rules.nudge(flare, last_walk, now),
            reasons=tuple(rules.reasons_to_see_someone(flare, history, now).items()),
        )
