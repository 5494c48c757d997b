"""The first minute: what is said and shown at each moment, which key answers what, and that it always ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.domain.cues import speaking_time
from backcoach.domain.engine import GoOn, Pause
from backcoach.domain.first_minute import Asks, begun
from backcoach.domain.session import State
from backcoach.library import Library
from tests.doubles import HandClock

PROMPTS = Library().first_minute
WORDS = {"signs": "the signs", "positions": "1, the first", "pack": "ice", "packs": "ice"}
SIGNS = "Is any of these true for you now? the signs. Press y for yes, n for none of them."

MOMENTS = [
    (0, "Now stop 00:05", "Stop. Stay where you are."),
    (5, "Now signs 00:30", SIGNS),
    (35, "Now breathe 00:20", "Breathe in, slowly."),
    (39, "Now breathe 00:16", "And out, longer than in."),
    (45, "Now breathe 00:10", "Once more, in."),
    (49, "Now breathe 00:06", "And out, let it go."),
    (55, "Now calm 00:08", "This is frightening. How much it hurts doesn't tell you how bad it is."),
    (63, "Now press 00:30", "Press both hands where it hurts, and keep pressing."),
    (75, "Now press 00:18", "Keep pressing, and move a little. If it hurts more, stop, and press again."),
    (93, "Now place", "Hold someone's arm or something sturdy, and go slowly to where you can rest."),
    (9_000, "Now place", "Hold someone's arm or something sturdy, and go slowly to where you can rest."),
]


@pytest.fixture
def minute(clock):
    return begun(PROMPTS, WORDS, clock.now())


@pytest.mark.parametrize(("at", "line", "spoken"), MOMENTS)
def test_time_alone_leads_from_step_to_step(minute, clock, at, line, spoken):
    clock.advance(seconds=at)
    there = minute.at(clock.now())
    assert there.line(clock.now()) == line
    assert there.spoken.spoken.startswith(spoken)


def test_enter_goes_on_part_by_part_and_answers_no_sign(minute, clock):
    lines = []
    for _ in range(3):
        lines.append(minute.line(clock.now()))
        minute = minute.onward(clock.now())
    assert lines == ["Now stop 00:05", "Now signs 00:30", "Now signs 00:30"]
    clock.advance(seconds=30)
    minute = minute.at(clock.now())
    lines = []
    while minute.prompt.asks is not Asks.SIGNS:
        lines.append(minute.prompt.word)
        minute = minute.onward(clock.now())
    assert lines == ["breathe", "calm", "press", "place", "position", "ice or heat", "water"]
    clock.advance(hours=2)
    assert minute.at(clock.now()).spoken.spoken.startswith("You haven't answered this")


def test_a_no_is_not_asked_again_and_a_yes_ends_it(minute, clock):
    minute = minute.onward(clock.now())
    assert minute.answered(clock.now(), yes=True).is_over
    minute = minute.answered(clock.now(), yes=False)
    assert minute.line(clock.now()) == "Now breathe 00:20"
    for _ in range(7):
        minute = minute.onward(clock.now())
    assert minute.is_over


def test_a_key_for_what_was_over_already_answers_nothing(minute, clock):
    minute = minute.onward(clock.now())
    clock.advance(seconds=31)
    late = minute.answered(clock.now(), yes=False)
    assert (late.signs, late.prompt.word) == (None, "breathe")
    assert minute.onward(clock.now()).prompt.word == "breathe"


def test_a_pause_stops_its_time(minute, clock):
    clock.advance(seconds=2)
    minute = minute.after(Pause(), clock.now())
    clock.advance(minutes=10)
    assert minute.line(clock.now()) == "Now stop paused 00:03"
    assert minute.after(GoOn(), clock.now()).line(clock.now()) == "Now stop 00:03"


KEYS = st.lists(st.sampled_from(["enter", "y", "n", "pause", "go on", 1, 4, 31, 700, 100_000]), max_size=40)


@given(keys=KEYS)
def test_whatever_is_pressed_it_ends(keys):
    clock = HandClock()
    minute = begun(PROMPTS, WORDS, clock.now())
    for key in (*keys, "go on", *["enter", "n"] * len(PROMPTS)):
        now, state = clock.now(), minute.session.state
        match key:
            case "enter":
                minute = minute.onward(now)
            case "y" | "n":
                minute = minute.answered(now, yes=key == "y")
            case "pause" if state is State.RUNNING:
                minute = minute.after(Pause(), now)
            case "go on" if state is State.PAUSED:
                minute = minute.after(GoOn(), now)
            case int():
                clock.advance(seconds=key)
        if not minute.is_over:
            left = minute.left(clock.now())
            assert left is None or left >= timedelta(0)
    assert minute.is_over


def test_all_that_is_said_is_over_when_its_step_is():
    content = Library()
    signs = "; ".join(sign.text for sign in content.signs.values() if sign.level == "emergency")
    for prompt in begun(PROMPTS, {**WORDS, "signs": signs}, HandClock().now()).prompts:
        assert prompt.seconds is None or speaking_time(prompt.say).total_seconds() <= prompt.seconds, prompt.id
