"""The end of the coach on a real terminal: told to, left alone, unread, or broken."""

from __future__ import annotations

import os
import select
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.terminal.emulator import wait_until

SMALL_APP = [sys.executable, str(Path(__file__).with_name("small_app.py"))]


READY = "Nothing is running"
"""What shows that the coach is open."""

ENDINGS = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]


@pytest.fixture
def opened(open_program):
    terminal = open_program()
    terminal.wait_for(READY)
    return terminal


@pytest.mark.parametrize("number", ENDINGS)
def test_a_signal_ends_it_and_gives_the_terminal_back(opened, number):
    assert "other screen" in opened.left_on()

    opened.kill(number)

    assert opened.wait_exit(timeout=3) == 128 + number
    assert opened.left_on() == set()
    assert opened.title == ""
    assert b"Traceback" not in opened.raw


@pytest.mark.parametrize("number", ENDINGS)
def test_a_signal_during_the_start_leaves_nothing_switched_on(start, program, number):
    terminal = start(program)
    terminal.wait_for_bytes(b"\x1b[?1049h")

    terminal.kill(number)

    assert terminal.wait_exit() == 128 + number
    assert terminal.left_on() == set()


def test_a_closed_window_ends_it(opened):
    opened.hang_up()

    assert opened.wait_exit(timeout=4) == 128 + signal.SIGHUP


def test_a_closed_window_ends_it_though_hangups_are_ignored(start, program):
    """As under nohup, or in some shells' background; without the look each second it would spin for ever."""
    terminal = start(["sh", "-c", 'trap "" HUP; exec "$@"', "sh", *program])
    terminal.wait_for(READY)
    terminal.kill(signal.SIGHUP)

    terminal.hang_up()

    assert terminal.wait_exit(timeout=5) == 128 + signal.SIGHUP


def test_an_ignored_hangup_of_a_terminal_that_is_still_there_ends_nothing(start, program):
    terminal = start(["sh", "-c", 'trap "" HUP; exec "$@"', "sh", *program])
    terminal.wait_for(READY)

    terminal.kill(signal.SIGHUP)
    terminal.resize(71, 20)
    terminal.wait_for(READY)

    assert terminal.is_running()


def fill(terminal):
    """Let the program draw until its terminal takes no more, and its event loop waits for room."""
    terminal.stop_reading()
    deadline, last, repeated, width = time.monotonic() + 30, -1, 0, 150
    while repeated < 60:
        assert time.monotonic() < deadline, "the terminal never filled"
        width = 150 + (width + 1) % 50
        terminal.resize(width, 50)
        select.select([], [], [], 0.02)
        now = terminal.unread()
        repeated = repeated + 1 if now == last and now > 2000 else 0
        last = now


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_terminal_that_nobody_reads_does_not_keep_it(opened, number):
    fill(opened)
    asked = time.monotonic()

    opened.kill(number)

    assert opened.wait_exit(timeout=4) == 128 + number
    assert time.monotonic() - asked > 1, "it was not stuck, so this showed nothing"
    opened.read_again()
    wait_until(lambda: not opened.left_on(), lambda: f"still on: {opened.left_on()}; {opened.raw[-300:]!r}")


def test_a_window_closed_unread_ends_it(opened):
    fill(opened)

    opened.hang_up()

    assert opened.wait_exit(timeout=5) == 128 + signal.SIGHUP


def test_stopped_and_continued_it_draws_again_and_ends_well(opened):
    """SIGSTOP gives no notice, as when a machine or a container is frozen."""
    opened.kill(signal.SIGSTOP)
    wait_until(lambda: is_stopped(opened.process.pid), lambda: "it did not stop")
    opened.kill(signal.SIGCONT)
    opened.resize(60, 20)
    opened.wait_for(READY)

    opened.kill(signal.SIGTERM)

    assert opened.wait_exit(timeout=4) == 128 + signal.SIGTERM
    assert opened.left_on() == set()


def test_without_a_terminal_it_says_what_works_without_one(program, environment, home):
    ended = subprocess.run(
        program,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment,
        cwd=home,
        text=True,
        timeout=20,
        check=False,
        start_new_session=True,
    )

    assert ended.returncode == 1
    assert "backcoach status" in ended.stderr
    assert "backcoach remind" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert "\x1b" not in ended.stdout + ended.stderr


def test_a_driver_of_ones_own_needs_no_terminal(environment, home):
    """As a test or a web server brings it; it is ended by a signal all the same."""
    running = subprocess.Popen(
        SMALL_APP,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment | {"TEXTUAL_DRIVER": "textual.drivers.headless_driver:HeadlessDriver", "TERM": "dumb"},
        cwd=home,
    )
    try:
        wait_until((home / "mounted").exists, lambda: "it never opened")
        running.terminate()
        said, _ = running.communicate(timeout=20)
    finally:
        running.kill()

    assert running.returncode == 128 + signal.SIGTERM
    assert said == b""
    assert (home / "unmounted").exists()


