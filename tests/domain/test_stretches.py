"""Stretches as steps, and what can't be led."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from backcoach.domain.documents import FieldError
from backcoach.domain.routine import Act, Kind, Side
from backcoach.domain.stretches import Block, Stretch

LEFT = Block(side=Side.LEFT, move_s=3, hold_s=20, release_s=3, rest_s=4)
STRETCH = Stretch(
    "mine", "Mine", ("own",), (LEFT, replace(LEFT, side=Side.RIGHT), LEFT, replace(LEFT, side=Side.BOTH, reps=2))
)


def test_each_repetition_moves_holds_lets_go_and_rests():
    steps = STRETCH.routine().steps

    assert STRETCH.routine().kind is Kind.STRETCH
    assert [(step.act, step.length.total_seconds()) for step in steps[:4]] == [
        (Act.MOVE, 3),
        (Act.HOLD, 20),
        (Act.RELEASE, 3),
        (Act.REST, 4),
    ]


def test_repetitions_are_counted_for_each_side():
    holds = [(step.side, step.rep, step.reps) for step in STRETCH.routine().steps if step.act is Act.HOLD]

    assert holds == [(Side.LEFT, 1, 2), (Side.RIGHT, 1, 1), (Side.LEFT, 2, 2), (Side.BOTH, 1, 2), (Side.BOTH, 2, 2)]


def test_the_lead_in_comes_first_and_counts_in_no_total():
    routine = STRETCH.routine(timedelta(seconds=5))

    assert routine.steps[0].act is Act.READY
    assert routine.total == timedelta(seconds=155)
    assert (STRETCH.total_s, STRETCH.held_s) == (150, 100)


@pytest.mark.parametrize(
    ("side", "limb", "name"),
    [
        (Side.LEFT, "knee", "left knee"),
        (Side.BOTH, "knee", "both knees"),
        (Side.NONE, "knees", "knees"),
        (Side.RIGHT, "", "right side"),
        (Side.BOTH, "", "both sides"),
        (Side.NONE, "", ""),
    ],
)
def test_a_side_is_named_by_what_moves(side, limb, name):
    assert replace(STRETCH, limb=limb).cue("{limb}", side) == name


def test_a_cue_names_the_side_where_there_is_one():
    knees = replace(STRETCH, limb="knee", cue_move="{limb} to the chest")
    bare = replace(STRETCH, blocks=(Block(move_s=0, hold_s=20, release_s=0, rest_s=0),))

    assert knees.routine().steps[0].cue == "left knee to the chest"
    assert bare.routine().steps[0].cue == "hold"


@pytest.mark.parametrize(
    ("block", "key", "says"),
    [
        ({"hold_s": 2}, "hold", "from 3 to 60"),
        ({"move_s": 0, "hold_s": 0, "release_s": 0, "rest_s": 0}, "hold", "no length"),
    ],
)
def test_a_step_past_what_can_be_led_is_refused_by_name(block, key, says):
    with pytest.raises(FieldError) as refused:
        replace(LEFT, **block)

    assert refused.value.key == key
    assert says in refused.value.sentence


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"blocks": (replace(LEFT, hold_s=60, reps=20),) * 2}, "steps"),
        ({"per_day": (3, 2)}, "per_day"),
        ({"per_day": (0, 2)}, "per_day"),
        ({"per_day": (1, 13)}, "per_day"),
        ({"cue_hold": "one two three four five six seven eight nine"}, "cue_hold"),
    ],
)
def test_a_stretch_that_cannot_be_led_is_refused_by_name(change, key):
    with pytest.raises(FieldError) as refused:
        replace(STRETCH, **change)

    assert refused.value.key == key


def test_a_stretch_prints_exactly_what_its_json_promises():
    two = replace(STRETCH, blocks=(LEFT, replace(LEFT, side=Side.BOTH, reps=2)), per_day=(2, 3))

    assert two.as_json() == {
        "id": "mine",
        "title": "Mine",
        "sources": ["own"],
        "steps": [
            {"side": "left", "move_s": 3, "hold_s": 20, "release_s": 3, "rest_s": 4, "reps": 1},
            {"side": "both", "move_s": 3, "hold_s": 20, "release_s": 3, "rest_s": 4, "reps": 2},
        ],
        "total_s": 90,
        "held_s": 60,
        "per_day": [2, 3],
    }
    assert STRETCH.as_json()["per_day"] is None
