"""Each cue once, in time or not at all."""

from __future__ import annotations

import pytest

from backcoach.domain import cues, engine
from backcoach.domain.alarm import Sound, Urgency
from backcoach.domain.events import GoOn, Next, Pause, Tick
from backcoach.domain.moment import ZERO
from backcoach.domain.session import State
from backcoach.domain.stretches import DEFAULT_STRETCH
from tests.domain.support import BREATHE, ICE, POSTURE, begun, moment, seconds, tick
from tests.domain.test_cues import KNEES, LIBRARY, read

ROUTINE = LIBRARY.stretches[DEFAULT_STRETCH].routine(seconds(5))


def led(until, *, by=0.1):
    """All that is said up to a time, looked at each `by` seconds."""
    decision = engine.begin("one", ROUTINE, moment())
    session, said = decision.session, [(ZERO, alarm) for alarm in decision.says]
    at = ZERO
    while at < seconds(until):
        at += seconds(by)
        decision = tick(session, at)
        session = decision.session
        said += [(at, alarm) for alarm in decision.says]
    return session, said


def at_cue(at):
    return engine.decide(begun(ROUTINE), Tick(), moment(seconds(at))).session


def test_the_engine_says_what_the_timetable_holds_each_thing_once():
    session, said = led(185)
    heard = [(at, alarm.sound, alarm.spoken) for at, alarm in said]
    assert heard[:-1] == list(read(KNEES))
    assert heard[-1] == (seconds(185), Sound.END, "The stretch is done. How is the pain now?")
    assert session.is_over
    assert {alarm.urgency for _, alarm in said[:-1]} == {Urgency.CUE}


def test_it_wakes_for_each_cue():
    """Woken when it asks to be, nothing is late and nothing is left out."""
    session, at, heard = begun(ROUTINE), ZERO, []
    while not session.is_over:
        at += engine.until_wake(session, moment(at))
        decision = tick(session, at)
        assert engine.has_moved(session, decision.session)
        session = decision.session
        heard += [(at, alarm.sound, alarm.spoken) for alarm in decision.says]
    assert heard[:-1] == list(read(KNEES))[1:]


def test_a_cue_up_to_a_second_and_a_half_late_is_given_later_it_is_dropped():
    hold = begun(ROUTINE)
    assert [alarm.spoken for alarm in tick(hold, seconds(22 + 1.5)).says] == ["6 more, then let it down"]
    dropped = tick(hold, seconds(22 + 1.6))
    assert dropped.says == ()
    assert tick(dropped.session, seconds(23.7)).says == ()


def test_after_a_gap_only_the_newest_is_said():
    late = tick(begun(ROUTINE), seconds(26.9))
    assert [alarm.sound for alarm in late.says] == [Sound.MARK]


def test_after_a_long_gap_nothing_is_said_as_if_it_came_now():
    assert tick(begun(ROUTINE), seconds(300)).says == ()


def test_a_step_that_a_key_begins_is_named():
    decision = engine.decide(at_cue(3), Next(), moment(seconds(3)))
    assert [alarm.spoken for alarm in decision.says] == ["left knee slowly to the chest"]
    assert tick(decision.session, seconds(3.1)).says == ()


def test_a_pause_is_quiet_and_going_on_says_what_to_do_and_nothing_twice():
    session = engine.decide(at_cue(14), Pause(), moment(seconds(14))).session
    for at in (15, 20, 60):
        decision = tick(session, seconds(at))
        assert decision.says == ()
        session = decision.session
    decision = engine.decide(session, GoOn(), moment(seconds(70)))
    assert [alarm.spoken for alarm in decision.says] == ["left knee: hold, low back flat, 14 more"]
    assert tick(decision.session, seconds(70.5)).says == ()
    halfway = tick(decision.session, seconds(74))
    assert [alarm.spoken for alarm in halfway.says] == ["halfway, 10 more"]


def test_nothing_else_has_cues():
    for routine in (ICE, POSTURE):
        session = begun(routine)
        assert session.cues == 0
        assert cues.until_cue(session, moment()) is None


@pytest.mark.parametrize(
    ("routine", "at", "may"),
    [
        (ROUTINE, 3, True),  # getting ready
        (ROUTINE, 6, False),  # moving in
        (ROUTINE, 20, False),  # holding
        (ROUTINE, 30, False),  # letting go
        (ROUTINE, 32, True),  # resting
        (BREATHE, 5.1, True),  # a breath begins
        (BREATHE, 7, False),
        (BREATHE, 12, False),
        (BREATHE, 15, True),
        (ICE, 60, True),
    ],
)
def test_who_may_be_spoken_over(routine, at, may):
    session = engine.decide(begun(routine), Tick(), moment(seconds(at))).session
    assert cues.may_be_spoken_over(session, moment(seconds(at))) is may


def test_who_is_paused_may_be_spoken_over():
    session = engine.decide(at_cue(14), Pause(), moment(seconds(14))).session
    assert session.state is State.PAUSED
    assert cues.may_be_spoken_over(session, moment(seconds(15)))
