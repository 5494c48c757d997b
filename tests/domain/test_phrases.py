"""Words, and how long they take."""

from __future__ import annotations

import pytest

from backcoach.domain import cues
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Act, Side, Step
from tests.domain.support import seconds


def step(act, length, cue="", side=Side.LEFT):
    return Step(act, seconds(length), side=side, rep=2, reps=3, cue=cue)


HOLD = step(Act.HOLD, 20, "left knee: hold, low back flat")


def test_nothing_takes_no_time_and_more_takes_more():
    assert cues.speaking_time("") == ZERO
    assert cues.speaking_time("hold") < cues.speaking_time("hold, 7") < cues.speaking_time("hold, 7 seconds")


def test_the_first_way_that_fits_is_taken():
    assert cues.fitting(("hold, low back flat, 20 seconds", "hold"), seconds(1)) == "hold"
    assert cues.fitting(("hold, low back flat, 20 seconds", "hold"), seconds(9)) == "hold, low back flat, 20 seconds"
    assert cues.fitting(("hold",), seconds(0.1)) == ""


@pytest.mark.parametrize(
    ("cue", "limb", "what"),
    [
        ("left knee: hold, low back flat", "left knee", "hold, low back flat"),
        ("left knee slowly to the chest", "left knee", "slowly to the chest"),
        ("Both arms overhead", "Both arms", "overhead"),
        ("left, lean over", "left", "lean over"),
        ("lean over", "left", "lean over"),
        ("", "left", "hold"),
        ("left knee", "left knee", "left knee"),
    ],
)
def test_what_moves_and_what_it_does(cue, limb, what):
    assert cues.limb(step(Act.HOLD, 9, cue)) == limb
    assert cues.what(step(Act.HOLD, 9, cue)) == what


def test_a_slower_voice_takes_longer_and_a_faster_one_is_not_reckoned_with():
    assert cues.speaking_time("hold", 80) > cues.speaking_time("hold", 120) > cues.speaking_time("hold")
    assert cues.speaking_time("hold", 400) == cues.speaking_time("hold")


def test_after_a_pause_what_is_left_is_said_and_not_the_whole_length():
    assert cues.going_on(HOLD, seconds(13.2))[0] == "left knee: hold, low back flat, 14 more"


def test_the_side_is_said_after_a_rest_and_not_within_a_repetition():
    release = step(Act.RELEASE, 3, "left knee: let it down")
    assert cues.announcing(HOLD, release)[0] == "then let it down, 3 seconds"
    rest = step(Act.REST, 4, "rest")
    assert cues.announcing(rest, HOLD)[0] == "next: left knee: hold, low back flat, 20 seconds"


@pytest.mark.parametrize(("length", "words"), [(1, "1 second"), (20, "20 seconds"), (2.5, "")])
def test_parts_of_a_second_are_not_said(length, words):
    assert cues.how_long(step(Act.HOLD, length)) == words
