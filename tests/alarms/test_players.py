import wave

import pytest

from backcoach.alarms.alarms import ChannelError
from backcoach.alarms.notifications import TerminalBell
from backcoach.alarms.tones import RATE, Tones


@pytest.fixture
def rung():
    return []


@pytest.fixture
def make(tmp_path, clock, rung):
    """Tones in a folder of their own; whatever plays when the test is over is ended."""
    made = []

    def build(**options):
        made.append(Tones(tmp_path / "cache" / "tones", clock, bell=TerminalBell(rung.append), **options))
        return made[-1]

    yield build
    for tones in made:
        tones.close()


@pytest.fixture
def playing(tools, make):
    """Tones whose player goes on until it is ended."""
    tools.add("paplay", tools.LASTS)
    return make()


def test_the_tone_is_played_by_the_first_player_that_is_there(tools, make, removal, rung):
    tools.add("play")
    tools.add("aplay")
    tones = make()
    tones.give(removal)
    tools.settle(tones)
    tones.pump()

    ((quiet, file),) = tools.calls("aplay")
    assert quiet == "-q"
    with wave.open(file) as sound:
        assert sound.getnframes() > 0
    assert (tools.calls("play"), rung, tones.busy()) == ([], [], False)


def test_each_sound_has_its_own_file_and_volumes_do_not_share_one(tools, make, removal, cue):
    tools.add("pw-play")
    for tones, alarm in ((make(), removal), (make(), cue), (make(volume=30), cue)):
        tones.give(alarm)
        tools.settle(tones)

    assert len({file for (file,) in tools.calls("pw-play")}) == 3


def test_a_file_is_made_once(tools, make, cue, tmp_path):
    tools.add("paplay")
    tones = make()
    tones.give(cue)
    (file,) = (tmp_path / "cache" / "tones").glob(f"{cue.sound.value}-*")
    file.write_bytes(b"kept")
    tones.give(cue)

    assert file.read_bytes() == b"kept"


def test_only_a_cue_that_finds_the_device_awake_begins_without_silence(tools, make, clock, cue, removal):
    tools.add("paplay")
    tones = make(lead=0.6)
    for alarm, then in ((cue, 10), (cue, 11), (cue, 1), (removal, 0)):
        tones.give(alarm)
        tools.settle(tones)
        clock.advance(seconds=then)
    lengths = []
    for (file,) in tools.calls("paplay"):
        with wave.open(file) as sound:
            lengths.append(sound.getnframes() / RATE)

    assert lengths == pytest.approx([1.05, 0.47, 1.05, 3.48], abs=0.2)


def test_nothing_installed_is_a_sentence_and_the_bell(tools, make, cue, rung):
    tones = make()

    assert tones.missing().startswith("No program that plays sound was found; any of these would do: pw-play, paplay")
    with pytest.raises(ChannelError, match="No program that plays sound"):
        tones.give(cue)
    assert rung == ["\a"]
    assert not tones.waiting()


def test_without_device_and_server_the_bell_rings(tools, make, cue, rung, monkeypatch):
    monkeypatch.delenv("PULSE_SERVER")
    tools.add("aplay")
    tones = make()

    assert (
        tones.missing()
        == "No tone and no word can be heard: there is no sound device and no sound server (PipeWire or PulseAudio)."
    )
    with pytest.raises(ChannelError, match="no sound device"):
        tones.give(cue)
    assert rung == ["\a"]


@pytest.mark.parametrize("there", ["device", "pipewire-0", "pulse/native"])
def test_a_device_or_a_server_will_do(tools, make, monkeypatch, tmp_path, there):
    monkeypatch.delenv("PULSE_SERVER")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    tools.add("aplay")
    place = tmp_path / "snd" / "pcmC0D0p" if there == "device" else tmp_path / there
    place.parent.mkdir(exist_ok=True)
    place.touch()

    monkeypatch.setattr("backcoach.alarms.tones.DEVICES", tmp_path / "snd")
    assert make().missing() is None


