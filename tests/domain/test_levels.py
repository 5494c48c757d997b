"""When another walking level is offered."""

from datetime import UTC, date, datetime

import pytest

from backcoach.domain.settings import Settings
from backcoach.domain.walks import Agreed, WalkLevel, goal_on, offered
from tests.doubles import new_walk

LEVELS = (
    WalkLevel("first", "First", 2, 3, 7, ("003",)),
    WalkLevel("easing", "Easing", 5, 3, 7, ("000",)),
    WalkLevel("more", "More", 10, 3, 7, ("000",)),
)
TODAY = date(2026, 11, 22)


def day(number, minutes, rise=None):
    before, after = (None, None) if rise is None else (max(0, -rise), max(0, rise))
    start = datetime(2026, 11, number, 9, tzinfo=UTC)
    return new_walk(f"w{number}", start, minutes, pain_before=before, pain_after=after)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([day(20, 15), day(21, 15)], "more"),
        ([day(20, 15), day(22, 20)], "more"),
        ([day(20, 15), day(21, 14), day(22, 15)], "more"),
        ([day(20, 15), day(21, 14)], None),
        ([day(21, 15)], None),
        ([], None),
        ([day(19, 15), day(20, 15)], None),
        ([day(21, 15), day(23, 15)], None),
        ([day(20, 15, 1), day(21, 15, -3), day(22, None)], "more"),
        ([day(20, 15), day(21, 15, 2)], None),
        ([day(20, 15), day(21, 15), day(22, 3, 4)], None),
        ([day(19, 3, 9), day(20, 15), day(21, 15)], "more"),
    ],
)
def test_the_next_level_comes_after_two_of_the_last_three_days_without_more_pain(days, expected):
    level = offered(LEVELS, "easing", days, TODAY)

    assert (level.id if level else None) == expected


def test_a_flare_up_offers_the_level_below_whatever_was_walked():
    days = [day(21, 60), day(22, 60)]

    assert offered(LEVELS, "easing", days, TODAY, flare_began=True).id == "first"


def test_with_no_level_below_the_ordinary_rule_holds_in_a_flare_up():
    assert offered(LEVELS, "first", [day(21, 60), day(22, 60)], TODAY, flare_began=True).id == "easing"
    assert offered(LEVELS, "first", [day(22, 60)], TODAY, flare_began=True) is None


def test_there_is_nothing_above_the_last_or_beside_an_unknown_one():
    days = [day(21, 60), day(22, 60)]

    assert offered(LEVELS, "more", days, TODAY) is None
    assert offered(LEVELS, "marathon", days, TODAY) is None


def test_a_goal_is_all_walks_of_a_day():
    assert LEVELS[1].goal_minutes == 15


@pytest.mark.parametrize(
    ("day", "wanted", "level"),
    [
        (date(2026, 11, 19), None, "first"),
        (date(2026, 11, 20), None, "easing"),
        (date(2026, 11, 22), None, "more"),
        (date(2026, 11, 22), "first", "first"),
        (date(2026, 11, 19), "unknown", "first"),
    ],
)
def test_the_level_of_a_day_is_the_one_that_held_then(day, wanted, level):
    now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    agreed = [
        Agreed("a", "easing", now, date(2026, 11, 20)),
        Agreed("b", "gone", now, date(2026, 11, 21)),
        Agreed("c", "more", now, date(2026, 11, 22)),
    ]
    assert goal_on(day, LEVELS, agreed, Settings(goal_level=wanted)).id == level
