"""A journal that can't be read: set aside only when told to, and a backup offered."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from backcoach.coach.protocols import JournalDamagedError, JournalError
from backcoach.store import backups, file, maintenance
from backcoach.store.journal import SqliteJournal
from tests.doubles import finished
from tests.store.samples import complete, damage, fill, names_in

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "journal.db"


class TestDamagedJournal:
    def test_it_is_refused_untouched_and_the_newest_good_backup_is_named(self, path):
        fill(path, "a")
        good = maintenance.daily_backup(path, NOW)
        newer = maintenance.daily_backup(path, NOW + DAY)
        damage(newer)
        content = damage(path)
        with pytest.raises(JournalDamagedError, match="2026-11-20 09:30 UTC") as said:
            SqliteJournal(path, busy=1)
        assert said.value.backup == str(good)
        assert path.read_bytes() == content

    def test_without_a_backup_it_says_so(self, path):
        fill(path, "a")
        damage(path)
        with pytest.raises(JournalDamagedError, match="no good backup") as said:
            SqliteJournal(path, busy=1)
        assert said.value.backup == ""

    def test_when_told_it_is_set_aside_for_an_empty_one(self, path):
        fill(path, "a")
        content = damage(path)
        with SqliteJournal(path, busy=1, aside=NOW) as journal:
            assert finished(journal) == ()
        assert path.with_name("journal.db.damaged-20261120T093000Z").read_bytes() == content

    def test_what_was_set_aside_before_is_not_written_over(self, path):
        contents = []
        for _ in range(3):
            fill(path, "a")
            contents.append(damage(path) + os.urandom(8))
            path.write_bytes(contents[-1])
            SqliteJournal(path, busy=1, aside=NOW).close()
        aside = sorted(path.parent.glob("journal.db.damaged-*"))
        assert len(aside) == 3
        assert {file.read_bytes() for file in aside} == set(contents)

    def test_the_log_goes_aside_with_it(self, path):
        fill(path, "a")
        damage(path)
        file.beside(path, "-wal").write_bytes(b"the log")
        aside = backups.set_aside(path, NOW)
        assert file.beside(aside, "-wal").read_bytes() == b"the log"
        assert not path.exists()

    def test_a_good_one_is_not_set_aside_even_when_told(self, path):
        """Another window has repaired it meanwhile."""
        fill(path, "a")
        with SqliteJournal(path, busy=1, aside=NOW) as journal:
            assert finished(journal) == (complete("a"),)
        assert list(path.parent.glob("*.damaged-*")) == []

    def test_a_newer_one_is_not_set_aside_even_when_told(self, path):
        fill(path, "a")
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA user_version=99")
        content = path.read_bytes()
        with pytest.raises(JournalError, match="newer backcoach"):
            SqliteJournal(path, busy=1, aside=NOW)
        assert path.read_bytes() == content

    def test_an_emptied_file_beside_backups_is_no_new_journal(self, path):
        fill(path, "a")
        maintenance.daily_backup(path, NOW)
        os.truncate(path, 0)
        with pytest.raises(JournalDamagedError, match="has backups") as said:
            SqliteJournal(path, busy=1)
        assert said.value.backup
        assert path.stat().st_size == 0

    def test_an_emptied_file_without_backups_is_a_new_journal(self, path):
        path.touch()
        SqliteJournal(path, busy=1).close()
        assert names_in(path) == set()
