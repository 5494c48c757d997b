"""A walk is quick to type, and a wrong one is refused in a sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backcoach.domain import walks
from backcoach.domain.diary import Here, TypedWalk, read_walk
from backcoach.domain.text import WordsError
from backcoach.domain.walks import Walk, parse_minutes, parse_pain, parse_walked, pick
from tests.doubles import new_walk

START = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))


def test_a_walk_as_json_has_the_keys_of_the_contract():
    walk = new_walk("a1", START, 12, pain_before=5, pain_after=4, note="to the bakery")
    assert walk.as_json() == {
        "id": "a1",
        "start": "2026-11-20T09:30:00+01:00",
        "date": "2026-11-20",
        "minutes": 12,
        "pain_before": 5,
        "pain_after": 4,
        "note": "to the bakery",
    }


@pytest.mark.parametrize("typed", ["c", " Couldn\u2019t ", "couldn't", "couldnt", "could not"])
def test_that_walking_was_not_possible_is_read_in_every_spelling(typed):
    assert parse_walked(typed) is None
    assert parse_walked("12") == 12


@pytest.mark.parametrize(
    "typed", ["0", "601", "abc", "-5", "1e3", "", "  ", "1.5", "+5", "1_0", "\u0660", "9" * 10_000, "\x1b[2J"]
)
def test_minutes_that_are_none(typed):
    with pytest.raises(WordsError, match="whole number from 1 to 600") as caught:
        parse_minutes(typed)
    assert caught.value.field == "minutes"
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 150


@pytest.mark.parametrize(("typed", "minutes"), [("1", 1), (" 12 ", 12), ("600", 600), ("012", 12), ("١٢", 12)])
def test_minutes(typed, minutes):
    assert parse_minutes(typed) == minutes


@pytest.mark.parametrize("typed", ["11", "-1", "x", "5.5", "100", "1e1"])
def test_a_pain_that_is_none(typed):
    with pytest.raises(WordsError, match="whole number from 0, no pain, to 10") as caught:
        parse_pain(typed, field="pain_after")
    assert caught.value.field == "pain_after"


@pytest.mark.parametrize(("typed", "pain"), [("0", 0), ("10", 10), ("", None), (" 7 ", 7), ("٣", 3)])
def test_a_pain(typed, pain):
    assert parse_pain(typed) == pain


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": True}, "minutes"),
        ({"minutes": 5.0}, "minutes"),
        ({"pain_before": 11}, "pain_before"),
        ({"pain_after": -1}, "pain_after"),
        ({"note": "x" * 2001}, "note"),
        ({"start": datetime(2026, 11, 20, 9, 30)}, "at"),  # noqa: DTZ001 - no offset is the point
        ({"start": datetime(1, 1, 1, tzinfo=UTC), "date": date(1, 1, 1)}, "at"),
        ({"date": date(2026, 11, 19)}, "date"),
        ({"date": date(2026, 11, 21)}, "date"),
    ],
)
def test_a_walk_that_can_not_be(wrong, field):
    values = {"id": "a", "start": START, "date": START.date(), "minutes": 10}
    with pytest.raises(WordsError) as caught:
        Walk(**(values | wrong))
    assert caught.value.field == field


def test_the_day_of_a_walk_stays_after_a_flight_and_after_edits():
    """Berlin, 23:30, stored; then the traveller wakes up in Tokyo and edits the note."""
    walk = new_walk("a", datetime(2026, 11, 20, 23, 30, tzinfo=ZoneInfo("Europe/Berlin")), 10)
    read_again = datetime.fromisoformat(walk.start.isoformat()).astimezone(ZoneInfo("Asia/Tokyo"))
    assert read_again.date() == date(2026, 11, 21)
    assert walk.date == date(2026, 11, 20)
    assert walk.start.isoformat() == "2026-11-20T23:30:00+01:00"


def test_a_walk_after_midnight_belongs_to_the_day_before_when_the_day_starts_at_four():
    night = datetime(2026, 11, 21, 0, 40, tzinfo=UTC)
    assert new_walk("a", night, 10, day_start=timedelta(hours=4)).date == date(2026, 11, 20)
    assert new_walk("a", night, 10).date == date(2026, 11, 21)


def test_a_day_without_a_walk_is_an_entry_of_its_own():
    walk = new_walk("a", START, None)
    assert not walk.is_walked
    assert walk.pain_rise is None


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 1), (29, 1), (89, 1), (90, 2), (90_000, 600)])
def test_a_timed_walk_is_counted_to_the_nearest_minute(seconds, minutes):
    assert walks.minutes_of(timedelta(seconds=seconds)) == minutes


def test_an_unambiguous_beginning_of_an_id_is_enough():
    ids = ["abc", "abd", "x", "abcd"]
    assert pick("x", ids) == "x"
    assert pick("abc", ids) == "abc"
    assert pick("abd", ids) == "abd"
    with pytest.raises(WordsError, match="Several entries begin with “ab”: abc, abcd, abd"):
        pick("ab", ids)
    with pytest.raises(WordsError, match="No entry begins with"):
        pick("z", ids)
    with pytest.raises(WordsError, match="empty"):
        pick(" ", ids)


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("now", "minutes", "start"),
    [
        ("2026-11-20T09:30:00+01:00", 10, "2026-11-20T09:20:00+01:00"),
        ("2026-11-20T00:05:00+01:00", 10, "2026-11-19T23:55:00+01:00"),
        ("2026-11-20T09:30:00+01:00", None, "2026-11-20T09:30:00+01:00"),
        ("2026-03-29T03:10:00+02:00", 20, "2026-03-29T01:50:00+01:00"),
        ("2026-10-25T02:10:00+01:00", 20, "2026-10-25T02:50:00+02:00"),
    ],
)
def test_a_walk_without_a_time_has_just_ended_also_where_the_clocks_change(now, minutes, start):
    here = Here(datetime.fromisoformat(now), lambda at: at.astimezone(BERLIN), timedelta(0))
    typed = TypedWalk("couldn't" if minutes is None else str(minutes))
    assert read_walk(typed, "a", here).start.isoformat() == start


@pytest.mark.parametrize(("minutes", "is_over"), [(1, True), (31, True), (32, False), (600, False), (None, True)])
def test_no_part_of_a_walk_lies_in_the_future(minutes, is_over):
    walk = new_walk("a", datetime.fromisoformat("2026-11-20T09:00:00+01:00"), minutes)
    now = datetime.fromisoformat("2026-11-20T09:30:00+01:00")
    if is_over:
        assert walks.check_over(walk, now) is walk
    else:
        with pytest.raises(WordsError, match="still to come"):
            walks.check_over(walk, now)
