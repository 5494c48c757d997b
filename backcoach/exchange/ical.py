"""Today's remaining plan as iCalendar (RFC 5545) with alarms, to load into a phone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from backcoach import __version__
from backcoach.domain.limits import MINUTE
from backcoach.domain.text import clean

SINCE = 1_577_836_800
"""2020 in seconds: what the sequence counts from, so that each later file has a higher one."""


class Planned(Struct, frozen=True):
    """One thing of the day's plan: a `walk` at this time, called `Walk 2 of 3`.

    Its number among those of its kind stays when it is put off or another is done. What takes no time, as a reminder,
    has a minute. What fell away may have been in an earlier file of this day.
    """

    kind: str
    at: datetime
    label: str
    day: date
    number: int | str = 0
    length: timedelta = MINUTE
    fell_away: bool = False

    @property
    def uid(self) -> str:
        """The same in each file of the day."""
        return f"{self.day}-{self.kind}-{self.number}"


def fallen_away(uid: str, *, at: datetime) -> Planned:
    """What takes the event of this id out of a calendar."""
    kind, _, number = uid[11:].partition("-")
    return Planned(kind, at, kind.capitalize(), date.fromisoformat(uid[:10]), number, fell_away=True)


def calendar(plan: Iterable[Planned], *, now: datetime) -> bytes:
    """The calendar of what is planned, in any order, each with an alarm at its time.

    Times are in UTC, which every phone turns into its own. The id is that of day, kind and number, and the sequence
    grows by the minute, so that a later file of the day replaces what is there.
    """
    from icalendar import Alarm, Calendar, Event, vText  # noqa: PLC0415 - other commands need not wait for it

    document = Calendar()
    document.add("prodid", f"-//backcoach//backcoach {__version__}//EN")
    document.add("version", "2.0")
    for planned in sorted(plan, key=lambda one: (one.at, one.kind, one.label)):
        at = planned.at.astimezone(UTC).replace(microsecond=0)
        label = clean(planned.label)
        event = Event()
        event.add("uid", f"{planned.uid}@backcoach")
        event.add("sequence", int(now.timestamp()) - SINCE)
        event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
        event.add("dtstart", at)
        event.add("duration", max(planned.length, MINUTE))
        event.add("summary", label)
        event.add("transp", "TRANSPARENT")
        if planned.fell_away:
            event.add("status", "CANCELLED")
        else:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm["trigger"] = vText("-PT0M")  # the form that phones know
            alarm.add("description", label)
            event.add_component(alarm)
        document.add_component(event)
    return bytes(document.to_ical())
