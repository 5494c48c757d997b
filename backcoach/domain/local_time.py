"""The person's own clock: at which point in time it shows what, and between which two the waking day lies."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct

from backcoach.domain.days import DAY, Local, local_day, resolve
from backcoach.domain.settings import Settings

HOUR = timedelta(hours=1)
_STEP = timedelta(minutes=15)
"""Every clock change of this world is a multiple of it."""


def shown_at(day: date, clock: time, local: Local) -> datetime:
    """The first point in time, in UTC, at which the person's clock shows this time of this day, or a later one.

    So an hour that the clock shows twice means the first, and one that it skips means the moment after the gap.
    """
    wanted = datetime.combine(day, clock)
    at = resolve(wanted, local)
    if at is not None:
        return at.astimezone(UTC)
    gap = wanted.replace(tzinfo=UTC) - DAY
    while _shown(gap, local) < wanted:
        gap += _STEP
    return gap


def _shown(at: datetime, local: Local) -> datetime:
    return local(at).replace(tzinfo=None)


def day_of(at: datetime, settings: Settings, local: Local) -> date:
    """The person's day that a point in time belongs to: before `day_start` it is still the day before."""
    return local_day(local(at), settings.day_start)


class Waking(Struct, frozen=True):
    """The hours of one day outside the quiet hours, in which the day's plan lies.

    Attributes:
        day: the local day on which it begins.
        wake: when it begins, in UTC.
        sleep: when it ends, in UTC.
    """

    day: date
    wake: datetime
    sleep: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasts; an hour more or less when the clocks change."""
        return self.sleep - self.wake

    def holds(self, at: datetime) -> bool:
        """Whether the point in time lies in it."""
        return self.wake <= at < self.sleep

    def share(self, number: int, of: int) -> tuple[datetime, datetime]:
        """The beginning and the end of one of `of` equal parts, counted from 0."""
        return self.wake + self.length * number / of, self.wake + self.length * (number + 1) / of


def waking(now: datetime, settings: Settings, local: Local) -> Waking:
    """The waking hours that hold `now`, or the next ones; without quiet hours the whole of the person's day."""
    today = _shown(now, local).date()
    for day in (today - DAY, today):
        hours = waking_of(day, settings, local)
        if hours.sleep > now:
            return hours
    return waking_of(today + DAY, settings, local)


def waking_of(day: date, settings: Settings, local: Local) -> Waking:
    """The waking hours that begin on this local day."""
    if not settings.quiet or settings.quiet_from == settings.quiet_to:
        start = time(settings.day_start // HOUR)
        return Waking(day, shown_at(day, start, local), shown_at(day + DAY, start, local))
    ends_on = day if settings.quiet_from > settings.quiet_to else day + DAY
    return Waking(day, shown_at(day, settings.quiet_to, local), shown_at(ends_on, settings.quiet_from, local))
