"""The file itself: its modes, its pragmas, what stands in the way of it, and what can't be read."""

# ruff: noqa: PT012 - what a transaction undoes is more than one statement
# ruff: noqa: S311 - damage that comes again the same each time wants no secrecy
# ruff: noqa: S608 - the table of cases is the only one that says what is changed

from __future__ import annotations

import errno
import os
import random
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from backcoach.adapters.journal import connection, schema
from backcoach.adapters.journal.failures import of_system
from backcoach.adapters.journal.sqlite import SqliteJournal
from backcoach.ports import (
    JournalBusyError,
    JournalDamagedError,
    JournalError,
    JournalFullError,
    JournalMissingError,
    JournalNewerError,
    JournalReadOnlyError,
)
from tests.adapters.journal.samples import at, begun, complete, ended, removed

NOBODY = 65534


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "data" / "journal.db"


def open_(path: Path, **more: object) -> SqliteJournal:
    return SqliteJournal(path, busy=0.05, **more)


def fill(path: Path, count: int = 1) -> None:
    with open_(path) as journal, journal.transaction():
        for number in range(count):
            journal.save(complete(f"s{number:04}"))


def raw(path: Path, *statements: str) -> None:
    """Changes the file behind the journal's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def asked(journal: SqliteJournal, pragma: str) -> object:
    return journal._file._db.execute(f"PRAGMA {pragma}").fetchone()[0]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def everything_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


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
            assert asked(journal, "foreign_keys") == 1

    def test_where_a_log_is_refused_the_older_way_is_taken(self, path, monkeypatch):
        plain = connection.uri
        monkeypatch.setattr(connection, "uri", lambda path, options: f"{plain(path, options)}&vfs=unix-dotfile")
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
        assert {name for name, _ in found} >= {"sessions", "steps", "moments", "meta"}
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
            assert len(journal.finished()) == 1

    def test_every_finished_step_is_one_row_and_none_is_ever_removed(self, path):
        with open_(path) as journal:
            journal.save(complete())
            journal.save(begun())
            assert journal.session("a") == begun()
            assert journal.last_removal() == at(51)
        with closing(sqlite3.connect(path)) as db:
            acts = db.execute("SELECT n, act, length_us FROM steps ORDER BY n").fetchall()
        assert acts == [(0, "on", 9 * 10**8), (1, "off", 12 * 10**8), (2, "on", 9 * 10**8), (3, "off", 12 * 10**8)]

    def test_opening_loads_nothing_heavy(self, path):
        program = (
            "import sys; from pathlib import Path; from backcoach.adapters.journal.sqlite import SqliteJournal as J;"
            "J(Path(sys.argv[1]), busy=1).close();"
            "print(*{name.partition('.')[0] for name in sys.modules})"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, str(path)],
            cwd=Path(__file__).parents[3],
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
            connection.beside(path, "-wal").rename(path.with_name("journal.db.damaged-wal"))
            fill(path, 2)
            assert journal.changed_elsewhere()
            assert not journal.changed_elsewhere()
            assert len(journal.finished()) == 2

    def test_a_file_that_was_removed_is_made_again_by_the_next_write(self, path):
        with open_(path) as journal:
            journal.save(begun())
            shutil.rmtree(path.parent)
            assert not journal.changed_elsewhere()
            journal.save(removed())
        with open_(path, verify=True) as journal:
            assert journal.running() == (removed(),)


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
            assert journal.finished() == (complete("s0000"),)

    def test_a_newer_schema_is_refused_untouched(self, path):
        fill(path)
        raw(path, "UPDATE meta SET value = '9.8.7'", "PRAGMA user_version=99", "CREATE TABLE later (a)")
        before = path.read_bytes()
        with pytest.raises(JournalNewerError, match=r"9\.8\.7") as said:
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
        log = connection.beside(path, "-wal")
        before = path.read_bytes(), log.read_bytes()
        assert log.stat().st_size > 0
        with pytest.raises(JournalNewerError):
            open_(path)
        assert (path.read_bytes(), log.read_bytes()) == before

    def test_after_closing_a_sentence_and_no_traceback(self, path):
        journal = open_(path)
        journal.close()
        journal.close()
        for ask in (journal.running, journal.last_removal, journal.changed_elsewhere, lambda: journal.save(begun())):
            with pytest.raises(JournalError, match=re.escape(str(path))):
                ask()


class TestFull:
    def test_a_full_disk_is_said_and_keeps_what_was_saved(self, path):
        with open_(path) as journal:
            journal.save(begun("kept"))
            pages = asked(journal, "page_count")
            asked(journal, f"max_page_count={pages}")
            with pytest.raises(JournalFullError, match="Free some space") as said, journal.transaction():
                for number in range(500):
                    journal.save(complete(f"s{number}"))
            assert str(path) in str(said.value)
            assert journal.running() == (begun("kept"),)
            assert journal.finished() == ()
            asked(journal, "max_page_count=1000000")
            journal.save(begun("later"))
            assert len(journal.running()) == 2

    def test_a_failure_that_was_swallowed_is_no_success(self, path):
        """SQLite may undo the whole transaction; whoever went on after that is told at its end."""
        with open_(path) as journal:
            with pytest.raises(JournalError, match="undid it"), journal.transaction():
                journal.save(begun())
                journal._file._db.execute("ROLLBACK")
            assert journal.running() == ()

    @pytest.mark.parametrize("where", ["commit", "open"])
    def test_a_disk_that_really_is_full(self, small_disk, where):
        path = small_disk / "journal.db"
        fill(path, 3)
        with suppress(JournalFullError), open_(path) as journal:
            if where == "commit":
                stuff(small_disk)
                with pytest.raises(JournalError):
                    for number in range(500):
                        journal.save(begun(f"r{number}"))
        stuff(small_disk)
        with open_(path, verify=True) as journal:
            assert len(journal.finished()) == 3
            with pytest.raises(JournalError) as said:
                for number in range(500):
                    journal.save(begun(f"t{number}"))
            assert str(path) in str(said.value)
            (small_disk / "stuff").unlink()
            journal.save(begun("later"))
            assert journal.session("later") == begun("later")

    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
    def test_the_systems_words_for_full(self, path, number):
        assert isinstance(of_system(OSError(number, "x"), "written", path), JournalFullError)


def stuff(folder: Path) -> None:
    """Leaves no room in the folder's disk."""
    with suppress(OSError), (folder / "stuff").open("ab", buffering=0) as file:
        while file.write(b"x" * 512):
            pass


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 512 KiB, where it may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k,mode=700", "none", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    yield folder
    subprocess.run(["umount", folder], check=True)


