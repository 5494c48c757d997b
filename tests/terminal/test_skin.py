"""The rest of the skin between two packs, and one pack at a time, whatever clocks and windows do."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

import pytest

from tests.terminal.emulator import wait_until
from tests.terminal.stored import rows
from tests.terminal.test_timers import MINUTE, NEXT_BOOT, begin, status


def start_again(terminal, key, label):
    """One press; the skin questions were answered before."""
    terminal.send(key)
    terminal.skip_pain()
    terminal.wait_for("You said yes to all of this within the last day:")
    terminal.send("\r")
    terminal.wait_for(f"{label} 1")


def stop(terminal):
    terminal.send("x")
    terminal.wait_for("logged")


def is_refused(terminal, key):
    """Wherever on the way to the pack it is said."""
    terminal.send(key)
    screen = terminal.wait_for(
        lambda screen: "You said yes to all of this within the last day:" in screen or "skin has its break" in screen
    )
    if "skin has its break" not in screen:
        terminal.skip_pain()
        terminal.send("\r")
    terminal.wait_for("skin has its break")


def test_heat_waits_for_the_last_pack_though_the_clock_went_back(open_program, clocks, ask):
    terminal = open_program("ice", size=(100, 30))
    begin(terminal)
    stop(terminal)
    clocks.set_wall(-3600)
    clocks.suspend(25 * MINUTE)
    start_again(terminal, "i", "Ice")
    stop(terminal)
    is_refused(terminal, "h")
    assert status(ask)["running"] == []


def test_the_rest_goes_on_after_a_restart_though_the_clock_was_set_before_it(open_program, clocks, home):
    terminal = open_program("ice", size=(100, 30))
    begin(terminal)
    stop(terminal)
    clocks.set_wall(3600)
    wait_until(lambda: rows(home, "SELECT 1 FROM moments WHERE key LIKE 'removal %'"), terminal.screen)
    terminal.hang_up()
    terminal.wait_exit()
    clocks.boot_again(NEXT_BOOT, since_boot=-60)
    is_refused(open_program(size=(100, 30)), "h")


@pytest.mark.parametrize("kind", ["ice", "heat"])
def test_of_two_windows_that_start_at_once_one_does(open_program, ask, home, kind):
    """Both keys are pressed while somebody else writes, so that both wait to be written."""
    windows = [open_program(words, size=(100, 30)) for words in ("ice", kind)]
    for window in windows:
        window.skip_pain()
    windows[0].wait_for("Before you put it on, check:")
    windows[0].send("\r")
    windows[0].wait_for("You said yes to all of this within the last day:")
    windows[1].wait_for(
        lambda screen: (
            "You said yes to all of this within the last day:" in screen or "Before you put it on, check:" in screen
        )
    )
    if "Before you put it on, check:" in windows[1].screen():
        windows[1].send("\r")
        windows[1].wait_for("You said yes to all of this within the last day:")
    with closing(sqlite3.connect(home / "data" / "backcoach" / "backcoach.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for window in windows:
            window.send("\r")
        time.sleep(0.25)
        other.execute("COMMIT")
    for window in windows:
        window.wait_for(lambda screen: screen.splitlines()[0].strip().startswith(("Ice 1", "Heat 1")))
    assert len(status(ask)["running"]) == 1
    assert rows(home, "SELECT count(*) FROM sessions") == [(1,)]
