"""Terminals that tell no size, or send what nobody can read."""

from __future__ import annotations

import sys
import time
from pathlib import Path

READY = "Nothing is running"
SMALL_APP = [sys.executable, str(Path(__file__).with_name("small_app.py"))]


def test_a_terminal_that_tells_no_size_is_drawn_once(start, program):
    """As in a container, on a serial line, under expect: 80 by 24, and a few hundred bytes a second."""
    terminal = start(["sh", "-c", 'stty cols 0 rows 0; exec "$@"', "sh", *program])
    terminal.wait_for(lambda screen: screen.partition("\n")[0].startswith(f" {READY}"))
    terminal.wait_for("Quit")

    def written_in_a_second():
        before = len(terminal.raw)
        time.sleep(1)
        return len(terminal.raw) - before

    for _ in range(10):  # what is wrong with an alarm channel is said once, a moment after the first picture
        if written_in_a_second() < 2_000:
            break

    assert written_in_a_second() < 2_000


UNREADABLE = {
    "a released key of kitty": b"\x1b[97;1:3u",
    "a repeated arrow of kitty": b"\x1b[1;1:2A",
    "half a character": b"\x1b[55296u",
    "no character at all": b"\x1b[1114112u",
    "the terminal's own name": b"\x1b[>1;4000;3c",
    "a colour": b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
    "the clipboard": b"\x1b]52;c;" + b"cXhx" * 30 + b"\x07",
    "a device's answer": b"\x1bP>|xterm(390)\x1b\\",
    "many parameters": b"\x1b[" + b"1;" * 40 + b"u",
    "a long parameter": b"\x1b[" + b"9" * 6000 + b"u",
    "a mouse beyond all numbers": b"\x1b[<0;" + b"9" * 400 + b";1M",
    "a mouse before the first column": b"\x1b[<0;-5;-3M",
    "an old mouse": b"\x1b[M x~",
    "a window of no size": b"\x1b[48;0;0;0;0t",
    "a window of any size": b"\x1b[48;99999999;99999999;0;0t",
    "no letters": b"\x1b[1;2\x1b[3",
}


def test_what_nobody_can_read_is_dropped_and_what_comes_after_is_read(start):
    terminal = start(SMALL_APP)
    terminal.wait_for("ready")
    typed = ""

    for letter, unreadable in zip("abcdefghijklmnopqrstu", UNREADABLE.values(), strict=False):
        terminal.send(unreadable + (b"" if unreadable.endswith(b"3") else letter.encode()))
        typed += "" if unreadable.endswith(b"3") else letter
        terminal.wait_for(f"'{typed}'")

    assert terminal.is_running()


def test_a_sequence_cut_in_two_is_one(start):
    terminal = start(SMALL_APP)
    terminal.wait_for("ready")

    terminal.send("ab")
    terminal.wait_for("'ab'")
    for part in (b"\x1b[1;", b"5D", b"\x1b[97;1:", b"3u", b"\x1b[20", b"0~x\x1b[31", b"my\x1b[201", b"~z"):
        terminal.send(part)
        time.sleep(0.02)

    terminal.wait_for("'x[31myzab'")
