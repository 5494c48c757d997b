"""Each cue once, in time or not at all."""

from __future__ import annotations

import pytest

from backcoach.domain import cues, engine
from backcoach.domain.alarm import Sound, Urgency
from backcoach.domain.engine import Acknowledge, Adjust, Begin, GoOn, Next, Pause, Tick
from backcoach.domain.moment import ZERO
from backcoach.domain.session import State
from backcoach.domain.stretches import DEFAULT_STRETCH
from tests.domain.support import BREATHE, HEAT, ICE, POSTURE, begun, minutes, moment, seconds, tick
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


def left_said(session, say_left, *events):
    """What is said of what is left, each at its minute, by a program that wakes when it has to; keys at theirs."""
    at, said, keys = ZERO, [], list(events)
    while (wait := engine.until_wake(session, moment(at), say_left=say_left)) is not None and at < minutes(60):
        key_at, key = keys[0] if keys else (minutes(60), None)
        is_key = key_at <= at + wait
        at = key_at if is_key else at + wait
        decision = engine.decide(session, keys.pop(0)[1] if is_key and key else Tick(say_left=say_left), moment(at))
        session = decision.session
        said += [(at / minutes(1), alarm.spoken) for alarm in decision.says if alarm.sound is None]
    return said


@pytest.mark.parametrize(
    ("every", "events", "said"),
    [
        (5, (), [(5, 15), (10, 10), (15, 5)]),
        (8, (), [(4, 16), (12, 8)]),
        (0, (), []),
        (5, ((minutes(11), Pause()), (minutes(14), GoOn())), [(5, 15), (10, 10), (18, 5)]),
        (5, ((minutes(10), Pause()), (minutes(13), GoOn())), [(5, 15), (13, 10), (18, 5)]),
        (
            5,
            ((minutes(6), Adjust(-minutes(3))), (minutes(8), Adjust(minutes(2)))),
            [(5, 15), (7, 10), (9, 10), (14, 5)],
        ),
        (10, ((minutes(21), Acknowledge()), (minutes(42), Begin())), [(10, 10), (52, 10)]),
    ],
)
def test_every_so_many_minutes_it_is_said_what_is_left_of_an_application(every, events, said):
    for at, left in left_said(begun(ICE), minutes(every), *events):
        assert (at, left) == (said[0][0], f"Ice: {said.pop(0)[1]} minutes left.")
    assert said == []


def test_what_a_suspend_or_a_late_look_has_passed_is_not_said_and_nothing_twice():
    heat = begun(HEAT)
    for at, says in ((8, ()), (10.02, ("Heat: 5 minutes left.",)), (10.03, ()), (14.1, ()), (15, ())):
        decision = engine.decide(heat, Tick(say_left=minutes(5)), moment(minutes(at)))
        heat = decision.session
        assert tuple(alarm.spoken for alarm in decision.says if alarm.urgency is Urgency.CUE) == says
    assert heat.state is State.DUE


def test_the_last_minute_is_one_and_another_program_may_say_it():
    ice, every = begun(ICE), minutes(1)
    (alarm,) = engine.decide(ice, Tick(seconds(0.4), every), moment(minutes(19) + seconds(0.5))).says
    assert (alarm.sound, alarm.spoken, alarm.urgency) == (None, "Ice: 1 minute left.", Urgency.CUE)
    assert engine.decide(ice, Tick(seconds(0.4), every), moment(minutes(19) + seconds(0.3))).says == ()
    assert engine.decide(ice, Tick(None, every), moment(minutes(19))).says == ()
    assert engine.until_wake(ice, moment(minutes(18.9)), patience=None, say_left=every) == minutes(1.1)


@pytest.mark.parametrize(("at", "may"), [(5.1, True), (5.8, True), (6.1, False), (12, False), (2, False)])
def test_words_have_room_in_what_is_left_until_the_next_cue(at, may):
    session = engine.decide(begun(BREATHE), Tick(), moment(seconds(at))).session
    assert cues.may_be_spoken_over(session, moment(seconds(at)), "Ice: 10 minutes left.") is may
