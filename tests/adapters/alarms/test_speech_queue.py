from datetime import timedelta

import pytest

from backcoach.adapters.alarms.speech_queue import CUE_FRESH, SpeechQueue, interrupts
from backcoach.domain.alarm import Alarm, Sound, Urgency
from backcoach.domain.routine import Kind


def word(text):
    """`c:in` is a cue, `n:move` a notice, `R:ice off` a removal."""
    urgency = {"c": Urgency.CUE, "n": Urgency.NOTICE, "R": Urgency.REMOVAL}[text[0]]
    return Alarm(Sound.MARK, Kind.ICE, "", "", text[2:] and text, urgency)


def order(*words, now):
    queue = SpeechQueue()
    for text in words:
        queue = queue.with_added(word(text), now)
    said = []
    while queue.first is not None:
        said.append(queue.first.spoken)
        queue = queue.without_first()
    return said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], []),
        (["c:in"], ["c:in"]),
        (["c:in", "c:out"], ["c:out"]),
        (["c:in", "c:hold", "c:out"], ["c:out"]),
        (["c:in", "R:ice off"], ["R:ice off", "c:in"]),
        (["n:move", "c:in"], ["n:move", "c:in"]),
        (["c:in", "n:move"], ["n:move", "c:in"]),
        (["n:move", "R:ice off", "c:in"], ["R:ice off", "n:move", "c:in"]),
        (["n:move", "n:walk"], ["n:move", "n:walk"]),
        (["n:move", "n:walk", "n:move"], ["n:walk", "n:move"]),
        (["R:ice off", "R:heat off"], ["R:ice off", "R:heat off"]),
        (["R:ice off", "R:ice off", "R:ice off"], ["R:ice off"]),
        (["c:in", "R:ice off", "c:out"], ["R:ice off", "c:out"]),
        (["c:", "n:", "R:"], []),
        (["c:in", "c:"], ["c:in"]),
    ],
)
def test_who_speaks_in_which_order(clock, given, said):
    assert order(*given, now=clock.now()) == said


@pytest.mark.parametrize(
    ("newer", "speaking", "breaks_off"),
    [
        ("R:ice off", "c:in", True),
        ("R:ice off", "n:move", True),
        ("R:heat off", "R:ice off", False),
        ("n:move", "c:in", False),
        ("c:out", "c:in", False),
        ("R:", "c:in", False),
    ],
)
def test_only_removal_breaks_off_what_is_being_said(newer, speaking, breaks_off):
    assert interrupts(word(newer), word(speaking)) is breaks_off


@pytest.mark.parametrize(
    ("waited", "left"),
    [
        (CUE_FRESH, ["R:ice off", "n:move", "c:in"]),
        (CUE_FRESH + timedelta(milliseconds=1), ["R:ice off", "n:move"]),
        (timedelta(hours=1), ["R:ice off", "n:move"]),
    ],
)
def test_a_cue_that_waited_too_long_is_never_said(clock, waited, left):
    queue = SpeechQueue()
    for text in ("R:ice off", "n:move", "c:in"):
        queue = queue.with_added(word(text), clock.now())
    fresh = queue.fresh(clock.now().after(waited))

    assert [entry.alarm.spoken for entry in fresh.waiting] == left
