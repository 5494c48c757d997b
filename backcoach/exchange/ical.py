"""Today's remaining plan as iCalendar (RFC 5545) with alarms, to load into a phone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from backcoach import __version__
from backcoach.domain.text import clean

AT_ONCE = timedelta(0)


class Planned(Struct, frozen=True):
    """One thing of the plan.

    Attributes:
        kind: the kind of session: `walk`, `ice`.
        at: when it begins, with a zone.
        label: what it is called: `Walk 2 of 3`.
        length: how long it takes; zero for a mere reminder.
        id: its name in the plan, which says the day or the flare-up; without one it is known by its time and kind.
    """

    kind: str
    at: datetime
    label: str
    length: timedelta = AT_ONCE
    id: str = ""


def calendar(plan: Iterable[Planned], *, now: datetime) -> bytes:
    """The calendar of what is still to come, each with an alarm at its time.

    Times are in UTC, which every phone turns into its own. The same plan gives the same ids, so that loading it
    again replaces what is there.

    Args:
        plan: what is planned, in any order; what is over is left out.
        now: this moment.
    """
    from icalendar import Alarm, Calendar, Event  # noqa: PLC0415 - other commands need not wait for it

    document = Calendar()
    document.add("prodid", f"-//backcoach//backcoach {__version__}//EN")
    document.add("version", "2.0")
    document.add("method", "PUBLISH")
    for planned in sorted(plan, key=lambda one: (one.at, one.kind, one.label)):
        if planned.at <= now:
            continue
        at = planned.at.astimezone(UTC).replace(microsecond=0)
        label = clean(planned.label)
        event = Event()
        event.add("uid", f"{planned.id or f'{at:%Y%m%dT%H%M%SZ}-{planned.kind}'}@backcoach")
        event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
        event.add("dtstart", at)
        if planned.length > AT_ONCE:
            event.add("duration", planned.length)
        event.add("summary", label)
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", AT_ONCE)
        alarm.add("description", label)
        event.add_component(alarm)
        document.add_component(event)
    made: bytes = document.to_ical()
    return made
