"""What leads takes its time, whenever somebody looks: each step as long as written, none left out."""

from __future__ import annotations

import pytest

from backcoach.coach.sessions import BONES, Before, Guidance
from backcoach.domain.routine import Act
from backcoach.domain.session import Ending
from backcoach.library import Library

LIBRARY = Library()
LEAD_IN = 5


@pytest.fixture
def guidance(coach, journal):
    made = Guidance(coach)
    made.choose(BONES, {"value": False})
    return made


def led_to_its_end(coach, clock, journal, session, by):
    """Look every so many seconds until it has ended; gives how long that took, and what was done."""
    took = 0.0
    while coach.sessions:
        clock.advance(seconds=by)
        took += by
        coach.look()
    ended = journal.session(session.id)
    assert ended.why is Ending.DONE
    assert {done.why for done in ended.done} == {Ending.DONE}
    led = [done for done in ended.done if done.act is not Act.READY]
    return took, [(done.act, done.side.value, done.length.total_seconds()) for done in led]


@pytest.mark.parametrize("by", [0.1, 0.7, 2.3])
@pytest.mark.parametrize(("pattern", "total"), [("longer-out", 60), ("even", 300), ("box", 192), ("478", 76)])
def test_each_pattern_takes_its_time(*, coach, clock, guidance, journal, pattern, total, by):
    chosen = LIBRARY.patterns[pattern]
    session = guidance.start_breathing(chosen, chosen.cycles)
    took, steps = led_to_its_end(coach, clock, journal, session, by)
    assert sum(length for *_, length in steps) == total
    assert total + LEAD_IN - 1e-6 <= took < total + LEAD_IN + by


@pytest.mark.parametrize("by", [0.1, 0.7, 2.3])
@pytest.mark.parametrize(
    ("stretch", "total", "held"),
    [
        ("knees", 180, [(side, 20) for side in ("left", "right", "left", "right", "both", "both")]),
        ("knees-short", 200, [("left", 10), ("right", 10)] * 5),
    ],
)
def test_each_stretch_takes_its_time_side_by_side(*, coach, clock, guidance, journal, stretch, total, held, by):
    session = guidance.start_stretching(LIBRARY.stretches[stretch], Before(3, clock.now()))
    took, steps = led_to_its_end(coach, clock, journal, session, by)
    assert sum(length for *_, length in steps) == total
    assert [(side, length) for act, side, length in steps if act is Act.HOLD] == held
    assert total + LEAD_IN - 1e-6 <= took < total + LEAD_IN + by
