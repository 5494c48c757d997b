import shutil
import subprocess
import wave
from array import array
from datetime import timedelta

import pytest
from msgspec.structs import replace

from backcoach.alarms.alarms import ChannelError
from backcoach.alarms.voice import CUE_FRESH, Speech, Voice, call
from backcoach.domain.alarm import Alarm, Sound, Urgency
from backcoach.domain.routine import Kind

MINE = Voice()
ESPEAK = shutil.which("espeak-ng")


@pytest.fixture
def make(clock):
    made = []

    def build(voice=MINE, tone_sounds=lambda: False, command=()):
        made.append(Speech(clock, voice, tone_sounds, command))
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
        assert speech.waiting()
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
    first = speech._current[0]
    speech.give(removal)

    assert first.stopped
    assert speech._current[1] is removal
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
    assert (speech._current, speech.waiting()) == (None, True)

    sounds[0] = False
    speech.pump()
    assert speech._current[1] is removal
    tools.settle(speech)

    sounds[0] = True
    speech.give(cue)
    assert speech._current[1] is cue


def test_an_alarm_without_words_is_no_business_of_speech(tools, make, cue):
    speech = make()
    speech.give(replace(cue, spoken=""))

    assert not speech.waiting()


def test_nothing_installed_is_a_sentence(tools, make, cue):
    speech = make()

    assert speech.missing() == "No program that speaks was found; any of these would do: spd-say, espeak-ng, say."
    with pytest.raises(ChannelError, match="No program that speaks"):
        speech.give(cue)
    assert not speech.waiting()


def test_volume_0_says_nothing(tools, make, cue):
    tools.add("espeak-ng")
    speech = make(Voice(volume=0))
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
    speech = make(Voice("Klingon"))
    speech.give(removal)
    tools.settle(speech)

    with pytest.raises(ChannelError, match=r"^The voice Klingon could not be used: .*No such voice\.$"):
        speech.pump()
    tools.settle(speech)
    speech.pump()
    assert said(tools) == ["Take the ice off now."] * 2
    assert "-v" not in tools.calls("espeak-ng")[1]


def test_a_voice_of_one_s_own_reads_the_sentence_and_nobody_else_speaks(tools, make, removal, monkeypatch):
    monkeypatch.setattr("backcoach.alarms.voice.no_sound", lambda: "No device.")
    tools.add("espeak-ng")
    tools.add("piper", f'read line; echo "$line" > "{tools.folder}/heard"')
    speech = make(Voice("de"), command=("piper", "--model", "a b"))
    assert speech.missing() is None
    speech.give(replace(removal, spoken="Take the [[ice]]\x1b off now."))
    tools.settle(speech)
    speech.pump()

    assert (tools.folder / "heard").read_text() == "Take the [[ice]] off now.\n"
    assert (tools.calls("piper"), said(tools)) == ([["--model", "a b"]], [])


def test_a_voice_of_one_s_own_that_fails_is_said_by_its_name_and_tried_again(tools, make, removal):
    tools.add("piper", 'echo "No model."; exit 3')
    speech = make(Voice("de"), command=(str(tools.folder / "piper"),))
    for count in (1, 2):
        speech.give(removal)
        tools.settle(speech)
        with pytest.raises(ChannelError, match=r"not be spoken: piper ended with status 3: No model\.$"):
            speech.pump()
        assert (len(tools.calls("piper")), speech.waiting()) == (count, False)


def test_silence_forgets_what_waits_and_tells_the_server(tools, make, removal, notice):
    tools.add("spd-say", f'[ "$1" = "--stop" ] || {tools.LASTS}')
    speech = make()
    speech.give(removal)
    speech.give(notice)
    speech.silence()
    assert (speech._current, speech._queue) == (None, [])
    tools.settle(speech)
    speech.pump()

    assert tools.calls("spd-say")[-1] == ["--stop"]
    assert not speech.waiting()


def test_close_leaves_no_process(tools, make, removal):
    tools.add("espeak-ng", tools.LASTS)
    speech = make()
    speech.give(removal)
    child = speech._current[0]
    speech.close()

    assert child.process.returncode < 0
    assert not speech.waiting()


def word(text):
    """`c:in` is a cue, `n:move` a notice, `R:ice off` a removal."""
    urgency = {"c": Urgency.CUE, "n": Urgency.NOTICE, "R": Urgency.REMOVAL}[text[0]]
    return Alarm(Sound.MARK, Kind.ICE, "", "", text, urgency)


def waiting(speech, words, now):
    """What waits to be said where something else is being said."""
    for text in words:
        speech._add(word(text), now)
    return [alarm.spoken for alarm, _ in speech._queue]


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
    ],
)
def test_who_speaks_in_which_order(make, clock, given, said):
    assert waiting(make(), given, clock.now()) == said


