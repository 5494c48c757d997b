"""The day's plan: what is known, what has been done, what is suggested when, and what of it is called out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from backcoach.domain.alarm import Alarm, Sound
from backcoach.domain.days import CLOSE, DAY, HOUR, Local, Waking, local_day, minute, minute_after, shown_at, waking
from backcoach.domain.flare import Flare, takes_turns, without_heat
from backcoach.domain.limits import MINUTE
from backcoach.domain.moment import ZERO, Moment, elapsed, is_plausible
from backcoach.domain.plans import Phase, Plan
from backcoach.domain.routine import Act, Kind
from backcoach.domain.session import Session, State
from backcoach.domain.settings import Settings
from backcoach.domain.walks import WalkLevel

SETTLES_IN = HOUR
"""Before walks, stretches and changes of position are suggested, the onset has passed by so much (ours)."""
SEVERAL_A_DAY = 4 * HOUR
"""From start to start of packs where a plan says no more than that (ours; source 001)."""
BREATHES = HOUR
"""How long slow breathing stays suggested at the onset, and once more before the quiet hours (ours; 002, 004)."""
LIES_AT = {Kind.WALK: 0.5, Kind.STRETCH: 0.7}
"""Where in its part of the waking hours each is suggested (ours): so that they do not meet."""
MILDER = 4
"""Up to this pain stretches are suggested in a flare-up: under the 5 from which L7 asks (ours)."""
BEDTIME = "9"
"""In the place of a stretch's number in its id: that of bedtime, after all others."""
_ORDER = (Kind.ICE, Kind.HEAT, Kind.WALK, Kind.STRETCH, Kind.BREATHE, Kind.POSTURE)
"""What goes first of what can be done now (ours)."""


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
        is_too_short = self.length is not None and self.length < 5 * MINUTE
        return not self.kind.is_on_skin or self.goes_on or not is_too_short


class Facts(Struct, frozen=True):
    """Everything that the day's plan depends on, beside settings and now."""

    flare: Flare | None
    plan: Plan
    done: tuple[Done, ...] = ()  # sessions and walks of the last two days and what goes on, in order of time
    on_until: datetime | None = None  # the pack that lies on comes off then
    skin_free: datetime | None = None  # the next pack may go on then at the earliest (L2)
    heat_worse: bool = False  # as was said in this flare-up (L6)
    pain: int | None = None
    goal: WalkLevel | None = None
    moved: Mapping[str, datetime | None] = MappingProxyType({})  # items put off; None for left out


class DayPlan(Struct, frozen=True):
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
        return tuple(item for item in self.items if item.stand is not Stand.DONE)


def done_of(session: Session, now: Moment) -> Done:
    on_skin = session.kind.is_on_skin
    steps = [step.length for step in session.done if step.act is Act.ON or not on_skin]
    began, times = now.wall - elapsed(session.begun, now), len(steps) if on_skin else 1
    return Done(session.id, session.kind, began, sum(steps, ZERO), times, goes_on=not session.is_over)


def on_until(session: Session, now: Moment) -> datetime | None:
    """When the session's pack comes off as planned; now, where it should be off already; None where none lies on."""
    is_on = session.step.is_application and session.state in {State.RUNNING, State.DUE}
    return now.wall + (session.remaining(now) or ZERO) if is_on else None


# -- what is suggested when ------------------------------------------------------------------------------------


def day_at(facts: Facts, settings: Settings, now: Moment, local: Local) -> DayPlan:
    today = local_day(local(now.wall), settings.day_start)
    hours = waking(now.wall, settings, local)
    suggested = _packs(facts, facts.flare, hours, now) if facts.flare is not None else []
    suggested += _clear_of(suggested, facts, _others(facts, settings, hours, now, local))
    done = [_done(each) for each in facts.done if each.day == today and not each.goes_on]
    return DayPlan(today, (*done, *_ranked(suggested, hours, now)))


