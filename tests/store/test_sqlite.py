"""The file itself: its modes, its pragmas, who else uses it, and what stands in its place."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from backcoach.coach.protocols import (
    JournalBusyError,
    JournalDamagedError,
    JournalError,
    JournalMissingError,
)
from backcoach.domain.record import Record
from backcoach.store import backups, file
from backcoach.store.file import Header
from tests.doubles import finished
from tests.store.files import asked, everything_in, fill, mode, open_, raw
from tests.store.samples import NOON, at, begun, complete

RECORD = Record("r", "answer", NOON.wall, NOON.wall.date(), {})


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "data" / "journal.db"


class TestTheFile:
    def test_only_the_person_can_read_it(self, path):
        before = os.umask(0)
        try:
            with open_(path) as journal:
                journal.save(begun())
                assert mode(path.parent) == 0o700
                modes = {file.name: mode(file) for file in path.parent.iterdir()}
                assert modes == {"journal.db": 0o600, "journal.db-wal": 0o600, "journal.db-shm": 0o600}
        finally:
            os.umask(before)

    def test_a_file_that_others_could_read_is_taken_from_them(self, path):
        fill(path)
        path.chmod(0o664)
        open_(path).close()
        assert mode(path) == 0o600

    def test_a_folder_that_was_there_keeps_its_mode(self, path):
        path.parent.mkdir(mode=0o755)
        path.parent.chmod(0o755)
        open_(path).close()
        assert mode(path.parent) == 0o755

    def test_each_commit_is_synced_into_a_log(self, path):
        with open_(path) as journal:
            assert asked(journal, "journal_mode") == "wal"
            assert asked(journal, "synchronous") == 2

    def test_where_a_log_is_refused_the_older_way_is_taken(self, path, monkeypatch):
        plain = file.connect
        dotfile = "&vfs=unix-dotfile"
        monkeypatch.setattr(file, "connect", lambda path, options, busy: plain(path, options + dotfile, busy=busy))
        with open_(path) as journal:
            journal.save(begun())
            assert asked(journal, "journal_mode") == "delete"
            assert asked(journal, "synchronous") == 2
        with open_(path, verify=True) as journal:
            assert journal.running() == (begun(),)

    def test_all_tables_are_strict(self, path):
        fill(path)
        with closing(sqlite3.connect(path)) as db:
            found = db.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
        assert {name for name, _ in found} >= {"sessions", "records", "moments", "meta"}
        assert all(strict for name, strict in found if not name.startswith("sqlite_"))

    def test_a_name_full_of_signs_is_just_a_name(self, tmp_path):
        path = tmp_path / "50% of ünits?mode=ro#1" / "j&vfs=x.db"
        fill(path)
        assert path.is_file()

    def test_a_symbolic_link_is_followed(self, tmp_path, path):
        fill(path)
        link = tmp_path / "link.db"
        link.symlink_to(path)
        with open_(link) as journal:
            assert journal.path == path
            assert len(finished(journal)) == 1

    def test_opening_loads_nothing_heavy(self, path):
        program = (
            "import sys; from pathlib import Path; from backcoach.store.journal import SqliteJournal as J;"
            "J(Path(sys.argv[1]), busy=1).close();"
            "print(*{name.partition('.')[0] for name in sys.modules})"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, str(path)],
            cwd=Path(__file__).parents[2],
            text=True,
            capture_output=True,
            check=True,
        )
        assert not {"asyncio", "textual", "pydantic", "sqlalchemy", "subprocess"} & set(done.stdout.split())


class TestOthersMeanwhile:
    def test_a_lock_that_stays_is_said(self, path):
        with open_(path) as one, open_(path) as other, one.transaction(), pytest.raises(JournalBusyError) as said:
            other.remember("skin", at())
        assert str(path) in str(said.value)

    def test_a_file_that_takes_its_place_is_followed(self, path):
        """Another window set the damaged file aside and began anew."""
        with open_(path) as journal:
            journal.save(begun("old"))
            path.rename(path.with_name("journal.db.damaged"))
            file.beside(path, "-wal").rename(path.with_name("journal.db.damaged-wal"))
            fill(path, 2)
            assert journal.changed_elsewhere()
            assert not journal.changed_elsewhere()
            assert len(finished(journal)) == 2

    @pytest.mark.parametrize("writes", [True, False])
    def test_a_file_that_was_removed_is_put_back_with_all_that_it_held(self, path, writes):
        with open_(path) as journal:
            journal.save(begun())
            shutil.rmtree(path.parent)
            if writes:
                journal.archive.put(RECORD)
            else:
                assert journal.changed_elsewhere()
            assert journal.changed_elsewhere() is writes
        with open_(path, verify=True) as journal:
            assert journal.running() == (begun(),)
            assert journal.archive.everything() == ((RECORD,) if writes else ())

    def test_of_two_that_put_it_back_one_is_enough(self, path, monkeypatch):
        with open_(path) as one, open_(path) as other:
            one.save(begun())
            shutil.rmtree(path.parent)
            copy = backups.copy

            def be_slow(db, target):
                monkeypatch.undo()
                assert other.changed_elsewhere()
                return copy(db, target)

            monkeypatch.setattr(backups, "copy", be_slow)
            assert one.changed_elsewhere()
            assert {each.name for each in path.parent.iterdir()} <= {path.name, f"{path.name}-wal", f"{path.name}-shm"}
            assert one.running() == other.running() == (begun(),)


class TestInTheWay:
    def test_a_missing_file_is_not_made_unasked(self, path):
        with pytest.raises(JournalMissingError, match=re.escape(str(path))):
            open_(path, create=False)
        assert not path.parent.exists()

    def test_a_file_in_the_folders_place(self, path):
        path.parent.write_text("not a folder")
        with pytest.raises(JournalError, match="--data-dir") as said:
            open_(path)
        assert str(path) in str(said.value)
        assert path.parent.read_text() == "not a folder"

    def test_a_folder_in_the_files_place(self, path):
        path.mkdir(parents=True)
        with pytest.raises(JournalError, match="is a folder"):
            open_(path)

    def test_a_link_that_bites_its_tail(self, path):
        path.parent.mkdir()
        path.symlink_to(path)
        with pytest.raises(JournalError, match=re.escape(str(path))):
            open_(path)

    @pytest.mark.parametrize(
        "content", [b"not a database, but long enough to be one" * 100, b"x", b"SQLite format 3\0"]
    )
    def test_a_file_that_is_no_database_stays_as_it_is(self, path, content):
        path.parent.mkdir()
        path.write_bytes(content)
        with pytest.raises(JournalDamagedError, match=re.escape(str(path))):
            open_(path)
        assert everything_in(path.parent) == {path.name: content}

    def test_another_programs_database_stays_as_it_is(self, path):
        path.parent.mkdir()
        raw(path, "CREATE TABLE bookmarks (url)")
        before = path.read_bytes()
        with pytest.raises(JournalDamagedError, match="not backcoach's"):
            open_(path)
        assert everything_in(path.parent) == {path.name: before}

    def test_an_empty_file_is_a_new_journal(self, path):
        path.parent.mkdir()
        path.touch()
        fill(path)
        with open_(path, verify=True) as journal:
            assert finished(journal) == (complete("s0000"),)

    def test_a_newer_schema_is_refused_untouched(self, path):
        fill(path)
        raw(path, "UPDATE meta SET value = '9.8.7'", "PRAGMA user_version=99", "CREATE TABLE later (a)")
        before = path.read_bytes()
        with pytest.raises(JournalError, match=r"9\.8\.7") as said:
            open_(path)
        assert str(path) in str(said.value)
        assert everything_in(path.parent) == {path.name: before}

    def test_a_newer_schema_that_is_still_in_the_log_is_refused_untouched(self, path):
        """The newer program was killed; its log is no one else's to put away."""
        program = (
            "import os, sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None);"
            "db.execute('PRAGMA user_version=99'); os._exit(0)"
        )
        fill(path)
        subprocess.run([sys.executable, "-c", program, str(path)], check=True)
        log = file.beside(path, "-wal")
        before = path.read_bytes(), log.read_bytes()
        assert log.stat().st_size > 0
        with pytest.raises(JournalError, match="newer backcoach"):
            open_(path)
        assert (path.read_bytes(), log.read_bytes()) == before

    def test_after_closing_a_sentence_and_no_traceback(self, path):
        journal = open_(path)
        journal.close()
        journal.close()
        asks = (lambda: journal.removals(at(1)), lambda: journal.save(begun()))
        for ask in (journal.running, journal.changed_elsewhere, *asks):
            with pytest.raises(JournalError, match=re.escape(str(path))):
                ask()


def test_a_file_that_another_window_is_making_is_looked_at_again(tmp_path, monkeypatch):
    """Seen half-way, it has tables and no mark of ours yet."""
    fill(tmp_path / "journal.db")
    looks = iter((Header(0, 0, is_empty=False), Header(0, 2, is_empty=True)))
    really = file.header
    monkeypatch.setattr(file, "header", lambda db: next(looks, None) or really(db))
    with open_(tmp_path / "journal.db") as journal:
        assert journal.session("s0000") is not None
    assert next(looks, None) is None
