"""The speeds that are promised, measured side by side in one run: `python benchmarks/speed.py [ROUNDS]`.

Each figure is the median of ratios between neighbours in time, so that a noisy machine disturbs both alike.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from probe import Probe

HERE = Path(__file__).parent
OURS = [sys.executable, "-m", "backcoach"]
INSTALLED = [sys.executable, "-c", "from backcoach.cli.main import run; run()"]
"""A command as it runs once installed."""
HELLO = [sys.executable, str(HERE / "bare.py")]
CLOCK = [*HELLO, "clock"]
BASE = [sys.executable, "-c", "import sqlite3, datetime"]


def first_picture(command, text):
    with Probe(command) as program:
        return program.until(text)


def command(words, data):
    began = time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, env={"PATH": "", "HOME": data})
    return time.perf_counter() - began


def ratio(name, limit, one, other, rounds):
    ones, others, ratios = [], [], []
    one(), other()
    for _ in range(rounds):
        ones.append(one())
        others.append(other())
        ratios.append(ones[-1] / others[-1])
    say(
        name,
        statistics.median(ratios),
        "x",
        limit,
        f"{statistics.median(ones):.3f} s beside {statistics.median(others):.3f} s",
    )


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    ratio(
        "start to the first full screen",
        1.25,
        lambda: first_picture(OURS, b"Quit"),
        lambda: first_picture(HELLO, b"Hello from a bare app"),
        rounds,
    )
    data = tempfile.mkdtemp(prefix="backcoach-benchmark-")
    where = ["--data-dir", data]
    for words in (["status"], ["week"], ["walk", "add", "5"]):
        ratio(
            f"backcoach {' '.join(words)}",
            5.3,
            lambda words=words: command([*INSTALLED, *where, *words], data),
            lambda: command(BASE, data),
            rounds,
        )
    with Probe([*OURS, "ice"]) as ours, Probe(CLOCK) as clock:
        ours.read(2)
        ours.type(b"\r", b"\r", b"\r")  # the first passes over the question for the pain
        clock.read(2)
        ours.read(2)
        seconds = max(20, rounds * 2)
        _, share = ours.watch(seconds)
        _, bare = clock.watch(seconds)
        say("processor, a countdown shown", share / bare, "x", 2, f"{share:.2f} % beside {bare:.2f} %")
        say("memory beyond a bare app", ours.memory_mb() - clock.memory_mb(), "MB", 20)
    with Probe([*OURS, "breathe"]) as ours:
        ours.read(2)
        ours.type(b"\r", b"\r")
        ours.read(6)
        volume, share = ours.watch(20)
        say("processor, breathing animated", share, "% of a core", 6)
        say("bytes to the terminal, breathing", volume / 1000, "kB a second", 6)


def say(name, figure, unit, limit, more=""):
    print(f"{name:32} {figure:7.2f} {unit} (at most {limit})   {more}", flush=True)


if __name__ == "__main__":
    main()
