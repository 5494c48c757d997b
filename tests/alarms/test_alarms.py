import pytest

from backcoach.alarms.alarms import PUMP_EACH, Alarms, Channel, ChannelError
from backcoach.alarms.notifications import DesktopNotification, TerminalBell, TerminalNotification
from backcoach.alarms.programs import _RUNNING
from backcoach.alarms.tones import Tones
from backcoach.alarms.voice import Speech, Voice


class Heard(Channel):
    """A channel that remembers."""

    name = "heard"

    def __init__(self):
        self.got = []

    def give(self, alarm):
        self.got.append(alarm.sound.value)

    def silence(self):
        self.got.append("silence")

    def close(self):
        self.got.append("close")


class Broken(Channel):
    """A channel with which nothing works."""

    name = "broken"

    def __init__(self, error):
        self._error = error

    def give(self, _alarm):
        raise self._error

    def pump(self):
        raise self._error

    def silence(self):
        raise self._error

    def close(self):
        raise self._error


@pytest.fixture
def everything(tools, clock, tmp_path):
    """All channels, as the program wires them."""
    written = []
    bell = TerminalBell(written.append)
    tones = Tones(tmp_path / "tones", clock, bell=bell)
    speech = Speech(clock, Voice(), tones.busy)
    terminal = TerminalNotification(written.append, {"TERM": "foot"})
    alarms = Alarms([tones, speech, DesktopNotification(clock), terminal, bell])
    yield alarms, written, tones, speech
    alarms.close()


@pytest.mark.parametrize("error", [ChannelError("It broke."), RuntimeError("a fault of ours"), OSError(5, "gone")])
def test_what_fails_in_one_channel_does_no_harm_to_the_others_and_is_said_once(removal, error):
    before, after = Heard(), Heard()
    alarms = Alarms([before, Broken(error), after])
    for _ in range(3):
        alarms.give(removal)
        alarms.pump()
    alarms.silence()
    alarms.close()

    assert before.got == after.got == ["removal"] * 3 + ["silence", "close"]
    assert len(alarms.problems()) == 1
    assert alarms.problems() == ()


def test_what_differs_in_numbers_only_is_said_once(removal):
    command = Broken(None)
    alarms = Alarms([command])
    for seconds in (9, 10):
        command._error = ChannelError(f"Timed out after {seconds} s.")
        alarms.give(removal)

    assert alarms.problems() == ("Timed out after 9 s.",)


def test_a_channel_s_own_sentence_is_kept_and_a_fault_is_named(removal):
    alarms = Alarms([Broken(ChannelError("It broke.")), Broken(KeyError("x"))])
    alarms.give(removal)

    assert alarms.problems() == ("It broke.", "The broken failed: KeyError('x').")


def test_with_nothing_installed_only_the_terminal_is_left_and_each_reason_is_said(everything, removal, monkeypatch):
    alarms, written, _, _ = everything
    alarms.give(removal)
    alarms.give(removal)

    assert [written.count("\a"), len(written)] == [2, 4]
    assert [problem.split(";")[0] for problem in alarms.problems()] == [
        "No program that plays sound was found",
        "No program that speaks was found",
        "No program for notifications was found",
    ]
    assert alarms.next_check() is None


def test_the_owner_is_told_how_long_to_look_after_it(everything, tools, removal):
    """Tone, then words, then nothing more to do: pumped as the owner does, without a clock of its own."""
    alarms, _, tones, speech = everything
    for program in ("paplay", "espeak-ng", "notify-send"):
        tools.add(program)
    alarms.give(removal)
    assert alarms.next_check() == PUMP_EACH
    assert tools.calls("espeak-ng") == []

    while alarms.next_check() is not None:
        tools.settle(tones)
        tools.settle(speech)
        alarms.pump()

    assert len(tools.calls("paplay")) == 1
    assert tools.calls("espeak-ng")[0][-1] == "Take the ice off now."
    assert len(tools.calls("notify-send")) == 1
    assert alarms.problems() == ()


@pytest.mark.parametrize("hanging", [("notify-send", 5), ("paplay", 30), ("espeak-ng", 30)])
def test_a_program_that_hangs_is_killed_and_that_is_said(everything, tools, removal, clock, hanging):
    program, seconds = hanging
    alarms, *_ = everything
    tools.add(program, tools.LASTS)
    alarms.give(removal)
    alarms.problems()
    clock.advance(seconds=seconds)
    alarms.pump()
    assert [child.stopped for child in _RUNNING if child.program == program] == [False]

    clock.advance(seconds=0.1)
    while alarms.next_check() is not None:
        alarms.pump()
    (problem,) = alarms.problems()
    assert f"{program} did not end and was stopped" in problem


def test_silence_stops_tone_and_words(everything, tools, removal):
    alarms, _, tones, speech = everything
    tools.add("paplay", tools.LASTS)
    tools.add("espeak-ng", tools.LASTS)
    alarms.give(removal)
    alarms.silence()

    assert not tones.busy()
    assert speech._current is None


def test_a_cue_goes_only_to_the_channels_that_guide(cue, removal):
    guides, others = Heard(), Heard()
    guides.guides = True
    alarms = Alarms([guides, others])
    alarms.give(cue)
    alarms.give(removal)

    assert (guides.got, others.got) == (["in", "removal"], ["removal"])
