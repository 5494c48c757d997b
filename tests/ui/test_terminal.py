"""What the coach asks of a terminal before it opens, and what it writes down when it fails."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import stat
import sys
import threading
from io import StringIO
from pathlib import Path

import pytest
from textual.app import App

from backcoach.ui import terminal
from backcoach.ui.error_log import KEEP_BYTES, ErrorLog
from backcoach.ui.terminal import CoachDriver, set_title


class Tty(StringIO):
    def isatty(self):
        return True


@pytest.fixture
def in_a_terminal(monkeypatch):
    monkeypatch.setattr(sys, "__stdin__", Tty())
    monkeypatch.setattr(sys, "__stderr__", Tty())
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    return monkeypatch


def test_a_terminal_is_not_refused(in_a_terminal):
    assert terminal.refuse_without_terminal() is None
    assert terminal.driver_class() is CoachDriver


@pytest.mark.parametrize("stream", ["__stdin__", "__stderr__"])
@pytest.mark.parametrize("instead", [None, StringIO()])
def test_without_one_of_its_streams_it_is_refused(in_a_terminal, stream, instead):
    in_a_terminal.setattr(sys, stream, instead)

    assert "`backcoach status`" in terminal.refuse_without_terminal()


def test_a_closed_stream_is_no_terminal(in_a_terminal):
    closed = Tty()
    closed.close = lambda: None
    closed.isatty = lambda: (_ for _ in ()).throw(ValueError("I/O operation on closed file"))
    in_a_terminal.setattr(sys, "__stdin__", closed)

    assert "standard input" in terminal.refuse_without_terminal()


@pytest.mark.parametrize("kind", ["dumb", "unknown", ""])
def test_a_terminal_that_cannot_place_text_is_refused_by_its_name(in_a_terminal, kind):
    in_a_terminal.setenv("TERM", kind)

    assert "TERM" in terminal.refuse_without_terminal()


def test_who_brings_a_screen_of_their_own_is_not_asked(in_a_terminal):
    in_a_terminal.setattr(sys, "__stdin__", None)
    in_a_terminal.setenv("TERM", "dumb")
    in_a_terminal.setenv("TEXTUAL_DRIVER", "some.module:Driver")

    assert terminal.refuse_without_terminal() is None
    assert terminal.driver_class() is None


class Noting(CoachDriver):
    """Notes how it would let go of the terminal and take it."""

    def __init__(self):
        self._loop = asyncio.get_running_loop()
        self._auto_restart, self._must_signal_resume = True, False
        self.noted = []

    def suspend_application_mode(self):
        self.noted.append("let go")

    def resume_application_mode(self):
        self.noted.append("taken")


async def test_a_stop_and_going_on_wait_for_the_event_loop(monkeypatch):
    """A signal comes between two instructions, perhaps of handing over what is drawn, and doing that again hangs."""
    driver = Noting()
    monkeypatch.setattr(os, "kill", lambda _, number: driver.noted.append(number))
    driver._sigcont_application()
    driver._sigtstp_application()
    assert driver.noted == []
    await asyncio.sleep(0)
    assert driver.noted == ["let go", "taken", "let go", signal.SIGSTOP]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ice 14:32", "Ice 14:32"),
        ("Eis\x1b]0;x\x07\x9b\u202e\n", "Eis]0;x"),
        ("Wärme 氷", "Wärme 氷"),
        ("x" * 500, "x" * 200),
        ("", ""),
    ],
)
def test_a_title_holds_no_control_characters(text, title):
    written = []

    set_title(written.append, text)

    assert written == [f"\x1b]2;{title}\x1b\\"]


async def test_a_screen_without_a_terminal_shows_no_title():
    app = App()
    async with app.run_test():
        terminal.show_title(app, "Ice 14:32")


def test_an_app_that_cannot_even_be_made_is_one_sentence(tmp_path, capsys):
    def fail():
        raise RuntimeError("no app today")

    assert terminal.run_guarded(fail, tmp_path / "state") == 1

    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "errors.log" in said
    assert "no app today" in (tmp_path / "state" / "errors.log").read_text()


@pytest.fixture
def log(tmp_path):
    kept = ErrorLog(tmp_path / "state")
    with kept.keeping():
        yield kept


def test_only_the_person_can_read_the_log(log):
    log.note("Something happened.", RuntimeError("as told"))

    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.path.parent.stat().st_mode) == 0o700
    assert "RuntimeError: as told" in log.path.read_text()


def test_a_log_left_open_to_others_is_closed_to_them(log):
    log.path.parent.mkdir()
    log.path.touch(mode=0o644)

    log.note("Something happened.", None)

    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600


def test_nothing_is_made_before_there_is_something_to_write(log):
    assert not log.path.parent.exists()


def test_a_log_does_not_grow_for_ever(log):
    for _ in range(4):
        log.note("x" * (KEEP_BYTES // 2 - 100), None)

    kept = sorted(log.path.parent.iterdir())
    assert [file.name for file in kept] == ["errors.log", "errors.log.1"]
    assert all(file.stat().st_size <= KEEP_BYTES for file in kept)
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in kept)


def test_what_libraries_warn_of_and_threads_die_of_is_kept(log):
    def fail():
        raise RuntimeError("in a thread")

    logging.getLogger("some.library").warning("missed by %s s", 7)
    thread = threading.Thread(target=fail, name="speaker")
    thread.start()
    thread.join()

    kept = log.path.read_text()
    assert "missed by 7 s" in kept
    assert "in a thread" in kept
    assert "speaker" in kept


def test_a_task_that_nobody_asks_about_is_kept(log):
    async def fail():
        raise RuntimeError("in a task")

    async def live():
        asyncio.get_running_loop().set_exception_handler(log.task_failed)
        task = asyncio.create_task(fail())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task

    asyncio.run(live())

    assert "in a task" in log.path.read_text()


def test_a_folder_that_cannot_be_written_is_named_with_the_reason(tmp_path):
    (tmp_path / "state").write_text("in the way")
    log = ErrorLog(tmp_path / "state")

    log.note("Something happened.", RuntimeError("as told"))

    assert str(Path("state") / "errors.log") in log.farewell()
    assert "could not be written (file exists)" in log.farewell()
