"""Bytes to the terminal and processor time of what moves: a countdown, a breath, beside a bare Textual clock.

Run `python benchmarks/terminal_bytes.py [SECONDS]`; each line is one app in a real pseudo-terminal, counted after it
has settled.
"""

from __future__ import annotations

import fcntl
import math
import os
import pty
import select
import struct
import sys
import termios
import time
from pathlib import Path

from textual.app import App
from textual.widgets import Digits, Footer, Header, Label

SETTLE_S = 3.0
START_S = 15 * 60


class Bare(App):
    """What everyone would write first."""

    def compose(self):
        yield Header()
        yield Digits("15:00")
        yield Label("A bare clock")
        yield Footer()

    def on_mount(self):
        self.left = START_S
        self.set_interval(1, self.tick)

    def tick(self):
        self.left -= 1
        self.query_one(Digits).update(f"{self.left // 60:02}:{self.left % 60:02}")


def ours(thrift: bool):
    """The two apps, their imports kept out of the bare one's memory and start."""
    from backcoach.ui.thrift import thrifty  # noqa: PLC0415
    from backcoach.ui.widgets.big_time import BigTime  # noqa: PLC0415
    from backcoach.ui.widgets.breath_circle import BreathCircle  # noqa: PLC0415
    from backcoach.ui.widgets.first_line import FirstLine  # noqa: PLC0415
    from backcoach.ui.widgets.keys_line import KeysLine  # noqa: PLC0415
    from backcoach.ui.widgets.progress_line import ProgressLine  # noqa: PLC0415

    class Ours(App):
        def _display(self, screen, renderable):
            super()._display(screen, thrifty(renderable) if thrift else renderable)

    class Countdown(Ours):
        CSS = "BigTime { margin: 1 2; color: $primary } ProgressLine { margin: 0 2 1 2; color: $primary }"

        def compose(self):
            yield FirstLine("Ice 15:00 · Posture 30:00", "Sun 22 Nov 14:05")
            yield BigTime("15:00")
            yield ProgressLine()
            yield KeysLine([("space", "Pause"), ("plus", ""), ("minus", "Minute"), ("x", "Stop")])

        def on_mount(self):
            self.left = START_S
            self.set_interval(1, self.tick)

        def tick(self):
            self.left -= 1
            time_left = f"{self.left // 60:02}:{self.left % 60:02}"
            other = self.left + 15 * 60
            words = f"Ice {time_left} · Posture {other // 60:02}:{other % 60:02}"
            self._driver.write(f"\x1b]2;{words}\x07")
            self.query_one(FirstLine).text = words
            self.query_one(BigTime).value = time_left
            self.query_one(ProgressLine).fraction = 1 - self.left / START_S

    class Breathing(Ours):
        def compose(self):
            yield FirstLine("Breathe 00:41 · out 4", "Sun 22 Nov 14:05")
            yield BreathCircle()

        def on_mount(self):
            self.set_interval(0.1, self.tick)

        def tick(self):
            phase = time.monotonic() % 10
            full = phase / 4 if phase < 4 else 1 - (phase - 4) / 6
            self.query_one(BreathCircle).fullness = (1 - math.cos(math.pi * full)) / 2

    return {"countdown": Countdown, "breathing": Breathing}


def cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(app: str, columns: int, rows: int, seconds: float) -> tuple[float, float]:
    """Bytes a second, and the share of one core in percent."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        os.execv(  # noqa: S606 - this file, in the pseudo-terminal
            sys.executable, [sys.executable, __file__, "--app", app]
        )
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    count, began, used = 0, 0.0, 0.0
    start = time.monotonic()
    while (now := time.monotonic()) < start + SETTLE_S + seconds:
        if not began and now >= start + SETTLE_S:
            began, count, used = now, 0, cpu_s(pid)
        if select.select([terminal], [], [], 0.05)[0]:
            data = os.read(terminal, 65536)
            count += len(data)
            if log := os.environ.get("BYTES_LOG"):
                with Path(log).open("ab") as file:
                    file.write(data + b"\n=====\n")
    used = cpu_s(pid) - used
    span = now - began
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    return count / span, 100 * used / span


def main() -> None:
    if sys.argv[1:2] == ["--app"]:
        kind, _, plain = sys.argv[2].partition("-")
        (Bare if kind == "bare" else ours(not plain)[kind])().run()
        return
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    only = sys.argv[2:]
    for app in only or ("bare", "countdown", "countdown-plain", "breathing"):
        for columns, rows in ((80, 24), (120, 40)):
            volume, share = measure(app, columns, rows, seconds)
            print(f"{app:16} {columns}x{rows:<3} {volume:7.0f} B/s {share:6.2f} % of a core", flush=True)


if __name__ == "__main__":
    main()
