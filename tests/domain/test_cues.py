"""What is heard, and when: a person with closed eyes can follow it, and it makes sense when read aloud."""

from __future__ import annotations

import shutil
import subprocess
from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backcoach.domain import cues
from backcoach.domain.alarm import Sound
from backcoach.domain.breathing import Pattern
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Act, Side
from backcoach.domain.stretches import Block, Stretch
from backcoach.library import Library
from tests.domain.support import ICE, WALK, seconds

LIBRARY = Library()
LEAD_IN = seconds(5)
QUIET, TO_BEGIN = 300, seconds(0.1)
"""What is taken for silence in 16 bit, and the time that a speech program has to begin."""
RATES = (80, 100, 130, 160, 400)
"""Words a minute, from the slowest to the fastest voice that can be set."""
EVERYTHING = [
    *(stretch.routine(LEAD_IN) for stretch in LIBRARY.stretches.values()),
    *(pattern.routine(lead_in=LEAD_IN) for pattern in LIBRARY.patterns.values()),
]

KNEES = """
  0.0  ready  get ready
  1.4  .      left knee slowly to the chest, 3 seconds
  5.0  in
  5.4  .      then hold, 20 seconds
  8.0  hold
  9.0  .      hold, low back flat
 18.0  mark   halfway, 10 more
 22.0  .      6 more, then let it down
 25.0  mark
 26.0  mark
 27.0  mark
 28.0  out
 28.6  .      then rest, 4 seconds
 31.0  rest
 31.3  .      next: right knee slowly to the chest, 3
 35.0  side
 35.4  .      then hold, 20 seconds
 38.0  hold
 39.0  .      hold, low back flat
 48.0  mark   halfway, 10 more
 52.0  .      6 more, then let it down
 55.0  mark
 56.0  mark
 57.0  mark
 58.0  out
 58.6  .      then rest, 4 seconds
 61.0  rest
 61.3  .      next: left knee slowly to the chest, 3
 65.0  side
 65.4  .      then hold, 20 seconds
 68.0  hold
 69.0  .      hold, low back flat
 78.0  mark   halfway, 10 more
 82.0  .      6 more, then let it down
 85.0  mark
 86.0  mark
 87.0  mark
 88.0  out
 88.6  .      then rest, 4 seconds
 91.0  rest
 91.3  .      next: right knee slowly to the chest, 3
 95.0  side
 95.4  .      then hold, 20 seconds
 98.0  hold
 99.0  .      hold, low back flat
108.0  mark   halfway, 10 more
112.0  .      6 more, then let it down
115.0  mark
116.0  mark
117.0  mark
118.0  out
118.6  .      then rest, 4 seconds
121.0  rest
121.3  .      next: both knees slowly to the chest, 3
125.0  side
125.4  .      then hold, 20 seconds
128.0  hold
129.0  .      hold, low back flat
138.0  mark   halfway, 10 more
142.0  .      6 more, then let it down
145.0  mark
146.0  mark
147.0  mark
148.0  out
148.6  .      then rest, 4 seconds
151.0  rest
151.3  .      next: both knees slowly to the chest, 3
155.0  in
155.4  .      then hold, 20 seconds
158.0  hold
159.0  .      hold, low back flat
168.0  mark   halfway, 10 more
172.0  .      6 more, then let it down
175.0  mark
176.0  mark
177.0  mark
178.0  out
178.6  .      then rest, 4 seconds
181.0  rest   that was the last one
"""
"""Seconds from the beginning, tone, words."""


def read(table):
    """The rows of a table as times, tones and words."""
    for row in table.strip().splitlines():
        at, sound, *words = row.split(maxsplit=2)
        yield seconds(float(at)), None if sound == "." else Sound(sound), "".join(words)


def timetable(routine):
    """All the cues of a guided routine, their times counted from its beginning."""
    found, began = [], ZERO
    for index, step in enumerate(routine.steps):
        found += [replace(cue, at=began + cue.at) for cue in cues.cues(routine, index)]
        began += step.length or ZERO
    return found


def written(routine):
    return [(cue.at, cue.sound, cue.words) for cue in timetable(routine)]


