"""What every test has: its own home, its own clock, its own journal."""

from __future__ import annotations

import gc
import os
import signal
from compileall import compile_dir
from pathlib import Path

import pytest
from hypothesis import settings

import backcoach
from backcoach.coach.coach import Coach
from tests.doubles import OPENED, HandClock, Heard, ids, journal_on

settings.register_profile("backcoach", deadline=None, derandomize=True)
settings.load_profile("backcoach")

VARIABLES = ("BACKCOACH_DATA_DIR", "BACKCOACH_CONFIG", "NO_COLOR", "TEXTUAL_ANIMATIONS", "TEXTUAL_DRIVER", "TMUX")


def pytest_configure(config: pytest.Config) -> None:
    """Begun in the background of a shell, the tests, and all programs that they start, would be deaf to ctrl+c.

    Under nohup the tests stay deaf to the hanging up, but not the programs: a handler is not handed down.
    Their files lie in memory where the system has room for them there: each journal waits for its disk again and again.
    The program is compiled once, and not by each of the hundreds that are started.
    """
    if not hasattr(config, "workerinput"):
        compile_dir(Path(backcoach.__file__).parent, quiet=1)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: None)
    if os.access("/dev/shm", os.W_OK):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/dev/shm")


def pytest_collection_finish() -> None:
    """What was loaded to find the tests stays; looking through it again and again took a fifth of their time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    """Nobody's test reads or writes the real home, or finds its settings, display and notifier."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in (*VARIABLES, "DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    yield home
    while OPENED:
        OPENED.pop().close()


@pytest.fixture
def clock():
    return HandClock()


@pytest.fixture
def store(tmp_path):
    """What is on the disk; several journals, and so several windows, may share it."""
    return tmp_path / "store" / "journal.db"


@pytest.fixture
def journal(store):
    return journal_on(store)


@pytest.fixture
def heard():
    return Heard()


@pytest.fixture
def coach(clock, journal, heard):
    return Coach(clock, journal, heard, ids())