@pytest.mark.parametrize("redirection", ["</dev/null", "2>said", "<&-"])
def test_one_stream_elsewhere_is_no_terminal_either(start, program, home, redirection):
    terminal = start(["sh", "-c", f'"$@" {redirection}', "sh", *program])

    assert terminal.wait_exit() == 1
    said = terminal.screen() + ((home / "said").read_text() if "said" in redirection else "")
    assert "backcoach remind" in said.replace("\n", " ").replace("  ", " ")
    assert b"\x1b[?1049h" not in terminal.raw


@pytest.mark.parametrize("kind", ["dumb", "unknown", "", None])
def test_a_terminal_that_cannot_place_text_is_told_how_things_stand_and_what_leads_there(start, program, kind):
    terminal = start(program, TERM=kind)

    assert terminal.wait_exit() == 0
    assert b"Nothing is running" in terminal.raw
    assert b"TERM" in terminal.raw
    assert b"backcoach ice" in terminal.raw
    assert b"\x1b" not in terminal.raw


def test_bytes_that_are_no_text_do_no_harm(start):
    terminal = start(SMALL_APP)
    terminal.wait_for("ready")

    terminal.send(b"a\xff\xfeb\xc3")
    terminal.send(b"(\xe2\x82\xac")

    terminal.wait_for("'a\ufffd\ufffdb\ufffd(\u20ac'")
    assert terminal.is_running()


def test_pasted_bytes_that_are_no_text_do_no_harm(start):
    terminal = start(SMALL_APP)
    terminal.wait_for("ready")

    terminal.send(b"\x1b[200~x\xffy\x1b[201~")

    terminal.wait_for("'x\ufffdy'")


def test_the_title_is_shown_without_control_characters_and_returned(start):
    terminal = start(SMALL_APP)
    terminal.wait_for_title("Ice ]2;14:32 [/]")

    terminal.send(b"\x11")

    assert terminal.wait_exit(timeout=4) == 0
    assert terminal.title == ""
    assert terminal.raw.count(b"\x1b[22;2t") == terminal.raw.count(b"\x1b[23;2t") == 1
    assert terminal.left_on() == set()


@pytest.mark.parametrize("suffers", ["mount", "timer", "worker"])
def test_an_error_is_one_sentence_and_a_log(start, home, suffers):
    terminal = start([*SMALL_APP, suffers], size=(300, 24))

    assert terminal.wait_exit(timeout=10) == 1
    log = home / "state" / "errors.log"
    said = terminal.afterwards()
    assert terminal.left_on() == set()
    assert said.count("\n") == 1
    assert "an error of its own" in said
    assert "state/errors.log" in said
    assert b"Traceback" not in terminal.raw
    assert b"RuntimeError" not in terminal.raw
    assert "RuntimeError" in log.read_text()
    assert "in fail" in log.read_text() or suffers == "mount"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("suffers", ["task", "thread"])
def test_an_error_that_nobody_asked_about_is_logged_and_ends_nothing(start, home, suffers):
    terminal = start([*SMALL_APP, suffers])
    log = home / "state" / "errors.log"

    wait_until(lambda: log.exists() and "failed as told" in log.read_text(), terminal.screen)
    terminal.send("on")
    terminal.wait_for("'on'")
    terminal.send(b"\x11")

    assert terminal.wait_exit(timeout=4) == 0
    assert b"Traceback" not in terminal.raw


def test_an_error_found_only_when_all_is_over_is_logged_too(start, home):
    terminal = start([*SMALL_APP, "held task"])
    terminal.send("on")
    terminal.wait_for("'on'")
    terminal.send(b"\x11")

    assert terminal.wait_exit(timeout=4) == 0
    assert terminal.afterwards() == ""
    assert "failed as told" in (home / "state" / "errors.log").read_text()


def test_a_log_that_cannot_be_written_is_said_too(start, home):
    (home / "state").write_text("in the way")
    terminal = start([*SMALL_APP, "timer"], size=(300, 24))

    assert terminal.wait_exit(timeout=10) == 1
    assert "could not be written (" in terminal.afterwards()
    assert b"Traceback" not in terminal.raw


def test_a_farewell_is_no_error(start, home):
    terminal = start([*SMALL_APP, "farewell"])

    assert terminal.wait_exit(timeout=10) == 0
    assert terminal.afterwards() == "Good bye.\n"
    assert not (home / "state").exists()


def test_stopped_with_a_key_it_gives_the_terminal_to_the_shell_and_takes_it_back(start):
    """As ctrl+z and fg in a shell, whose part the test plays."""
    terminal = start(SMALL_APP)
    terminal.wait_for_title("14:32")

    terminal.send(b"\x1a")
    wait_until(lambda: is_stopped(terminal.process.pid), lambda: "it did not stop")
    assert terminal.title == ""
    wait_until(lambda: not terminal.left_on(), lambda: f"still on: {terminal.left_on()}")

    terminal.kill(signal.SIGCONT)
    terminal.wait_for_title("14:32")
    terminal.send("back")
    terminal.wait_for("'back'")


def is_stopped(pid):
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def test_end_leaves_no_process_behind(start):
    terminal = start(SMALL_APP)
    terminal.wait_for("ready")
    pid = terminal.process.pid
    terminal.send(b"\x11")
    terminal.wait_exit(timeout=4)

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
