"""`backcoach remind` without its loop: what it gives, what it refuses, and the unit that it prints."""

from __future__ import annotations

import asyncio
import configparser
import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from backcoach.alarms.alarms import Channel
from backcoach.cli import remind
from backcoach.cli.main import main
from backcoach.cli.remind import Reminding
from backcoach.coach.coach import Coach
from backcoach.coach.protocols import JournalError
from backcoach.config import SettingsWatch
from backcoach.domain.engine import Acknowledge
from backcoach.domain.plans import posture_routine
from tests.coach.test_watch import Water
from tests.doubles import Heard, armed, ids, journal_on


class Bell(Heard, Channel):
    """A channel that remembers."""

    name = "bell"

    def close(self):
        self.silenced += 1


@pytest.fixture
def bell():
    return Bell()


@pytest.fixture
def lines():
    return []


@pytest.fixture
def reminding(clock, journal, bell, lines):
    return Reminding(clock, journal, [bell], lines.append)


@pytest.fixture
def window(clock, store):
    return Coach(clock, journal_on(store), Heard(), ids())


async def test_an_alarm_is_given_once_on_each_channel_and_as_a_line(reminding, window, clock, bell, lines):
    window.start(posture_routine())
    reminding.look()
    clock.advance(minutes=30)
    reminding.look()
    reminding.look()
    assert bell.headlines == ["Posture CHANGE NOW"]
    assert lines == ["14:35:00  Posture CHANGE NOW. 30 min in one position: walk a little, or lie down.\n"]


async def test_what_a_window_has_said_is_not_said_again(reminding, window, clock, bell):
    window.start(posture_routine())
    reminding.look()
    clock.advance(minutes=30)
    window.look()
    reminding.look()
    assert bell.headlines == []


async def test_after_a_gap_one_line_says_what_ended(reminding, window, clock, bell, lines):
    window.start(posture_routine())
    reminding.look()
    clock.suspend(minutes=29, seconds=50)
    clock.advance(seconds=20)
    reminding.look()
    assert len(bell.headlines) == 1
    assert [line for line in lines if "ago" in line] == lines[1:]
    assert len(lines) == 2


async def test_who_slept_through_a_change_of_position_begins_anew(reminding, window, clock, bell, lines):
    window.start(posture_routine())
    reminding.look()
    clock.suspend(hours=2)
    reminding.look()
    assert bell.headlines == []
    assert lines == ["16:05:00  The computer slept for 2 h. Posture starts a new 30 min.\n"]
    assert [session.state for session in window.sessions if window.look()] == ["running"]


async def test_the_day_s_reminders_are_added_by_one_call(reminding, clock, lines):
    reminding.watch.add(Water(clock.now()))
    clock.advance(hours=1)
    reminding.look()
    assert lines == ["15:05:00  A glass of water.\n"]


async def test_what_is_set_meanwhile_holds(reminding, bell, clock, tmp_path):
    """As the settings screen does it: the file is put in place anew."""
    file, taken = tmp_path / "settings.toml", []
    other = Bell()

    def changed():
        taken.append(file.exists() and file.read_text())
        reminding.use([other])
        return ""

    reminding.watch.add(SettingsWatch(file, changed))
    reminding.look()
    assert taken == []
    file.write_text("[quiet]\n")
    for _ in range(3):
        reminding.look()
    assert taken == ["[quiet]\n"]
    reminding.coach.start(posture_routine())
    clock.advance(minutes=30)
    reminding.look()
    assert (bell.headlines, other.headlines) == ([], ["Posture CHANGE NOW"])
    file.unlink()
    reminding.look()
    assert taken[1:] == [False]


async def test_a_disk_that_fails_is_said_once(reminding, journal, clock, lines, monkeypatch):
    def full(*_):
        raise JournalError("The disk is full.")

    monkeypatch.setattr(journal, "changed_elsewhere", full)
    for _ in range(3):
        clock.advance(seconds=1)
        reminding.look()
    assert lines == ["14:05:01  The disk is full.\n"]


async def test_nobody_reading_its_lines_is_no_harm(clock, journal, bell, window):
    def closed(_):
        raise BrokenPipeError("nobody reads")

    reminding = Reminding(clock, journal, [bell], closed)
    window.start(posture_routine())
    reminding.look()
    clock.advance(minutes=30)
    reminding.look()
    assert bell.headlines == ["Posture CHANGE NOW"]


def test_where_nothing_would_be_noticed_it_refuses_to_stay(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["remind", "--data-dir", str(tmp_path / "data")]) == 1
    said = capsys.readouterr().err
    assert "No alarm would be noticed" in said
    assert "notify-send" in said
    assert said.count("\n") == 1
    assert not (tmp_path / "data").exists()


