"""Migrations, backups, setting aside, restoring: nothing that was kept is ever written over."""

from __future__ import annotations

import re
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from backcoach.adapters.journal import connection, copies, health, schema
from backcoach.adapters.journal.sqlite import SqliteJournal
from backcoach.domain.trouble import JournalDamagedError, JournalError, JournalMissingError
from tests.adapters.journal.samples import at, begun, complete, damage, ended, fill, names_in

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
WALKS = ("CREATE TABLE walks (id TEXT PRIMARY KEY) STRICT",)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "journal.db"


class TestMigrations:
    def test_an_older_journal_is_copied_and_then_brought_up_to_date(self, path, monkeypatch):
        fill(path, "a")
        monkeypatch.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, WALKS])
        with SqliteJournal(path, busy=1) as journal:
            assert journal.finished() == (complete("a"),)
            assert journal._file.rows("SELECT count(*) FROM walks") == [(0,)]
        (backup,) = health.backups(path)
        with closing(connection.reading(backup.path)) as db:
            assert connection.header(db).version == schema.latest() - 1
        with closing(connection.reading(path)) as db:
            assert connection.header(db).version == schema.latest()
        assert stat.S_IMODE(backup.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(backup.path.parent.stat().st_mode) == 0o700

    def test_a_new_journal_needs_no_copy(self, path):
        fill(path)
        assert health.backups(path) == ()

    def test_one_that_fails_changes_nothing(self, path, monkeypatch):
        fill(path, "a")
        monkeypatch.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, (*WALKS, "DROP TABLE sessions", "nonsense")])
        for _ in range(2):
            with pytest.raises(JournalError, match=re.escape(str(path))):
                SqliteJournal(path, busy=1)
        monkeypatch.undo()
        assert names_in(path) == {"a"}
        assert len(health.backups(path)) == 2  # the second did not take the first one's name

    def test_two_at_once_migrate_once(self, path, monkeypatch):
        """The other window was faster, between our look and our turn."""
        fill(path, "a")
        monkeypatch.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, WALKS])
        versions = iter([schema.latest() - 1, schema.latest()])
        SqliteJournal(path, busy=1).close()
        monkeypatch.setattr(schema, "_version", lambda _: next(versions))
        assert names_in(path) == {"a"}
        assert len(health.backups(path)) == 1


