"""Walks in the whole program: typed on a real terminal, killed, and read back by the commands."""

from __future__ import annotations

import json
import re
import signal
import subprocess

import pytest

COUNTS = re.compile(r"^ *Walk 00:0[1-9]")


@pytest.fixture
def ask(program, environment, home):
    """Run a command beside the window; gives what it printed."""

    def asking(*words):
        done = subprocess.run(
            [*program, *words], env=environment, cwd=home, capture_output=True, text=True, check=True, timeout=60
        )
        return json.loads(done.stdout)

    return asking


def test_a_walk_by_six_keys_is_in_the_commands_at_once(open_program, ask):
    terminal = open_program()
    terminal.wait_for("Nothing is running")
    for key, shows in (("w", "Minutes"), ("15", "15"), ("\r", "▸ Pain before"), ("6", "6"), ("5", "Saved:")):
        terminal.send(key)
        terminal.wait_for(shows)
    (walk,) = ask("walk", "list", "--json")
    assert (walk["minutes"], walk["pain_before"], walk["pain_after"]) == (15, 6, 5)
    week = ask("week", "--json")
    assert (week["total_minutes"], week["walks"]) == (15, 1)
    terminal.send("r")
    terminal.wait_for("15 minutes    1 walk    1 of 7 days")


def test_a_timed_walk_outlives_the_window_that_was_killed(open_program, ask):
    first = open_program("walk")
    first.wait_for("starts a walk now")
    first.send("\r")
    first.wait_for("Walk now: how much")
    first.send("7")
    first.wait_for(COUNTS.search)
    first.kill(signal.SIGKILL)
    first.wait_exit()
    again = open_program()
    again.wait_for(COUNTS.search)
    assert ask("walk", "list", "--json") == []
    again.send("x")
    again.wait_for("Pain after")
    again.send("4")
    again.wait_for("pain 7 → 4")
    (walk,) = ask("walk", "list", "--json")
    assert (walk["minutes"], walk["pain_before"], walk["pain_after"]) == (1, 7, 4)


def test_what_is_pasted_does_not_reach_the_terminal_as_a_command(open_program):
    terminal = open_program()
    terminal.wait_for("Nothing is running")
    terminal.send("d")
    terminal.wait_for("Trigger")
    terminal.send("n")
    terminal.wait_for("Words")
    terminal.send(b"\x1b[200~[/] [@click=app.quit]x \xf0\x9f\x99\x82 \xd9\x83\xd8\xa7\xd9\x86\x1b[201~")
    terminal.wait_for("[/] [@click=app.quit]x")
    terminal.send("\r")
    terminal.wait_for(lambda screen: "Saved:" in screen and "[/] [@click=app.quit]x" in screen)
    assert terminal.is_running()
