"""A program on a real pseudo-terminal, and what a person in front of it would see."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import termios
import threading
import time
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING

import pyte
import pytest
from ptyprocess import PtyProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

DEADLINE_S = 20.0
LOOK_S = 0.02

# Kitty's keys and the title stack, which pyte would print in part.
UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[[0-9;]*t")
CUT_OFF = re.compile(rb"\x1b(\[[<>=?0-9;$]*)?$")
SWITCHED = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
TITLED = re.compile(rb"\x1b\][02];(.*?)(?:\x07|\x1b\\)")
SEQUENCE = re.compile(rb"\x1b(?:\[[<-?]?[0-9;]*[ -/]*[@-~]|\].*?(?:\x07|\x1b\\))")
KEYS_PUSHED = re.compile(rb"\x1b\[>[0-9;]*u")
KEYS_POPPED = re.compile(rb"\x1b\[<[0-9;]*u")

AT_REST = {7, 25}  # lines wrap, the cursor shows
MODES = {
    7: "line wrap",
    25: "cursor",
    1000: "mouse clicks",
    1003: "mouse moves",
    1004: "focus reports",
    1006: "mouse coordinates",
    1015: "mouse coordinates of urxvt",
    1049: "other screen",
    2004: "paste marks",
    2026: "held-back drawing",
    2048: "resize reports",
}


def wait_until(happened: Callable[[], bool], what: Callable[[], str], timeout: float = DEADLINE_S) -> None:
    """Look again and again until it has happened; fail with what there is to see when the time is over."""
    deadline = time.monotonic() + timeout
    while not happened():
        if time.monotonic() > deadline:
            pytest.fail(what())
        time.sleep(LOOK_S)


class Terminal:
    """One program, its screen, and all the bytes that it wrote."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], cwd: Path, size: tuple[int, int]) -> None:
        """Start the command in a terminal of `size` columns and rows."""
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._lines = [""] * rows
        self._held = b""
        self._news = threading.Condition()
        self._may_read = threading.Event()
        self._may_read.set()
        self._stopped = False
        self.raw = b""
        with warnings.catch_warnings():
            # From 3.12 on Python warns of forks beside threads, here another terminal's reader; exec follows.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.process = PtyProcess.spawn(list(command), cwd=str(cwd), env=dict(env), dimensions=(rows, columns))
        self._attributes = termios.tcgetattr(self.process.fd)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    # What a person sees

    def screen(self) -> str:
        """All lines, without the spaces at their ends."""
        with self._news:
            return self._text()

    def line(self, number: int) -> str:
        """One line; the first is 0."""
        with self._news:
            self._look()
            return self._lines[number]

    def afterwards(self) -> str:
        """What was written after the program left its own screen, without escape sequences."""
        last = self.raw.rpartition(b"\x1b[?1049l")[2]
        return SEQUENCE.sub(b"", last).decode(errors="replace").replace("\r\n", "\n")

    @property
    def titles(self) -> list[str]:
        """Every title that was set, the last one last; an empty one takes the title away."""
        return [title.decode(errors="replace") for title in TITLED.findall(self.raw)]

    @property
    def title(self) -> str:
        """The title now."""
        return self.titles[-1] if self.titles else ""

    def wait_for(self, what: str | Callable[[str], object], timeout: float = DEADLINE_S) -> str:
        """Wait until the screen shows the text, or fulfils the predicate; give the screen."""
        found = (lambda: what in self._text()) if isinstance(what, str) else (lambda: bool(what(self._text())))
        with self._news:
            self._wait(found, lambda: f"waited {timeout} s for {what!r}; the screen shows:\n{self._text()}", timeout)
            return self._text()

    def wait_for_title(self, text: str, timeout: float = DEADLINE_S) -> None:
        """Wait until the title holds the text."""
        self._wait(lambda: text in self.title, lambda: f"waited for the title {text!r}; it is {self.title!r}", timeout)

    def wait_for_bytes(self, text: bytes, timeout: float = DEADLINE_S) -> None:
        """Wait until the bytes were written, as those of a program that has ended are read only afterwards."""
        self._wait(lambda: text in self.raw, lambda: f"waited for {text!r}; the end is {self.raw[-400:]!r}", timeout)

    # What a person does

    def send(self, keys: str | bytes) -> None:
        """Type; never more after an escape before its effect shows."""
        self.process.write(keys.encode() if isinstance(keys, str) else keys)

    def skip_pain(self) -> None:
        """Leave the question for the pain before a session unanswered, once it is there."""
        asked = re.compile(r"Pain( now)?\? 0").search
        self.wait_for(asked)
        self.send("\r")
        self.wait_for(lambda screen: not asked(screen))

    def resize(self, columns: int, rows: int) -> None:
        """Pull the window to another size; nothing is shown until the program has drawn it anew."""
        with self._news:
            self._screen.erase_in_display(2)
            self._screen.resize(rows, columns)
            self._lines = [""] * rows
            self._screen.dirty.clear()
            self._screen.dirty.update(range(rows))
        self.process.setwinsize(rows, columns)

    def hang_up(self) -> None:
        """Close the window: the other end of the terminal is gone."""
        self._end_reading()
        # A descriptor closed under a reader would keep the terminal open.
        self.process.fileobj.close()
        self.process.fd, self.process.closed = -1, True

    def stop_reading(self) -> None:
        """From now on nobody reads what the program draws."""
        self._may_read.clear()

    def read_again(self) -> None:
        """Read what has gathered, and go on reading."""
        self._may_read.set()

    def unread(self) -> int:
        """How many bytes wait to be read."""
        return struct.unpack("i", fcntl.ioctl(self.process.fd, termios.FIONREAD, b"\0\0\0\0"))[0]

    def kill(self, number: int) -> None:
        """Send a signal to the program alone."""
        os.kill(self.process.pid, number)

    # How it ends

    def is_running(self) -> bool:
        """Whether the program still runs."""
        return self.process.isalive()

    def wait_exit(self, timeout: float = DEADLINE_S) -> int:
        """Wait for the end; give the exit status as a shell would, 128 and the signal's number for one killed."""
        wait_until(lambda: not self.is_running(), lambda: f"still runs; it shows:\n{self.screen()}", timeout)
        if self._may_read.is_set():
            self._reader.join(timeout)
        if self.process.signalstatus is not None:
            return 128 + self.process.signalstatus
        return self.process.exitstatus

    def left_on(self) -> set[str]:
        """What the program has switched and not switched back; empty when the terminal is as it was."""
        state: dict[int, bool] = {}
        for numbers, how in SWITCHED.findall(self.raw):
            state |= {int(number): how == b"h" for number in numbers.split(b";")}
        wrong = {mode for number, mode in MODES.items() if state.get(number, number in AT_REST) != (number in AT_REST)}
        if len(KEYS_PUSHED.findall(self.raw)) > len(KEYS_POPPED.findall(self.raw)):
            wrong.add("kitty keys")
        if self.process.fd >= 0 and termios.tcgetattr(self.process.fd)[:4] != self._attributes[:4]:
            wrong.add("line discipline")
        return wrong

    def close(self) -> None:
        """End the program, however stuck, and let go of the terminal."""
        self.read_again()
        if self.is_running():
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGCONT)
                os.kill(self.process.pid, signal.SIGKILL)
            wait_until(lambda: not self.is_running(), lambda: "outlived SIGKILL")
        self._end_reading()
        if not self.process.closed:
            self.process.close(force=True)

    def _end_reading(self) -> None:
        self._stopped = True
        self._may_read.set()
        self._reader.join(DEADLINE_S)

    def _read(self) -> None:
        """Feed the screen until the program's side is closed."""
        fd = self.process.fd
        while not self._stopped:
            self._may_read.wait()
            ready, _, _ = select.select([fd], [], [], LOOK_S)
            if not ready:
                continue
            try:
                # A little at a time, so that `stop_reading` is soon felt.
                data = os.read(fd, 4096)
            except OSError:
                return
            if not data:
                return
            with self._news:
                self.raw += data
                data, self._held = self._held + data, b""
                if cut := CUT_OFF.search(data):
                    data, self._held = data[: cut.start()], data[cut.start() :]
                with suppress(TypeError):  # a sequence cut in two by a full terminal, which a real one passes over too
                    self._stream.feed(UNKNOWN_TO_PYTE.sub(b"", data))
                self._news.notify_all()

    def _wait(self, found: Callable[[], bool], what: Callable[[], str], timeout: float) -> None:
        """Look again after each thing that the program writes."""
        with self._news:
            if not self._news.wait_for(found, timeout):
                pytest.fail(what())

    def _text(self) -> str:
        """All lines as they are now; the caller holds `_news`."""
        self._look()
        return "\n".join(self._lines)

    def _look(self) -> None:
        """Read the rows that have changed since the last look."""
        # After the window was pulled smaller the cursor may be below it.
        for number in self._screen.dirty & set(range(len(self._lines))):
            row = self._screen.buffer[number]
            # The second cell of a wide character holds nothing.
            self._lines[number] = "".join(row[column].data for column in range(self._screen.columns)).rstrip()
        self._screen.dirty.clear()