def _others(facts: Facts, settings: Settings, hours: Waking, now: Moment, local: Local) -> list[Item]:
    """All but ice and heat, each at its time or at the one to which the person has put it off."""
    taken = [each for each in facts.done if each.day == hours.day]
    found: list[Item] = []
    if (goal := facts.goal) is not None:
        label, takes = f"of {goal.times}, {goal.minutes} min", goal.minutes * MINUTE
        walk = Item("", (Kind.WALK,), now.wall, now.wall, label, goal.sources, takes)
        found += _spread(walk, goal.times, facts, hours, now)
    if (flare := facts.flare) is not None:
        if facts.pain is not None and facts.pain <= MILDER:
            times = 3 if facts.pain <= 2 else 2  # a day (ours; sources 001, 003)
            stretch = Item("", (Kind.STRETCH,), now.wall, now.wall, f"of {times}", ("001", "003"), 5 * MINUTE)
            found += _spread(stretch, times, facts, hours, now)
        found += _breaths(flare, hours, now, facts.done)
        found += _posture(flare, settings, hours, now, taken)
    found += _bedtime(facts, settings, now, local)
    going_on = {done.kind for done in facts.done if done.goes_on}
    placed = []
    for item in found:
        at, until = facts.moved.get(item.id, item.at), item.until
        if at is None or item.kind in going_on:
            continue
        if item.id in facts.moved:
            at, until = minute(at), min(max(until, at + HOUR), max(hours.sleep, until))
        if max(at, now.wall) < until:
            placed.append(replace(item, at=at, until=until))
    return placed


def _spread(like: Item, times: int, facts: Facts, hours: Waking, now: Moment) -> list[Item]:
    """Walks or stretches, one in each of `times` equal parts of the waking hours, without what is taken or past.

    What was done takes the place of the part in which it was done, and as many places from the first one on as were
    done in all: so nothing is suggested twice, however early or late it was done. In the first hour of a flare-up they
    wait; stretches fall away in its first 24 h (ours; source 003: not at the onset, only when milder).
    """
    kind, began = like.kind, None if facts.flare is None else facts.flare.began(now)
    done = [each.began for each in facts.done if each.day == hours.day and each.kind is kind and not each.goes_on]
    found: list[Item] = []
    for number in range(len(done), times):
        start, end = (hours.wake + (hours.sleep - hours.wake) * n / times for n in (number, number + 1))
        at, until, name = start + (end - start) * LIES_AT[kind], minute(end), f"{kind}-{hours.day}-{number}"
        at = minute(at) - timedelta(minutes=at.minute % 5)
        put_off_to = facts.moved.get(name)
        is_left = until > now.wall or (put_off_to is not None and put_off_to + HOUR > now.wall)
        if began is not None:
            is_left &= until > began and (kind is Kind.WALK or at >= began + 24 * HOUR)
            at = max(at, minute_after(began + SETTLES_IN))
        if is_left and at < until and not any(start <= each < end for each in done):
            label = f"{kind.label} {len(done) + len(found) + 1} {like.label}"
            found.append(replace(like, id=name, at=at, until=until, label=label))
    return found


def _breaths(flare: Flare, hours: Waking, now: Moment, done: Sequence[Done]) -> list[Item]:
    began = minute(flare.began(now))
    later = began + BREATHES
    spans = ((flare.id, began, later), (hours.day, max(hours.sleep - BREATHES, later), hours.sleep))
    breathed = [minute(each.began) for each in done if each.kind is Kind.BREATHE]
    return [
        Item(f"breathe-{name}", (Kind.BREATHE,), at, until, "Breathe slowly", ("002", "004"), takes=MINUTE)
        for name, at, until in spans
        if at < until and not any(at <= each < until for each in breathed)
    ]


def _bedtime(facts: Facts, settings: Settings, now: Moment, local: Local) -> list[Item]:
    """The stretch at bedtime, as set (000); in a flare-up once it is milder, and none soon after another (ours)."""
    if settings.stretch_bedtime is None:
        return []
    days = (local(now.wall).date() + DAY * after for after in range(-1, 2))
    at = next(at for day in days if (at := shown_at(day, settings.stretch_bedtime, local)) + HOUR > now.wall)
    soon = any(done.kind is Kind.STRETCH and at - 2 * HOUR <= done.began for done in facts.done)
    is_milder = facts.pain is not None and facts.pain <= MILDER
    if soon or (facts.flare and not (is_milder and at >= facts.flare.began(now) + 24 * HOUR)):
        return []
    name, label = f"stretch-{local(at).date()}-{BEDTIME}", "Stretch at bedtime"
    return [Item(name, (Kind.STRETCH,), at, at + HOUR, label, ("000",), 5 * MINUTE)]


