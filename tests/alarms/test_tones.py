import io
import math
import wave
from array import array
from itertools import pairwise

import pytest

from backcoach.alarms.tones import RATE, TUNES, wav
from backcoach.domain.alarm import Sound, Urgency

PITCHES = sorted({note.hertz for tune in TUNES.values() for note in tune.notes})


def samples(sound, volume=100):
    with wave.open(io.BytesIO(wav(TUNES[sound], volume))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return array("h", file.readframes(file.getnframes()))


def strength(data, hertz):
    """Goertzel's measure of one frequency."""
    turn = 2 * math.cos(2 * math.pi * hertz / RATE)
    before = last = 0.0
    for value in data:
        before, last = last, value + turn * last - before
    return last * last + before * before - turn * last * before


def dominant(data):
    return max(PITCHES, key=lambda hertz: strength(data, hertz))


def steepest(data):
    return max(abs(after - before) for before, after in pairwise(data))


def test_each_sound_has_a_tune():
    assert set(TUNES) == set(Sound)


def test_the_strongest_pitch_of_each_sound_is_its_own():
    strongest = {sound: dominant(samples(sound)) for sound in Sound}

    assert len(set(strongest.values())) == len(Sound), strongest


@pytest.mark.parametrize("sound", Sound)
def test_a_tone_begins_and_ends_in_silence_and_is_short(sound):
    data = samples(sound)

    assert (data[0], data[-1]) == (0, 0)
    assert max(map(abs, data[: round(0.02 * RATE) + 5])) < 100
    assert max(map(abs, data[-5:])) < 100
    assert len(data) / RATE <= (3.0 if sound is Sound.REMOVE else 1.1)


def test_the_tone_itself_begins_after_its_silence():
    plain, led = (wav(TUNES[Sound.REMOVE], 70, lead) for lead in (0, 0.6))

    assert led[-len(plain) + 44 :] == plain[44:]
    assert set(led[44 : len(led) - len(plain) + 44]) == {0}
    assert len(led) - len(plain) == 2 * round(0.6 * RATE)


@pytest.mark.parametrize("sound", [Sound.IN, Sound.OUT, Sound.HOLD, Sound.SIDE, Sound.REST, Sound.MARK])
def test_cues_are_over_before_the_next_second(sound):
    assert len(samples(sound)) / RATE < 0.6


@pytest.mark.parametrize("sound", Sound)
def test_no_note_begins_or_ends_with_a_click(sound):
    """No step between two samples is steeper than the sine itself: a click would be."""
    tune = TUNES[sound]
    top = max(note.hertz for note in tune.notes) * len(tune.overtones)

    assert steepest(samples(sound)) <= 2 * math.pi * top / RATE * 32767 * tune.loudness


def test_the_removal_is_louder_than_all_others_and_none_is_cut_off():
    peaks = {sound: max(map(abs, samples(sound))) for sound in Sound}

    assert max(peaks, key=peaks.get) is Sound.REMOVE
    assert peaks[Sound.REMOVE] > 1.4 * max(peak for sound, peak in peaks.items() if sound is not Sound.REMOVE)
    assert peaks[Sound.REMOVE] < 32767


def test_in_rises_and_out_falls():
    rising, falling = samples(Sound.IN), samples(Sound.OUT)
    first = slice(0, round(0.14 * RATE))
    rest = slice(round(0.14 * RATE), None)

    assert dominant(rising[first]) < dominant(rising[rest])
    assert dominant(falling[first]) > dominant(falling[rest])


@pytest.mark.parametrize(("volume", "share"), [(100, 1.0), (50, 0.25), (10, 0.01), (0, 0.0), (150, 1.0)])
def test_the_peak_goes_with_the_square_of_the_volume(volume, share):
    full = max(map(abs, samples(Sound.HOLD)))

    assert max(map(abs, samples(Sound.HOLD, volume))) == pytest.approx(full * share, abs=1)


def test_the_removal_is_in_pulses():
    """Two bursts of three and two, as a medical alarm of high priority has."""
    data = samples(Sound.REMOVE)
    frame = RATE // 100
    loud = [max(map(abs, data[at : at + frame])) > 3000 for at in range(0, len(data), frame)]
    pulses = sum(now and not before for before, now in zip([False, *loud], loud, strict=False))

    assert pulses == 10
    assert Urgency.REMOVAL is max(Urgency)
