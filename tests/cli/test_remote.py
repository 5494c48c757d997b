"""`ok`, `pause`, `resume`, `stop`: the keys of the window, pressed from afar."""

from __future__ import annotations

import pytest

from backcoach.coach.coach import Coach
from backcoach.domain.plans import posture_routine
from backcoach.domain.routine import Kind
from backcoach.domain.settings import DEFAULTS
from backcoach.domain.walks import walk_routine
from backcoach.library import Library
from tests.doubles import Heard, ids

CONTENT = Library()
ROUTINES = {
    "ice": lambda: CONTENT.plans["cycle"].routine(Kind.ICE),
    "posture": lambda: posture_routine(DEFAULTS.posture_interval),
    "breathe": CONTENT.patterns["even"].routine,
    "walk": walk_routine,
}


@pytest.fixture
def begun(shell, clock):
    """Begins sessions as a window does."""

    def begin(*kinds, after_s=0):
        with shell.journal() as journal:
            coach = Coach(clock, journal, Heard(), ids())
            coach.skin.confirm()
            for kind in kinds:
                coach.start(ROUTINES[kind]())
        clock.advance(seconds=after_s)

    return begin


MINUTES = 60


@pytest.mark.parametrize(
    ("kinds", "after_s", "words_and_answer"),
    [
        ([], 0, ("ok", 1, "No alarm is waiting for an answer.")),
        ([], 0, ("stop ice", 1, "Ice isn't running.")),
        (["ice"], 60, ("ok", 1, "No alarm is waiting for an answer. Ice 19:00.")),
        (["ice"], 21 * MINUTES, ("ok", 0, "Answered: Ice off 20:00")),
        (["ice"], 60, ("pause", 0, "Ice paused 19:00")),
        (["ice"], 60, ("resume", 1, "Nothing is paused. Ice 19:00.")),
        (["ice"], 60, ("resume ice", 1, "Ice is not paused.")),
        (["ice"], 60, ("stop", 0, "Ice is over: 1 minute logged.")),
        (["ice"], 21 * MINUTES, ("stop", 0, "Ice is over: 20 minutes logged.")),
        (["posture"], 31 * MINUTES, ("ok", 0, "Answered: Posture 30:00")),
        (["breathe"], 60, ("pause", 0, "Breathe paused ")),
        (["breathe"], 60, ("stop", 0, "Breathe is over.")),
        (["ice", "posture"], 60, ("pause", 1, "You could mean Ice and Posture: name one, as in backcoach pause ice")),
        (["ice", "posture"], 60, ("stop posture", 0, "Posture is over: 1 minute logged.")),
        (["ice", "posture"], 21 * MINUTES, ("ok", 0, "Answered: Ice off 20:00")),
        (["ice"], 60, ("pause heat", 1, "Heat isn't running. Ice 19:00.")),
        (["ice"], 60, ("pause zap", 2, "invalid choice: 'zap'")),
    ],
)
def test_each_does_what_its_key_does(shell, begun, kinds, after_s, words_and_answer):
    begun(*kinds, after_s=after_s)
    words, code, sentence = words_and_answer

    said = shell(*words.split())

    assert said.code == code
    assert sentence in (said.err if code else said.out)


def test_a_pack_can_be_put_on_again_for_five_minutes(shell, clock, begun):
    begun("ice")
    clock.advance(minutes=4)
    shell.ok("pause")
    clock.advance(minutes=4, seconds=59)
    assert shell.ok("resume").out == "Running again: Ice 16:00\n"
    shell.ok("pause")
    clock.advance(minutes=5, seconds=1)
    assert shell("resume").code == 1


def test_none_of_them_starts_an_application(shell, clock, begun):
    begun("ice")
    clock.advance(minutes=20)
    shell.ok("ok")
    clock.advance(minutes=21)
    for word in ("ok", "resume", "pause"):
        assert shell(word, "ice").code == 1
    assert shell.ok("status", "--json").json["running"][0]["state"] == "waiting"


def test_a_walk_that_is_stopped_is_in_the_log(shell, clock, begun):
    begun("walk")
    clock.advance(minutes=12)
    assert shell.ok("stop").out == "Walk is over: 12 minutes logged.\n"
    assert [walk["minutes"] for walk in shell.ok("walk", "list", "--json").json] == [12]


def test_a_paused_stretch_goes_on_only_with_a_pain_of_now(shell, clock, begun):
    with shell.journal() as journal:
        Coach(clock, journal, Heard(), ids()).start(CONTENT.stretches["knees"].routine(), pain=2)
    clock.advance(seconds=10)
    shell.ok("pause")
    clock.advance(minutes=40)
    assert shell("resume").code == 1
    shell.ok("pain", "7")
    assert "7" in shell("resume").err
    clock.advance(minutes=1)
    shell.ok("pain", "3")
    assert shell.ok("resume").out.startswith("Running again: Stretch ")


def test_an_alarm_that_is_due_stays_for_whoever_gives_it(shell, clock, begun):
    """A refused key must not take the removal's alarm away from window and `remind`."""
    begun("ice", "posture")
    clock.advance(minutes=21)
    shell("resume")
    heard = Heard()
    with shell.journal() as journal:
        Coach(clock, journal, heard, ids()).look()
    assert [alarm.headline for alarm in heard.alarms] == ["Ice REMOVE NOW"]
