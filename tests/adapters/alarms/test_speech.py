import shutil
import wave

import pytest
from msgspec.structs import replace

from backcoach.adapters.alarms.speakers import Voice
from backcoach.adapters.alarms.speech import Speech
from backcoach.ports import ChannelError

ESPEAK = shutil.which("espeak-ng")


@pytest.fixture
def make(tmp_path, clock):
    made = []

    def build(**options):
        made.append(Speech(clock, **{"devices": tmp_path / "no-devices", **options}))
        return made[-1]

    yield build
    for speech in made:
        speech.close()


def said(tools):
    return [call[-1] for call in tools.calls("espeak-ng")]


def test_words_follow_one_another_and_a_newer_cue_replaces_one_not_begun(tools, make, cue):
    tools.add("espeak-ng", f'[ "$6" != "In." ] || {tools.waits}')
    speech = make()
    for text in ("In.", "Hold.", "Out."):
        speech.give(replace(cue, spoken=text))
        assert speech.busy()
    tools.let_pass()
    tools.settle(speech)
    speech.pump()
    tools.settle(speech)
    speech.pump()

    assert said(tools) == ["In.", "Out."]
    assert not speech.waiting()


def test_removal_breaks_a_cue_off(tools, make, cue, removal):
    tools.add("espeak-ng", f'[ "$6" = "In." ] && {tools.LASTS}')
    speech = make()
    speech.give(cue)
    first = speech._speaking[0]
    speech.give(removal)

    assert first.stopped
    assert speech._speaking[1] is removal
    tools.settle(speech)
    speech.pump()
    assert said(tools)[-1] == "Take the ice off now."
    assert not speech.waiting()


def test_a_cue_waits_behind_removal_but_not_for_long(tools, make, cue, removal, clock):
    tools.add("espeak-ng", tools.waits)
    speech = make()
    speech.give(removal)
    speech.give(cue)
    clock.advance(seconds=3)
    tools.let_pass()
    tools.settle(speech)
    speech.pump()

    assert said(tools) == ["Take the ice off now."]


def test_all_but_cues_wait_for_the_tone(tools, make, cue, removal):
    tools.add("espeak-ng")
    sounds = [True]
    speech = make(tone_sounds=lambda: sounds[0])
    speech.give(removal)
    speech.pump()
    assert (speech._speaking, speech.busy()) == (None, True)

    sounds[0] = False
    speech.pump()
    assert speech._speaking[1] is removal
    tools.settle(speech)

    sounds[0] = True
    speech.give(cue)
    assert speech._speaking[1] is cue


def test_an_alarm_without_words_is_no_business_of_speech(tools, make, cue):
    speech = make()
    speech.give(replace(cue, spoken=""))

    assert not speech.busy()


def test_nothing_installed_is_a_sentence(tools, make, cue):
    speech = make()

    assert speech.missing() == "No program that speaks was found; any of these would do: spd-say, espeak-ng, say."
    with pytest.raises(ChannelError, match="No program that speaks"):
        speech.give(cue)
    assert not speech.waiting()


def test_volume_0_says_nothing(tools, make, cue):
    tools.add("espeak-ng")
    speech = make(voice=Voice(volume=0))
    speech.give(cue)

    assert "volume of the voice is 0" in speech.missing()
    assert tools.calls("espeak-ng") == []


def test_a_speaker_that_fails_is_followed_by_the_next(tools, make, removal):
    tools.add("spd-say", 'echo "Failed to connect to Speech Dispatcher"', status=1)
    tools.add("espeak-ng")
    speech = make()
    speech.give(removal)
    tools.settle(speech)
    speech.pump()
    tools.settle(speech)
    speech.pump()

    assert len(tools.calls("spd-say")) == 1
    assert said(tools) == ["Take the ice off now."]


def test_when_all_fail_the_reason_is_said_and_the_next_words_are_tried(tools, make, removal):
    tools.add("espeak-ng", 'echo "Cannot open device"', status=1)
    speech = make()
    speech.give(removal)
    tools.settle(speech)

    with pytest.raises(ChannelError, match=r"^The words could not be spoken: espeak-ng .* Cannot open device\.$"):
        speech.pump()
    speech.give(removal)
    tools.settle(speech)
    assert len(said(tools)) == 2


def test_a_voice_that_is_not_there_costs_no_words(tools, make, removal):
    tools.add("espeak-ng", '[ "$5" != "-v" ] || { echo "No such voice"; exit 1; }')
    speech = make(voice=Voice("Klingon"))
    speech.give(removal)
    tools.settle(speech)

    with pytest.raises(ChannelError, match=r"^The voice Klingon could not be used: .*No such voice\.$"):
        speech.pump()
    tools.settle(speech)
    speech.pump()
    assert said(tools) == ["Take the ice off now."] * 2
    assert "-v" not in tools.calls("espeak-ng")[1]


def test_silence_forgets_what_waits_and_tells_the_server(tools, make, removal, notice):
    tools.add("spd-say", f'[ "$1" = "--stop" ] || {tools.LASTS}')
    speech = make()
    speech.give(removal)
    speech.give(notice)
    speech.silence()
    assert not speech.busy()
    tools.settle(speech)
    speech.pump()

    assert tools.calls("spd-say")[-1] == ["--stop"]
    assert not speech.waiting()


def test_close_leaves_no_process(tools, make, removal):
    tools.add("espeak-ng", tools.LASTS)
    speech = make()
    speech.give(removal)
    child = speech._speaking[0]
    speech.close()

    assert child.status < 0
    assert not speech.waiting()


@pytest.mark.skipif(ESPEAK is None, reason="espeak-ng is not installed")
def test_with_the_real_espeak_the_words_become_sound(tools, make, removal, tmp_path):
    """As on a machine with a loudspeaker, but that the sound goes into a file."""
    file = tmp_path / "said.wav"
    tools.add("espeak-ng", f'exec {ESPEAK} -w "{file}" "$@"')
    speech = make()
    speech.give(removal)
    tools.settle(speech)
    speech.pump()

    with wave.open(str(file)) as sound:
        assert sound.getnframes() / sound.getframerate() > 0.8