class TestBackups:
    def test_a_copy_is_whole_one_file_and_private(self, path, tmp_path):
        fill(path, "a")
        with SqliteJournal(path, busy=1) as journal:
            journal.save(begun("b"))
            made = journal.copy_to(tmp_path / "copies" / "mine.db")
        assert [file.name for file in made.parent.iterdir()] == ["mine.db"]
        assert stat.S_IMODE(made.stat().st_mode) == 0o600
        assert made.read_bytes()[18:20] == b"\1\1"  # without a log, so that any SQLite can read it from anywhere
        assert health.why_unusable(made) is None
        assert names_in(made) == {"a"}

    def test_a_name_that_is_taken_gets_a_number(self, path, tmp_path):
        fill(path, "a")
        taken = tmp_path / "mine.db"
        taken.write_text("mine")
        with SqliteJournal(path, busy=1) as journal:
            assert journal.copy_to(taken) == tmp_path / "mine.db-2"
        assert taken.read_text() == "mine"

    def test_one_a_day_and_the_last_seven_are_kept(self, path):
        fill(path, "a")
        for day in range(10):
            assert health.daily_backup(path, NOW + day * DAY) is not None
            assert health.daily_backup(path, NOW + day * DAY + timedelta(hours=3)) is None
        assert [backup.made for backup in health.backups(path)] == [NOW + day * DAY for day in range(9, 2, -1)]

    def test_only_daily_ones_are_ever_removed(self, path):
        fill(path, "a")
        with SqliteJournal(path, busy=1) as journal:
            journal.copy_to(copies.before_migration(path, 2))
            journal.copy_to(copies.before_restore(path, NOW - 99 * DAY))
            journal.copy_to(copies.folder(path) / "my own")
        for day in range(9):
            health.daily_backup(path, NOW + day * DAY)
        assert len(health.backups(path)) == 7 + 2
        assert (copies.folder(path) / "my own").exists()

    def test_its_name_bears_utc(self, path):
        fill(path)
        west = datetime(2026, 11, 20, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
        made = health.daily_backup(path, west)
        assert made is not None
        assert made.name == "journal.db.daily-20261121T043000Z"

    def test_a_damaged_journal_pushes_out_no_good_backup(self, path):
        fill(path, "a")
        for day in range(7):
            health.daily_backup(path, NOW + day * DAY)
        before = health.backups(path)
        damage(path)
        with pytest.raises(JournalDamagedError):
            health.daily_backup(path, NOW + 8 * DAY)
        assert health.backups(path) == before

    def test_no_journal_no_backup(self, path):
        with pytest.raises(JournalMissingError):
            health.daily_backup(path, NOW)


class TestRestore:
    def test_what_was_there_is_kept_as_a_copy(self, path):
        fill(path, "a")
        backup = health.daily_backup(path, NOW)
        fill(path, "b")
        former = health.restore(path, backup, now=at(-150))
        assert names_in(path) == {"a"}
        assert names_in(former) == {"a", "b"}

    def test_an_open_window_sees_it(self, path):
        fill(path, "a")
        backup = health.daily_backup(path, NOW)
        with SqliteJournal(path, busy=1) as window:
            window.save(ended("b"))
            health.restore(path, backup, now=at(-150))
            assert window.changed_elsewhere()
            assert window.finished() == (complete("a"),)
            window.save(ended("c"))
        assert names_in(path) == {"a", "c"}

    def test_the_skin_goes_on_to_rest(self, path):
        """L2 holds between two applications, whatever was restored."""
        fill(path, "a")
        backup = health.daily_backup(path, NOW)
        with SqliteJournal(path, busy=1) as window:
            window.save(ended("b", minutes=200))
            health.restore(path, backup, now=at(211))
            assert list(window.removals(at(211)).values()) == [at(210)]
            assert window.removals(at(231)) == {}

    def test_nothing_is_restored_while_a_pack_is_on_the_skin(self, path):
        fill(path, "a")
        backup = health.daily_backup(path, NOW)
        with SqliteJournal(path, busy=1) as window:
            window.save(begun("b", minutes=200))
            with pytest.raises(JournalError, match="take the pack off and stop it"):
                health.restore(path, backup, now=at(205))
            assert [session.id for session in window.running()] == ["b"]

    def test_an_older_backup_is_brought_up_to_date(self, path, monkeypatch):
        fill(path, "a")
        backup = health.daily_backup(path, NOW)
        monkeypatch.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, WALKS])
        health.restore(path, backup, now=at(-150))
        with closing(connection.reading(path)) as db:
            assert connection.header(db).version == schema.latest()

    def test_into_an_empty_place(self, path, tmp_path):
        fill(path, "a")
        with SqliteJournal(path, busy=1) as journal:
            backup = journal.copy_to(tmp_path / "b.db")
        elsewhere = tmp_path / "new" / "journal.db"
        assert health.restore(elsewhere, backup, now=at(-150)) is None
        assert names_in(elsewhere) == {"a"}

    @pytest.mark.parametrize("content", [None, b"", b"nonsense" * 1000])
    def test_a_backup_that_is_none_changes_nothing(self, path, tmp_path, content):
        fill(path, "a")
        backup = tmp_path / "b.db"
        if content is not None:
            backup.write_bytes(content)
        with pytest.raises(JournalError, match="Nothing was changed"):
            health.restore(path, backup, now=at(-150))
        assert names_in(path) == {"a"}
        assert health.backups(path) == ()


class TestCheck:
    def test_a_good_one_has_no_faults(self, path):
        fill(path, "a")
        assert health.check(path) == ()

    def test_a_damaged_one_is_a_sentence(self, path):
        fill(path, "a")
        damage(path)
        (sentence,) = health.check(path)
        assert str(path) in sentence

    def test_each_session_that_can_not_be_read_is_a_sentence(self, path):
        fill(path, "a", "b")
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("UPDATE sessions SET doc = '{}'")
        assert len(health.check(path)) == 2

    def test_a_missing_one_is_not_made(self, path):
        with pytest.raises(JournalMissingError):
            health.check(path)
        assert not path.exists()
