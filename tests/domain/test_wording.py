"""The first line: what each session is called, wherever it stands."""

import pytest
from msgspec.structs import replace

from backcoach.domain import wording
from backcoach.domain.engine import Acknowledge, Next, Pause, Tick
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Act, Kind, Routine, Side, Step
from backcoach.domain.wording import first_line
from tests.domain.support import (
    BREATHE,
    ICE,
    POSTURE,
    STRETCH,
    WALK,
    begun,
    minutes,
    moment,
    played,
    seconds,
    tick,
)


def held(cue: str, side: Side) -> Routine:
    return Routine("own", Kind.STRETCH, "Own", ("own",), (Step(Act.HOLD, seconds(20), side=side, cue=cue),))


@pytest.mark.parametrize(
    ("session", "at", "says"),
    [
        (begun(ICE), minutes(5) + seconds(28), "Ice 14:32"),
        (begun(ICE), minutes(5) + seconds(27.4), "Ice 14:33"),
        (begun(ICE), ZERO, "Ice 20:00"),
        (played(ICE, (minutes(20), Acknowledge())), minutes(25) + seconds(28), "Ice off 14:32"),
        (played(ICE, (minutes(5) + seconds(28), Pause())), minutes(9), "Ice paused 14:32"),
        (played(ICE, (minutes(20), Acknowledge()), (minutes(40), Tick())), minutes(41), "Ice ready"),
        (tick(begun(ICE), minutes(20)).session, minutes(20) + seconds(12.9), "Ice REMOVE NOW +00:12"),
        (tick(begun(ICE), minutes(20)).session, minutes(82) + seconds(3), "Ice REMOVE NOW +1:02:03"),
        (tick(begun(POSTURE), minutes(30)).session, minutes(30) + seconds(12), "Posture CHANGE NOW +00:12"),
        (begun(POSTURE), seconds(1), "Posture 29:59"),
        (begun(WALK), minutes(5) + seconds(12.9), "Walk 05:12"),
        (begun(WALK), minutes(61), "Walk 1:01:00"),
        (played(WALK, (minutes(5), Pause())), minutes(9), "Walk paused 05:00"),
        (begun(BREATHE), ZERO, "Breathe 01:05 · get ready 5"),
        (tick(begun(BREATHE), seconds(26)).session, seconds(26), "Breathe 00:39 · in 3"),
        (tick(begun(BREATHE), seconds(29)).session, seconds(30.5), "Breathe 00:35 · out 5"),
        (played(BREATHE, (seconds(29), Tick()), (seconds(30), Pause())), minutes(9), "Breathe paused 00:35 · out 5"),
        (tick(begun(STRETCH), seconds(14)).session, seconds(14), "Stretch 00:51 · right knee · hold 14"),
        (tick(begun(STRETCH), seconds(33)).session, seconds(33), "Stretch 00:32 · rest 2"),
        (tick(begun(STRETCH), seconds(35)).session, seconds(35), "Stretch 00:30 · left knee · move 3"),
        (begun(held("both knees to the chest", Side.BOTH)), ZERO, "Stretch 00:20 · both knees · hold 20"),
        (begun(held("left lower leg: hold", Side.LEFT)), ZERO, "Stretch 00:20 · left lower leg · hold 20"),
        (begun(held("lean over", Side.LEFT)), ZERO, "Stretch 00:20 · left side · hold 20"),
        (begun(held("lean over", Side.BOTH)), ZERO, "Stretch 00:20 · both sides · hold 20"),
        (begun(held("left knee up", Side.NONE)), ZERO, "Stretch 00:20 · hold 20"),
    ],
)
def test_a_part_of_the_first_line(session, at, says):
    assert wording.part(session, moment(at)) == says


def test_a_held_empty_breath_is_called_a_hold():
    box = replace(BREATHE, steps=(Step(Act.HOLD_OUT, seconds(4)),))

    assert wording.part(begun(box), moment()) == "Breathe 00:04 · hold 4"


def test_the_first_line_begins_with_what_needs_the_person():
    now = moment(minutes(60))
    ice = tick(begun(ICE), minutes(60)).session
    posture = tick(begun(POSTURE), minutes(60)).session
    waiting = played(ICE, (minutes(25), Acknowledge()), (minutes(46), Tick()))
    breathe = begun(BREATHE, now)
    walk = begun(WALK)
    running = begun(ICE, now)

    line = first_line((walk, running, breathe, waiting, posture, ice), now)

    assert line == (
        "Ice REMOVE NOW +40:00 · Posture CHANGE NOW +30:00 · Ice ready · "
        "Breathe 01:05 · get ready 5 · Ice 20:00 · Walk 1:00:00"
    )


def test_the_first_line_says_that_nothing_runs():
    assert first_line((), moment()) == "Nothing is running"


def test_the_digits_are_those_of_the_step():
    session = tick(begun(STRETCH), seconds(14)).session

    assert wording.digits(session, moment(seconds(14))) == "00:14"


def test_the_time_left_of_all_is_that_of_the_steps_to_come():
    session = played(STRETCH, (seconds(14), Next()))

    assert wording.part(session, moment(seconds(14))) == "Stretch 00:37 · right knee · let go 3"


@pytest.mark.parametrize(
    ("session", "at", "left"),
    [
        (begun(ICE), seconds(10.3), 0.7),
        (begun(ICE), seconds(10), 1),
        (begun(WALK), seconds(10.3), 0.7),
        (tick(begun(ICE), minutes(20)).session, minutes(20) + seconds(2.25), 0.75),
        (played(ICE, (seconds(10.99), Pause())), seconds(70.99), 1),
        (played(ICE, (seconds(10.99), Pause())), seconds(71.19), 0.8),
        (played(BREATHE, (seconds(10.99), Pause())), seconds(15.99), 1),
    ],
)
def test_how_long_the_digits_stay_as_they_are(session, at, left):
    """Also of a pause, whose digits stand: nobody needs to look at them a hundred times a second."""
    assert wording.until_digits_change(session, moment(at)) == seconds(left)