def stretch(*parts, reps=1, **more):
    move, hold, release, rest = parts
    block = Block(side=Side.LEFT, move_s=move, hold_s=hold, release_s=release, rest_s=rest, reps=reps)
    return Stretch("own", "Own", ("own",), (block,), **more)


def test_knees_can_be_followed_by_ear():
    assert written(LIBRARY.stretches["knees"].routine(LEAD_IN)) == list(read(KNEES))


def test_a_slow_voice_says_the_side_and_what_to_do_and_leaves_out_the_rest():
    """At 80 words a minute, the slowest that can be set: nothing runs into the next step, and nobody is lost."""
    table = """
      0.0  ready
      0.8  .      left knee slowly to the chest
      5.0  in
      6.2  .      then hold
      8.0  hold
      9.0  .      hold, low back flat, 20 seconds
     18.0  mark
     20.0  .      8 more, then let it down
     25.0  mark
     26.0  mark
     27.0  mark
     28.0  out
     29.2  .      then rest
     31.0  rest
     31.9  .      next: right knee
     35.0  side
     36.2  .      then hold
    """
    slow = replace(LIBRARY.stretches["knees"].routine(LEAD_IN), rate=80)
    assert written(slow)[:17] == list(read(table))
    assert written(slow)[-1][2] == "that was the last one"


def test_short_holds_are_announced_in_short_words():
    table = """
      0.0  ready  get ready
      2.0  .      both arms slowly up, 3 seconds
      5.0  in
      5.6  .      then hold overhead, 5
      8.0  hold
      8.3  .      then let them down
     10.0  mark
     11.0  mark
     12.0  mark
     13.0  out
     13.6  .      then rest, 4 seconds
     16.0  rest
     16.4  .      next: both arms slowly up, 3 seconds
    """
    assert written(LIBRARY.stretches["overhead"].routine(LEAD_IN))[:13] == list(read(table))


def test_a_minute_of_walking_is_counted_too():
    table = """
      0.0  ready  get ready
      1.9  .      walk, knees high, back straight
      5.0  in
      6.0  .      60 seconds
     35.0  mark   halfway, 30 more
     62.0  mark
     63.0  mark
     64.0  mark
    """
    assert written(LIBRARY.stretches["high-knees"].routine(LEAD_IN)) == list(read(table))


def test_breaths_are_named_as_they_begin_the_first_with_its_seconds_the_last_as_the_last():
    table = """
      0.0  ready  get ready
      2.3  .      then breathe in, 4 seconds
      5.0  in     in, 4 seconds
      9.0  hold   hold, 7 seconds
     16.0  out    out, 8 seconds
     24.0  in     in
     28.0  hold   hold
     35.0  out    out
     43.0  in     last breath, in
     47.0  hold   hold
     54.0  out    out
    """
    assert written(LIBRARY.patterns["478"].routine(3, LEAD_IN)) == list(read(table))


@pytest.mark.parametrize("routine", EVERYTHING, ids=lambda routine: routine.id)
def test_every_step_but_rests_and_breaths_is_announced_before_it_begins(routine):
    for index, step in enumerate(routine.steps):
        if step.act in {Act.MOVE, Act.HOLD, Act.RELEASE} and routine.kind == "stretch":
            before = " ".join(cue.words for cue in cues.cues(routine, index - 1) if cue.words)
            assert cues.plainest(step).split()[0] in before or cues.what(step) in before


@pytest.mark.parametrize("routine", EVERYTHING, ids=lambda routine: routine.id)
def test_no_word_is_said_into_another_nor_past_its_step(routine):
    for rate in RATES:
        led = replace(routine, rate=rate)
        for index, step in enumerate(led.steps):
            said = [cue for cue in cues.cues(led, index) if cue.words]
            ends = [cue.at + cues.speaking_time(cue.words, rate) for cue in said]
            assert all(end <= following.at for end, following in zip(ends, said[1:], strict=False))
            assert all(end <= step.length for end in ends)


@pytest.mark.parametrize("routine", EVERYTHING, ids=lambda routine: routine.id)
def test_what_to_do_takes_at_most_eight_words_and_its_seconds(routine):
    assert max(len(cue.words.replace("next: ", "").split()) for cue in timetable(routine)) <= 8


