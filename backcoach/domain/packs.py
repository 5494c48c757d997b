"""When ice or heat is suggested: by the plan's interval from start to start, within the limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import Struct

from backcoach.domain.flare import CLOSE, HOUR, Flare, minute, minute_after, takes_turns
from backcoach.domain.local_time import Waking
from backcoach.domain.moment import Moment
from backcoach.domain.plans import Phase
from backcoach.domain.routine import Kind
from backcoach.domain.suggestions import Done, Facts, Item

SEVERAL_TIMES_A_DAY = 4 * HOUR
"""From start to start, where a plan says no more than "several times a day" (ours; source 001)."""

LOOKS_BACK = 48 * HOUR
"""How far back what was put off or left out can lie."""


class Slot(Struct, frozen=True):
    """One place in the chain of applications.

    Attributes:
        id: by the application it counts from and its number after that.
        at: its time; after it was put off, the new one.
        ends: the time of the next place.
        left_out: whether the person has left it out.
        is_onset: whether it is the first of the flare-up, and nothing was taken since.
    """

    id: str
    at: datetime
    ends: datetime
    left_out: bool
    is_onset: bool


def packs(facts: Facts, flare: Flare, hours: Waking, now: Moment) -> list[Item]:
    """The applications of the waking hours that are still to come, and the one that can be had now.

    Whoever misses one finds the next at its usual time: of those that are past only the last one stays, until the
    next one's time. Nothing is suggested in quiet hours, save the first one at the onset; one whose time came in them
    can be had in the morning, without a call, until the next.

    Args:
        facts: what is known and done.
        flare: the flare-up.
        hours: the waking hours that hold now, or the next ones.
        now: this moment.
    """
    began = flare.began(now)
    last = next((done for done in reversed(facts.done) if _is_application(done, began)), None)
    found: list[Item] = []
    for slot in _chain(facts, flare, last, hours, now):
        at = minute(slot.at)
        from_the_night = at < hours.wake <= now.wall
        if slot.left_out or not (hours.holds(at) or slot.is_onset or from_the_night):
            continue
        if facts.skin_free is not None:
            at = max(at, minute_after(facts.skin_free))
        until = minute(slot.ends) if slot.is_onset else min(minute(slot.ends), hours.sleep)
        if max(at, now.wall) < until:
            before = found[-1].kind if found else last.kind if last is not None else None
            found.append(_item(slot.id, _phase(facts, began, max(at, now.wall)), at, until, facts=facts, before=before))
    return found


def _is_application(done: Done, began: datetime) -> bool:
    return done.kind.is_on_skin and done.counts and done.began >= began - CLOSE


def _chain(facts: Facts, flare: Flare, last: Done | None, hours: Waking, now: Moment) -> Iterator[Slot]:
    """The places from the one that can be had now to the end of the waking hours."""
    began = flare.began(now)
    at, number = began, 0
    if last is not None:
        at, number = last.began + _every(_phase(facts, began, last.began)), 1
    long_past = min(now.wall, hours.wake) - LOOKS_BACK
    while at < hours.sleep:
        phase = _phase(facts, began, at)
        every = _every(phase)
        if at + every < long_past:
            ends = long_past if phase.to_h is None else min(long_past, began + phase.to_h * HOUR)
            steps = max(1, (ends - at) // every)
            at, number = at + steps * every, number + steps
            continue
        name = f"pack-{flare.id if last is None else last.id}-{number}"
        moved = facts.moved.get(name, at)
        start = at if moved is None else moved
        following = start + every
        if following > min(now.wall, hours.sleep):
            is_onset = last is None and number == 0
            yield Slot(name, start, following, left_out=moved is None, is_onset=is_onset)
        at, number = following, number + 1


def _phase(facts: Facts, began: datetime, at: datetime) -> Phase:
    return facts.plan.phase_at((minute(at) - minute(began)) / HOUR)


def _every(phase: Phase) -> timedelta:
    return phase.every or max(SEVERAL_TIMES_A_DAY, phase.session_length)


def _item(slot_id: str, phase: Phase, at: datetime, until: datetime, *, facts: Facts, before: Kind | None) -> Item:
    kinds = _kinds(phase, before, heat_worse=facts.heat_worse)
    what = " or ".join(kind.label if place == 0 else kind.value for place, kind in enumerate(kinds))
    times = f"{phase.applications} × " if phase.applications > 1 else ""
    sources = (*facts.plan.sources, "003") if facts.heat_worse and kinds != phase.modality else facts.plan.sources
    return Item(
        slot_id,
        kinds,
        at,
        until,
        f"{what}, {times}{phase.on_min:g} min",
        tuple(dict.fromkeys(sources)),
        takes=phase.session_length - phase.off,
    )


def _kinds(phase: Phase, before: Kind | None, *, heat_worse: bool) -> tuple[Kind, ...]:
    """What may be started; heat that made it worse is out, and cold takes its place (L6, source 003).

    Where ice and heat take turns it is the one that was not on before; elsewhere the choice is the person's.
    """
    if heat_worse:
        return tuple(kind for kind in phase.modality if kind is not Kind.HEAT) or (Kind.ICE,)
    if takes_turns(phase):
        return (next(kind for kind in phase.modality if kind is not before),)
    return phase.modality
