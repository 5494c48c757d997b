"""The day's plan: what is still to come of ice or heat, stretches and walks, what was put off, and what is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from backcoach.domain.days import Local, Waking, local_day, waking
from backcoach.domain.flare import CLOSE, HOUR, Flare, minute, minute_after, takes_turns
from backcoach.domain.limits import MINUTE
from backcoach.domain.moment import Moment
from backcoach.domain.plans import POSTURE_EVERY, Phase
from backcoach.domain.routine import Kind
from backcoach.domain.settings import Settings
from backcoach.domain.suggestions import Day, Done, Facts, Item, Stand, group

SETTLES_IN = HOUR
"""Before walks, stretches and changes of position are suggested, the onset has passed by so much (ours)."""

BREATHES = HOUR
"""How long slow breathing stays suggested at the onset, and once more before the quiet hours (ours; 002, 004)."""

LIES_AT = {Kind.WALK: 0.5, Kind.STRETCH: 0.7}
"""Where in its part of the waking hours each is suggested (ours): so that they do not meet."""

_ORDER = (Kind.ICE, Kind.HEAT, Kind.WALK, Kind.STRETCH, Kind.BREATHE, Kind.POSTURE)
"""What goes first of what can be done now (ours)."""


def day_at(facts: Facts, settings: Settings, now: Moment, local: Local) -> Day:
    today = local_day(local(now.wall), settings.day_start)
    hours = waking(now.wall, settings, local)
    suggested = _packs(facts, facts.flare, hours, now) if facts.flare is not None else []
    suggested += _clear_of(suggested, facts, _others(facts, settings, hours, now))
    done = [_done(each) for each in facts.done if each.day == today and not each.goes_on]
    return Day(today, (*done, *_ranked(suggested, hours, now)))


def _others(facts: Facts, settings: Settings, hours: Waking, now: Moment) -> list[Item]:
    """All but ice and heat, where the person has put them."""
    taken = [each for each in facts.done if each.day == hours.day]
    found: list[Item] = []
    if (goal := facts.goal) is not None:
        label, takes = f"of {goal.walks}, {goal.minutes} min", goal.minutes * MINUTE
        walk = Item("", (Kind.WALK,), now.wall, now.wall, label, goal.sources, takes)
        found += _spread(walk, goal.walks, facts, hours, now)
    if (flare := facts.flare) is not None:
        if facts.pain is not None and facts.pain <= 4:  # under the 5 from which L7 asks (ours)
            times = 3 if facts.pain <= 2 else 2  # a day (ours; sources 001, 003)
            stretch = Item("", (Kind.STRETCH,), now.wall, now.wall, f"of {times}", ("001", "003"), 5 * MINUTE)
            found += _spread(stretch, times, facts, hours, now)
        found += _breaths(flare, hours, now, facts.done)
        found += _posture(flare, settings, hours, now, taken)
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
        start, end = hours.share(number, times)
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


def _posture(flare: Flare, settings: Settings, hours: Waking, now: Moment, taken: Sequence[Done]) -> list[Item]:
    """The reminder to change position, once a day; then it runs, or is left out."""
    at = max(hours.wake, minute_after(flare.began(now) + SETTLES_IN))
    if at >= hours.sleep or any(done.kind is Kind.POSTURE for done in taken):
        return []
    every = (settings.posture_interval or POSTURE_EVERY) // MINUTE
    label = f"Change position every {every} min"
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
    at = minute(done.began)
    label = done.kind.label
    if done.length is not None and done.kind in {Kind.ICE, Kind.HEAT, Kind.WALK}:
        each = done.length / max(1, done.applications)
        times = f"{done.applications} × " if done.applications > 1 else ""
        label += f", {times}{max(1, round(each / MINUTE))} min"
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
        if following + every < long_past:
            ends = long_past if phase.to_h is None else min(long_past, began + phase.to_h * HOUR)
            steps = max(1, (ends - following) // every)
            following, number = following + steps * every, number + steps
            continue
        name, is_onset = f"pack-{counted_from}-{number}", last is None and number == 0
        moved = facts.moved.get(name, following)
        start = following if moved is None else moved
        at, following, number = minute(start), start + every, number + 1
        is_past, from_the_night = following <= min(now.wall, hours.sleep), at < hours.wake <= now.wall
        if moved is None or is_past or not (hours.holds(at) or is_onset or from_the_night):
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
    """From start to start: 4 h where a plan says no more than "several times a day" (ours; source 001)."""
    return phase.every or max(4 * HOUR, phase.session_length)


def _pack(name: str, phase: Phase, at: datetime, until: datetime, *, facts: Facts, before: Kind | None) -> Item:
    """An application; heat that made it worse is out, and cold takes its place (L6, source 003).

    Where ice and heat take turns it is the one that was not on before; elsewhere the choice is the person's.
    """
    kinds, sources = phase.modality, facts.plan.sources
    if facts.heat_worse:
        kinds = tuple(kind for kind in kinds if kind is not Kind.HEAT) or (Kind.ICE,)
        sources = sources if kinds == phase.modality else (*sources, "003")
    elif takes_turns(phase):
        kinds = (next(kind for kind in kinds if kind is not before),)
    what = " or ".join(kind.label if place == 0 else kind.value for place, kind in enumerate(kinds))
    times = f"{phase.applications} × " if phase.applications > 1 else ""
    label, takes = f"{what}, {times}{phase.on_min:g} min", phase.session_length - phase.off
    return Item(name, kinds, at, until, label, tuple(dict.fromkeys(sources)), takes=takes)
