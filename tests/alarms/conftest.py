"""Programs that only write down how they were called; alarms to give."""

import os
import sys
from pathlib import Path

import pytest

from backcoach.alarms import tones
from backcoach.domain.alarm import Alarm, Sound, Urgency
from backcoach.domain.routine import Kind


class Tools:
    """A folder that is the whole PATH, with scripts in it that log their arguments, one call after the other."""

    LASTS = "exec /bin/sleep 60"
    """What a script does to go on until it is killed."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.logs = folder / "logs"
        self.logs.mkdir(parents=True)
        self.gate = folder / "gate"
        os.mkfifo(self.gate)
        self.waits = f'read line < "{self.gate}"'

    def add(self, name: str, then: str = "", *, status: int = 0):
        """Install a program that logs its call, does `then` in the shell, and ends with `status`."""
        script = self.folder / name
        log = self.logs / name
        script.write_text(f'#!/bin/sh\n{{ printf "%s\\n" "$@"; echo ---; }} >> "{log}"\n{then}\nexit {status}\n')
        script.chmod(0o755)

    def calls(self, name: str) -> list[list[str]]:
        log = self.logs / name
        return [call.splitlines() for call in log.read_text().split("---\n")[:-1]] if log.exists() else []

    def let_pass(self):
        """Let the one script that `waits` go on; blocks until it has come to that."""
        self.gate.write_text("go on\n")

    @staticmethod
    def settle(channel):
        """Wait until every program of a channel has ended, without reaping it: that is the channel's own work."""
        for child in channel._children._running:
            if child.process.returncode is None:
                os.waitid(os.P_PID, child.process.pid, os.WEXITED | os.WNOWAIT)


@pytest.fixture
def tools(tmp_path, monkeypatch):
    """Nothing at all is installed but what the test adds; there is a sound server and a desktop."""
    monkeypatch.setattr(tones, "DEVICES", tmp_path / "no-devices")
    folder = tmp_path / "programs"
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "XDG_RUNTIME_DIR", "XDG_CURRENT_DESKTOP"):
        monkeypatch.delenv(name, raising=False)
    return Tools(folder)


def _alarm(sound, spoken, urgency, *, kind=Kind.ICE, says=("Ice REMOVE NOW", "15 min are over.")):
    return Alarm(sound, kind, *says, spoken, urgency)


@pytest.fixture
def removal():
    return _alarm(Sound.REMOVE, "Take the ice off now.", Urgency.REMOVAL)


@pytest.fixture
def notice():
    return _alarm(
        Sound.CHANGE, "Change position.", Urgency.NOTICE, kind=Kind.POSTURE, says=("Posture CHANGE NOW", "30 min sat.")
    )


@pytest.fixture
def cue():
    return _alarm(Sound.IN, "In.", Urgency.CUE, kind=Kind.BREATHE, says=("Breathe in", "Breathe in for 4."))
