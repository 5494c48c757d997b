"""Local time: the times a person types, and the day that a moment belongs to. The zone is always an argument."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone

from msgspec import Struct

from backcoach.domain.settings import Settings
from backcoach.domain.text import WordsError, quoted

Local = Callable[[datetime], datetime]
"""Turns a point in time into the same point in the person's zone, as `Clock.local` does."""

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
LATEST_DAY_START = timedelta(hours=6)
EARLIEST = date(1900, 1, 1)

_DATE = r"(\d{4})-(\d{1,2})-(\d{1,2})"
_WHEN = rf"(?:{_DATE}(?:[ T]+|$))?(?:(\d{{1,2}}):(\d{{2}}))?"
_FORMS = "a time such as 09:30, yesterday 09:30, or a day and a time such as 2026-11-20 09:30"
_DAY_WORDS = {"today": timedelta(0), "yesterday": DAY}


def fixed(point: datetime) -> datetime:
    """The same local time with its offset alone, which no later rule of a zone can move."""
    return point.replace(tzinfo=timezone(point.utcoffset() or timedelta(0)), fold=0)


def local_day(point: datetime, day_start: timedelta = timedelta(0)) -> date:
    """The day that a local time belongs to, by the clock on the wall; before the day's start it is the day before."""
    clock = timedelta(hours=point.hour, minutes=point.minute, seconds=point.second)
    return point.date() - DAY if clock < day_start else point.date()


def check_stored(point: datetime, day: date, *, field: str, what: str) -> datetime:
    """The time, with its offset alone, of `what` is stored on a local day; WordsError where it can't have been then."""
    if point.tzinfo is None:
        raise WordsError(field, f"{what} needs a time with its offset from UTC, as in 2026-11-20T09:30:00+01:00.")
    if point.date() < EARLIEST or day < EARLIEST:
        raise WordsError(field, f"{what} can't be before 1900: give a later time.")
    if not is_day_of(day, point):
        raise WordsError("date", f"{what} of {point:%Y-%m-%d %H:%M} can't belong to {day}: give the day it was on.")
    return fixed(point)


def is_day_of(day: date, point: datetime) -> bool:
    """Whether a moment can have been stored on this day, whichever start of the day was set then."""
    return day == point.date() or (day == point.date() - DAY and local_day(point, LATEST_DAY_START) == day)


def resolve(naive: datetime, local: Local) -> datetime | None:
    """The first point in time at which the clock on the wall shows this; None where it never does (DST skips it)."""
    around = naive.replace(tzinfo=UTC)
    offsets = {local(around + side).utcoffset() or timedelta(0) for side in (-DAY, timedelta(0), DAY)}
    for offset in sorted(offsets, reverse=True):
        point = local(around - offset)
        if point.replace(tzinfo=None, fold=0) == naive:
            return fixed(point)
    return None


def parse_date(text: str, *, field: str = "date") -> date:
    """The day that was typed as `2026-11-20`; WordsError where it has another form, is none, or is before 1900."""
    found = re.fullmatch(_DATE, text.strip(), re.ASCII)
    if not found:
        raise WordsError(field, f"{quoted(text)} is not a day: write it like 2026-11-20.")
    return _date(field, *found.groups())


