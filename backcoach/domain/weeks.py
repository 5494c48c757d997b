"""Weeks and months of the calendar."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from msgspec.structs import replace

from backcoach.domain.days import DAY
from backcoach.domain.review import Period

MONDAY = 0
WEEK = 7


def week_of(day: date, week_start: int = MONDAY) -> tuple[date, date]:
    """The first and the last day of the week that holds this day.

    Args:
        day: any day.
        week_start: the weekday that weeks start on: 0 is Monday, 6 Sunday.
    """
    first = day - (day.weekday() - week_start) % WEEK * DAY
    return first, first + (WEEK - 1) * DAY


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month that holds this day."""
    within_next = day.replace(day=28) + 4 * DAY
    return day.replace(day=1), within_next.replace(day=1) - DAY


def weeks_of(period: Period, week_start: int = MONDAY) -> tuple[Period, ...]:
    """The weeks of a period, the first and the last one perhaps shorter."""
    by_week = groupby(period.days, key=lambda day: week_of(day.date, week_start))
    return tuple(replace(period, days=tuple(days)) for _, days in by_week)
