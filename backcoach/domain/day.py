"""The plan of the day: what was done, the one next thing, and the rest, as a function of what is known and of now.

Nothing is owed. What nobody took falls away when the next of its kind comes, or when the day's waking hours end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from backcoach.domain.days import Local
from backcoach.domain.flare import HOUR, Flare, minute, minute_after
from backcoach.domain.local_time import Waking, day_of, waking
from backcoach.domain.moment import Moment
from backcoach.domain.packs import packs
from backcoach.domain.plans import POSTURE_EVERY
from backcoach.domain.routine import Kind
from backcoach.domain.settings import Settings
from backcoach.domain.suggestions import Day, Done, Facts, Item, Stand

MINUTE = timedelta(minutes=1)

PUT_OFF_BY = 30 * MINUTE
"""How far "later" puts a thing off (ours)."""

SETTLES_IN = HOUR
"""Before walks, stretches and changes of position are suggested, the onset has passed by so much (ours)."""

EASED = 4
"""Up to this pain, 0 to 10, stretches are suggested: under the 5 from which L7 asks once more (ours)."""
WELL_EASED = 2
"""Up to this pain the higher number of stretches a day is (ours)."""
STRETCHES_EASED, STRETCHES_WELL_EASED = 2, 3
"""How many a day; sources 001, 003."""
NO_STRETCH = 24 * HOUR
"""For so long after the onset none is suggested (ours; source 003: not at the onset, only when milder)."""

BREATHE_FIRST = HOUR
"""How long slow breathing stays suggested at the onset (ours; sources 002, 004)."""
BREATHE_LAST = HOUR
"""How long before the quiet hours it is suggested once more (ours)."""

_WALK_LIES_AT, _STRETCH_LIES_AT = 0.5, 0.7
"""Where in its part of the waking hours each is suggested (ours): so that they do not meet."""

_ORDER = (Kind.ICE, Kind.HEAT, Kind.WALK, Kind.STRETCH, Kind.BREATHE, Kind.POSTURE)
"""What goes first of what can be done now (ours)."""


def day_at(facts: Facts, settings: Settings, now: Moment, local: Local) -> Day:
    """The day as it stands.

    Args:
        facts: the flare-up, the plan and what has been done.
        settings: quiet hours, the beginning of the day, the interval for changes of position.
        now: this moment.
        local: the person's zone.
    """
    today = day_of(now.wall, settings, local)
    hours = waking(now.wall, settings, local)
    suggested = packs(facts, facts.flare, hours, now) if facts.flare is not None else []
    suggested += _clear_of(suggested, facts, _others(facts, settings, hours, now))
    done = [_done(each) for each in facts.done if each.day == today and not each.goes_on]
    return Day(today, (*done, *_ranked(suggested, hours, now)))


def _others(facts: Facts, settings: Settings, hours: Waking, now: Moment) -> list[Item]:
    """All but ice and heat, where the person has put them."""
    taken = [each for each in facts.done if each.day == hours.day]
    found = _walks(facts, hours, now, taken)
    if (flare := facts.flare) is not None:
        found += _stretches(facts, flare, hours, now, taken)
        found += _breaths(flare, hours, now, facts.done)
        found += _posture(flare, settings, hours, now, taken)
    return [item for each in found if (item := _as_moved(each, facts, hours, now)) is not None]


def _as_moved(item: Item, facts: Facts, hours: Waking, now: Moment) -> Item | None:
    """The item where the person has put it; None where it was left out, is past, or goes on."""
    at = facts.moved.get(item.id, item.at)
    if at is None or any(done.goes_on and done.kind in item.kinds for done in facts.done):
        return None
    if item.id in facts.moved:
        item = replace(item, at=minute(at), until=min(max(item.until, at + HOUR), max(hours.sleep, item.until)))
    return item if max(item.at, now.wall) < item.until else None


# -- what is spread over the day ----------------------------------------------------------------------------


def _walks(facts: Facts, hours: Waking, now: Moment, taken: Sequence[Done]) -> list[Item]:
    if (goal := facts.goal) is None:
        return []
    walked = [done for done in taken if done.kind is Kind.WALK and not done.goes_on]
    places = _places(Kind.WALK, goal.walks, lies_at=_WALK_LIES_AT, hours=hours, taken=walked)
    places = _settled(places, facts.flare, now)
    each = goal.minutes * MINUTE
    return [
        replace(item, label=f"Walk {nth} of {goal.walks}, {goal.minutes} min", sources=goal.sources, takes=each)
        for nth, item in enumerate(_left(places, facts, now), start=len(walked) + 1)
    ]


def _stretches(facts: Facts, flare: Flare, hours: Waking, now: Moment, taken: Sequence[Done]) -> list[Item]:
    """Stretches once it has eased: not in the first day, and not while pain is above 4 or unknown."""
    if facts.pain is None or facts.pain > EASED:
        return []
    times = STRETCHES_WELL_EASED if facts.pain <= WELL_EASED else STRETCHES_EASED
    stretched = [done for done in taken if done.kind is Kind.STRETCH and not done.goes_on]
    places = _places(Kind.STRETCH, times, lies_at=_STRETCH_LIES_AT, hours=hours, taken=stretched)
    from_ = flare.began(now) + NO_STRETCH
    return [
        replace(item, label=f"Stretch {len(stretched) + n} of {times}", sources=("001", "003"), takes=5 * MINUTE)
        for n, item in enumerate((place for place in _left(places, facts, now) if place.at >= from_), start=1)
    ]


def _places(kind: Kind, times: int, *, lies_at: float, hours: Waking, taken: Sequence[Done]) -> list[Item]:
    """One place in each of `times` equal parts of the waking hours, without those that are taken.

    What was done takes the place of the part in which it was done, and as many places from the first one on as were
    done in all: so nothing is suggested twice, however early or late it was done.
    """
    found = []
    for number in range(len(taken), times):
        start, end = hours.share(number, times)
        if not any(start <= done.began < end for done in taken):
            at = _round(start + (end - start) * lies_at)
            found.append(Item(f"{kind}-{hours.day}-{number}", (kind,), at, minute(end), kind.label))
    return found


def _round(at: datetime) -> datetime:
    """The time to five whole minutes."""
    return minute(at) - timedelta(minutes=at.minute % 5)


def _left(places: Iterable[Item], facts: Facts, now: Moment) -> list[Item]:
    """The places that are not past, also by being put off beyond their part of the day."""
    moved = ((item, facts.moved.get(item.id)) for item in places)
    return [item for item, to in moved if item.until > now.wall or (to is not None and to + HOUR > now.wall)]


def _settled(items: list[Item], flare: Flare | None, now: Moment) -> list[Item]:
    """The items as they lie after the first hour of a flare-up; those that lay before it are gone."""
    if flare is None:
        return items
    began = flare.began(now)
    later = (replace(item, at=max(item.at, minute_after(began + SETTLES_IN))) for item in items if item.until > began)
    return [item for item in later if item.at < item.until]


# -- once at the onset, once a day --------------------------------------------------------------------------


def _breaths(flare: Flare, hours: Waking, now: Moment, done: Sequence[Done]) -> list[Item]:
    began = minute(flare.began(now))
    evening = hours.sleep - BREATHE_LAST
    spans = [
        (f"breathe-{flare.id}", began, began + BREATHE_FIRST),
        (f"breathe-{hours.day}", max(evening, began + BREATHE_FIRST), hours.sleep),
    ]
    breathed = [minute(each.began) for each in done if each.kind is Kind.BREATHE]
    return [
        Item(name, (Kind.BREATHE,), at, until, "Breathe slowly", ("002", "004"), takes=MINUTE)
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


# -- all together -------------------------------------------------------------------------------------------


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
    """The items in order of time: one of them next, each with what "later" and "skip" would mean."""
    in_time = sorted(items, key=lambda item: (item.at, _ORDER.index(item.kind)))
    can_be_done = [item for item in in_time if item.is_open(now.wall)]
    to_come = [item for item in in_time if item.kind is not Kind.POSTURE] or in_time
    first = min(can_be_done, key=lambda item: _ORDER.index(item.kind), default=to_come[0] if to_come else None)
    ranked = []
    for place, item in enumerate(in_time):
        later = minute_after(max(now.wall, item.at) + PUT_OFF_BY)
        like = (other.at for other in in_time[place + 1 :] if _like(item, other))
        ranked.append(
            replace(
                item,
                stand=Stand.NEXT if item is first else Stand.LATER,
                later_to=later if later < max(hours.sleep, item.until) else None,
                skip_to=next(like, None),
            )
        )
    return ranked


def _like(one: Item, other: Item) -> bool:
    return one.kind is other.kind or (one.kind.is_on_skin and other.kind.is_on_skin)


def _done(done: Done) -> Item:
    at = minute(done.began)
    label = done.kind.label
    if done.length is not None and done.kind in {Kind.ICE, Kind.HEAT, Kind.WALK}:
        each = done.length / max(1, done.applications)
        times = f"{done.applications} × " if done.applications > 1 else ""
        label += f", {times}{max(1, round(each / MINUTE))} min"
    return Item(done.id, (done.kind,), at, at, label, stand=Stand.DONE)
