import shutil
import subprocess
import wave
from array import array

import pytest

from backcoach.adapters.alarms.speakers import Voice, call, hush

needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


def spoken(tmp_path, text, voice=None):
    """What the real espeak-ng makes of the call: seconds and peak."""
    how = call("espeak-ng", text, voice or Voice())
    file = tmp_path / "spoken.wav"
    file.unlink(missing_ok=True)
    subprocess.run([how.words[0], "-w", str(file), *how.words[1:]], check=True, timeout=30)
    with wave.open(str(file)) as sound:
        data = array("h", sound.readframes(sound.getnframes()))
        return len(data) / sound.getframerate(), max(map(abs, data))


def phonemes(text):
    how = call("espeak-ng", text, Voice())
    words = [how.words[0], "-q", "-x", *how.words[1:]]
    return subprocess.run(words, check=True, timeout=30, capture_output=True, text=True).stdout


def test_espeak_gets_rate_volume_voice_and_the_text_after_the_options():
    how = call("espeak-ng", "-x Take it off.", Voice("de", rate=140, volume=40))

    assert how.words == ("espeak-ng", "-s", "140", "-a", "80", "-v", "de", "--", "-x Take it off.")
    assert how.typed == ""


@pytest.mark.parametrize(
    ("rate", "volume", "urgent", "options"),
    [
        (170, 100, False, ["--priority=message", "--rate=0", "--volume=100"]),
        (160, 50, True, ["--priority=important", "--rate=-5", "--volume=0"]),
        (900, 1, True, ["--priority=important", "--rate=100", "--volume=-98"]),
    ],
)
def test_speech_dispatcher_gets_its_own_scales(rate, volume, urgent, options):
    words = call("spd-say", "In.", Voice(rate=rate, volume=volume), urgent=urgent).words

    assert words == ("spd-say", "--application-name=backcoach", "--wait", *options, "--", "In.")


def test_say_reads_the_text_and_its_volume():
    how = call("say", "-v Take it off.", Voice("Anna", rate=150, volume=30))

    assert how.words == ("say", "-r", "150", "-v", "Anna", "-f", "-")
    assert how.typed == "[[volm 0.30]] -v Take it off.\n"


@pytest.mark.parametrize("program", ["spd-say", "espeak-ng", "say"])
def test_a_text_brings_neither_commands_nor_control_characters(program):
    how = call(program, "a [[rate 9]] b\x1b\nc\x00", Voice())
    text = how.typed.removeprefix("[[volm 0.70]] ").rstrip("\n") or how.words[-1]

    assert text == "a [ [rate 9]] b c"


def test_only_a_server_has_to_be_told_to_be_quiet():
    assert hush("spd-say") == ("spd-say", "--stop")
    assert hush("espeak-ng") is None


@needs_espeak
def test_real_espeak_says_the_words_aloud(tmp_path):
    seconds, peak = spoken(tmp_path, "Take the ice off now.")

    assert 0.8 < seconds < 4
    assert peak > 2000


@needs_espeak
def test_real_espeak_heeds_rate_and_volume(tmp_path):
    text = "Take the ice off now."
    slow, loud = spoken(tmp_path, text, Voice(rate=100, volume=60))
    fast, soft = spoken(tmp_path, text, Voice(rate=300, volume=15))

    assert slow > 1.5 * fast
    assert loud > 2 * soft


@needs_espeak
def test_real_espeak_takes_a_text_that_looks_like_an_option_or_like_phonemes_for_text():
    assert phonemes("--version") == phonemes("version")
    assert phonemes("[[h@l'oU]]") != phonemes("hello")
    assert "h@l'oU" not in phonemes("[[h@l'oU]]").split()
