"""`backcoach remind` on a real terminal and without one: beside a window each alarm sounds once; it ends well."""

from __future__ import annotations

import signal
import stat
import subprocess
from datetime import timedelta

import pytest

from backcoach.clock import SystemClock
from backcoach.coach.coach import Coach
from backcoach.domain.moment import Reading
from backcoach.domain.plans import posture_routine
from backcoach.store.journal import SqliteJournal
from tests.doubles import Heard, ids
from tests.terminal.emulator import wait_until


def shown(desktop, words):
    return sum(words in line for line in desktop.read_text().splitlines()) if desktop.exists() else 0


@pytest.fixture
def journal(home):
    path = home / "data" / "backcoach" / "backcoach.db"
    with SqliteJournal(path, busy=2) as opened:
        yield opened


def test_ten_alarms_ten_sounds(open_program, clocks, desktop):
    """A window and remind look at the same sessions each second; whoever is first speaks, the other one never."""
    reminder = open_program("remind")
    reminder.wait_for("backcoach gives the alarms")
    window = open_program("posture", "--minutes", "5")
    window.skip_pain()
    window.send("\r")
    window.wait_for("Posture 04:5")
    for number in range(1, 11):
        clocks.suspend(299)
        window.wait_for("Posture CHANGE NOW")
        wait_until(lambda n=number: shown(desktop, "Posture CHANGE NOW") >= n, lambda: "no alarm came")
        window.send("\r")
        window.wait_for(lambda screen: "Posture 04:5" in screen)
    # Both have looked at least once more since the last answer, and said nothing.
    clocks.suspend(100)
    window.wait_for("Posture 03:")
    assert shown(desktop, "Posture CHANGE NOW") == 10
    for program in (reminder, window):
        program.kill(signal.SIGTERM)
    assert (reminder.wait_exit(), window.wait_exit()) == (0, 128 + signal.SIGTERM)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_is_a_good_end(open_program, desktop, number):
    reminder = open_program("remind")
    reminder.wait_for("backcoach gives the alarms")
    reminder.kill(number)
    assert reminder.wait_exit(timeout=5) == 0
    assert b"Traceback" not in reminder.raw


def test_ctrl_c_is_one_too(open_program, desktop):
    reminder = open_program("remind")
    reminder.wait_for("backcoach gives the alarms")
    reminder.send("\x03")
    assert reminder.wait_exit(timeout=5) == 0


def test_without_a_terminal_lines_and_the_desktop_tell(program, environment, home, desktop, journal):
    """As systemd runs it: no terminal anywhere, and no bell into the log."""
    coach = Coach(SystemClock(), journal, Heard(), ids())
    coach.start(posture_routine())
    log = home / "log"
    with log.open("wb") as output:
        running = subprocess.Popen(
            [*program, "remind"],
            env=environment,
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(lambda: "backcoach gives the alarms" in log.read_text(), log.read_text)
        assert "Channels: desktop notification." in log.read_text()
        running.send_signal(signal.SIGTERM)
        assert running.wait(5) == 0
    finally:
        running.kill()
        running.wait()
    assert "\a" not in log.read_text()
    assert "Traceback" not in log.read_text()


def test_an_alarm_comes_within_two_tenths_of_its_time(program, environment, home, desktop, journal):
    """What was begun 29 min and 57 s ago is over in three seconds."""
    clock = SystemClock()
    started = clock.now().after(timedelta(seconds=3) - posture_routine().step(0).length)
    coach = Coach(Standing(clock, started), journal, Heard(), ids())
    coach.start(posture_routine())
    log = home / "log"
    with log.open("wb") as output:
        running = subprocess.Popen([*program, "remind"], env=environment, cwd=home, stdout=output, stderr=output)
    try:
        wait_until(lambda: shown(desktop, "Posture CHANGE NOW") == 1, log.read_text)
        late = desktop.stat().st_mtime - started.wall.timestamp() - 1800
        assert -0.05 < late < 0.2
    finally:
        running.terminate()
        assert running.wait(5) == 0


def test_its_journal_is_for_the_person_alone(open_program, desktop, home):
    reminder = open_program("remind")
    reminder.wait_for("backcoach gives the alarms")
    file = home / "data" / "backcoach" / "backcoach.db"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


class Standing:
    """A clock that stands at one moment."""

    def __init__(self, real, moment):
        self._real, self._moment = real, moment

    def now(self):
        return self._moment

    def reading(self):
        return Reading(self._moment, self._real.reading().monotonic)

    def local(self, wall):
        return self._real.local(wall)
