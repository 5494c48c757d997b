"""The harness can move the clocks of a running program as a suspend, a changed clock and a new boot do."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.terminal.emulator import wait_until

CLOCK_FACE = [sys.executable, str(Path(__file__).with_name("clock_face.py"))]
SMALL_APP = [sys.executable, str(Path(__file__).with_name("small_app.py"))]
NEXT_BOOT = "22222222-2222-4222-8222-222222222222"


@pytest.fixture
def face(start, clocks):
    terminal = start(CLOCK_FACE, size=(120, 5))
    wait_until(lambda: len(read(terminal)) == 4, terminal.screen)
    return terminal


def read(face):
    return [float(word) for word in face.line(0).split()[1:5]]


def wait_for_jump(face, before, *expected):
    """Wait until wall (asked twice), boot and monotonic clock have jumped by these seconds, within five."""

    def jumped():
        now = read(face)
        return len(now) == 4 and all(
            0 <= new - old - jump < 5 for new, old, jump in zip(now, before, expected, strict=True)
        )

    wait_until(jumped, lambda: f"{before} became {read(face)}", timeout=4)


def test_a_suspend_moves_the_wall_and_the_boot_clock_but_not_the_monotonic_one(face, clocks):
    before = read(face)

    clocks.suspend(3600)

    wait_for_jump(face, before, 3600, 3600, 3600, 0)


def test_a_clock_set_back_moves_the_wall_clock_alone(face, clocks):
    before = read(face)

    clocks.set_wall(-7200)

    wait_for_jump(face, before, -7200, -7200, 0, 0)


def test_another_boot_has_another_name_and_counts_anew(face, clocks):
    before = read(face)

    clocks.boot_again(NEXT_BOOT, since_boot=-60)

    face.wait_for(NEXT_BOOT)
    wait_for_jump(face, before, 0, 0, -60, 0)


def test_a_screen_lives_on_while_its_clocks_jump(start, clocks):
    terminal = start(SMALL_APP)
    terminal.wait_for("ready")

    clocks.suspend(3600)
    terminal.send("awake")
    terminal.wait_for("'awake'")
    clocks.set_wall(-7200)
    terminal.send("!")
    terminal.wait_for("'awake!'")
    terminal.send(b"\x11")

    assert terminal.wait_exit() == 0
