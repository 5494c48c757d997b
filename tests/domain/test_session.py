"""A session answers from its moments, as often as it is asked, and changes nothing by it."""

import pytest

from backcoach.domain.engine import Acknowledge, Begin, Pause, Stop, Tick
from backcoach.domain.moment import ZERO
from tests.domain.support import HEAT, ICE, MINUTE, POSTURE, WALK, Machine, begun, minutes, moment, played, tick


@pytest.mark.parametrize(
    ("at", "used", "remaining"),
    [
        (ZERO, ZERO, minutes(20)),
        (minutes(7), minutes(7), minutes(13)),
        (minutes(20), minutes(20), ZERO),
        (minutes(500), minutes(20), ZERO),
    ],
)
def test_time_used_and_left_of_a_step(at, used, remaining):
    session = begun(ICE)

    assert (session.used(moment(at)), session.remaining(moment(at))) == (used, remaining)


def test_an_open_step_has_no_time_left_to_show():
    session = begun(WALK)

    assert session.remaining(moment(minutes(5))) is None
    assert session.used(moment(minutes(5))) == minutes(5)


def test_the_wall_clock_moves_nothing():
    machine = Machine()
    session = begun(ICE, machine.now)
    machine.run(minutes(3))

    assert session.used(machine.set_wall(minutes(60))) == session.used(machine.set_wall(minutes(-600))) == minutes(3)


@pytest.mark.parametrize(
    ("session", "standing", "overrun"),
    [
        (played(ICE), ZERO, ZERO),
        (played(ICE, (minutes(5), Pause())), minutes(55), ZERO),
        (played(ICE, (minutes(20), Tick())), minutes(40), minutes(40)),
        (played(ICE, (minutes(5), Stop())), ZERO, ZERO),
    ],
    ids=["running", "paused", "due", "ended"],
)
def test_how_long_it_has_stood_still(session, standing, overrun):
    now = moment(minutes(60))

    assert (session.standing(now), session.overrun(now)) == (standing, overrun)


def test_the_age_stops_with_the_session():
    session = played(POSTURE, (minutes(5), Stop()))

    assert begun(POSTURE).total_age(moment(minutes(60))) == minutes(60)
    assert session.total_age(moment(minutes(60))) == minutes(5)


@pytest.mark.parametrize(
    ("session", "which"),
    [
        (played(ICE), 1),
        (played(ICE, (minutes(20), Acknowledge())), 1),
        (played(ICE, (minutes(20), Acknowledge()), (minutes(40), Tick())), 2),
        (played(ICE, (minutes(20), Acknowledge()), (minutes(40), Begin()), (minutes(60), Acknowledge())), 2),
        (played(HEAT), 1),
    ],
)
def test_which_application_it_is(session, which):
    assert session.application == which


@pytest.mark.parametrize(
    ("session", "needs"),
    [
        (played(ICE), False),
        (played(ICE, (minutes(5), Pause())), False),
        (tick(begun(ICE), minutes(20)).session, True),
        (played(ICE, (minutes(20), Acknowledge()), (minutes(40), Tick())), True),
        (played(ICE, (minutes(5), Stop())), False),
    ],
)
def test_when_it_needs_the_person(session, needs):
    assert session.needs_person is needs


def test_how_long_the_second_application_may_wait():
    session = played(ICE, (minutes(20), Acknowledge()), (minutes(40), Tick()))

    assert session.time_to_begin(moment(minutes(40))) == minutes(10)
    assert session.time_to_begin(moment(minutes(51))) == -MINUTE
    assert session.until_change(moment(minutes(49))) == MINUTE


def test_what_follows_the_present_step():
    assert begun(ICE).rest_of_routine() == minutes(60)
    assert begun(POSTURE).rest_of_routine() == ZERO
