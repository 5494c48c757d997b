"""Programs that the coach starts and that hang: nobody waits for them, and none is left behind."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.terminal.emulator import wait_until

HANGS = """\
#!/bin/sh
echo $$ >> "$HOME/started"
sleep 60 &
echo $! >> "$HOME/started"
trap '' TERM HUP INT
wait
"""


@pytest.fixture
def hanging(desktop, environment, home):
    """Every program that the coach may start is there, and hangs; the numbers of those that were started."""
    folder = Path(environment["PATH"])
    (folder / "sleep").symlink_to("/bin/sleep")
    for name in ("notify-send", "gdbus", "paplay", "spd-say", "espeak-ng", "systemd-inhibit"):
        (folder / name).write_text(HANGS)
        (folder / name).chmod(0o755)
    environment["PULSE_SERVER"] = "unix:/nowhere"
    return lambda: [int(line) for line in (home / "started").read_text().split()] if (home / "started").exists() else []


def lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def sitting(open_program):
    """A window with a posture that has just begun."""
    window = open_program("posture", "--minutes", "5")
    window.skip_pain()
    window.send("\r")
    window.wait_for("Posture 04:5")
    return window


@pytest.mark.parametrize("way", ["q", signal.SIGTERM, signal.SIGHUP])
def test_quitting_waits_for_no_helper_and_leaves_none(open_program, clocks, hanging, way):
    window = sitting(open_program)
    clocks.suspend(299)
    window.wait_for("Posture CHANGE NOW")
    wait_until(lambda: len(hanging()) >= 4, lambda: f"started: {hanging()}")
    if way == "q":
        window.send("q")
        window.wait_for("uit")
    asked = time.monotonic()
    window.send("y") if way == "q" else window.kill(way)

    window.wait_exit()

    assert time.monotonic() - asked < 2
    assert [pid for pid in hanging() if lives(pid)] == []


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_the_alarm_test_leaves_none(open_program, hanging, way):
    tried = open_program("alarm-test")
    wait_until(lambda: len(hanging()) >= 2, lambda: f"started: {hanging()}")

    tried.kill(way)

    tried.wait_exit(timeout=3)
    assert [pid for pid in hanging() if lives(pid)] == []


def test_a_reminder_leaves_none(open_program, clocks, hanging):
    sitting(open_program).kill(signal.SIGKILL)
    reminder = open_program("remind")
    reminder.wait_for("backcoach gives the alarms")
    clocks.suspend(299)
    wait_until(lambda: len(hanging()) >= 4, lambda: f"started: {hanging()}")

    reminder.kill(signal.SIGTERM)

    assert reminder.wait_exit(timeout=3) == 0
    assert [pid for pid in hanging() if lives(pid)] == []
