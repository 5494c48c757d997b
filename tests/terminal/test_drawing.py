"""What reaches the terminal: few bytes, and the same picture as a whole repaint."""

from __future__ import annotations

from tests.terminal.emulator import wait_until
from tests.terminal.test_timers import begin, seconds

BYTES_A_SECOND = 400


def test_a_countdown_sends_few_bytes(open_program):
    terminal = open_program("ice")
    begin(terminal)
    wait_until(lambda: (seconds(terminal.line(0)) or 900) < 898, terminal.screen)
    first, sent = seconds(terminal.line(0)), len(terminal.raw)
    wait_until(lambda: (seconds(terminal.line(0)) or 0) <= first - 10, terminal.screen)
    assert (len(terminal.raw) - sent) / (first - seconds(terminal.line(0))) < BYTES_A_SECOND


def test_what_was_drawn_in_parts_looks_like_what_is_drawn_whole(open_program):
    """Cells that were not sent again are still right: a paused window, pulled wider and back, shows the same."""
    terminal = open_program("ice")
    begin(terminal)
    wait_until(lambda: (seconds(terminal.line(0)) or 900) < 896, terminal.screen)
    terminal.send(" ")
    terminal.wait_for("for another 04:5")
    in_parts = terminal.screen().splitlines()
    terminal.resize(90, 24)
    terminal.wait_for(lambda screen: screen.splitlines()[0] != in_parts[0])
    terminal.resize(80, 24)
    terminal.wait_for(lambda screen: screen.splitlines()[:16] == in_parts[:16])
