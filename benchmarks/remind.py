"""Twelve hours of `backcoach remind` in a minute or two: memory, lost alarms and jobs; then the real one's processor.

    python benchmarks/remind.py [HOURS]

A clock is moved on by one second at each look, as in a real day but without the waiting, while a window on the same
journal answers each alarm. Memory is measured after three hours and at the end. Then the program itself runs for
twenty real seconds with a session under way, and its processor time is read.
"""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from backcoach.cli.environment import new_id
from backcoach.cli.remind import Reminding
from backcoach.clock import SystemClock
from backcoach.coach.coach import Coach
from backcoach.domain.engine import Acknowledge, Stop
from backcoach.domain.moment import Moment, Reading
from backcoach.domain.plans import posture_routine
from backcoach.store.journal import SqliteJournal

SECOND = timedelta(seconds=1)
ROUNDS = 24
"""After so many a session is stopped and another begun: a session's own steps are kept as long as it runs."""

REAL_SECONDS = 20
MOST_GROWTH_KIB = 512
MOST_CPU_PERCENT = 1.0


class HandClock:
    """Begins at the real time and is moved by hand."""

    def __init__(self) -> None:
        self._real = SystemClock()
        self.moment = self._real.now()

    def now(self) -> Moment:
        return self.moment

    def reading(self) -> Reading:
        return Reading(self.moment, self.moment.since_boot)

    def local(self, wall):
        return self._real.local(wall)


class Sounds:
    """A channel that counts."""

    name = "counter"
    given = 0

    def missing(self):
        return None

    def give(self, alarm):
        del alarm
        self.given += 1

    def silence(self):
        pass

    def close(self):
        pass


def resident_kib() -> int:
    """What the process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() // 1024


async def accelerated(folder: Path, hours: int) -> bool:
    """Let the hours pass; whether nothing grew and nothing was lost."""
    clock, sounds, lines = HandClock(), Sounds(), 0

    def write(_: str) -> None:
        nonlocal lines
        lines += 1

    with SqliteJournal(folder / "a.db", busy=1) as mine, SqliteJournal(folder / "a.db", busy=1) as theirs:
        reminding = Reminding(clock, mine, [sounds], write)
        reminding.wakeups.start()
        window = Coach(clock, theirs, Sounds(), new_id)
        session = window.start(posture_routine(timedelta(minutes=5)))
        after_first, answered, began = 0, 0, time.perf_counter()
        for second in range(hours * 3600):
            clock.moment = clock.moment.after(SECOND)
            reminding.look()
            await asyncio.sleep(0)
            if window.look().changed and window.sessions[0].needs_person:
                window.act(session.id, Acknowledge())
                answered += 1
                if answered % ROUNDS == 0:
                    window.act(session.id, Stop())
                    session = window.start(posture_routine(timedelta(minutes=5)))
            if second == 3 * 3600 - 1:
                gc.collect()
                after_first = resident_kib()
        spent = time.perf_counter() - began
        gc.collect()
        grown = resident_kib() - after_first
        jobs = len(reminding.wakeups.armed)
        reminding.wakeups.stop()
    print(f"{hours} h in {spent:.0f} s, {spent / hours / 3.6:.3f} ms a look, two programs together")
    print(f"alarms: {sounds.given} given, {answered} answered; jobs left: {jobs}")
    print(f"memory: {after_first} KiB after three hours, {grown:+d} KiB in the {hours - 3} h after them")
    return grown <= MOST_GROWTH_KIB and sounds.given == answered == hours * 12 and jobs == 1


def real(folder: Path) -> bool:
    """Let the program itself run; whether the processor rests."""
    data = folder / "data"
    with SqliteJournal(data / "backcoach.db", busy=1) as journal:
        Coach(SystemClock(), journal, Sounds(), new_id).start(posture_routine())
    notifier = folder / "notify-send"
    notifier.write_text("#!/bin/sh\necho 1\n", encoding="ascii")
    notifier.chmod(0o755)
    environment = os.environ | {
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
    }
    words = [sys.executable, "-m", "backcoach", "remind", "--data-dir", str(data)]
    running = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL)
    try:
        time.sleep(3)  # it has started by then, and made its sounds
        before = processor_s(running.pid)
        time.sleep(REAL_SECONDS)
        percent = (processor_s(running.pid) - before) / REAL_SECONDS * 100
        status = Path(f"/proc/{running.pid}/status").read_text(encoding="ascii")
    finally:
        running.terminate()
        ended = running.wait()
    resident = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    print(f"really running: {percent:.2f} % of one core, {int(resident) // 1024} MiB; ended with {ended}")
    return percent <= MOST_CPU_PERCENT and ended == 0


def processor_s(pid: int) -> float:
    """Seconds of processor that the process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Run both; 0 where all is as it should be."""
    hours = max(4, int(sys.argv[1])) if len(sys.argv) > 1 else 12
    with tempfile.TemporaryDirectory() as name:
        is_well = asyncio.run(accelerated(Path(name), hours))
        is_well = real(Path(name)) and is_well
    print("as it should be" if is_well else "NOT as it should be")
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
