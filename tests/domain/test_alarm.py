"""When alarms repeat."""

from backcoach.domain.alarm import REMOVAL_REPEATS, Urgency
from tests.domain.support import seconds


def test_removal_repeats_ever_more_slowly_for_fifteen_minutes():
    assert tuple(seconds(at) for at in (0, 15, 30, *range(60, 901, 60))) == REMOVAL_REPEATS


def test_removal_goes_first():
    assert max(Urgency) is Urgency.REMOVAL