def _posture(flare: Flare, settings: Settings, hours: Waking, now: Moment, taken: Sequence[Done]) -> list[Item]:
    """The reminder to change position, once a day; then it runs, or is left out."""
    at = max(hours.wake, minute_after(flare.began(now) + SETTLES_IN))
    if at >= hours.sleep or any(done.kind is Kind.POSTURE for done in taken):
        return []
    label = f"Change position every {settings.posture_interval // MINUTE} min"
    return [Item(f"posture-{hours.day}", (Kind.POSTURE,), at, hours.sleep, label, ("000",))]


def _clear_of(applications: Sequence[Item], facts: Facts, others: Iterable[Item]) -> list[Item]:
    """The other items, moved to the end of an application that would keep the person in place."""
    clear = []
    for item in others:
        at = item.at
        if item.kind in {Kind.WALK, Kind.STRETCH}:
            if facts.on_until is not None and at < facts.on_until:
                at = minute_after(facts.on_until)
            for application in applications:
                if application.at <= at < application.at + application.takes:
                    at = application.at + application.takes
        if at < item.until:
            clear.append(replace(item, at=at))
    return clear


def _ranked(items: Iterable[Item], hours: Waking, now: Moment) -> list[Item]:
    """The items in order of time: one of them next, each with what "later", by 30 min (ours), and "skip" would mean."""
    in_time = sorted(items, key=lambda item: (item.at, _ORDER.index(item.kind)))
    can_be_done = [item for item in in_time if item.is_open(now.wall)]
    to_come = [item for item in in_time if item.kind is not Kind.POSTURE] or in_time
    first = min(can_be_done, key=lambda item: _ORDER.index(item.kind), default=to_come[0] if to_come else None)
    ranked = []
    for place, item in enumerate(in_time):
        later = minute_after(max(now.wall, item.at) + 30 * MINUTE)
        later_to = later if later < max(hours.sleep, item.until) else None
        skip_to = next((other.at for other in in_time[place + 1 :] if group(other) == group(item)), None)
        stand = Stand.NEXT if item is first else Stand.LATER
        ranked.append(replace(item, stand=stand, later_to=later_to, skip_to=skip_to))
    return ranked


def _done(done: Done) -> Item:
    at, label = minute(done.began), done.kind.label
    if done.length is not None and done.kind in {Kind.ICE, Kind.HEAT, Kind.WALK}:
        times = f"{done.applications} × " if done.applications > 1 else ""
        long = round(done.length / max(1, done.applications) / MINUTE)
        label += f", {times}{long} min" if long else ", under a minute"
    return Item(done.id, (done.kind,), at, at, label, stand=Stand.DONE)


