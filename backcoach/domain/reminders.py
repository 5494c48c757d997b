"""Which reminders of the day's plan are due, and which wait; the alarm to take a pack off is none of them.

Quiet hours silence reminders and nothing else. A reminder is for the one time it was meant for: what comes much later
stands on the screen and makes no sound, so that nobody coming back is met by a queue of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from backcoach.domain.alarm import Alarm, Sound, Urgency
from backcoach.domain.days import Local
from backcoach.domain.flare import CLOSE, Flare
from backcoach.domain.moment import Moment, elapsed, is_plausible
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session, State
from backcoach.domain.settings import Settings
from backcoach.domain.suggestions import Day, Item, Stand

REMINDED = frozenset({Kind.ICE, Kind.HEAT, Kind.WALK, Kind.STRETCH, Kind.BREATHE})
"""What is called out; changes of position ring by a session of their own."""

LATE = timedelta(minutes=15)
"""A reminder that could not come for so long makes no sound any more (ours)."""

_SPOKEN = {
    Kind.ICE: "Time for ice",
    Kind.HEAT: "Time for heat",
    Kind.WALK: "Time for a short walk",
    Kind.STRETCH: "Time to stretch, if it feels right",
    Kind.BREATHE: "Time to breathe slowly",
}

Told = tuple[str, datetime]
"""The id of an item, and when it was called out, as the wall clock of now counts back."""


def group(item: Item) -> str:
    """What an item is remembered under: ice and heat together, every other kind by itself."""
    return "pack" if item.kind.is_on_skin else item.kind.value


def wait_for_end(sessions: Iterable[Session]) -> bool:
    """Whether reminders wait: someone is led through a stretch or a breath, or a pack must come off."""
    return any(
        (session.kind.is_guided and session.state in {State.RUNNING, State.PAUSED})
        or (session.state is State.DUE and session.step.is_application)
        for session in sessions
    )


def is_told(item: Item, told: Mapping[str, Told]) -> bool:
    """Whether the item was called out already, for the time it now has."""
    name, at = told.get(group(item), ("", item.at))
    return name == item.id and item.at <= at + CLOSE


def due(day: Day, flare: Flare | None, moment: Moment, told: Mapping[str, Told]) -> tuple[Item, ...]:
    """What is to be called out now, the one next thing first; quiet hours are for `is_quiet` to say.

    Args:
        day: the day as it stands.
        flare: the flare-up; nothing is called out that lay before it was written down.
        moment: this moment.
        told: what was called out last, by group.
    """
    now = moment.wall
    is_known = flare is not None and is_plausible(flare.noted, moment)
    noted = now - elapsed(flare.noted, moment) if flare is not None and is_known else None
    found = [
        item
        for item in day.ahead
        if item.kind in REMINDED
        and item.at <= now < item.until
        and now - item.at < LATE
        and (noted is None or item.at > noted)
        and not is_told(item, told)
    ]
    return tuple(sorted(found, key=lambda item: item.stand is not Stand.NEXT))


def is_quiet(now: datetime, settings: Settings, local: Local) -> bool:
    """Whether reminders make no sound now."""
    return settings.is_quiet(local(now).time())


def next_at(day: Day, now: datetime) -> datetime | None:
    """When a reminder next comes; None where none does."""
    return min((item.at for item in day.ahead if item.kind in REMINDED and item.at > now), default=None)


def alarm_of(item: Item) -> Alarm:
    """The reminder as every channel gives it."""
    spoken = "Time for ice or heat" if len(item.kinds) > 1 else _SPOKEN[item.kind]
    text = f"Suggested now: {item.label}. Only if it suits you."
    return Alarm(Sound.READY, item.kind, f"Next: {item.label}", text, spoken, Urgency.NOTICE)


# -- once a day ---------------------------------------------------------------------------------------------


def is_new_day(told: date | None, today: date) -> bool:
    """Whether a daily thing has not been done today; a day that comes again, after a flight west, is not new."""
    return told is None or told < today
