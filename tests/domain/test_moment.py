"""Moments: what passed is what really passed, whatever the wall clock says."""

from datetime import timedelta, timezone

import pytest

from backcoach.domain.moment import ZERO, Moment, Reading, elapsed, is_plausible, jump_between
from tests.domain.support import MINUTE, NOON, Machine, minutes, moment, seconds


@pytest.mark.parametrize("wall_moved", [minutes(-600), ZERO, minutes(600)])
def test_within_a_boot_the_wall_clock_moves_nothing(wall_moved):
    assert elapsed(moment(), moment(minutes(7), wall_moved=wall_moved)) == minutes(7)


@pytest.mark.parametrize(("wall_by", "passed"), [(minutes(9), minutes(9)), (ZERO, ZERO), (minutes(-9), ZERO)])
def test_across_boots_only_the_wall_clock_is_left_and_never_runs_backwards(wall_by, passed):
    machine = Machine()
    before = machine.now

    assert elapsed(before, machine.restart(wall_by)) == passed


def test_an_earlier_reading_of_the_same_boot_is_no_time():
    assert elapsed(moment(MINUTE), moment()) == ZERO


@pytest.mark.parametrize(
    ("later", "plausible"),
    [
        (moment(seconds(1)), True),
        (moment(seconds(-4)), True),
        (moment(minutes(-4)), False),
        (moment(minutes(1), "second boot"), True),
        (moment(minutes(-1), "second boot"), False),
    ],
    ids=["later", "read just before", "an old snapshot", "after a restart", "after a restart, wall set back"],
)
def test_a_reading_taken_just_before_another_window_wrote_is_plausible(later, plausible):
    """A window reads the clock, then waits for another window's transaction: nothing is wrong with the clocks."""
    assert is_plausible(moment(), later) is plausible


def test_a_moment_needs_a_zone_and_is_kept_in_utc():
    east = timezone(timedelta(hours=2))

    assert Moment(NOON.astimezone(east), "b", ZERO).wall.tzinfo is NOON.tzinfo
    with pytest.raises(ValueError, match="without a zone"):
        Moment(NOON.replace(tzinfo=None), "b", ZERO)


def test_a_moment_moves_on_both_clocks():
    assert moment().after(minutes(-3)) == moment(minutes(-3))


@pytest.mark.parametrize(
    ("monotonic", "wall_moved", "slept"),
    [
        (minutes(5), ZERO, None),
        (minutes(5) - seconds(1), seconds(1), None),
        (minutes(2), ZERO, minutes(3)),
        (minutes(5), minutes(-60), ZERO),
    ],
    ids=["as one", "to a second", "a suspend", "the wall clock set back"],
)
def test_a_jump_is_what_the_clocks_moved_apart(monotonic, wall_moved, slept):
    before = Reading(moment(), ZERO)

    assert jump_between(before, Reading(moment(minutes(5), wall_moved=wall_moved), monotonic)) == slept


def test_another_boot_is_always_a_jump():
    machine = Machine()
    before = Reading(machine.now, ZERO)

    assert jump_between(before, Reading(machine.restart(ZERO), ZERO)) == ZERO
