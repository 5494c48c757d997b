"""What stands before a stretch, and what pain after it means."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from backcoach.domain import engine, stretches
from backcoach.domain.engine import Hurts, Next, Stop
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.routine import Side
from backcoach.library import Library
from tests.domain.support import BREATHE, begun, minutes, moment, played, seconds, tick

STRETCHES = Library().stretches
KNEES, OVERHEAD, WALKING = STRETCHES["knees"], STRETCHES["overhead"], STRETCHES["high-knees"]


@pytest.mark.parametrize("pain", range(11))
def test_pain_decides(pain):
    if pain <= 4:
        stretches.check_pain(pain)
    elif pain <= 6:
        with pytest.raises(LimitReachedError, match=r"once more.*L7; source 003"):
            stretches.check_pain(pain)
        stretches.check_pain(pain, sure=True)
    else:
        with pytest.raises(LimitReachedError, match=rf"pain {pain} of 10.*L7; source 003"):
            stretches.check_pain(pain, sure=True)
    assert stretches.asks_again(pain) is (pain in {5, 6})


def test_pain_must_be_said():
    with pytest.raises(LimitReachedError, match="L7"):
        stretches.check_pain(None, sure=True)


@pytest.mark.parametrize("pain", [-1, 11])
def test_what_can_be_no_pain_lets_nobody_stretch(pain):
    with pytest.raises(ValueError, match="can't be a pain"):
        stretches.check_pain(pain, sure=True)


def test_brittle_bones_lock_what_bends_the_trunk_and_must_be_asked_about():
    stretches.check_bones(KNEES, brittle=False)
    with pytest.raises(LimitReachedError, match=r"You said that you have brittle bones.*no stretch draws"):
        stretches.check_bones(KNEES, brittle=True)
    with pytest.raises(LimitReachedError, match="You haven't said whether"):
        stretches.check_bones(KNEES, brittle=None)
    for brittle in (True, None):
        stretches.check_bones(OVERHEAD, brittle=brittle)


@pytest.mark.parametrize(("done", "may"), [(0, True), (2, True), (3, True), (4, False), (9, False)])
def test_two_to_three_times_a_day_and_one_more(done, may):
    if may:
        stretches.check_times(KNEES, done)
    else:
        with pytest.raises(LimitReachedError, match="enough for a day"):
            stretches.check_times(KNEES, done)


@pytest.mark.parametrize(
    ("done", "says"),
    [
        (0, "2 to 3 times a day; today not yet."),
        (1, "2 to 3 times a day; today once."),
        (3, "2 to 3 times a day, and today it was done 3 times already: once more is beyond the plan."),
        (4, "2 to 3 times a day, and today it was done 4 times: no more today."),
    ],
)
def test_how_often_is_said(done, says):
    assert stretches.said_of_times(KNEES, done) == says


def test_where_the_source_names_no_times_none_are_counted():
    stretches.check_times(WALKING, 40)
    assert stretches.said_of_times(WALKING, 0) == ""
    assert stretches.said_of_times(WALKING, 2) == "Done twice today."
    assert stretches.said_of_times(replace(KNEES, per_day=(2, 2)), 1) == "2 times a day; today once."


def test_what_was_held_is_counted_by_side_and_a_cut_hold_as_far_as_it_went():
    routine = KNEES.routine()
    session = played(routine, (seconds(30 + 3 + 12), Hurts()))
    assert stretches.held_by_side(session) == {Side.LEFT: seconds(20), Side.RIGHT: seconds(12)}
    assert stretches.counts(session)


def test_what_nobody_can_know_to_have_been_held_is_not_counted():
    session = played(KNEES.routine(), (seconds(30 + 3 + 12), Hurts()))
    unknown = replace(session, done=tuple(replace(done, acknowledged=False) for done in session.done))
    assert stretches.held_by_side(unknown) == {}


def test_what_was_never_begun_does_not_count():
    assert not stretches.counts(played(KNEES.routine(seconds(5)), (seconds(3), Stop())))
    assert not stretches.counts(played(KNEES.routine(seconds(5)), (seconds(6), Stop())))
    assert not stretches.counts(tick(begun(KNEES.routine()), minutes(90)).session)
    assert stretches.counts(played(BREATHE, (seconds(30), Stop())))
    assert not stretches.counts(tick(begun(BREATHE), minutes(90)).session)
    skipped = begun(KNEES.routine(seconds(5)))
    for _ in range(4):
        skipped = engine.decide(skipped, Next(), moment(seconds(1))).session
    assert not stretches.counts(engine.decide(skipped, Stop(), moment(seconds(1))).session)


@pytest.mark.parametrize(("before", "after", "risen"), [(3, 5, True), (3, 4, False), (5, 3, False), (None, 9, False)])
def test_a_rise_of_two_counts(before, after, risen):
    assert stretches.has_risen(before, after) is risen