def _packs(facts: Facts, flare: Flare, hours: Waking, now: Moment) -> list[Item]:
    """The applications of the waking hours that are still to come, and the one that can be had now.

    Whoever misses one finds the next at its usual time: of those that are past only the last one stays, until the
    next one's time. Nothing is suggested in quiet hours, save the first one at the onset; one whose time came in them
    can be had in the morning, without a call, until the next.
    """
    began = flare.began(now)
    taken = (done for done in reversed(facts.done) if done.kind.is_on_skin and done.counts)
    last = next((done for done in taken if done.began >= began - CLOSE), None)
    counted_from, following, number, before = flare.id, began, 0, None
    if last is not None:
        counted_from, number, before = last.id, 1, last.kind
        following = last.began + _every(_phase(facts, began, last.began))
    long_past = min(now.wall, hours.wake) - 48 * HOUR  # before it, nothing can have been put off or left out
    found: list[Item] = []
    while following < hours.sleep:
        phase = _phase(facts, began, following)
        every = _every(phase)
        if following + every < long_past:  # at once: a flare-up may have gone on for months
            ends = long_past if phase.to_h is None else min(long_past, began + phase.to_h * HOUR)
            steps = max(1, (ends - following) // every)
            following, number = following + steps * every, number + steps
            continue
        name, is_onset = f"pack-{counted_from}-{number}", last is None and number == 0
        moved = facts.moved.get(name, following)
        start = following if moved is None else moved
        at, following, number = minute(start), start + every, number + 1
        is_past, from_the_night = following <= min(now.wall, hours.sleep), at < hours.wake <= now.wall
        if moved is None or is_past or not (hours.wake <= at < hours.sleep or is_onset or from_the_night):
            continue
        if facts.skin_free is not None:
            at = max(at, minute_after(facts.skin_free))
        until = minute(following) if is_onset else min(minute(following), hours.sleep)
        if max(at, now.wall) < until:
            found.append(_pack(name, _phase(facts, began, max(at, now.wall)), at, until, facts=facts, before=before))
            before = found[-1].kind
    return found


def _phase(facts: Facts, began: datetime, at: datetime) -> Phase:
    return facts.plan.phase_at((minute(at) - minute(began)) / HOUR)


def _every(phase: Phase) -> timedelta:
    return phase.every or max(SEVERAL_A_DAY, phase.session_length)


def _pack(name: str, phase: Phase, at: datetime, until: datetime, *, facts: Facts, before: Kind | None) -> Item:
    """An application: cold where heat made it worse (L6, source 003), and of two that take turns the other one."""
    kinds, sources = phase.modality, facts.plan.sources
    if facts.heat_worse:
        kinds = without_heat(kinds)
        sources = sources if kinds == phase.modality else (*sources, "003")
    elif takes_turns(phase):
        kinds = (next(kind for kind in kinds if kind is not before),)
    what = " or ".join(kind.label if place == 0 else kind.value for place, kind in enumerate(kinds))
    times = f"{phase.applications} × " if phase.applications > 1 else ""
    label, takes = f"{what}, {times}{phase.on_min:g} min", phase.session_length - phase.off
    return Item(name, kinds, at, until, label, tuple(dict.fromkeys(sources)), takes=takes)


def group(item: Item) -> str:
    """What an item is remembered under: ice and heat together, every other kind by itself."""
    return "pack" if item.kind.is_on_skin else item.kind.value


# -- what of it is called out, and when -------------------------------------------------------------------------

CALLS = {
    Kind.ICE: "Time for ice",
    Kind.HEAT: "Time for heat",
    Kind.WALK: "Time for a short walk, if the pain allows",
    Kind.STRETCH: "Time to stretch, if it feels right",
    Kind.BREATHE: "Time to breathe slowly",
}
"""How each kind is called out; changes of position ring by a session of their own."""

Told = tuple[str, datetime]
"""The id of an item, and when it was called out, as the wall clock of now counts back."""


def wait_for_end(sessions: Sequence[Session]) -> bool:
    """Whether reminders wait: someone is led through a stretch or a breath, or a pack must come off."""
    leads = any(s.kind.is_guided and s.state in {State.RUNNING, State.PAUSED} for s in sessions)
    return leads or any(s.state is State.DUE and s.step.is_application for s in sessions)


def due(day: DayPlan, flare: Flare | None, moment: Moment, told: Mapping[str, Told]) -> tuple[Item, ...]:
    """What is to be called out now, the next thing first: not `told`, no older than 15 min (ours) or the flare-up."""
    now, noted = moment.wall, None
    if flare is not None and is_plausible(flare.noted, moment):
        noted = now - elapsed(flare.noted, moment)
    found = []
    for item in day.ahead:
        is_now = item.kind in CALLS and item.at <= now < min(item.until, item.at + 15 * MINUTE)
        name, at = told.get(group(item), ("", item.at))
        is_told = name == item.id and item.at <= at + CLOSE
        if is_now and not is_told and (noted is None or item.at > noted):
            found.append(item)
    return tuple(sorted(found, key=lambda item: item.stand is not Stand.NEXT))


def next_at(day: DayPlan, now: datetime) -> datetime | None:
    return min((item.at for item in day.ahead if item.kind in CALLS and item.at > now), default=None)


def alarm_of(item: Item) -> Alarm:
    spoken = "Time for ice or heat" if len(item.kinds) > 1 else CALLS[item.kind]
    text = f"Suggested now: {item.label}. Only if it suits you."
    return Alarm(Sound.READY, item.kind, f"Next: {item.label}", text, spoken)
