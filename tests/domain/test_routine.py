"""Routines: steps in order, once or until the person stops."""

import pytest

from backcoach.domain.routine import Act, Kind, Routine, Step
from tests.domain.support import BREATHE, ICE, POSTURE, STRETCH, WALK, minutes, seconds


def test_a_routine_needs_steps():
    with pytest.raises(ValueError, match="“empty” has no steps"):
        Routine("empty", Kind.BREATHE, "Empty", ("own",), ())


def test_a_routine_that_repeats_must_ask_the_person():
    """Else nothing would ever end it."""
    with pytest.raises(ValueError, match="repeat without ever asking"):
        Routine("endless", Kind.BREATHE, "Endless", ("own",), (Step(Act.IN, seconds(4)),), repeats=True)


def test_a_step_cannot_last_less_than_no_time():
    with pytest.raises(ValueError, match="“odd” has a step of less than no time"):
        Routine("odd", Kind.BREATHE, "Odd", ("own",), (Step(Act.IN, -seconds(1)),))


def test_a_routine_that_repeats_goes_on_counting():
    assert POSTURE.step(7) == POSTURE.steps[0]
    assert POSTURE.has(7)
    assert not ICE.has(4)


@pytest.mark.parametrize(
    ("routine", "total", "applications"),
    [
        (ICE, minutes(80), 2),
        (BREATHE, seconds(65), 0),
        (STRETCH, seconds(65), 0),
        (WALK, seconds(0), 0),
    ],
    ids=["ice", "breathe", "stretch", "walk"],
)
def test_what_a_routine_comes_to(routine, total, applications):
    assert (routine.total, routine.applications) == (total, applications)


@pytest.mark.parametrize(
    ("kind", "label", "on_skin", "guided"),
    [
        (Kind.ICE, "Ice", True, False),
        (Kind.HEAT, "Heat", True, False),
        (Kind.POSTURE, "Posture", False, False),
        (Kind.BREATHE, "Breathe", False, True),
        (Kind.STRETCH, "Stretch", False, True),
        (Kind.WALK, "Walk", False, False),
    ],
)
def test_the_kinds(kind, label, on_skin, guided):
    assert (kind.label, kind.is_on_skin, kind.is_guided) == (label, on_skin, guided)
