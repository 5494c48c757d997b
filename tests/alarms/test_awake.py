import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from backcoach.alarms.programs import KeepAwake

ROOT = Path(__file__).resolve().parents[2]

INHIBIT = 'while [ "$1" != cat ]; do shift; done; exec /bin/cat'
"""An inhibitor that does what they all do: run the command that it is given."""


@pytest.fixture
def awake(clock):
    keep = KeepAwake(clock)
    yield keep
    keep.close()


@pytest.mark.parametrize(
    ("desktop", "installed", "called"),
    [
        ("", ["systemd-inhibit"], "systemd-inhibit"),
        ("KDE", ["gnome-session-inhibit", "systemd-inhibit"], "systemd-inhibit"),
        ("ubuntu:GNOME", ["gnome-session-inhibit", "systemd-inhibit"], "gnome-session-inhibit"),
        ("GNOME", ["systemd-inhibit"], "systemd-inhibit"),
        ("", ["caffeinate"], "caffeinate"),
    ],
)
def test_each_desktop_is_asked_in_its_own_way(tools, awake, monkeypatch, desktop, installed, called):  # noqa: PLR0917 -- a table's columns
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", desktop)
    for name in installed:
        tools.add(name, INHIBIT)
    awake.start()
    child = awake._holding
    awake.close()

    assert child.program == called
    assert child.process.returncode == 0, "let go, it ended by itself"
    assert [name for name in installed if tools.calls(name)] == [called]


def test_only_the_idle_timer_is_held(tools, awake):
    tools.add("systemd-inhibit", INHIBIT)
    awake.start()
    awake.close()

    ((what, *_, command),) = tools.calls("systemd-inhibit")
    assert (what, command) == ("--what=idle", "cat")


def test_starting_twice_holds_once_and_it_can_be_started_again(tools, awake):
    tools.add("systemd-inhibit", INHIBIT)
    awake.start()
    awake.start()
    awake.stop()
    awake.stop()
    tools.settle(awake)
    assert len(tools.calls("systemd-inhibit")) == 1

    awake.start()
    awake.close()
    assert len(tools.calls("systemd-inhibit")) == 2


def test_where_nothing_is_installed_nothing_is_held(tools, awake):
    awake.start()
    awake.stop()

    assert awake._holding is None


def test_an_inhibitor_that_is_refused_is_not_tried_again(tools, awake):
    tools.add("systemd-inhibit", 'echo "Failed to connect to bus"', status=1)
    awake.start()
    tools.settle(awake)

    awake.start()
    assert awake._holding is None


OWNER = """
import sys
from datetime import UTC, datetime, timedelta
from backcoach.alarms.programs import KeepAwake
from backcoach.domain.moment import Moment
class Clock:
    def now(self):
        return Moment(datetime(2026, 1, 1, tzinfo=UTC), "boot", timedelta(0))
keep = KeepAwake(Clock())
keep.start()
print("holding", flush=True)
sys.stdin.read()
"""


def test_when_the_program_is_killed_outright_the_inhibitor_ends_too(tools, tmp_path):
    """The inhibitor has the only writing end of a fifo; the fifo ends when the inhibitor has."""
    fifo = tmp_path / "alive"
    os.mkfifo(fifo)
    reading = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    tools.add("systemd-inhibit", f'exec 9> "{fifo}"; echo up >&9; {INHIBIT}')
    with subprocess.Popen(
        [sys.executable, "-c", OWNER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as owner:
        assert owner.stdout.readline() == b"holding\n"
        assert select.select([reading], [], [], 10)[0]
        os.set_blocking(reading, True)
        assert os.read(reading, 10) == b"up\n"
        assert select.select([reading], [], [], 0)[0] == [], "it is alive while its owner is"

        owner.send_signal(signal.SIGKILL)
        assert select.select([reading], [], [], 10)[0] == [reading]
        assert os.read(reading, 10) == b"", "nobody writes any more"
    os.close(reading)
