"""The right day for every moment, wherever and whenever it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.domain.days import local_day, parse_date, parse_when, resolve
from backcoach.domain.text import WordsError

BERLIN, TOKYO, NEW_YORK, APIA = (
    ZoneInfo(name) for name in ("Europe/Berlin", "Asia/Tokyo", "America/New_York", "Pacific/Apia")
)
NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)  # 14:05 in Berlin, a Sunday
FOUR = timedelta(hours=4)


def in_zone(zone):
    return lambda point: point.astimezone(zone)


def when(typed, *, now=NOW, zone=BERLIN, day_start=timedelta(0)):
    return parse_when(typed, now=now, local=in_zone(zone), day_start=day_start).isoformat()


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("09:30", "2026-11-22T09:30:00+01:00"),
        (" 9:30 ", "2026-11-22T09:30:00+01:00"),
        ("14:05", "2026-11-22T14:05:00+01:00"),
        ("2026-11-20 09:30", "2026-11-20T09:30:00+01:00"),
        ("2026-11-20T09:30", "2026-11-20T09:30:00+01:00"),
        ("2026-07-01 23:59", "2026-07-01T23:59:00+02:00"),
        ("2024-02-29 00:00", "2024-02-29T00:00:00+01:00"),
        ("2026-10-25 02:30", "2026-10-25T02:30:00+02:00"),
        ("2026-10-25 03:00", "2026-10-25T03:00:00+01:00"),
        ("2026-03-29 01:59", "2026-03-29T01:59:00+01:00"),
        ("2026-03-29 03:00", "2026-03-29T03:00:00+02:00"),
    ],
)
def test_a_time_that_was(typed, point):
    assert when(typed) == point


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("14:06", "is still to come"),
        ("2026-11-23 00:00", "is still to come"),
        ("9999-12-31 23:59", "is still to come"),
        ("2026-02-30 10:00", "2026-02-30 is not in the calendar"),
        ("2026-13-01 10:00", "is not in the calendar"),
        ("2025-02-29 10:00", "is not in the calendar"),
        ("0000-01-01 10:00", "is not in the calendar"),
        ("1899-12-31 10:00", "is before 1900"),
        ("2026-03-29 02:30", "did not exist here: the clocks were put forward over it"),
        ("24:00", "is no time of day"),
        ("09:60", "is no time of day"),
        ("", "is not a time: give a time such as 09:30"),
        ("2026-11-20", "is not a time"),
        ("yesterday", "is not a time"),
        ("2026-11-20 09:30:00", "is not a time"),
        ("09:30+01:00", "is not a time"),
        ("2026-11-2009:30", "is not a time"),
    ],
)
def test_a_time_that_was_not(typed, says):
    with pytest.raises(WordsError, match=says) as caught:
        when(typed)
    assert caught.value.field == "at"
    assert str(caught.value).endswith(".")


def test_the_second_of_two_equal_times_is_after_the_first():
    """At 02:10 before the clocks go back, 02:30 is to come; half an hour after they did, it was."""
    assert when("02:05", now=datetime(2026, 10, 25, 0, 10, tzinfo=UTC)) == "2026-10-25T02:05:00+02:00"
    with pytest.raises(WordsError, match="still to come"):
        when("02:30", now=datetime(2026, 10, 25, 0, 10, tzinfo=UTC))
    assert when("02:30", now=datetime(2026, 10, 25, 1, 10, tzinfo=UTC)) == "2026-10-25T02:30:00+02:00"


@pytest.mark.parametrize(
    ("now", "typed", "point"),
    [
        ("2026-11-21T23:30+00:00", "23:30", "2026-11-21T23:30:00+01:00"),  # 00:30: yesterday evening is today
        ("2026-11-21T23:30+00:00", "00:15", "2026-11-22T00:15:00+01:00"),
        ("2026-11-22T03:30+00:00", "04:00", "2026-11-22T04:00:00+01:00"),
    ],
)
def test_today_is_the_day_that_runs_when_it_starts_at_four(now, typed, point):
    assert when(typed, now=datetime.fromisoformat(now), day_start=FOUR) == point


@pytest.mark.parametrize(
    ("point", "zone", "day_start", "day"),
    [
        ("2026-11-22T22:59+00:00", BERLIN, 0, "2026-11-22"),  # the last minute before midnight
        ("2026-11-22T23:00+00:00", BERLIN, 0, "2026-11-23"),
        ("2026-11-22T22:59+00:00", TOKYO, 0, "2026-11-23"),  # the same moment after the flight
        ("2026-11-23T02:59+00:00", BERLIN, 4, "2026-11-22"),
        ("2026-11-23T03:00+00:00", BERLIN, 4, "2026-11-23"),
        ("2026-03-28T23:30+00:00", BERLIN, 0, "2026-03-29"),  # the night that lacks an hour
        ("2026-03-29T01:59+00:00", BERLIN, 4, "2026-03-28"),  # 03:59 summer time
        ("2026-03-29T02:00+00:00", BERLIN, 4, "2026-03-29"),
        ("2026-10-25T02:59+00:00", BERLIN, 4, "2026-10-24"),  # 03:59 winter time
        ("2026-10-25T03:00+00:00", BERLIN, 4, "2026-10-25"),
        ("2026-11-01T05:30+00:00", NEW_YORK, 0, "2026-11-01"),
    ],
)
def test_the_local_day(point, zone, day_start, day):
    local = datetime.fromisoformat(point).astimezone(zone)
    assert local_day(local, timedelta(hours=day_start)) == date.fromisoformat(day)


def test_a_day_that_a_whole_country_skipped_does_not_exist():
    assert resolve(datetime(2011, 12, 30, 12, 0), in_zone(APIA)) is None  # noqa: DTZ001 - no zone is the point
    assert resolve(datetime(2011, 12, 31, 12, 0), in_zone(APIA)) is not None  # noqa: DTZ001 - the same


@given(st.datetimes(datetime(1971, 1, 1), datetime(2037, 1, 1)), st.sampled_from([BERLIN, TOKYO, NEW_YORK, APIA]))  # noqa: DTZ001 - local times
def test_a_local_time_is_found_where_the_zone_has_it(naive, zone):
    naive = naive.replace(microsecond=0)
    expected = naive.replace(tzinfo=zone, fold=0)
    exists = expected.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == naive
    found = resolve(naive, in_zone(zone))
    assert (found is not None) == exists
    if found is not None:
        assert found == expected.astimezone(UTC)


@pytest.mark.parametrize("typed", ["2026-02-30", "20-11-2026", "x", "", "2026-11-20 09:30", "1066-10-14"])
def test_a_day_that_is_none(typed):
    with pytest.raises(WordsError):
        parse_date(typed)


def test_a_day():
    assert parse_date(" 2026-11-20 ") == date(2026, 11, 20)
