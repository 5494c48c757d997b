"""Many commands at one time, and commands that are killed: what was printed as saved is there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date

import pytest

from backcoach.coach.log import LogRecords
from backcoach.store import maintenance
from backcoach.store.journal import SqliteJournal

ADDING = """
import sys
from backcoach.cli.main import main

for n in range(int(sys.argv[2])):
    status = main(["--data-dir", sys.argv[1], "walk", "add", str(n % 600 + 1), "--note", f"{n}"])
    if status:
        sys.exit(status)
    sys.stdout.flush()
"""


def adding(folder, count, **more):
    return subprocess.Popen([sys.executable, "-c", ADDING, str(folder), str(count)], stdout=subprocess.PIPE, **more)


def stored(folder):
    with SqliteJournal(folder / "backcoach.db", busy=5) as journal:
        return {walk.id for walk in LogRecords(journal.archive).walks(date.min, date.max)}


def said(out):
    return {line.split()[1].decode() for line in out.splitlines() if line.startswith(b"Id: ") and len(line) == 36}


def test_twenty_processes_that_add_twenty_walks_each_lose_none(tmp_path):
    folder = tmp_path / "data"
    children = [adding(folder, 20, stderr=subprocess.PIPE) for _ in range(20)]
    answers = [child.communicate(timeout=120) for child in children]
    assert [(child.returncode, err) for child, (_, err) in zip(children, answers, strict=True)] == [(0, b"")] * 20
    ids = set().union(*(said(out) for out, _ in answers))
    assert len(ids) == 400
    assert stored(folder) == ids
    assert maintenance.check(folder / "backcoach.db") == ()


@pytest.mark.parametrize("kills", [int(os.environ.get("BACKCOACH_KILLS", "20"))])
def test_what_was_printed_as_saved_outlives_a_kill_at_any_point(tmp_path, kills):
    """Each child is killed after a different number of bytes that it has printed, mid-write or between two."""
    folder = tmp_path / "data"
    known: set[str] = set()
    for n in range(kills):
        child = adding(folder, 10_000)
        out = child.stdout.read(40 + 37 * (n % 23))
        child.send_signal(signal.SIGKILL)
        out += child.stdout.read()
        child.wait()
        child.stdout.close()
        known |= said(out)
        assert known <= stored(folder)
    assert len(known) >= kills
    assert maintenance.check(folder / "backcoach.db") == ()
