"""Backups, setting aside, restoring: nothing that was kept is ever written over."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from backcoach.coach.protocols import JournalDamagedError, JournalError, JournalMissingError
from backcoach.domain.session import Ending
from backcoach.store import backups, maintenance
from backcoach.store.journal import SqliteJournal
from tests.doubles import finished
from tests.store.samples import at, begun, complete, damage, ended, fill, names_in

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "journal.db"


class TestBackups:
    def test_a_copy_is_whole_one_file_and_private(self, path, tmp_path):
        fill(path, "a")
        with SqliteJournal(path, busy=1) as journal:
            journal.save(begun("b"))
            made = journal.copy_to(tmp_path / "copies" / "mine.db")
        assert [file.name for file in made.parent.iterdir()] == ["mine.db"]
        assert stat.S_IMODE(made.stat().st_mode) == 0o600
        assert made.read_bytes()[18:20] == b"\1\1"  # without a log, so that any SQLite can read it from anywhere
        assert backups.why_unusable(made) is None
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
            assert maintenance.daily_backup(path, NOW + day * DAY) is not None
            assert maintenance.daily_backup(path, NOW + day * DAY + timedelta(hours=3)) is None
        assert [backup.made for backup in backups.backups(path)] == [NOW + day * DAY for day in range(9, 2, -1)]

    def test_only_daily_ones_are_ever_removed(self, path):
        fill(path, "a")
        with SqliteJournal(path, busy=1) as journal:
            journal.copy_to(backups.named(path, "before-restore", NOW - 99 * DAY))
            journal.copy_to(backups.folder(path) / "my own")
        for day in range(9):
            maintenance.daily_backup(path, NOW + day * DAY)
        assert len(backups.backups(path)) == 7 + 1
        assert (backups.folder(path) / "my own").exists()

    def test_its_name_bears_utc(self, path):
        fill(path)
        west = datetime(2026, 11, 20, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
        made = maintenance.daily_backup(path, west)
        assert made is not None
        assert made.name == "journal.db.daily-20261121T043000Z"

    def test_a_damaged_journal_pushes_out_no_good_backup(self, path):
        fill(path, "a")
        for day in range(7):
            maintenance.daily_backup(path, NOW + day * DAY)
        before = backups.backups(path)
        damage(path)
        with pytest.raises(JournalDamagedError):
            maintenance.daily_backup(path, NOW + 8 * DAY)
        assert backups.backups(path) == before

    def test_no_journal_no_backup(self, path):
        with pytest.raises(JournalMissingError):
            maintenance.daily_backup(path, NOW)


class TestRestore:
    def test_what_was_there_is_kept_as_a_copy(self, path):
        fill(path, "a")
        backup = maintenance.daily_backup(path, NOW)
        fill(path, "b")
        former = maintenance.restore(path, backup, now=at(-150))
        assert names_in(path) == {"a"}
        assert names_in(former) == {"a", "b"}

    def test_an_open_window_sees_it(self, path):
        fill(path, "a")
        backup = maintenance.daily_backup(path, NOW)
        with SqliteJournal(path, busy=1) as window:
            window.save(ended("b"))
            maintenance.restore(path, backup, now=at(-150))
            assert window.changed_elsewhere()
            assert finished(window) == (complete("a"),)
            window.save(ended("c"))
        assert names_in(path) == {"a", "c"}

    def test_the_skin_goes_on_to_rest(self, path):
        """L2 holds between two applications, whatever was restored."""
        fill(path, "a")
        backup = maintenance.daily_backup(path, NOW)
        with SqliteJournal(path, busy=1) as window:
            window.save(ended("b", minutes=200))
            maintenance.restore(path, backup, now=at(211))
            assert list(window.removals(at(211)).values()) == [at(210)]
            assert window.removals(at(231)) == {}

    def test_nothing_is_restored_while_a_pack_is_on_the_skin(self, path):
        fill(path, "a")
        backup = maintenance.daily_backup(path, NOW)
        with SqliteJournal(path, busy=1) as window:
            window.save(begun("b", minutes=200))
            with pytest.raises(JournalError, match="take the pack off and stop it"):
                maintenance.restore(path, backup, now=at(205))
            assert [session.id for session in window.running()] == ["b"]

    def test_a_pack_that_has_come_off_since_is_not_put_on_again(self, path, tmp_path):
        with SqliteJournal(path, busy=1) as journal:
            journal.save(begun("a"))
            backup = journal.copy_to(tmp_path / "b.db")
            journal.save(ended("a"))
        maintenance.restore(path, backup, now=at(11))
        with SqliteJournal(path, busy=1) as journal:
            assert (journal.running(), journal.session("a")) == ((), ended("a"))

    def test_who_looks_meanwhile_sees_it_as_it_was_or_as_it_is_to_be(self, path, tmp_path, monkeypatch):
        with SqliteJournal(path, busy=1) as journal:
            journal.save(begun("a"))
            backup = journal.copy_to(tmp_path / "b.db")
            journal.save(ended("a"))
        into, seen = backups.backup_into, []

        def look(source, target):
            into(source, target)
            with SqliteJournal(path, busy=1) as window:
                seen.append(window.running())

        monkeypatch.setattr(backups, "backup_into", look)
        maintenance.restore(path, backup, now=at(11))
        assert len(seen) > 1
        assert set(seen) == {()}

    def test_a_session_in_the_backup_that_can_not_be_read_costs_no_rest(self, path, tmp_path):
        with SqliteJournal(path, busy=1) as journal:
            journal.save(begun("a"))
            backup = journal.copy_to(tmp_path / "b.db")
            journal.save(ended("a"))
        with closing(sqlite3.connect(backup)) as other, other:
            other.execute("UPDATE sessions SET doc = '{}'")
        maintenance.restore(path, backup, now=at(11))
        with SqliteJournal(path, busy=1) as journal:
            assert list(journal.removals(at(11)).values()) == [at(10)]

    def test_no_pack_goes_on_again_while_the_skin_rests_after_another(self, path, tmp_path):
        with SqliteJournal(path, busy=1) as journal:
            journal.save(begun("a"))
            backup = journal.copy_to(tmp_path / "b.db")
        backups.set_aside(path, NOW)
        with SqliteJournal(path, busy=1) as journal:
            journal.save(ended("b"))
        maintenance.restore(path, backup, now=at(11))
        with SqliteJournal(path, busy=1) as journal:
            assert (journal.running(), journal.session("a").why) == ((), Ending.OTHER_PACK)

    def test_after_a_damage_what_goes_on_goes_on_here(self, path, tmp_path):
        with SqliteJournal(path, busy=1) as journal:
            journal.save(begun("a"))
            backup = journal.copy_to(tmp_path / "b.db")
        backups.set_aside(path, NOW)
        with SqliteJournal(path, busy=1):
            maintenance.restore(path, backup, now=at(11))
        with SqliteJournal(path, busy=1) as journal:
            assert (journal.running(), journal.elsewhere()) == ((begun("a"),), ())

    def test_into_an_empty_place(self, path, tmp_path):
        fill(path, "a")
        with SqliteJournal(path, busy=1) as journal:
            backup = journal.copy_to(tmp_path / "b.db")
        elsewhere = tmp_path / "new" / "journal.db"
        assert maintenance.restore(elsewhere, backup, now=at(-150)) is None
        assert names_in(elsewhere) == {"a"}

    @pytest.mark.parametrize("content", [None, b"", b"nonsense" * 1000])
    def test_a_backup_that_is_none_changes_nothing(self, path, tmp_path, content):
        fill(path, "a")
        backup = tmp_path / "b.db"
        if content is not None:
            backup.write_bytes(content)
        with pytest.raises(JournalError, match="Nothing was changed"):
            maintenance.restore(path, backup, now=at(-150))
        assert names_in(path) == {"a"}
        assert backups.backups(path) == ()


class TestCheck:
    def test_a_good_one_has_no_faults(self, path):
        fill(path, "a")
        assert maintenance.check(path) == ()

    def test_a_damaged_one_is_a_sentence(self, path):
        fill(path, "a")
        damage(path)
        (sentence,) = maintenance.check(path)
        assert str(path) in sentence

    def test_each_session_that_can_not_be_read_is_a_sentence(self, path):
        fill(path, "a", "b")
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("UPDATE sessions SET doc = '{}'")
        assert len(maintenance.check(path)) == 2

    def test_a_missing_one_is_not_made(self, path):
        with pytest.raises(JournalMissingError):
            maintenance.check(path)
        assert not path.exists()
