"""What is called out of the day's plan, and when; `coach/watch.py` gives it, and in the quiet hours keeps silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from backcoach.domain.alarm import Alarm, Sound
from backcoach.domain.days import CLOSE
from backcoach.domain.flare import Flare
from backcoach.domain.limits import MINUTE
from backcoach.domain.moment import Moment, elapsed, is_plausible
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session, State
from backcoach.domain.suggestions import DayPlan, Item, Stand, group

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
    """What is to be called out now, the one next thing first.

    Nothing is called out that lay before the flare-up was written down, that was `told` already, by group, or whose
    time came over 15 min ago (ours).
    """
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
