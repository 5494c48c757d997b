"""When alarms repeat."""

import pytest

from backcoach.domain.alarm import CHANGE_REPEATS, ONCE, REMOVAL_REPEATS, Urgency, rings_due
from tests.domain.support import minutes, seconds


def test_removal_repeats_ever_more_slowly_for_fifteen_minutes():
    assert tuple(seconds(at) for at in (0, 15, 30, *range(60, 901, 60))) == REMOVAL_REPEATS


@pytest.mark.parametrize(
    ("repeats", "since", "rings"),
    [
        (REMOVAL_REPEATS, seconds(0), 1),
        (REMOVAL_REPEATS, seconds(14.9), 1),
        (REMOVAL_REPEATS, seconds(15), 2),
        (REMOVAL_REPEATS, minutes(15), 18),
        (REMOVAL_REPEATS, minutes(600), 18),
        (CHANGE_REPEATS, minutes(600), 3),
        (ONCE, minutes(600), 1),
    ],
)
def test_how_many_rings_are_due(repeats, since, rings):
    assert rings_due(repeats, since) == rings


def test_removal_goes_first():
    assert max(Urgency) is Urgency.REMOVAL
