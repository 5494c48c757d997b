"""What the day's plan is made of: what is known, what has been done, and what is suggested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from backcoach.domain.alarm import Alarm, Sound
from backcoach.domain.days import Local
from backcoach.domain.flare import CLOSE, Flare
from backcoach.domain.moment import ZERO, Moment, elapsed, is_plausible
from backcoach.domain.plans import Plan
from backcoach.domain.routine import Act, Kind
from backcoach.domain.session import Session, State
from backcoach.domain.settings import Settings

WEEK = 7


class Stand(StrEnum):
    DONE = "done"
    NEXT = "next"
    LATER = "later"


class Item(Struct, frozen=True):
    """One part of the day: done, the one next thing, or what comes after it; its id is the same whenever it is made."""

    id: str
    kinds: tuple[Kind, ...]
    at: datetime  # a whole minute, in UTC
    until: datetime  # it falls away then if nobody takes it
    label: str
    sources: tuple[str, ...] = ()
    takes: timedelta = ZERO
    stand: Stand = Stand.LATER
    later_to: datetime | None = None  # the person may put it off until then
    skip_to: datetime | None = None  # the like of it comes then, if this one is left out

    @property
    def kind(self) -> Kind:
        return self.kinds[0]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that start it: the first letter of each kind."""
        return tuple(kind.value[0] for kind in self.kinds)

    def is_open(self, now: datetime) -> bool:
        """Whether it can be done now without being early."""
        return self.at - CLOSE <= now < self.until


class Done(Struct, frozen=True):
    """A session or a walk, as the day's plan counts it; it began on the wall clock of now, in UTC."""

    id: str
    kind: Kind
    began: datetime
    length: timedelta | None = None
    applications: int = 1
    goes_on: bool = False
    day: date | None = None

    @property
    def counts(self) -> bool:
        """Whether it takes the place of what was suggested; not a pack that was on for less than 5 min (ours)."""
        is_too_short = self.length is not None and self.length < timedelta(minutes=5)
        return not self.kind.is_on_skin or self.goes_on or not is_too_short


class Goal(Struct, frozen=True):
    """How much is walked on a day: so many walks, each of so many minutes."""

    walks: int
    minutes: int
    sources: tuple[str, ...] = ()
    days_a_week: int = WEEK

    @property
    def total(self) -> int:
        return self.walks * self.minutes


class Facts(Struct, frozen=True):
    """Everything that the day's plan depends on, beside settings and now."""

    flare: Flare | None
    plan: Plan
    done: tuple[Done, ...] = ()  # sessions and walks of the last two days and what goes on, in order of time
    on_until: datetime | None = None  # the pack that lies on comes off then
    skin_free: datetime | None = None  # the next pack may go on then at the earliest (L2)
    heat_worse: bool = False  # as was said in this flare-up (L6)
    pain: int | None = None
    goal: Goal | None = None
    moved: Mapping[str, datetime | None] = MappingProxyType({})  # items put off; None for left out


class Day(Struct, frozen=True):
    """What was done on the local day and what is suggested, in order of time: tomorrow's from the quiet hours on."""

    date: date
    items: tuple[Item, ...] = ()

    @property
    def next(self) -> Item | None:
        return next((item for item in self.items if item.stand is Stand.NEXT), None)

    @property
    def done(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.stand is Stand.DONE)

    @property
    def ahead(self) -> tuple[Item, ...]:
        """What is suggested, the one next thing among it."""
        return tuple(item for item in self.items if item.stand is not Stand.DONE)


def done_of(session: Session, now: Moment) -> Done:
    on_skin = session.kind.is_on_skin
    steps = [step.length for step in session.done if step.act is Act.ON or not on_skin]
    began, times = now.wall - elapsed(session.begun, now), len(steps) if on_skin else 1
    return Done(session.id, session.kind, began, sum(steps, ZERO), times, goes_on=not session.is_over)


def on_until(session: Session, now: Moment) -> datetime | None:
    """When the session's pack comes off as planned; now, where it should be off already; None where none lies on."""
    if session.step.is_application and session.state in {State.RUNNING, State.DUE}:
        return now.wall + (session.remaining(now) or ZERO)
    return None


CALLS = {
    Kind.ICE: "Time for ice",
    Kind.HEAT: "Time for heat",
    Kind.WALK: "Time for a short walk",
    Kind.STRETCH: "Time to stretch, if it feels right",
    Kind.BREATHE: "Time to breathe slowly",
}
"""How each kind is called out; changes of position ring by a session of their own."""

Told = tuple[str, datetime]
"""The id of an item, and when it was called out, as the wall clock of now counts back."""


def group(item: Item) -> str:
    """What an item is remembered under: ice and heat together, every other kind by itself."""
    return "pack" if item.kind.is_on_skin else item.kind.value


def wait_for_end(sessions: Sequence[Session]) -> bool:
    """Whether reminders wait: someone is led through a stretch or a breath, or a pack must come off."""
    leads = any(s.kind.is_guided and s.state in {State.RUNNING, State.PAUSED} for s in sessions)
    return leads or any(s.state is State.DUE and s.step.is_application for s in sessions)


def due(day: Day, flare: Flare | None, moment: Moment, told: Mapping[str, Told]) -> tuple[Item, ...]:
    """What is to be called out now, the one next thing first; quiet hours are for `is_quiet` to say.

    Nothing is called out that lay before the flare-up was written down, that was `told` already, by group, or whose
    time came over 15 min ago (ours).
    """
    now, noted = moment.wall, None
    if flare is not None and is_plausible(flare.noted, moment):
        noted = now - elapsed(flare.noted, moment)
    found = []
    for item in day.ahead:
        is_now = item.kind in CALLS and item.at <= now < min(item.until, item.at + timedelta(minutes=15))
        name, at = told.get(group(item), ("", item.at))
        is_told = name == item.id and item.at <= at + CLOSE
        if is_now and not is_told and (noted is None or item.at > noted):
            found.append(item)
    return tuple(sorted(found, key=lambda item: item.stand is not Stand.NEXT))


def is_quiet(now: datetime, settings: Settings, local: Local) -> bool:
    return settings.is_quiet(local(now).time())


def next_at(day: Day, now: datetime) -> datetime | None:
    return min((item.at for item in day.ahead if item.kind in CALLS and item.at > now), default=None)


def alarm_of(item: Item) -> Alarm:
    spoken = "Time for ice or heat" if len(item.kinds) > 1 else CALLS[item.kind]
    text = f"Suggested now: {item.label}. Only if it suits you."
    return Alarm(Sound.READY, item.kind, f"Next: {item.label}", text, spoken)


def is_new_day(told: date | None, today: date) -> bool:
    """Whether a daily thing has not been done today; a day that comes again, after a flight west, is not new."""
    return told is None or told < today
