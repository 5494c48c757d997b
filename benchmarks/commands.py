"""How long `status`, `week`, `walk add` take beside a bare Python; `week` with fifty years of walks beside a week.

    python benchmarks/commands.py [RUNS]

Every command is run in turn, so that whatever else the machine does meets all of them; the least time of each counts.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backcoach.clock import SystemClock
from backcoach.coach.log import LogRecords
from backcoach.domain import engine
from backcoach.domain.plans import posture_routine
from backcoach.domain.walks import Walk
from backcoach.store.journal import SqliteJournal

BARE = [sys.executable, "-c", "import sqlite3, datetime"]
RUN = [sys.executable, "-c", "from backcoach.cli.main import run; run()"]
"""What the installed `backcoach` does; in a checkout that is not installed it can be measured too."""
LIMIT = 5.3
GROWTH = 1.1
WEEK, FIFTY_YEARS = 7, 73_000


def fill(folder: Path, count: int) -> None:
    """So many walks, four a day, the last one an hour ago."""
    now = datetime.now(UTC).replace(microsecond=0)
    with SqliteJournal(folder / "backcoach.db", busy=5) as journal, journal.transaction():
        book = LogRecords(journal.archive)
        for n in range(count):
            start = now - timedelta(hours=6 * n + 1)
            book.save(Walk(f"{n:032x}", start, start.date(), n % 30 + 1, n % 11, n % 7, "a note"))


def start(folder: Path) -> None:
    """A week of walks, and a reminder to change position that has just begun."""
    fill(folder, WEEK)
    with SqliteJournal(folder / "backcoach.db", busy=5) as journal:
        now = SystemClock().now()
        journal.save(engine.begin("benchmark", posture_routine(), now).session)


def measured(commands: dict[str, list[str]], runs: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in commands}
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(runs):
        for name, words in commands.items():
            began = time.perf_counter()
            subprocess.run(words, check=True, stdout=subprocess.DEVNULL, env=environment)
            times[name].append(time.perf_counter() - began)
    return times


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder:
        small, large, running = Path(folder, "small"), Path(folder, "large"), Path(folder, "running")
        start(running)
        fill(small, WEEK)
        fill(large, FIFTY_YEARS)
        here, there = ["--data-dir", str(small)], ["--data-dir", str(large)]
        commands = {
            "python": BARE,
            "status": [*RUN, *here, "status"],
            "status, new": [*RUN, "--data-dir", str(Path(folder, "new")), "status"],
            "status, running": [*RUN, "--data-dir", str(running), "status"],
            "week": [*RUN, *here, "week"],
            "walk add": [*RUN, "--data-dir", str(Path(folder, "added")), "walk", "add", "10"],
            "week, 73,000 walks": [*RUN, *there, "week"],
            "status, 73,000 walks": [*RUN, *there, "status"],
        }
        measured(commands, 1)
        times = {name: sorted(found) for name, found in measured(commands, runs).items()}
    bare = times["python"][0]
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:<22} {found[0] * 1000:6.1f} ms  median {median * 1000:6.1f} ms  {found[0] / bare:5.2f} x python")
    growth = {name: times[f"{name}, 73,000 walks"][0] / times[name][0] for name in ("week", "status")}
    for name, ratio in growth.items():
        print(f"{name} with fifty years beside a week: {ratio:.2f} (at most {GROWTH})")
    within = all(
        times[name][0] <= LIMIT * bare for name in ("status", "status, new", "status, running", "week", "walk add")
    )
    return 0 if within and max(growth.values()) <= GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
