"""The daily backup: one for each of the person's own days, beside the event loop, and said when it fails."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backcoach.cli.environment import backup_errand, open_journal
from backcoach.coach.protocols import JournalDamagedError
from backcoach.store import backups
from tests.store.files import fill


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "journal.db"


@pytest.fixture
def daily(path, clock):
    return backup_of(path, clock)


def backup_of(path, clock, day_start=0):
    return backup_errand(path, clock, lambda: timedelta(hours=day_start))


def done(daily, clock):
    """Look, let the backup be made, look again; what was said."""
    said = daily.look(clock.now())
    if daily._began == clock.now():
        daily._thread.join()
    return said + daily.look(clock.now())


def test_one_a_day_by_the_person_s_own_calendar(daily, path, clock):
    """It is 14:05 in a zone one hour east: at 23:05 UTC there is a new day."""
    fill(path)
    assert done(daily, clock) == ""
    clock.advance(hours=9, minutes=54)
    assert done(daily, clock) == ""
    assert len(backups.backups(path)) == 1
    clock.advance(minutes=10)
    done(daily, clock)
    assert len(backups.backups(path)) == 2


def test_a_day_may_start_later_than_midnight(path, clock):
    daily = backup_of(path, clock, 4)
    fill(path)
    done(daily, clock)
    clock.advance(hours=13)
    done(daily, clock)
    assert len(backups.backups(path)) == 1
    clock.advance(minutes=55)
    done(daily, clock)
    assert len(backups.backups(path)) == 2


def test_whoever_comes_second_on_a_day_makes_none(daily, path, clock):
    fill(path)
    done(backup_of(path, clock), clock)
    clock.advance(minutes=1)
    done(daily, clock)
    assert len(backups.backups(path)) == 1


def test_where_nothing_is_stored_nothing_is_said_and_it_is_tried_again(daily, path, clock):
    assert done(daily, clock) == ""
    fill(path)
    clock.advance(minutes=10)
    done(daily, clock)
    assert len(backups.backups(path)) == 1


def test_one_that_fails_is_said_once_and_tried_again_in_ten_minutes(daily, path, clock):
    fill(path)
    (path.parent / "backups").write_text("in the way")
    assert "The daily backup could not be made." in done(daily, clock)
    clock.advance(minutes=10)
    assert done(daily, clock) == ""
    (path.parent / "backups").unlink()
    clock.advance(minutes=9)
    done(daily, clock)
    assert backups.backups(path) == ()
    clock.advance(minutes=1)
    done(daily, clock)
    assert len(backups.backups(path)) == 1


def damage(path):
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 6000] = bytes(byte ^ 0x5A for byte in content[middle : middle + 6000])
    path.write_bytes(content)


def test_the_backup_finds_what_is_damaged_and_says_the_way_back_once(daily, path, clock):
    fill(path, 20)
    damage(path)
    said = done(daily, clock)
    assert said.startswith(f"The data file {path} is damaged")
    assert said.endswith("What is wrong, and the way back to a backup: backcoach check")
    clock.advance(minutes=10)
    assert done(daily, clock) == ""
    assert backups.backups(path) == ()


def test_a_journal_is_checked_when_it_is_opened_however_large(path, clock):
    fill(path, 1800)
    assert path.stat().st_size > 4_000_000
    damage(path)
    with pytest.raises(JournalDamagedError):
        open_journal(path, lambda: clock.wall)