def test_volume_0_is_silent_and_no_bell_either(tools, make, removal, rung):
    tools.add("aplay")
    tones = make(volume=0)
    tones.give(removal)

    assert "volume of the tones is 0" in tones.missing()
    assert (tools.calls("aplay"), rung) == ([], [])


def test_a_player_that_fails_is_followed_by_the_next(tools, make, removal, rung):
    tools.add("pw-play", 'echo "Host is down"', status=1)
    tools.add("aplay")
    tones = make()
    tones.give(removal)
    tools.settle(tones)
    tones.pump()
    tools.settle(tones)
    tones.give(removal)
    tools.settle(tones)

    assert len(tools.calls("pw-play")) == 1
    assert len(tools.calls("aplay")) == 2
    assert rung == []


def test_when_all_players_fail_the_bell_rings_and_the_reason_is_said(tools, make, cue, rung):
    tools.add("aplay", 'echo "aplay: No such device"', status=1)
    tones = make()
    tones.give(cue)
    tools.settle(tones)

    with pytest.raises(
        ChannelError, match=r"^The tone could not be played: aplay ended with status 1: .*No such device\.$"
    ):
        tones.pump()
    assert rung == ["\a"]

    tools.add("aplay")
    tones.give(cue)
    tools.settle(tones)
    tones.pump()
    assert len(tools.calls("aplay")) == 2, "a device may come back, so the next tone is tried again"


def test_a_failure_noticed_late_plays_nothing_old(tools, make, removal, clock, rung):
    tools.add("pw-play", status=1)
    tools.add("aplay")
    tones = make()
    tones.give(removal)
    tools.settle(tones)
    clock.advance(seconds=3)
    tones.pump()
    tools.settle(tones)

    assert (tools.calls("aplay"), rung) == ([], [])


def test_the_next_alarm_sounds_even_if_the_last_one_failed_unnoticed(tools, make, removal, rung):
    tools.add("aplay", status=1)
    tones = make()
    tones.give(removal)
    tools.settle(tones)
    with pytest.raises(ChannelError):
        tones.give(removal)
    tools.settle(tones)

    assert len(tools.calls("aplay")) == 2


@pytest.mark.parametrize(
    ("first", "then", "replaced"),
    [
        ("cue", "removal", True),
        ("removal", "cue", False),
        ("cue", "cue", True),
        ("notice", "cue", False),
        ("notice", "removal", True),
        ("removal", "removal", True),
    ],
)
def test_one_tone_at_a_time_and_the_more_urgent_one(playing, request, first, then, replaced):
    playing.give(request.getfixturevalue(first))
    begun = playing._current
    playing.give(request.getfixturevalue(then))

    assert (playing._current is not begun) is replaced
    assert begun[0].stopped is replaced


def test_silence_ends_the_tone_and_close_leaves_no_process(tools, make, removal):
    tools.add("paplay", tools.LASTS)
    tones = make()
    tones.give(removal)
    child = tones._current[0]
    tones.silence()
    assert not tones.busy()
    tones.close()

    assert child.process.returncode < 0
    assert not tones.waiting()


def test_a_folder_that_cannot_be_written_is_a_sentence_and_the_bell(tools, make, cue, rung, tmp_path):
    tools.add("paplay")
    (tmp_path / "cache").write_text("a file where a folder should be")
    tones = make()

    with pytest.raises(ChannelError, match=r"^The tones could not be written to .*: (Not a directory|File exists)\.$"):
        tones.give(cue)
    assert rung == ["\a"]
    assert not tones.waiting(), "it is not tried each 100 ms"


def test_a_disk_that_is_full_by_then_costs_no_removal(tools, make, removal, monkeypatch):
    tools.add("paplay")
    tones = make()

    def full(_path, _content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    tones.give(removal)
    tools.settle(tones)
    assert len(tools.calls("paplay")) == 1
