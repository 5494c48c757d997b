"""Breathing patterns as steps, and what can't be led."""

from datetime import timedelta

import pytest

from backcoach.domain.breathing import Pattern
from backcoach.domain.documents import FieldError
from backcoach.domain.routine import Act, Kind


def pattern(*seconds, cycles=4, most_cycles=None):
    parts = dict(zip(("in_s", "hold_s", "out_s", "hold_out_s"), seconds, strict=True))
    return Pattern(id="mine", title="Mine", sources=("own",), **parts, cycles=cycles, most_cycles=most_cycles)


def test_parts_without_length_are_left_out():
    routine = pattern(4, 0, 6, 0, cycles=2).routine()

    assert routine.kind is Kind.BREATHE
    assert [(step.act, step.length.total_seconds(), step.rep, step.reps) for step in routine.steps] == [
        (Act.IN, 4, 1, 2),
        (Act.OUT, 6, 1, 2),
        (Act.IN, 4, 2, 2),
        (Act.OUT, 6, 2, 2),
    ]


def test_holds_stand_after_in_and_after_out():
    acts = [step.act for step in pattern(4, 4, 4, 4, cycles=1).routine().steps]

    assert acts == [Act.IN, Act.HOLD, Act.OUT, Act.HOLD_OUT]


def test_the_lead_in_comes_first_and_counts_in_no_total():
    box = pattern(4, 4, 4, 4, cycles=12)

    routine = box.routine(lead_in=timedelta(seconds=5))

    assert routine.steps[0].act is Act.READY
    assert routine.steps[0].length == timedelta(seconds=5)
    assert routine.total == timedelta(seconds=5 + 192)
    assert box.total_s == 192


def test_the_person_may_want_more_breaths():
    assert pattern(4, 0, 6, 0).routine(cycles=9).total == timedelta(seconds=90)


@pytest.mark.parametrize("cycles", [0, -1, 9])
def test_breaths_past_the_patterns_most_are_refused(cycles):
    with pytest.raises(FieldError):
        pattern(4, 7, 8, 0, most_cycles=8).routine(cycles=cycles)


@pytest.mark.parametrize(
    ("seconds", "cycles", "key", "says"),
    [
        ((0, 4, 6, 0), 1, "in", "neither can be 0 s"),
        ((4, 4, 0, 0), 1, "out", "neither can be 0 s"),
        ((2, 0, 3, 0), 1, "in", "6 to 40 s"),
        ((10, 11, 10, 10), 1, "in", "would last 41 s"),
        ((4, 0, 6, 0), 0, "cycles", "at least 1"),
        ((4, 0, 6, 0), 91, "cycles", "at most 15 min, which is 90"),
    ],
)
def test_a_pattern_past_what_can_be_led_is_refused_by_name(seconds, cycles, key, says):
    with pytest.raises(FieldError) as refused:
        pattern(*seconds, cycles=cycles)

    assert refused.value.key == key
    assert says in refused.value.sentence


@pytest.mark.parametrize(("seconds", "cycles"), [((3, 0, 3, 0), 150), ((20, 0, 20, 0), 22), ((5.5, 0, 5.5, 0), 10)])
def test_the_ends_of_the_ranges_are_allowed(seconds, cycles):
    accepted = pattern(*seconds, cycles=cycles)

    assert accepted.routine().total == timedelta(seconds=accepted.total_s)


def test_a_pattern_prints_exactly_what_its_json_promises():
    assert pattern(4, 7, 8, 0).as_json() == {
        "id": "mine",
        "title": "Mine",
        "sources": ["own"],
        "in_s": 4,
        "hold_s": 7,
        "out_s": 8,
        "hold_out_s": 0,
        "cycles": 4,
        "total_s": 76,
    }
