"""The week as text reads in 40 columns and without colour."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.domain.diary import EntryKind
from backcoach.domain.review import Helped, Uses, Week, period_of
from backcoach.domain.routine import Kind
from backcoach.domain.week_text import BEGIN, bar, days_name, helped_words, rows, sentence, week_lines
from tests.doubles import new_entry, new_walk

MONDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 22)


def walk(day, minutes, before=None, after=None, hour=9):
    start = datetime(2026, 11, day, hour, tzinfo=UTC)
    return new_walk(f"{day}-{hour}", start, minutes, pain_before=before, pain_after=after)


WALKS = (walk(16, 22, 6, 5), walk(17, 12, 6, 6), walk(18, None), walk(19, 15, 5, 4), walk(21, 47, 4, 3))
PAIN = (new_entry("p", EntryKind.PAIN, datetime(2026, 11, 18, 9, tzinfo=UTC), value=10),)


def week(walks=WALKS, before=70, uses=None, diary=PAIN):
    return Week(period_of(MONDAY, SUNDAY, walks=walks, diary=diary, uses=uses, goal=lambda _day: 15), before)


USED = {MONDAY: Uses(ice=3), date(2026, 11, 17): Uses(ice=4, heat=2, stretch=1)}


def test_a_week_in_forty_columns():
    assert week_lines(week(uses=USED), 40, SUNDAY) == [
        "Week of 16 \N{EN DASH} 22 November",
        "96 min, 4 walks on 4 days",
        "before: 70 min · longest 47 min",
        "",
        "Mon 16  ▇▇▇▇▇▇│▇▇            22 min  6→5",
        "Tue 17  ▇▇▇▇▇ │              12 min  6→6",
        "Wed 18  couldn't",
        "Thu 19  ▇▇▇▇▇▇│              15 min  5→4",
        "Fri 20        │",
        "Sat 21  ▇▇▇▇▇▇│▇▇▇▇▇▇▇▇▇▇▇▇  47 min  4→3",
        "Sun 22        │",
        "│ goal 15 min a day, met on 3 days",
        "",
        "Day       Mo  Tu  We  Th  Fr  Sa  Su",
        "Pain     5.5   6  10 4.5   \N{EN DASH} 3.5   \N{EN DASH}",
        "Used    ice 7, heat 2, stretch 1",
        "",
        "You walked on 4 of 7 days, 26 minutes",
        "more than the week before; pain after",
        "walking fell from 5 to 3.",
    ]


@pytest.mark.parametrize("width", [1, 40, 41, 57, 80, 100, 120, 300])
@pytest.mark.parametrize("minutes", [1, 600])
def test_no_line_is_wider_than_the_window(width, minutes):
    many = [walk(day, minutes, 10, 10, hour) for day in range(16, 23) for hour in range(12)]
    lines = week_lines(
        week(many, uses={day.date: Uses(ice=99, heat=99, stretch=99) for day in week().period.days}), width, SUNDAY
    )
    assert max(map(len, lines)) <= min(120, max(40, width))


def test_a_tiny_window_has_figures_and_no_bars():
    lines = rows(week().period.days, 20, SUNDAY)
    assert not any("▇" in line for line in lines)
    assert lines[2].endswith("couldn't")
    assert sum(" min" in line for line in lines) == week().period.days_walked


def test_a_wide_window_shows_what_was_used_beside_each_day():
    lines = week_lines(week(uses=USED), 100, SUNDAY)
    assert any(line.startswith("Mon 16") and "1 walk" in line and line.endswith("ice 3") for line in lines)
    assert any("pain 6 → 6  ice 4, heat 2, stretch 1" in line for line in lines)


def test_days_to_come_bear_no_mark():
    lines = week_lines(week(WALKS[:2]), 80, date(2026, 11, 17))
    assert "Wed 18" in lines
    assert sum("│" in line for line in lines) == 3


@given(st.integers(0, 7200), st.integers(1, 600), st.integers(10, 40))
def test_a_bar_passes_the_mark_only_where_the_goal_was_met(minutes, goal, cells):
    drawn = bar(minutes, goal, max(minutes, goal), cells)
    assert len(drawn) == cells + 1
    assert drawn.count("│") == 1
    before = drawn.split("│")[0]
    if minutes >= goal:
        assert set(before) == {"▇"}
    elif len(before) > 1:
        assert before.endswith(" ")
    assert ("▇" in drawn) == (minutes > 0)


@pytest.mark.parametrize(
    ("shown", "today", "says"),
    [
        (week((), 0, diary=()), SUNDAY, BEGIN),
        (week((), 0, diary=()), date(2027, 1, 1), "Nothing is noted for this week."),
        (week(()), SUNDAY, "No walk is noted for this week."),
        (week((walk(18, None),)), SUNDAY, "Walking was not possible on 1 day; no walk is noted on the others."),
        (week((walk(16, 5),), 0), SUNDAY, "You walked on 1 of 7 days, 5 minutes."),
        (week((walk(16, 5),), 5), SUNDAY, "You walked on 1 of 7 days, 5 minutes, the same as the week before."),
        (week((walk(16, 5),), 6), SUNDAY, "You walked on 1 of 7 days, 1 minute fewer than the week before."),
        (
            week((walk(16, 5),), 6),
            date(2026, 11, 17),
            "You walked on 1 of 2 days so far, 5 minutes; 6 in the week before.",
        ),
        (
            week((walk(16, 5, 4, 4), walk(17, 5, 4, 5)), 0),
            SUNDAY,
            "You walked on 2 of 7 days, 10 minutes; pain after walking stayed near 5.",
        ),
        (
            week((walk(16, 5, 4, 4), walk(17, 5, 4, 7)), 0),
            SUNDAY,
            "You walked on 2 of 7 days, 10 minutes; pain after walking rose from 4 to 7.",
        ),
    ],
)
def test_the_week_in_a_sentence(shown, today, says):
    assert sentence(shown, today) == says
    assert sum(line.startswith("You walked") for line in week_lines(shown, 40, today)) <= 1


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("2026-11-16", "2026-11-22", "16 - 22 November"),
        ("2026-11-30", "2026-12-06", "30 November - 6 December"),
        ("2026-12-28", "2027-01-03", "28 December 2026 - 3 January 2027"),
    ],
)
def test_a_span_of_days_in_words(first, last, name):
    assert days_name(date.fromisoformat(first), date.fromisoformat(last)) == name.replace("-", "\N{EN DASH}")


@pytest.mark.parametrize(
    ("helped", "words"),
    [
        ((), ""),
        ((Helped(Kind.ICE, 9, 6.0, 4.6, -1.4),), "After ice your pain was 1.4 lower, 9 times."),
        ((Helped(Kind.HEAT, 5, 4.0, 5.0, 1.0),), "After heat your pain was 1 higher, 5 times."),
        ((Helped(Kind.WALK, 7, 4.0, 4.0, 0.0),), "After walks your pain was the same, 7 times."),
        ((Helped(Kind.STRETCH, 4, 9.0, 1.0, -8.0),), "After stretching (4 times): too few to tell."),
    ],
)
def test_what_helped_is_a_sentence_and_never_a_cause(helped, words):
    assert helped_words(helped).removeprefix("Over four weeks. ") == words


def test_what_helped_stands_below_the_week():
    lines = week_lines(Week(week().period, 0, (Helped(Kind.ICE, 9, 6.0, 4.6, -1.4),)), 80, SUNDAY)
    assert lines[-1] == "Over four weeks. After ice your pain was 1.4 lower, 9 times."