def test_a_command_of_one_s_own_is_tried_by_alarm_test_and_missed_by_remind(shell, tmp_path, monkeypatch):
    got = tmp_path / "got"
    program = tmp_path / "push"
    program.write_text(f'#!/bin/sh\necho "$BACKCOACH_KIND $1" > "{got}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", "/nowhere")
    assert "alarm command: not set in the settings\n" in shell("alarm-test").out
    shell.settings(f'voice_command = ["{tmp_path}/none"]\nalarm_command = ["{program}", "phone"]')
    said = shell("alarm-test")
    assert (said.code, got.read_text()) == (0, "ice phone\n")
    assert "alarm command: given\n" in said.out
    assert f"speech: not possible. No program that speaks was found; any of these would do: {tmp_path}/none" in said.out
    shell.settings('alarm_command = ["/nowhere/push"]')
    assert "backcoach: The alarm command /nowhere/push was not found.\n" in shell("remind").err


class TestUnit:
    def parsed(self, capsys, *words):
        assert main(["remind", "--systemd-unit", *words]) == 0
        unit = configparser.ConfigParser(interpolation=None, strict=True)
        unit.optionxform = str
        unit.read_string(capsys.readouterr().out)
        return unit

    def test_it_starts_this_program_and_starts_it_again(self, capsys):
        unit = self.parsed(capsys)
        assert unit["Service"]["ExecStart"] == f"{sys.executable} -m backcoach remind"
        assert unit["Service"]["Restart"] == "on-failure"
        assert "graphical-session.target" in unit["Unit"]["After"]
        assert unit["Install"]["WantedBy"] == "default.target"

    def test_the_console_script_is_named_by_its_path(self, capsys, monkeypatch, tmp_path):
        script = tmp_path / "backcoach"
        script.write_text("#!/bin/sh\n")
        script.chmod(0o755)
        monkeypatch.setattr(sys, "argv", [str(script)])
        assert self.parsed(capsys)["Service"]["ExecStart"] == f"{script} remind"

    def test_the_places_asked_for_are_kept_whatever_they_are_called(self, capsys, monkeypatch, tmp_path):
        monkeypatch.setenv("BACKCOACH_CONFIG", str(tmp_path / "s.toml"))
        command = self.parsed(capsys, "--data-dir", '/tmp/my 100% "$data"')["Service"]["ExecStart"]
        assert '--data-dir "/tmp/my 100%% \\"$$data\\""' in command
        assert command.endswith(f"--config {tmp_path / 's.toml'}")

    def test_systemd_takes_it(self, capsys, tmp_path):
        if shutil.which("systemd-analyze") is None:
            pytest.skip("needs systemd-analyze")
        main(["remind", "--systemd-unit"])
        file = tmp_path / "backcoach.service"
        file.write_text(capsys.readouterr().out)
        done = subprocess.run(
            ["systemd-analyze", "--user", "verify", str(file)], capture_output=True, text=True, timeout=60, check=False
        )
        assert "backcoach.service" not in done.stderr

    def test_program_is_python_where_it_was_started_so(self, monkeypatch):
        monkeypatch.setattr(sys, "argv", ["/usr/lib/python3/backcoach/__main__.py"])
        assert remind.program() == [sys.executable, "-m", "backcoach"]


def test_twelve_hours_on_a_fast_clock_leave_nothing_behind(reminding, window, clock, bell):
    """Twenty-four changes of position, each answered; the jobs are those of the one session."""
    window.start(posture_routine())
    for _ in range(24):
        for _ in range(30):
            clock.advance(minutes=1)
            reminding.look()
            window.look()
        window.act(window.sessions[0].id, Acknowledge())
    assert bell.headlines.count("Posture CHANGE NOW") == 24
    assert armed(reminding.wakeups) == {window.sessions[0].id}
    assert window.waits()[window.sessions[0].id] <= timedelta(minutes=30)


def test_it_loads_nothing_of_the_interface():
    code = (
        "import sys; import backcoach.cli.remind, backcoach.cli.data, backcoach.cli.exchange;"
        "print(*[name for name in sys.modules if name.partition('.')[0] in {'textual', 'rich', 'tomlkit', 'shtab'}])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert shown.stdout.strip() == ""


class Looks:
    """Counts the looks of a `Reminding`, and does something at the first and the last of them."""

    def __init__(self, reminding, until, at_first=lambda: None):
        self.count, self._until, self._at_first = 0, until, at_first
        reminding.look = self.look

    def look(self):
        self.count += 1
        if self.count == 1:
            self._at_first()
        if self.count >= self._until:
            os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
async def test_a_signal_that_answers_its_first_word_ends_it_well_and_its_handlers_are_given_back(
    reminding, lines, monkeypatch, number
):
    before = signal.getsignal(number)
    looks = Looks(reminding, until=99)
    monkeypatch.setattr(reminding._lines, "say", lambda _: os.kill(os.getpid(), number))
    await asyncio.wait_for(reminding.stay(), 5)
    assert looks.count == 0
    assert signal.getsignal(number) in {before, signal.SIG_DFL, signal.default_int_handler}


async def test_it_looks_again_and_again_and_an_ignored_hangup_is_still_ignored(reminding, monkeypatch):
    monkeypatch.setattr(remind, "LOOK_EVERY", timedelta(milliseconds=10))
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        looks = Looks(reminding, until=3, at_first=lambda: os.kill(os.getpid(), signal.SIGHUP))
        await asyncio.wait_for(reminding.stay(), 5)
        assert looks.count == 3
    finally:
        signal.signal(signal.SIGHUP, before)


async def test_a_wake_up_looks_at_once(reminding):
    looks = Looks(reminding, until=2, at_first=lambda: asyncio.get_running_loop().call_soon(reminding.stirred.set))
    await asyncio.wait_for(reminding.stay(), 0.9)
    assert looks.count == 2


async def test_between_two_looks_what_sounds_is_looked_after(reminding, bell, monkeypatch):
    """A word that waits for the tone before it is spoken a tenth of a second later, not at the next look."""
    monkeypatch.setattr(remind, "LOOK_EVERY", timedelta(seconds=60))
    pumped = []
    monkeypatch.setattr(bell, "waiting", lambda: len(pumped) < 3)
    monkeypatch.setattr(bell, "pump", lambda: pumped.append(1))
    Looks(reminding, until=3)
    await asyncio.wait_for(reminding.stay(), 5)
    assert len(pumped) == 3
