"""Walks as they are kept: what one is, and what can be taken for one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from backcoach.domain import text
from backcoach.domain.text import InvalidInputError

SHORTEST = 1
LONGEST = 600
"""Minutes."""

WORST_PAIN = 10
LATEST_DAY_START = 6
"""Hours after midnight at which a person's day may begin."""

Local = Callable[[datetime], datetime]
"""Gives the same point in time in the person's own zone."""

_WHEN = re.compile(r"(?:(\d{4})-(\d{2})-(\d{2})[ T])?(\d{1,2}):(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Walk:
    """One walk, or one that could not be.

    Attributes:
        id: unique; an unambiguous beginning of it is enough in commands.
        start: when it began, in UTC.
        offset: how far the person's clock was from UTC then.
        date: the person's own day when it was taken; a change of time zone or settings never moves it.
        minutes: how long it was, from 1 to 600; None where the person could not walk.
        pain_before: 0 to 10; None where it was not asked or not answered.
        pain_after: the same, afterwards.
        note: what the person wrote, at most 2,000 characters in one line.

    Raises:
        InvalidInputError: a value is outside of what it may be.
    """

    id: str
    start: datetime
    offset: timedelta
    date: date
    minutes: int | None
    pain_before: int | None = None
    pain_after: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.start.tzinfo is None:
            raise InvalidInputError("The start of a walk must be in UTC, not without a zone.")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        if abs(self.offset) >= timedelta(days=1):
            raise InvalidInputError(f"A clock can't be {self.offset} from UTC: it is less than a day.")
        if self.minutes is not None:
            check_minutes(self.minutes)
        for pain in (self.pain_before, self.pain_after):
            if pain is not None:
                check_pain(pain)
        object.__setattr__(self, "note", text.note(self.note))

    @property
    def local_start(self) -> datetime:
        """When it began, on the clock that the person had then."""
        return self.start.astimezone(timezone(self.offset))


def taken(
    walk_id: str,
    start: datetime,
    minutes: int | None,
    *,
    now: datetime,
    local: Local,
    day_start: int = 0,
    pain_before: int | None = None,
    pain_after: int | None = None,
    note: str = "",
) -> Walk:
    """A walk that is now written down; its day and its distance from UTC are fixed here.

    Args:
        walk_id: a new id.
        start: when it began, in any zone.
        minutes: how long it was; None where the person could not walk.
        now: the present time.
        local: the person's zone.
        day_start: the hour at which the person's day begins, 0 to 6.
        pain_before: 0 to 10.
        pain_after: 0 to 10.
        note: as typed.

    Raises:
        InvalidInputError: it has not begun yet, or a value is outside of what it may be.
    """
    check_start(start, now=now, local=local)
    here = local(start)
    return Walk(
        id=walk_id,
        start=start,
        offset=here.utcoffset() or timedelta(0),
        date=day_of(here, day_start),
        minutes=minutes,
        pain_before=pain_before,
        pain_after=pain_after,
        note=note,
    )


# -- days and times -----------------------------------------------------------------------------------------


def check_day_start(hour: int) -> int:
    """The hour, where a day may begin then.

    Raises:
        InvalidInputError: it is not from 0 to 6.
    """
    if not _is_whole(hour) or not 0 <= hour <= LATEST_DAY_START:
        raise InvalidInputError(
            f"A day can't begin at {hour}: a whole hour from 0 to {LATEST_DAY_START} would be right."
        )
    return hour


def day_of(local: datetime, day_start: int = 0) -> date:
    """The person's day that a local time belongs to: before `day_start` o'clock it is still the day before."""
    check_day_start(day_start)
    day = local.date()
    return day - timedelta(days=1) if local.hour < day_start else day


def check_start(start: datetime, *, now: datetime, local: Local) -> datetime:
    """The start, where it lies behind.

    Raises:
        InvalidInputError: it is still to come.
    """
    if start > now:
        raise InvalidInputError(
            f"A walk can't begin at {local(start):%Y-%m-%d %H:%M}, still to come: it is {local(now):%H:%M} now."
        )
    return start


def parse_when(typed: str, *, now: datetime, local: Local) -> datetime:
    """The point in time that `2026-11-20 09:30`, or `09:30` for today, means on the person's clock, in UTC.

    An hour that the clock shows twice means the first; one that it skips is refused.

    Raises:
        InvalidInputError: it is no such time, or still to come.
    """
    match = _WHEN.fullmatch(typed.strip())
    if match is None:
        raise InvalidInputError(
            f"{text.quoted(typed)} is no time: 2026-11-20 09:30, or 09:30 for today, would be right."
        )
    year, month, day, hour, minute = match.groups()
    try:
        on = date(int(year), int(month), int(day)) if year else local(now).date()
        wanted = datetime.combine(on, time(int(hour), int(minute)))
        start = _in_utc(wanted, local)
    except (ValueError, OverflowError) as error:
        raise InvalidInputError(f"{text.quoted(typed)} is no time that a calendar and a clock have.") from error
    if start is None:
        raise InvalidInputError(f"{wanted:%Y-%m-%d %H:%M} never was: the clocks went forward over it.")
    return check_start(start, now=now, local=local)


def _in_utc(wanted: datetime, local: Local) -> datetime | None:
    """The first point in time at which the person's clock shows `wanted`; None where it never does."""
    near = wanted.replace(tzinfo=UTC)
    offsets = {local(near + timedelta(days=days)).utcoffset() or timedelta(0) for days in (-1, 0, 1)}
    shown = (near - offset for offset in offsets)
    return min((start for start in shown if local(start).replace(tzinfo=None) == wanted), default=None)


# -- numbers ------------------------------------------------------------------------------------------------


def parse_minutes(typed: str) -> int:
    """The minutes of a walk, as typed.

    Raises:
        InvalidInputError: it is no whole number from 1 to 600.
    """
    return _parsed(typed, "minutes", SHORTEST, LONGEST)


def parse_pain(typed: str) -> int:
    """Pain, as typed.

    Raises:
        InvalidInputError: it is no whole number from 0 to 10.
    """
    return _parsed(typed, "pain", 0, WORST_PAIN)


def check_minutes(minutes: int) -> int:
    """The minutes, where a walk may last so long.

    Raises:
        InvalidInputError: it is no whole number from 1 to 600.
    """
    return _checked(minutes, "minutes", SHORTEST, LONGEST)


def check_pain(pain: int) -> int:
    """The pain, where it is one.

    Raises:
        InvalidInputError: it is no whole number from 0 to 10.
    """
    return _checked(pain, "pain", 0, WORST_PAIN)


def _parsed(typed: str, what: str, low: int, high: int) -> int:
    number = text.whole_number(typed)
    if number is None or not low <= number <= high:
        raise _unfit(text.quoted(typed), what, low, high)
    return number


def _checked(number: int, what: str, low: int, high: int) -> int:
    if not _is_whole(number) or not low <= number <= high:
        raise _unfit(text.quoted(str(number)), what, low, high)
    return number


def _unfit(named: str, what: str, low: int, high: int) -> InvalidInputError:
    return InvalidInputError(f"{named} can't be the {what}: a whole number from {low} to {high} would be right.")


def _is_whole(number: object) -> bool:
    """Whether it is a whole number; what an import brings may be true, 1.5 or a word."""
    return isinstance(number, int) and not isinstance(number, bool)
