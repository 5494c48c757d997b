"""What a walk is, and what can't be taken for one."""

# ruff: noqa: DTZ001 - what a clock on the wall shows has no zone

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.domain import walks
from backcoach.domain.text import InvalidInputError
from backcoach.domain.walks import Walk, taken

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
WALK = Walk("w1", NOW, timedelta(hours=1), date(2026, 11, 20), 20)


def in_berlin(when: datetime) -> datetime:
    return when.astimezone(BERLIN)


class TestNumbers:
    @pytest.mark.parametrize(("typed", "minutes"), [("1", 1), ("600", 600), (" 20 ", 20), ("05", 5)])
    def test_minutes(self, typed, minutes):
        assert walks.parse_minutes(typed) == minutes

    @pytest.mark.parametrize(
        "typed", ["0", "601", "abc", "-5", "1e3", "", "1.5", "9999999999", "15 min", "\uff11\uff15", "\x1b[2J"]
    )
    def test_no_minutes(self, typed):
        with pytest.raises(InvalidInputError, match="a whole number from 1 to 600 would be right") as said:
            walks.parse_minutes(typed)
        assert str(said.value).isprintable()

    def test_what_was_typed_is_named(self):
        with pytest.raises(InvalidInputError, match=r"^“601” can't be the minutes"):
            walks.parse_minutes("601")

    @pytest.mark.parametrize("pain", range(11))
    def test_pain(self, pain):
        assert walks.parse_pain(str(pain)) == pain

    @pytest.mark.parametrize("typed", ["11", "-1", "3.5", "bad", ""])
    def test_no_pain(self, typed):
        with pytest.raises(InvalidInputError, match="from 0 to 10 would be right"):
            walks.parse_pain(typed)


class TestWalk:
    @pytest.mark.parametrize("minutes", [0, 601, -5, True, 1.5, "20"])
    def test_minutes_outside_are_refused(self, minutes):
        with pytest.raises(InvalidInputError, match="1 to 600"):
            replace(WALK, minutes=minutes)

    @pytest.mark.parametrize("which", ["pain_before", "pain_after"])
    @pytest.mark.parametrize("pain", [11, -1, True, 2.0])
    def test_pain_outside_is_refused(self, which, pain):
        with pytest.raises(InvalidInputError, match="0 to 10"):
            replace(WALK, **{which: pain})

    def test_one_that_could_not_be_has_no_minutes(self):
        assert replace(WALK, minutes=None).minutes is None

    def test_its_note_is_cleaned_wherever_it_comes_from(self):
        assert replace(WALK, note="one\n\x1btwo").note == "one two"

    def test_a_note_too_long_is_refused(self):
        with pytest.raises(InvalidInputError, match="at most 2,000"):
            replace(WALK, note="x" * 2001)

    def test_a_start_without_a_zone_is_refused(self):
        with pytest.raises(InvalidInputError, match="UTC"):
            replace(WALK, start=NOW.replace(tzinfo=None))

    def test_an_offset_of_a_day_is_refused(self):
        with pytest.raises(InvalidInputError, match="less than a day"):
            replace(WALK, offset=timedelta(days=-1))

    def test_its_start_is_shown_on_the_clock_of_then(self):
        assert WALK.local_start.isoformat() == "2026-11-20T13:00:00+01:00"


class TestTaken:
    def test_day_and_offset_are_fixed_when_it_is_written_down(self):
        start = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
        walk = taken("w", start, 20, now=NOW, local=in_berlin)
        assert (walk.date, walk.offset) == (date(2026, 7, 2), timedelta(hours=2))

    def test_the_persons_day_begins_when_they_say(self):
        start = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
        assert taken("w", start, 20, now=NOW, local=in_berlin, day_start=4).date == date(2026, 7, 1)

    def test_one_that_begins_now_is_taken(self):
        assert taken("w", NOW, 20, now=NOW, local=in_berlin, pain_before=3, note=" short ").note == "short"

    def test_one_still_to_come_is_refused(self):
        with pytest.raises(InvalidInputError, match=r"2026-11-20 13:01, still to come: it is 13:00 now"):
            taken("w", NOW + timedelta(minutes=1), 20, now=NOW, local=in_berlin)


class TestDays:
    @pytest.mark.parametrize(
        ("local", "day_start", "day"),
        [
            (datetime(2026, 11, 20, 0, 0), 0, date(2026, 11, 20)),
            (datetime(2026, 11, 20, 0, 0), 4, date(2026, 11, 19)),
            (datetime(2026, 11, 20, 3, 59), 4, date(2026, 11, 19)),
            (datetime(2026, 11, 20, 4, 0), 4, date(2026, 11, 20)),
            (datetime(2026, 1, 1, 1, 0), 6, date(2025, 12, 31)),
            (datetime(2026, 11, 20, 23, 59), 6, date(2026, 11, 20)),
        ],
    )
    def test_which_day_it_is(self, local, day_start, day):
        assert walks.day_of(local, day_start) == day

    @pytest.mark.parametrize("hour", [-1, 7, 24, True, 1.5])
    def test_when_no_day_begins(self, hour):
        with pytest.raises(InvalidInputError, match="from 0 to 6"):
            walks.day_of(datetime(2026, 11, 20), hour)


class TestWhen:
    @pytest.mark.parametrize(
        ("typed", "start"),
        [
            ("2026-11-20 09:30", datetime(2026, 11, 20, 8, 30, tzinfo=UTC)),
            ("2026-07-01T09:30", datetime(2026, 7, 1, 7, 30, tzinfo=UTC)),
            ("09:30", datetime(2026, 11, 20, 8, 30, tzinfo=UTC)),
            (" 9:30 ", datetime(2026, 11, 20, 8, 30, tzinfo=UTC)),
            ("13:00", NOW),
            ("2026-10-25 02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
            ("2026-10-25 03:00", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        ],
    )
    def test_what_is_meant(self, typed, start):
        assert walks.parse_when(typed, now=NOW, local=in_berlin) == start

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ("yesterday", "“yesterday” is no time: 2026-11-20 09:30, or 09:30 for today"),
            ("", "is no time"),
            ("9", "is no time"),
            ("2026-11-20", "is no time"),
            ("\u0660\u0669:\u0663\u0660", "is no time"),
            ("24:00", "no time that a calendar"),
            ("09:60", "no time that a calendar"),
            ("2026-02-29 09:00", "no time that a calendar"),
            ("0001-01-01 00:00", "no time that a calendar"),
            ("9999-12-31 23:59", "no time that a calendar"),
            ("13:01", "still to come"),
            ("2026-11-21 09:00", "still to come"),
            ("2026-03-29 02:30", "2026-03-29 02:30 never was"),
        ],
    )
    def test_what_is_not_taken(self, typed, says):
        with pytest.raises(InvalidInputError, match=says):
            walks.parse_when(typed, now=NOW, local=in_berlin)

    @given(st.datetimes(datetime(1980, 1, 1), datetime(2026, 11, 19), timezones=st.just(UTC)))
    def test_what_the_clock_showed_is_understood(self, start):
        """Wherever the year takes its clocks, the time that was shown means itself, or the same time an hour before."""
        start = start.replace(second=0, microsecond=0)
        typed = in_berlin(start).strftime("%Y-%m-%d %H:%M")
        assert start - walks.parse_when(typed, now=NOW, local=in_berlin) in {timedelta(0), timedelta(hours=1)}