@contextmanager
def as_anyone():
    """Root may write everywhere, so while these tests look at it, it is nobody."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def kept_folder():
    """A folder with a journal in it that belongs to whoever `as_anyone` is."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder / "journal.db")
        if not os.geteuid():
            for place in (folder, folder / "journal.db"):
                os.chown(place, NOBODY, NOBODY)
        yield folder
        folder.chmod(0o700)


class TestReadOnly:
    @pytest.mark.parametrize("what", ["folder", "file", "both"])
    def test_it_can_be_read_and_a_write_says_why_not(self, kept_folder, what):
        path = kept_folder / "journal.db"
        if what != "folder":
            path.chmod(0o400)
        if what != "file":
            kept_folder.chmod(0o500)
        with as_anyone():
            before = everything_in(kept_folder)
            with open_(path, verify=True) as journal:
                assert journal.is_read_only
                assert journal.finished() == (complete("s0000"),)
                assert not journal.changed_elsewhere()
                with pytest.raises(JournalReadOnlyError, match="--data-dir") as said:
                    journal.save(begun())
                assert str(path) in str(said.value)
            assert everything_in(kept_folder) == before

    def test_it_writes_again_as_soon_as_it_may(self, kept_folder):
        path = kept_folder / "journal.db"
        kept_folder.chmod(0o500)
        with as_anyone(), open_(path) as journal:
            with pytest.raises(JournalReadOnlyError):
                journal.save(begun())
            kept_folder.chmod(0o700)
            journal.save(begun())
            assert not journal.is_read_only
            assert journal.running() == (begun(),)

    def test_a_new_one_can_not_be_made(self, kept_folder):
        kept_folder.chmod(0o500)
        with as_anyone(), pytest.raises(JournalReadOnlyError, match=r"new\.db"):
            open_(kept_folder / "new.db")

    def test_a_folder_that_may_not_be_entered(self, kept_folder):
        kept_folder.chmod(0)
        with as_anyone(), pytest.raises(JournalError, match="--data-dir"):
            open_(kept_folder / "journal.db")

    def test_an_older_one_can_not_be_brought_up_to_date(self, kept_folder, monkeypatch):
        monkeypatch.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, ("CREATE TABLE walks (id TEXT) STRICT",)])
        kept_folder.chmod(0o500)
        with as_anyone(), pytest.raises(JournalReadOnlyError, match="up to date"):
            open_(kept_folder / "journal.db")


