"""The person's clock, and the waking hours on it, in every zone and on every night."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from backcoach.domain.days import shown_at, waking
from backcoach.domain.settings import Settings

BERLIN = ZoneInfo("Europe/Berlin")
APIA = ZoneInfo("Pacific/Apia")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def local(zone=BERLIN):
    return lambda at: at.astimezone(zone)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected"),
    [
        (date(2026, 11, 20), time(8), BERLIN, utc(2026, 11, 20, 7)),
        (date(2026, 7, 1), time(8), BERLIN, utc(2026, 7, 1, 6)),
        (AUTUMN, time(2, 30), BERLIN, utc(2026, 10, 25, 0, 30)),
        (SPRING, time(2, 30), BERLIN, utc(2026, 3, 29, 1)),
        (SPRING, time(2), BERLIN, utc(2026, 3, 29, 1)),
        (date(2011, 12, 30), time(7), APIA, utc(2011, 12, 30, 10)),
    ],
    ids=["winter", "summer", "shown twice: the first", "skipped: after the gap", "gap's beginning", "a skipped day"],
)
def test_when_the_persons_clock_shows_a_time(day, clock, zone, expected):
    assert shown_at(day, clock, local(zone)) == expected


@pytest.mark.parametrize(
    ("now", "settings", "wake", "sleep"),
    [
        (utc(2026, 11, 20, 12), Settings(), utc(2026, 11, 20, 6), utc(2026, 11, 20, 21)),
        (utc(2026, 11, 20, 2), Settings(), utc(2026, 11, 20, 6), utc(2026, 11, 20, 21)),
        (utc(2026, 11, 20, 21), Settings(), utc(2026, 11, 21, 6), utc(2026, 11, 21, 21)),
        (
            utc(2026, 11, 20, 23, 30),
            Settings(quiet_from=time(1), quiet_to=time(9)),
            utc(2026, 11, 20, 8),
            utc(2026, 11, 21),
        ),
        (utc(2026, 11, 20, 12), Settings(quiet=False), utc(2026, 11, 19, 23), utc(2026, 11, 20, 23)),
        (
            utc(2026, 11, 20, 1),
            Settings(quiet=False, day_start=timedelta(hours=4)),
            utc(2026, 11, 19, 3),
            utc(2026, 11, 20, 3),
        ),
        (utc(2026, 10, 25, 12), Settings(), utc(2026, 10, 25, 6), utc(2026, 10, 25, 21)),
    ],
    ids=[
        "at noon",
        "before waking",
        "at the last minute: tomorrow's",
        "past midnight",
        "no quiet hours",
        "day start",
        "DST",
    ],
)
def test_waking_hours_lie_outside_the_quiet_ones(now, settings, wake, sleep):
    hours = waking(now, settings, local())
    assert (hours.wake, hours.sleep) == (wake, sleep)


def test_a_day_without_quiet_hours_has_25_hours_in_autumn():
    day = waking(utc(2026, 10, 25, 12), Settings(quiet=False), local())
    assert day.sleep - day.wake == timedelta(hours=25)
