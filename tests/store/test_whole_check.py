"""A large journal is checked after the first picture, and what is damaged is set aside at the next opening."""

from __future__ import annotations

import pytest

from backcoach.store import maintenance
from backcoach.store.backups import backups
from backcoach.store.maintenance import DailyBackup, comes_first
from tests.store.files import fill


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "data" / "journal.db"
    fill(path, 20)
    return path


@pytest.fixture
def large(path, monkeypatch):
    """A journal that counts as large."""
    monkeypatch.setattr(maintenance, "QUICK", 1000)
    return path


def flip(path):
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 6000] = bytes(byte ^ 0x5A for byte in content[middle : middle + 6000])
    path.write_bytes(content)


def done(path, clock, *, is_checked=False):
    check = DailyBackup(path, clock, is_checked=is_checked)
    said = check.look(clock.now())
    check._work.exception()
    return said + check.look(clock.now()) + check.look(clock.now())


def test_a_small_or_missing_one_is_checked_first(path, tmp_path):
    assert comes_first(path)
    assert comes_first(tmp_path / "none")


def test_a_large_one_is_checked_later_and_a_whole_one_is_nothing_to_speak_of(large, clock):
    assert not comes_first(large)
    assert done(large, clock) == ""
    assert len(backups(large)) == 1


def test_damage_is_said_once_though_the_day_has_its_backup_and_the_next_opening_checks_first(large, clock):
    assert done(large, clock, is_checked=True) == ""
    flip(large)
    said = done(large, clock)
    assert said.count("is damaged") == 1
    assert said.endswith("Quit and open backcoach again to set it aside and go back to a backup.")
    assert comes_first(large)
    assert not comes_first(large)


def test_what_was_checked_already_is_not_checked_again(large, clock):
    done(large, clock, is_checked=True)
    flip(large)
    assert done(large, clock, is_checked=True) == ""
    assert not comes_first(large)


def test_one_that_is_gone_is_no_damage(large, clock):
    large.unlink()
    assert done(large, clock) == ""
