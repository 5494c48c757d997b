"""Breathing and stretches in the whole program on a real terminal: how long they take, how soon one key ends them."""

from __future__ import annotations

import json
import re
import time

import pytest

from tests.terminal.clocks import LIBRARY
from tests.terminal.emulator import wait_until
from tests.terminal.stored import ends, rows, steps

SPEED = 48
"""The program's clocks run so many times as fast: a late cue is dropped, a step is never lost."""

LEAD_IN = 5

needs_faketime = pytest.mark.skipif(LIBRARY is None, reason="needs libfaketime (Debian: faketime)")


@pytest.fixture
def open_fast(open_program):
    """Start the program with all its clocks, and its event loop, so many times as fast; it draws once a second."""

    def opening(*words, **options):
        fast = {"LD_PRELOAD": str(LIBRARY), "FAKETIME": f"+0 x{SPEED}", "TEXTUAL_ANIMATIONS": "none"}
        return open_program(*words, **fast, **options)

    return opening


def led_steps(home):
    """What was done, with its side and its seconds, the time to get ready left out."""
    found = steps(home)
    assert {step.why for step in found} == {"done"}
    return [(step.act, step.side, step.length.total_seconds()) for step in found if step.act != "get ready"]


def start_breathing(terminal):
    terminal.skip_pain()
    terminal.send("\r")
    terminal.wait_for("Breathe 0")


def start_stretch(terminal, pain="3"):
    if "brittle bones" in terminal.wait_for(lambda screen: "brittle bones" in screen or "Pain now?" in screen):
        terminal.send("n")
    terminal.wait_for("Pain now?")
    terminal.send(pain)
    terminal.wait_for("Get into position")
    terminal.send("\r")
    terminal.wait_for("Stretch 0")


@needs_faketime
def test_a_minute_of_breaths_takes_a_minute(open_fast, home):
    """So do the other patterns and stretches, as the coach's own tests show."""
    terminal = open_fast("breathe", "longer-out")
    start_breathing(terminal)
    began = time.monotonic()
    terminal.wait_for("breaths done")
    took = (time.monotonic() - began) * SPEED
    assert sum(length for *_, length in led_steps(home)) == 60
    assert 60 + LEAD_IN - SPEED <= took <= 60 + LEAD_IN + 2 * SPEED
    assert ends(home) == ["done"]


@needs_faketime
def test_knees_take_three_minutes_and_hold_left_right_left_right_both_both(open_fast, home):
    terminal = open_fast("stretch", "knees")
    start_stretch(terminal)
    terminal.wait_for("Pain now?", timeout=40)
    assert "held left 40 s, right 40 s, both 40 s" in terminal.screen()
    steps = led_steps(home)
    assert sum(length for *_, length in steps) == 180
    holds = [(side, length) for act, side, length in steps if act == "hold"]
    assert holds == [(side, 20) for side in ("left", "right", "left", "right", "both", "both")]
    terminal.send("4")
    terminal.wait_for("3 before, 4 after")
    docs = [json.loads(doc) for (doc,) in rows(home, "SELECT doc FROM records WHERE kind = 'diary' ORDER BY at")]
    assert [(doc["when"], doc["value"]) for doc in docs] == [("before", 3), ("after", 4)]


def test_o_in_a_hold_stops_within_a_second(open_program, home, clocks):
    terminal = open_program("stretch")
    start_stretch(terminal)
    clocks.suspend(10)
    terminal.wait_for("hold 1")
    terminal.send("o")
    pressed = time.monotonic()
    terminal.wait_for("Do you have any of these?", timeout=1)
    assert time.monotonic() - pressed < 1
    assert ends(home) == ["stopped: pain"]
    (held,) = (step for step in steps(home) if step.act == "hold")
    assert held.length.total_seconds() < 20
    terminal.send("n")
    terminal.wait_for("Before it, your pain was 3")
    terminal.send("6")
    terminal.wait_for("from 3 to 6")
    terminal.wait_for("Breathe")


def test_o_while_breathing_stops_within_a_second_and_says_what_to_do(open_program, home):
    terminal = open_program("breathe")
    start_breathing(terminal)
    terminal.send("o")
    terminal.wait_for("rest where you are", timeout=1)
    assert ends(home) == ["stopped: pain"]


@pytest.mark.parametrize(
    ("sizes", "reduced"),
    [([(20, 5), (40, 12), (80, 24), (120, 40)], False), ([(20, 5), (80, 24)], True)],
)
def test_every_size_with_and_without_motion(open_program, sizes, reduced):
    terminal = open_program("breathe", size=sizes[0], **({"NO_COLOR": "1"} if reduced else {}))
    terminal.skip_pain()
    terminal.send("\r")
    terminal.wait_for(re.compile(r" ?Breathe 01:0[0-5]").match)
    for size in sizes:
        terminal.resize(*size)
        terminal.wait_for(re.compile(r" ?Breathe 0[01]:\d\d").match)
        terminal.wait_for(lambda screen: "█" in screen or "▆" in screen or "▀" in screen)


def test_after_breathing_the_terminal_is_as_it_was(open_program):
    terminal = open_program("breathe")
    start_breathing(terminal)
    terminal.send("q")
    terminal.wait_for(" y  Quit     n  Stay")
    terminal.send("y")
    assert terminal.wait_exit() == 0
    assert terminal.left_on() == set()


def test_a_kill_in_a_hold_costs_nothing_and_it_goes_on_where_the_clocks_say(open_program, clocks):
    terminal = open_program("stretch")
    start_stretch(terminal)
    clocks.suspend(10)
    terminal.wait_for("hold 1")
    terminal.kill(9)
    terminal.wait_exit()
    clocks.suspend(25)
    again = open_program()
    wait_until(lambda: "right knee" in again.line(0), again.screen)


HEARS = """#!/bin/sh
read up rest < /proc/uptime
echo "$up $*" >> "{log}"
"""
"""A program that plays, or speaks, nothing, and notes when it was called."""


def test_nothing_heard_lags_the_screen_by_more_than_a_third_of_a_second(open_program, home, environment):
    tools, config = home / "tools", home / "config" / "backcoach"
    for folder in (tools, config / "patterns"):
        folder.mkdir(parents=True)
    (config / "settings.toml").write_text("lead_in = 1\n", encoding="utf-8")
    (config / "patterns" / "quick.toml").write_text("in = 3\nout = 3\ncycles = 1\n", encoding="utf-8")
    for name in ("paplay", "espeak-ng"):
        (tools / name).write_text(HEARS.format(log=home / f"{name}.log"), encoding="utf-8")
        (tools / name).chmod(0o755)
    path = f"{tools}:{environment['PATH']}"
    terminal = open_program("breathe", "quick", PATH=path, PULSE_SERVER="unix:/nowhere")
    start_breathing(terminal)
    terminal.wait_for("1 breath done")
    began = [step.began.since_boot.total_seconds() for step in steps(home) if step.act != "get ready"]
    tones = {words.split("/")[-1].split("-")[0]: float(at) for at, words in heard(home / "paplay.log")}
    spoken = {words.split("-- ")[-1]: float(at) for at, words in heard(home / "espeak-ng.log")}
    assert list(tones) == ["ready", "in", "out", "end"]
    for at, tone, words in zip(began, ("in", "out"), ("in, 3 seconds", "out, 3 seconds"), strict=True):
        assert -0.05 <= tones[tone] - at <= 0.3
        assert -0.05 <= spoken[words] - at <= 0.3


def heard(log):
    """When each call came, and its words."""
    return [line.split(" ", 1) for line in log.read_text(encoding="utf-8").splitlines()]