class TestDamage:
    def test_a_page_of_nonsense_is_found_at_the_start(self, path):
        fill(path, 50)
        content = bytearray(path.read_bytes())
        content[3 * 4096 : 4 * 4096] = random.Random(1).randbytes(4096)
        path.write_bytes(content)
        with pytest.raises(JournalDamagedError, match="damaged"):
            open_(path, verify=True)
        assert path.read_bytes() == content

    @pytest.mark.parametrize("seed", range(60))
    def test_flipped_bytes_are_a_sentence_or_a_journal(self, path, seed):
        """Wherever they fall, nothing else comes of it."""
        fill(path, 20)
        chance = random.Random(seed)
        content = bytearray(path.read_bytes())
        start = chance.choice((0, 0, chance.randrange(len(content))))
        for _ in range(chance.choice((1, 20))):
            content[min(len(content) - 1, start + chance.randrange(400))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        with suppress(JournalError), open_(path, verify=chance.random() < 0.5) as journal:
            journal.running()
            journal.finished()
            journal.last_removal()
            journal.recall("skin")
            journal.problems(everything=True)
            journal.save(begun("new"))

    @pytest.mark.parametrize("size", [1, 99, 100, 512, 4096, 5000, 20_000])
    def test_a_file_cut_short_is_never_taken_for_a_new_one(self, path, size):
        fill(path, 50)
        os.truncate(path, size)
        with pytest.raises(JournalError), open_(path, verify=True) as journal:
            journal.finished()
        assert path.stat().st_size == size


class TestWhatCanNotBeRead:
    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ("doc = substr(doc, 1, 50)", "Unterminated"),
            ("doc = ''", "Expecting"),
            ("doc = '[]'", "no object"),
            ("doc = json_set(doc, '$.state', 'dreaming')", "dreaming"),
            ("doc = json_set(doc, '$.routine.kind', 'swim')", "swim"),
            ("doc = json_set(doc, '$.mood', 'fine')", "mood"),
            ("doc = json_remove(doc, '$.anchor')", "anchor"),
            ("doc = json_set(doc, '$.index', 99)", "no step 99"),
            ("doc = json_set(doc, '$.index', -1)", "-1"),
            ("doc = json_set(doc, '$.rings', 'two')", "two"),
            ("doc = json_set(doc, '$.age', 1.5)", "1.5"),
            ("doc = json_set(doc, '$.age', json('9' || hex(zeroblob(20))))", "too large"),
            ("doc = json_set(doc, '$.begun[0]', 'noon')", "no moment"),
            ("doc = json_set(doc, '$.begun[0]', '2026-11-20T12:00:00')", "no moment"),
            ("doc = json_set(doc, '$.begun', 'noon')", "no moment"),
            ("doc = json_set(doc, '$.routine.steps', json('[]'))", "no steps"),
            ("doc = json_set(doc, '$.routine.steps[0]', json('[1]'))", ""),
            ("doc = json_set(doc, '$.id', 'b')", "another session's"),
            ("doc = CAST(x'7bff' AS TEXT)", ""),
            ("doc = replace(hex(zeroblob(9000)), '0', '[')", ""),
            ("steps = 7", "6 of its steps are missing"),
        ],
    )
    def test_it_is_named_and_left_alone(self, path, change, says):
        with open_(path) as journal:
            journal.save(removed("a"))
            journal.save(begun("b"))
        raw(path, f"UPDATE sessions SET {change} WHERE id = 'a'")
        with closing(sqlite3.connect(path)) as db:
            db.text_factory = bytes
            kept = db.execute("SELECT doc FROM sessions WHERE id = 'a'").fetchall()
        with open_(path, verify=True) as journal:
            assert journal.running() == (begun("b"),)
            (problem,) = journal.problems()
            assert "session a in" in problem
            assert str(path) in problem
            assert says in problem
            assert journal.session("a") is None
            with pytest.raises(JournalError, match="written over"):
                journal.save(begun("a"))
            assert journal.last_removal() == at(15)
        with closing(sqlite3.connect(path)) as db:
            db.text_factory = bytes
            assert db.execute("SELECT doc FROM sessions WHERE id = 'a'").fetchall() == kept

    def test_a_step_of_the_future(self, path):
        with open_(path) as journal:
            journal.save(removed("a"))
        raw(path, "UPDATE steps SET act = 'float'")
        with open_(path) as journal:
            assert journal.running() == ()
            assert "float" in journal.problems()[0]

    def test_one_that_ended_is_found_by_looking_at_everything(self, path):
        with open_(path) as journal:
            journal.save(ended("a"))
        raw(path, "UPDATE sessions SET doc = '{'")
        with open_(path) as journal:
            assert journal.problems() == ()
            assert len(journal.problems(everything=True)) == 1

    def test_a_removal_that_can_not_be_read_is_no_removal_long_ago(self, path):
        with open_(path) as journal:
            journal.save(removed("a"))
            journal.remember("skin", at())
        raw(path, "UPDATE steps SET ended_wall = 'noon'", "UPDATE moments SET wall = 'noon'")
        with open_(path) as journal:
            for ask in (journal.last_removal, lambda: journal.recall("skin")):
                with pytest.raises(JournalDamagedError, match="noon"):
                    ask()

    @pytest.mark.parametrize("name", ["\ud800", "a\udcff"])
    def test_a_name_that_is_no_text_is_refused_with_a_sentence(self, path, name):
        with open_(path) as journal:
            with pytest.raises(JournalError, match="does not fit"):
                journal.save(begun(name))
            assert journal.running() == ()
