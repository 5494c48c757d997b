"""What fifty years of walks cost beside one week of them: the start, the review's views, and the commands.

    python benchmarks/years.py [ROUNDS]

Both accounts have the same last two months; one has 73,000 walks in all, and the flare-ups of a lifetime. Everything is
measured in turn on both, and each figure is the median of the ratios between neighbours in time.
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

from probe import Probe

from backcoach.coach.log import LogRecords
from backcoach.domain.record import Record
from backcoach.domain.walks import Walk
from backcoach.store.journal import SqliteJournal

OURS = [sys.executable, "-m", "backcoach"]
LIMIT = 1.1
WALKS, DAYS, FLARES = 73_000, 50 * 365, 100
SHOWN = timedelta(days=62)
"""Within so many days both accounts are the same, so that every view shows the same in both."""
HEAD = {"review": b"Week of", "month": b"on average", "flare-up": b"Flare-up of", "back to the week": b"Week of"}


def fill(folder, walks):
    """Seven walks in the last seven days, and before them as many as it takes."""
    now = datetime.now(UTC).replace(microsecond=0)
    with SqliteJournal(folder / "backcoach.db", busy=5) as journal, journal.transaction():
        book = LogRecords(journal.archive)
        for n in range(walks):
            ago = timedelta(days=n, hours=1) if n < 7 else SHOWN + timedelta(days=DAYS) * (n / walks)
            start = now - ago
            book.save(Walk(f"{n:032x}", start, start.date(), n % 30 + 1, n % 11, n % 7, "ok"))
        for n in range(FLARES if walks > 7 else 1):
            at = now - timedelta(days=6 + 60 * n)
            doc = {key: {"wall": when.isoformat(), "boot": "b", "since_boot_us": 0} for key, when in stamps(at)}
            journal.archive.put(
                Record(f"f{n:031x}", "flare", at, at.date(), {"plan": "steady", "outcome": "over", **doc})
            )


def stamps(at):
    return (("onset", at), ("noted", at), ("ended", at + timedelta(days=3)))


def command(*words):
    began = time.perf_counter()
    subprocess.run([*OURS, *words], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def window(data):
    """Seconds to the first full screen, and from the key to each view of the review."""
    with Probe([*OURS, "--data-dir", str(data)]) as program:
        found = {"start": program.until(b"Quit")}
        program.read(1.5)
        for (name, head), key in zip(HEAD.items(), (b"r", b"v", b"v", b"v"), strict=True):
            program.written, began = b"", time.perf_counter()
            os.write(program.terminal, key)
            program.until(head)
            found[name] = time.perf_counter() - began
            program.read(0.3)
    return found


def measured(data):
    where = ["--data-dir", str(data)]
    return window(data) | {"week": command(*where, "week"), "status": command(*where, "status")}


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small"), Path(folder, "large")
        fill(small, 7)
        fill(large, WALKS)
        measured(small), measured(large)
        pairs = [(measured(small), measured(large)) for _ in range(rounds)]
    is_well = True
    for name in pairs[0][0]:
        ratio = statistics.median(large[name] / small[name] for small, large in pairs)
        few, many = (statistics.median(pair[n][name] for pair in pairs) for n in (0, 1))
        least = min(large[name] for _, large in pairs) / min(small[name] for small, _ in pairs)
        print(
            f"{name:18} {ratio:5.2f} x (at most {LIMIT}; of the least times {least:.2f})   "
            f"{many * 1000:.0f} ms beside {few * 1000:.0f} ms",
            flush=True,
        )
        is_well = is_well and ratio <= LIMIT
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
