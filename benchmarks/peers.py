"""Beside a plain countdown, termdown, measured in one run: `python benchmarks/peers.py [ROUNDS]`.

termdown is installed into a folder that is gone afterwards. It draws digits and keeps nothing: the floor, not a rival.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from probe import Probe

OURS = [sys.executable, "-m", "backcoach"]


def start_and_memory(command, text):
    """Seconds to the first picture, and the memory three seconds later."""
    with Probe(command) as program:
        seconds = program.until(text)
        program.read(3)
        return seconds, program.memory_mb()


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        subprocess.run([f"{folder}/bin/pip", "install", "-q", "termdown"], check=True)
        peer = [str(Path(folder, "bin", "termdown")), "--no-art", "--alt-format", "1200"]
        both = [(start_and_memory(OURS, b"Quit"), start_and_memory(peer, b"20:00")) for _ in range(rounds)]
    for what, unit, place in (("start", "s", 0), ("memory", "MB", 1)):
        ours, theirs = (statistics.median(each[side][place] for each in both) for side in (0, 1))
        print(f"{what:8} backcoach {ours:6.2f} {unit}   termdown {theirs:6.2f} {unit}")


if __name__ == "__main__":
    main()