@pytest.mark.parametrize(
    ("newer", "speaking", "breaks_off"),
    [
        ("R:ice off", "c:in", True),
        ("R:ice off", "n:move", True),
        ("R:heat off", "R:ice off", False),
        ("n:move", "c:in", False),
        ("c:out", "c:in", False),
    ],
)
def test_only_removal_breaks_off_what_is_being_said(tools, make, newer, speaking, breaks_off):
    tools.add("espeak-ng", tools.LASTS)
    speech = make()
    speech.give(word(speaking))
    first = speech._current[0]
    speech.give(word(newer))

    assert first.stopped is breaks_off


@pytest.mark.parametrize(
    ("waited", "left"),
    [
        (CUE_FRESH, ["R:ice off", "n:move", "c:in"]),
        (CUE_FRESH + timedelta(milliseconds=1), ["R:ice off", "n:move"]),
        (timedelta(hours=1), ["R:ice off", "n:move"]),
    ],
)
def test_a_cue_that_waited_too_long_is_never_said(tools, make, clock, waited, left):
    tools.add("espeak-ng", tools.LASTS)
    speech = make()
    speech.give(word("R:another"))
    waiting(speech, ("R:ice off", "n:move", "c:in"), clock.now())
    clock.advance(seconds=waited.total_seconds())
    speech.pump()

    assert waiting(speech, (), clock.now()) == left


needs_espeak = pytest.mark.skipif(ESPEAK is None, reason="espeak-ng is not installed")


def sound_of(tmp_path, text, voice=None):
    """What the real espeak-ng makes of the call: seconds and peak."""
    (program, *words), _ = call("espeak-ng", text, voice or Voice())
    file = tmp_path / "spoken.wav"
    file.unlink(missing_ok=True)
    subprocess.run([program, "-w", str(file), *words], check=True, timeout=30)
    with wave.open(str(file)) as sound:
        data = array("h", sound.readframes(sound.getnframes()))
        return len(data) / sound.getframerate(), max(map(abs, data))


def phonemes(text):
    (program, *words), _ = call("espeak-ng", text, Voice())
    return subprocess.run([program, "-q", "-x", *words], check=True, timeout=30, capture_output=True, text=True).stdout


NAMED = Voice("de", rate=140, volume=40)


@pytest.mark.parametrize(
    ("program", "voice", "urgent", "words", "typed"),
    [
        ("espeak-ng", NAMED, False, "espeak-ng -s 140 -a 80 -v de -- -x", ""),
        ("espeak-ng", Voice(), True, "espeak-ng -s 160 -a 140 -- -x", ""),
        ("say", NAMED, False, "say -r 140 -v de -f -", "[[volm 0.40]] -x\n"),
        ("spd-say", NAMED, False, "--priority=message --rate=-15 --volume=-20 --synthesis-voice=de -- -x", ""),
        ("spd-say", Voice(rate=170, volume=100), True, "--priority=important --rate=0 --volume=100 -- -x", ""),
        ("spd-say", Voice(rate=900, volume=1), True, "--priority=important --rate=100 --volume=-98 -- -x", ""),
    ],
)
def test_each_speaker_gets_its_own_scales_and_no_option_from_the_text(program, voice, urgent, words, typed):
    start = ["spd-say", "--application-name=backcoach", "--wait"] if program == "spd-say" else []

    assert call(program, "-x", voice, urgent=urgent) == ([*start, *words.split()], typed)


@pytest.mark.parametrize("program", ["spd-say", "espeak-ng", "say"])
def test_a_text_brings_neither_commands_nor_control_characters(program):
    words, typed = call(program, "a [[rate 9]] b\x1b\nc\x00", Voice())
    text = typed.removeprefix("[[volm 0.70]] ").rstrip("\n") or words[-1]

    assert text == "a [ [rate 9]] b c"


@needs_espeak
def test_real_espeak_heeds_rate_and_volume(tmp_path):
    text = "Take the ice off now."
    slow, loud = sound_of(tmp_path, text, Voice(rate=100, volume=60))
    fast, soft = sound_of(tmp_path, text, Voice(rate=300, volume=15))

    assert slow > 1.5 * fast > 0
    assert loud > 2 * soft


@needs_espeak
def test_real_espeak_takes_a_text_that_looks_like_an_option_or_like_phonemes_for_text():
    assert phonemes("--version") == phonemes("version")
    assert phonemes("[[h@l'oU]]") != phonemes("hello")
    assert "h@l'oU" not in phonemes("[[h@l'oU]]").split()
