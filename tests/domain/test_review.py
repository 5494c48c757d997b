"""A week is what its days say, and "couldn't today" says nothing about anything."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backcoach.domain import engine, review
from backcoach.domain.days import month_of, week_of
from backcoach.domain.diary import EntryKind
from backcoach.domain.engine import Stop
from backcoach.domain.review import Helped, Run, Uses, Week, helped, mean, period_of
from backcoach.domain.routine import Act, Kind, Routine, Step
from tests.doubles import new_entry, new_walk
from tests.store import samples

MONDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 22)


def walk(walk_id, day, minutes, before=None, after=None, *, hour=9):
    start = datetime(2026, 11, day, hour, 0, tzinfo=UTC)
    return new_walk(walk_id, start, minutes, pain_before=before, pain_after=after)


WALKS = (walk("b", 16, 12, 6, 5, hour=15), walk("a", 16, 10, 5, None), walk("c", 19, 15, 5, 4), walk("d", 22, 1))
COULD_NOT = walk("n", 18, None)


def week(*more, goal=15):
    period = period_of(
        MONDAY, SUNDAY, walks=(*WALKS, *more), uses={MONDAY: Uses(ice=3, heat=1, stretch=2)}, goal=lambda _day: goal
    )
    return Week(period, 70)


def led(kind, seconds):
    lead_in, hold = Step(Act.READY, timedelta(seconds=5)), Step(Act.HOLD, timedelta(seconds=20))
    begun = engine.begin(
        f"{kind}-{seconds}", Routine("x", kind, "X", ("001",), (lead_in, hold, hold)), samples.at()
    ).session
    return engine.decide(begun, Stop(), samples.at().after(timedelta(seconds=seconds))).session


def test_each_application_counts_and_each_guided_session_in_which_something_was_done():
    sessions = (samples.complete("a"), samples.removed("b", kind=Kind.HEAT), samples.begun("c"))
    sessions += (led(Kind.STRETCH, 62), led(Kind.BREATHE, 62), led(Kind.STRETCH, 2))
    used = review.uses_by_day(sessions, lambda wall: wall + timedelta(hours=11, minutes=36), timedelta(0))
    assert used == {
        date(2026, 11, 20): {"ice": 1, "heat": 1, "stretch": 1, "breathe": 1},
        date(2026, 11, 21): {"ice": 1},
    }


def test_the_week_has_the_keys_of_the_contract_and_no_others():
    document = week().as_json()
    assert list(document) == [
        *("start", "end", "days", "total_minutes", "walks", "days_walked", "longest_minutes"),
        *("previous_total_minutes", "helped"),
    ]
    assert [day["date"] for day in document["days"]] == [f"2026-11-{day}" for day in range(16, 23)]
    assert document["days"][0] == {
        "date": "2026-11-16",
        "walks": 2,
        "minutes": 22,
        "goal_minutes": 15,
        "met": True,
        "pain_before": 5.5,
        "pain_after": 5.0,
        "ice": 3,
        "heat": 1,
        "stretches": 2,
    }
    assert document["days"][1]["pain_before"] is None
    assert document["days"][1]["met"] is False
    totals = {key: document[key] for key in ("total_minutes", "walks", "days_walked", "longest_minutes")}
    assert totals == {"total_minutes": 38, "walks": 4, "days_walked": 3, "longest_minutes": 15}
    assert document["previous_total_minutes"] == 70
    json.dumps(document, allow_nan=False)


def test_could_not_is_neutral_in_every_figure():
    assert week(COULD_NOT).as_json() == week().as_json()
    assert week(COULD_NOT).period.days[2].could_not
    assert week(walk("m", 16, None)).as_json() == week().as_json()
    assert not week(walk("m", 16, None)).period.days[0].could_not


def test_what_is_deleted_or_of_another_week_is_not_counted():
    gone = replace(walk("x", 17, 100), deleted=datetime(2026, 11, 18, tzinfo=UTC))
    assert week(gone, walk("y", 15, 100), walk("z", 23, 100)).as_json() == week().as_json()


def test_the_goal_is_that_of_the_day():
    def goal(day):
        return 6 if day < date(2026, 11, 19) else 20

    days = period_of(MONDAY, SUNDAY, walks=WALKS, goal=goal).days
    assert [day.goal_minutes for day in days] == [6, 6, 6, 20, 20, 20, 20]
    assert [day.met for day in days] == [True, False, False, False, False, False, False]


def test_without_a_goal_nothing_is_met_or_missed():
    assert {day["met"] for day in week(goal=None).as_json()["days"]} == {None}


def test_a_days_pain_is_the_mean_of_all_that_was_noted():
    entries = [new_entry("p", EntryKind.PAIN, datetime(2026, 11, 17, 8, tzinfo=UTC), value=value) for value in (7, 4)]
    period = period_of(MONDAY, SUNDAY, walks=WALKS, diary=entries)
    assert [day.pain for day in period.days] == [5.3, 5.5, None, 4.5, None, None, None]
    assert period.diary(EntryKind.PAIN) == tuple(entries)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], None), ([None], None), ([5, None, 6], 5.5), ([0], 0.0), ([1, 1, 2], 1.3), ([4.05], 4.1), ([6, 6, 5], 5.7)],
)
def test_means(values, expected):
    assert mean(values) == expected


@pytest.mark.parametrize(
    ("day", "week_start", "first"),
    [
        ("2026-11-22", 0, "2026-11-16"),
        ("2026-11-16", 0, "2026-11-16"),
        ("2026-11-22", 6, "2026-11-22"),
        ("2026-11-21", 6, "2026-11-15"),
        ("2026-11-22", 5, "2026-11-21"),
        ("2027-01-01", 0, "2026-12-28"),
        ("2024-02-29", 3, "2024-02-29"),
    ],
)
def test_weeks_start_where_they_are_set_to(day, week_start, first):
    start, end = week_of(date.fromisoformat(day), week_start)
    assert start == date.fromisoformat(first)
    assert end - start == timedelta(days=6)


def test_a_period_by_its_weeks():
    parts = period_of(date(2026, 11, 14), date(2026, 11, 23), walks=WALKS).weeks()
    assert [(part.start.day, part.end.day, part.total_minutes) for part in parts] == [
        (14, 15, 0),
        (16, 22, week().period.total_minutes),
        (23, 23, 0),
    ]


def test_pain_with_walks_and_at_its_worst():
    entry = new_entry("p", EntryKind.PAIN, datetime(2026, 11, 17, 8, tzinfo=UTC), value=9)
    period = period_of(MONDAY, SUNDAY, walks=[walk("a", 16, 5, 6, 4), walk("b", 17, 5, 5, None)], diary=[entry])
    assert period.pain_with_walks == (5.5, 4)
    assert period.worst_pain == 9
    assert period_of(MONDAY, SUNDAY).worst_pain is None
    assert period_of(MONDAY, SUNDAY, walks=[COULD_NOT]).could_not == 1


def test_months():
    assert month_of(date(2024, 2, 10)) == (date(2024, 2, 1), date(2024, 2, 29))
    assert month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("start", "day_start", "weekday"),
    [
        (datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")), 0, 6),
        (datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin")), 4, 5),
        (datetime(2026, 3, 29, 3, 0, tzinfo=ZoneInfo("Europe/Berlin")), 0, 6),
        (datetime(2026, 3, 29, 3, 59, tzinfo=ZoneInfo("Europe/Berlin")), 4, 5),
        (datetime(2026, 11, 20, 23, 59, tzinfo=ZoneInfo("Europe/Berlin")), 0, 4),
        (datetime(2026, 11, 21, 3, 59, tzinfo=ZoneInfo("Asia/Tokyo")), 4, 4),
        (datetime(2026, 11, 23, 0, 10, tzinfo=ZoneInfo("Asia/Tokyo")), 4, 6),
    ],
)
def test_the_right_day_in_the_right_week(start, day_start, weekday):
    walked = new_walk("a", start, 10, day_start=timedelta(hours=day_start))
    first, last = week_of(walked.date)
    days = period_of(first, last, walks=[walked]).days
    assert [day.minutes for day in days] == [10 if n == weekday else 0 for n in range(7)]


def test_the_latest_pain_is_the_one_noted_last_before_or_after_a_walk_or_in_the_diary():
    walked = walk("a", 16, 10, 5, 3)
    assert review.period_of(MONDAY, MONDAY).days[0].pain_latest is None
    assert review.period_of(MONDAY, MONDAY, walks=(walked,)).days[0].pain_latest == 3
    later = new_entry("p", EntryKind.PAIN, walked.start + timedelta(minutes=11), value=7)
    between = new_entry("q", EntryKind.PAIN, walked.start + timedelta(minutes=9), value=8)
    assert review.period_of(MONDAY, MONDAY, walks=(walked,), diary=(later, between)).days[0].pain_latest == 7
    assert review.period_of(MONDAY, MONDAY, walks=(walked,), diary=(between,)).days[0].pain_latest == 3


NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def at(minutes):
    return NOON + timedelta(minutes=minutes)


def ice(begun=0, eased=15, ended=35):
    return Run(Kind.ICE, at(begun), at(eased), at(ended))


@pytest.mark.parametrize(
    ("pains", "pair"),
    [
        ({0: 6, 15: 4}, (6, 4)),
        ({-61: 6, 15: 4}, None),
        ({-60: 9, -20: 6, 15: 4}, (6, 4)),
        ({-10: 6, 5: 8, 20: 4}, (6, 4)),
        ({-10: 6, 20: 4, 30: 2}, (6, 4)),
        ({-10: 6, 50: 4}, (6, 4)),
        ({-10: 6, 51: 4}, None),
        ({5: 6, 20: 4}, None),
        ({-10: 6, 14: 4}, None),
        ({}, None),
    ],
)
def test_of_the_pains_the_last_before_and_the_first_after_belong_to_a_session(pains, pair):
    found = helped([ice()], [(at(minutes), pain) for minutes, pain in pains.items()])

    assert found == (() if pair is None else (Helped(Kind.ICE, 1, *pair, pair[1] - pair[0]),))


def test_of_several_sessions_the_means_are_given_kind_by_kind():
    walk_ = Run(Kind.WALK, at(200), at(210), at(210))
    pains = [
        (at(0), 6),
        (at(15), 5),
        (at(100), 5),
        (at(115), 3),
        (at(300), 6),
        (at(315), 6),
        (at(200), 3),
        (at(210), 4),
    ]

    found = helped([walk_, ice(), ice(100, 115, 135), ice(300, 315, 335)], sorted(pains))

    assert found == (Helped(Kind.ICE, 3, 5.7, 4.7, -1.0), Helped(Kind.WALK, 1, 3.0, 4.0, 1.0))


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 10))), st.lists(st.integers(0, 400)))
def test_any_pains_and_sessions_give_figures_that_can_be_so(pains, begun):
    found = helped([ice(n, n + 15, n + 35) for n in begun], sorted((at(minutes), pain) for minutes, pain in pains))

    for one in found:
        assert 1 <= one.times <= len(begun)
        assert 0 <= min(one.pain_before, one.pain_after) <= max(one.pain_before, one.pain_after) <= 10
        assert one.change == round(one.pain_after - one.pain_before, 1)
