"""What is said to be saved survives `kill -9`, and many writers lose nothing to each other."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from backcoach.store import file
from backcoach.store.journal import SqliteJournal
from tests.doubles import finished
from tests.store.samples import at

ROOT = Path(__file__).parents[2]

SAVE_FOR_EVER = """
import itertools, sys
from pathlib import Path
from backcoach.store.journal import SqliteJournal
from tests.store.samples import complete

journal = SqliteJournal(Path(sys.argv[1]), busy=5)
for number in itertools.count():
    session = complete(f"{sys.argv[2]}-{number}")
    journal.save(session)
    print(session.id, flush=True)
"""

SAVE_A_HUNDRED = """
import sys
from datetime import timedelta
from pathlib import Path
from backcoach.store.journal import SqliteJournal
from tests.store.samples import NOON, begun

sys.stdin.read()
with SqliteJournal(Path(sys.argv[1]), busy=30) as journal:
    for number in range(100):
        with journal.transaction():
            before = journal.recall("count") or NOON
            journal.save(begun(f"{sys.argv[2]}-{number:03}"))
            journal.remember("count", before.after(timedelta(minutes=1)))
"""


def start(program: str, *words: object, **more: object) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", program, *map(str, words)], cwd=ROOT, text=True, **more)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "journal.db"


def test_a_killed_program_loses_nothing_that_it_said_was_saved(path):
    said: list[str] = []
    for round_, lines in enumerate((0, 1, 2, 3, 5, 7, 11, 17, 29, 40)):
        with start(SAVE_FOR_EVER, path, f"r{round_}", stdout=subprocess.PIPE) as child:
            said += [child.stdout.readline().strip() for _ in range(lines)]
            child.kill()
            said += [line.strip() for line in child.stdout if line.endswith("\n")]
        with SqliteJournal(path, busy=5, verify=True) as journal:
            kept = {session.id: session for session in finished(journal)}
            assert set(said) <= set(kept)
            assert journal.problems() == ()
            assert all(len(session.done) == 4 for session in kept.values())
    assert len(said) >= 100


def test_three_writers_of_a_hundred_each_start_together_on_no_file(path):
    writers = [start(SAVE_A_HUNDRED, path, name, stdin=subprocess.PIPE) for name in "abc"]
    for writer in writers:
        writer.stdin.close()
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    with SqliteJournal(path, busy=5, verify=True) as journal:
        assert len(journal.running()) == 300
        assert journal.recall("count") == at(300)  # none overlooked what another had counted


def test_what_an_earlier_version_left_in_the_log_is_read_without_tidying_up(path):
    """A look at the header leaves a killed program's log as it is."""
    with start(SAVE_FOR_EVER, path, "r", stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        child.kill()
    log = file.beside(path, "-wal")
    before = path.read_bytes(), log.read_bytes()
    with closing(file.connect_to_read(path)) as db:
        assert not file.header(db).is_empty
    assert (path.read_bytes(), log.read_bytes()) == before