def _date(field: str, year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise WordsError(field, f"{year}-{month}-{day} is not in the calendar: give a day that is.") from None
    if found < EARLIEST:
        raise WordsError(field, f"{found} is before 1900: give a later day.")
    return found


def parse_when(
    text: str, *, now: datetime, local: Local, day_start: timedelta = timedelta(0), field: str = "at"
) -> datetime:
    """The point in time that was typed, with the local offset that held then.

    A time alone is today's: the one of the local day that runs now. Where the clocks were put back and a time came
    twice, the first is meant. WordsError, of this field, where it has another form, does not exist, was skipped by DST,
    or is still to come.
    """
    typed, here = text.strip(), local(now)
    word, _, rest = typed.casefold().partition(" ")
    if word in _DAY_WORDS and rest:
        typed = f"{local_day(here, day_start) - _DAY_WORDS[word]} {rest.strip()}"
    found = re.fullmatch(_WHEN, typed, re.ASCII)
    if not typed or not found or found[4] is None:
        raise WordsError(field, f"{quoted(text)} is not a time: give {_FORMS}.")
    try:
        clock = time(int(found[4]), int(found[5]))
    except ValueError:
        raise WordsError(field, f"{found[4]}:{found[5]} is no time of day: it goes from 00:00 to 23:59.") from None
    if found[1]:
        day = _date(field, found[1], found[2], found[3])
    else:  # a time before the day's start, said by day, is last night's
        is_before_start = timedelta(hours=clock.hour, minutes=clock.minute) < day_start
        day = min(local_day(here, day_start) + is_before_start * DAY, here.date())
    naive = datetime.combine(day, clock)
    point = resolve(naive, local) if day <= here.date() else now + DAY
    meant = f"{naive:%Y-%m-%d %H:%M}"
    if point is None:
        over = "the clocks were put forward over it. Give another time."
        raise WordsError(field, f"{meant} did not exist here: {over}")
    if point > now:
        raise WordsError(field, f"{meant} is still to come: give a time up to now.")
    return point


# -- weeks and months ---------------------------------------------------------------------------------------

MONDAY = 0
WEEK = 7


def week_of(day: date, week_start: int = MONDAY) -> tuple[date, date]:
    """The first and the last day of the week that holds this day; weeks start on a weekday from 0, Monday, to 6."""
    first = day - (day.weekday() - week_start) % WEEK * DAY
    return first, first + (WEEK - 1) * DAY


def month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


_STEP = timedelta(minutes=15)
"""Every clock change of this world is a multiple of it."""


def shown_at(day: date, clock: time, local: Local) -> datetime:
    """The first point in time, in UTC, at which the person's clock shows this time of this day; of a gap, its end."""
    wanted = datetime.combine(day, clock)
    if (at := resolve(wanted, local)) is not None:
        return at.astimezone(UTC)
    gap = wanted.replace(tzinfo=UTC) - DAY
    while _shown(gap, local) < wanted:
        gap += _STEP
    return gap


def _shown(at: datetime, local: Local) -> datetime:
    return local(at).replace(tzinfo=None)


CLOSE = timedelta(seconds=5)
"""The wall clock and the boot clock drift by so much without anybody having set one."""


def minute(at: datetime) -> datetime:
    """The whole minute of a time; one that lacks a few seconds of the next counts as that."""
    return (at + CLOSE).astimezone(UTC).replace(second=0, microsecond=0)


def minute_after(at: datetime) -> datetime:
    """The first whole minute at which a time has come, but for a few seconds."""
    whole = minute(at)
    return whole if whole >= at - CLOSE else whole + timedelta(minutes=1)


class Waking(Struct, frozen=True):
    """The hours outside the quiet hours, in UTC, in which the plan of the local day on which they begin lies."""

    day: date
    wake: datetime
    sleep: datetime


def waking(now: datetime, settings: Settings, local: Local) -> Waking:
    """The waking hours that hold `now`, or the next ones; without quiet hours the whole of the person's day."""
    today = _shown(now, local).date()
    for day in (today - DAY, today):
        hours = waking_of(day, settings, local)
        if hours.sleep > now:
            return hours
    return waking_of(today + DAY, settings, local)


def waking_of(day: date, settings: Settings, local: Local) -> Waking:
    if not settings.quiet or settings.quiet_from == settings.quiet_to:
        start = time(settings.day_start // HOUR)
        return Waking(day, shown_at(day, start, local), shown_at(day + DAY, start, local))
    ends_on = day if settings.quiet_from > settings.quiet_to else day + DAY
    return Waking(day, shown_at(day, settings.quiet_to, local), shown_at(ends_on, settings.quiet_from, local))