def test_the_side_has_a_tone_of_its_own_where_it_changes():
    sounds = [cue.sound for cue in timetable(LIBRARY.stretches["knees"].routine(LEAD_IN)) if cue.sound]
    moves = [sound for sound in sounds if sound in {Sound.IN, Sound.SIDE}]
    assert moves == [Sound.IN, *[Sound.SIDE] * 4, Sound.IN]


def test_without_a_lead_in_the_first_step_says_what_it_is():
    first = timetable(LIBRARY.stretches["knees"].routine())[0]
    assert (first.at, first.sound, first.words) == (ZERO, Sound.IN, "left knee slowly to the chest")


def test_a_step_begun_by_a_key_is_named_because_nothing_announced_it():
    routine = LIBRARY.stretches["knees"].routine(LEAD_IN)
    assert cues.opening(routine, 2).words == "left knee: hold, low back flat, 20 seconds"
    assert cues.opening(routine, 3).sound is Sound.OUT
    assert cues.opening(routine, 2, seconds(18)).words == "hold, 2 more"


def test_what_guides_nobody_has_no_timetable():
    assert timetable(ICE) == []
    assert timetable(WALK) == []


def test_steps_too_short_for_words_have_a_tone():
    found = timetable(stretch(0.4, 3, 0.4, 0.4).routine())
    assert [(cue.sound, cue.words) for cue in found if not cue.words] != []
    assert all(cues.speaking_time(cue.words) <= seconds(3) for cue in found)


PARTS = st.integers(0, 120).map(lambda half: half / 2)
HOLDS = st.just(0) | st.integers(6, 120).map(lambda half: half / 2)


@given(
    st.tuples(PARTS, HOLDS, PARTS, PARTS),
    st.integers(0, 30),
    st.sampled_from(["", "knee", "arm"]),
    st.integers(80, 400),
)
def test_any_stretch_can_be_heard(parts, lead_in, limb, rate):
    """Of each step all cues lie inside it, in order, none two at once, and the words end before the step does."""
    if not any(parts):
        return
    routine = replace(stretch(*parts, reps=2, limb=limb).routine(seconds(lead_in)), rate=rate)
    for index, step in enumerate(routine.steps):
        found = cues.cues(routine, index)
        assert found[0].at == ZERO
        assert all(a.at < b.at for a, b in pairwise(found))
        assert all(cue.at + cues.speaking_time(cue.words, rate) <= step.length for cue in found if cue.words)
        assert all(cue.at < step.length for cue in found)


@given(*[st.integers(1, 20)] * 2, *[st.integers(0, 20)] * 2)
def test_any_breath_can_be_heard(breath_in, out, hold, hold_out):
    total = breath_in + out + hold + hold_out
    if not 6 <= total <= 40:
        return
    parts = {"in_s": breath_in, "hold_s": hold, "out_s": out, "hold_out_s": hold_out}
    routine = Pattern(id="own", title="Own", sources=("own",), cycles=2, **parts).routine(lead_in=LEAD_IN)
    for index, step in enumerate(routine.steps):
        assert all(cue.at + cues.speaking_time(cue.words) <= step.length for cue in cues.cues(routine, index))


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="needs espeak-ng")
@pytest.mark.parametrize("rate", [80, 120, 160])
def test_espeak_really_says_it_in_the_time_that_is_reckoned_with(rate):
    """Every sentence of the built-in content, spoken into a file."""
    led = [replace(routine, rate=rate) for routine in EVERYTHING]
    sentences = sorted({cue.words for routine in led for cue in timetable(routine) if cue.words})
    for words in sentences:
        call = ["espeak-ng", "-s", str(rate), "--stdout", "--", words]
        samples = array("h", subprocess.run(call, capture_output=True, check=True).stdout[44:])
        last = next(at for at in range(len(samples) - 1, 0, -1) if abs(samples[at]) > QUIET)
        assert seconds(last / 22_050) + TO_BEGIN <= cues.speaking_time(words, rate), words
