"""The day out of the journal: sessions and walks tick it, and what is put off is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backcoach.coach.day import Days
from backcoach.coach.log import Reviews
from backcoach.domain.days import DAY, local_day
from backcoach.domain.engine import Acknowledge, Hurts, NotNowError, Stop
from backcoach.domain.plans import posture_routine
from backcoach.domain.record import Record
from backcoach.domain.routine import Kind
from backcoach.domain.settings import Settings
from backcoach.library import Library
from tests.doubles import ids, journal_on

MINUTE = timedelta(minutes=1)
PLANS = Library().plans


def days_on(journal, clock, **settings):
    return Days(clock, journal, Library(), Settings(**settings), new_id=ids())


@pytest.fixture
def days(journal, clock):
    return days_on(journal, clock)


@pytest.fixture
def today(days, coach):
    return lambda: days.today(coach.sessions)


def times(clock, today, *kinds):
    return [f"{clock.local(item.at):%H:%M}" for item in today.day.ahead if item.kind in kinds]


def write(journal, clock, kind, *, ago=0, **doc):
    at = clock.wall - ago * MINUTE
    journal.archive.put(Record(f"{kind}-{ago}", kind, at, local_day(clock.local(at)), doc))


def take(coach, clock, kind=Kind.ICE, minutes=15, plan="steady"):
    coach.skin.confirm()
    session = coach.start(PLANS[plan].routine(kind), plan=plan)
    clock.advance(minutes=minutes)
    coach.look()
    coach.act(session.id, Acknowledge() if minutes >= 15 else Stop())
    return session


def test_nothing_is_suggested_to_someone_without_flare_up_and_goal(today):
    assert today().day.items == ()
    assert (today().flare, today().goal, today().line) == (None, None, "")


def test_a_wall_clock_that_drifts_tells_the_onset_to_the_minute(days, clock):
    days.flares.start(clock.wall - DAY, "steady")
    clock.set_wall(seconds=-0.3)
    with pytest.raises(NotNowError, match="14:05"):
        days.flares.start(clock.wall, "steady")


def test_at_the_onset_ice_is_next_and_two_hours_after_it_began_again(days, today, coach, clock):
    days.flares.start(clock.wall, "steady")
    days.forget()
    assert today().day.next.label == "Ice, 15 min"
    take(coach, clock)
    assert times(clock, today(), Kind.ICE) == ["16:05", "18:05", "20:05"]
    clock.advance(minutes=20)
    coach.look()
    assert [item.label for item in today().day.done] == ["Ice, 15 min"]
    assert today().line == "Day 1, 0 h · plan steady (000, 003, backcoach) · ice until Tue 14:05"
    assert today().sentence == "ice until Tuesday 14:05, plan steady, sources 000, 003, backcoach"


@pytest.mark.parametrize(
    "doc",
    [
        {"item": ["a"], "until": None},
        {"item": {}},
        {},
        {"item": "ice", "until": 5},
        {"item": "ice", "until": "9999-12-31T23:00:00+00:00"},
    ],
)
def test_what_was_put_off_in_another_shape_is_passed_over(days, today, journal, clock, doc):
    """As a newer version may write it: the window opens."""
    days.flares.start(clock.wall, "steady")
    write(journal, clock, "skip", **doc)
    clock.advance(minutes=1)
    clock.set_wall(minutes=300)
    assert today().day.next.label == "Ice, 15 min"


def test_a_pack_that_came_off_early_lets_the_skin_rest(days, today, coach, clock):
    days.flares.start(clock.wall, "steady")
    days.forget()
    take(coach, clock, minutes=2)
    assert times(clock, today(), Kind.ICE)[0] == "14:27"


def test_what_runs_is_not_suggested(days, today, coach, clock):
    days.flares.start(clock.wall - 120 * MINUTE, "steady")
    days.forget()
    assert "15:05" not in times(clock, today(), Kind.POSTURE)
    assert times(clock, today(), Kind.POSTURE) != []
    coach.start(posture_routine())
    assert times(clock, today(), Kind.POSTURE) == []


def test_heat_that_made_it_worse_counts_for_this_flare_up_alone(days, today, coach, clock):
    days.flares.start(clock.wall, "warm")
    days.forget()
    coach.skin.confirm()
    session = coach.start(PLANS["warm"].routine(Kind.HEAT))
    clock.advance(minutes=10)
    coach.act(session.id, Hurts())
    assert {item.kind for item in today().day.ahead if item.kind.is_on_skin} == {Kind.ICE}
    clock.advance(hours=1)
    days.flares.end()
    days.flares.start(clock.wall, "warm")
    days.forget()
    assert today().day.next.kind is Kind.HEAT


def test_walks_tick_the_day_and_their_pain_is_known(days, today, journal, clock):
    days.flares.start(clock.wall - 20 * 60 * MINUTE, "steady", pain=8)
    clock.advance(hours=4)
    write(journal, clock, "walk", ago=200, minutes=4, pain_before=6, pain_after=5)
    write(journal, clock, "walk", ago=30, minutes=None)
    days.forget()
    found = today()
    assert (found.walks, found.walk_minutes, found.goal.times, found.goal.minutes) == (1, 4, 3, 2)
    assert (found.pains, found.pain) == ((8, 6, 5), 5)
    assert [item.label for item in found.day.done] == ["Walk, 4 min"]
    assert next(item.label for item in found.day.ahead if item.kind is Kind.WALK) == "Walk 2 of 3, 2 min"


def test_pain_in_the_diary_brings_the_stretches_and_ends_the_lifting_limit(days, today, journal, clock):
    days.flares.start(clock.wall - 30 * 60 * MINUTE, "steady", pain=8)
    days.forget()
    assert times(clock, today(), Kind.STRETCH) == []
    assert "6.8 kg" in today().lifting
    clock.advance(minutes=20)
    write(journal, clock, "diary", ago=5, entry="pain", value=0)
    days.forget()
    assert times(clock, today(), Kind.STRETCH) == ["15:30", "20:30"]
    assert today().lifting == ""


@pytest.mark.parametrize(
    ("settings", "level", "expected"),
    [
        ({}, None, None),
        ({}, "more", (3, 10)),
        ({"goal_level": "further"}, "more", (2, 15)),
        ({"goal_walks": 5}, None, (5, 2)),
        ({"goal_walks": 4, "goal_minutes": 7}, "more", (4, 7)),
        ({"goal_level": "gone"}, None, (3, 2)),
    ],
)
def test_the_goal_is_what_was_set_or_agreed_to(journal, clock, settings, level, expected):
    if level:
        write(journal, clock, "level", level=level)
    goal = days_on(journal, clock, **settings).today(()).goal
    assert (goal and (goal.times, goal.minutes)) == expected


@pytest.mark.parametrize(
    ("settings", "levels"),
    [
        ({}, []),
        ({}, ["more", "easing"]),
        ({}, ["more", "one of a newer backcoach"]),
        ({}, [["no word"]]),
        ({"goal_level": "gone"}, ["more"]),
        ({"goal_walks": 5}, ["habit"]),
        ({"goal_walks": 4, "goal_minutes": 7}, ["habit"]),
    ],
)
def test_the_day_and_the_review_have_one_goal(journal, clock, settings, levels):
    """In a flare-up too, for someone who never chose: the lightest level is the beginning, for everyone."""
    for n, level in enumerate(levels):
        write(journal, clock, "level", ago=20 - n, level=level)
    days = days_on(journal, clock, **settings)
    days.flares.start(clock.wall, "steady")
    day, goal = days.date_of(clock.wall), days.today(()).goal
    reviews = Reviews(journal, clock.local, days.settings, days.content.levels)

    assert goal.times * goal.minutes == reviews.day(day).goal_minutes
    shown = reviews.goal(day)
    assert (goal.times, goal.minutes, goal.days_a_week) == (shown.times, shown.minutes, shown.days_a_week)


@pytest.mark.parametrize(("walked", "goal"), [(4, 30), (5, None)])
def test_five_days_a_week_leave_two_days_free(journal, clock, walked, goal):
    """On Saturday and Sunday no walk is suggested to someone who has walked from Monday to Friday."""
    for n in range(walked):
        write(journal, clock, "walk", ago=60 * (144 - 24 * n), minutes=30)
    write(journal, clock, "walk", ago=60 * 170, minutes=30)
    found = days_on(journal, clock, goal_level="habit").today(()).goal
    assert (found and found.goal_minutes) == goal


def test_what_is_put_off_and_left_out_is_so_in_every_window(days, today, clock, store):
    days.flares.start(clock.wall, "steady")
    days.forget()
    days.put_off(today().day.next)
    other = days_on(journal_on(store), clock)
    assert times(clock, other.today(()), Kind.ICE)[0] == "14:35"
    item = next(item for item in today().day.ahead if item.kind is Kind.ICE)
    days.leave_out(item)
    other.forget()
    assert times(clock, other.today(()), Kind.ICE)[0] == "16:05"


def test_a_day_is_worked_out_once_a_minute(days, clock, monkeypatch):
    asked = []
    monkeypatch.setattr(days.flares, "history", lambda: asked.append(1) or ())
    for _ in range(90):
        days.today(())
        clock.advance(seconds=1)
    assert len(asked) <= 3


def test_a_plan_whose_file_is_gone_gives_way_to_the_default(days, today, clock):
    days.flares.start(clock.wall, "clinic")
    days.forget()
    assert today().plan.id == "steady"


def test_rest_for_over_a_day_is_nudged_and_a_walk_ends_that(days, today, journal, clock):
    days.flares.start(clock.wall - 30 * 60 * MINUTE, "steady")
    days.forget()
    assert "You haven't walked for a day" in today().nudge
    write(journal, clock, "walk", ago=5, minutes=2)
    days.forget()
    assert today().nudge == ""


def test_a_third_flare_up_in_eight_weeks_is_a_reason_to_see_someone(days, today, clock):
    for ago in (40, 20, 1):
        days.flares.start(clock.wall - timedelta(days=ago), "steady")
        if ago > 1:
            days.flares.end()
    days.forget()
    assert [name for name, _ in today().reasons] == ["comes back"]
