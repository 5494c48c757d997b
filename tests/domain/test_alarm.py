"""When alarms repeat."""

import pytest

from backcoach.domain import alarm, engine
from backcoach.domain.alarm import REMOVAL_REPEATS, Urgency
from backcoach.domain.wording import first_line
from backcoach.library import Library
from tests.domain.support import HEAT, minutes, moment, seconds, tick


def test_removal_repeats_ever_more_slowly_for_fifteen_minutes():
    assert tuple(seconds(at) for at in (0, 15, 30, *range(60, 901, 60))) == REMOVAL_REPEATS


def test_removal_goes_first():
    assert max(Urgency) is Urgency.REMOVAL


@pytest.mark.parametrize(
    ("heat", "spoken"), [("pad", "Take the heat off now."), ("bath", "Time to get out of the water.")]
)
def test_the_call_at_the_end_fits_the_kind_of_heat(heat, spoken):
    begun = engine.begin("test", HEAT, moment(), heat=Library().heat[heat]).session

    due = tick(begun, minutes(15)).session

    assert alarm.call(due).spoken == spoken
    assert first_line((due,), moment(minutes(15) + seconds(12))) == "Heat REMOVE NOW +00:12"
