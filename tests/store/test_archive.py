"""What is written down comes back as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from backcoach.domain.record import Record
from backcoach.store.journal import SqliteJournal

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def journal(tmp_path):
    with SqliteJournal(tmp_path / "journal.db", busy=5) as journal:
        yield journal


def record(n, *, kind="thing", days=0, **doc):
    at = NOON + timedelta(days=days)
    return Record(f"{n:032x}", kind, at, at.date(), doc)


def test_a_record_comes_back_as_it_was(journal):
    kept = record(1, minutes=12, note="[/] \x00 \u202e é 🙂", pain=None)
    journal.archive.put(kept)
    assert journal.archive.record(kept.id) == kept
    assert journal.archive.record("nothing") is None


def test_the_same_id_is_replaced(journal):
    journal.archive.put(record(1, minutes=12))
    journal.archive.put(record(1, minutes=15))
    assert [r.doc["minutes"] for r in journal.archive.records("thing")] == [15]


def test_days_are_searched_from_first_to_last(journal):
    for n, days in enumerate([3, -1, 0, 1, 2]):
        journal.archive.put(record(n, days=days))
    journal.archive.put(record(9, kind="diary"))
    found = journal.archive.records("thing", first=date(2026, 11, 22), last=date(2026, 11, 24))
    assert [r.date.day for r in found] == [22, 23, 24]


def test_deleted_ones_are_kept_but_not_shown(journal):
    gone = replace(record(1), deleted=True)
    journal.archive.put(gone)
    journal.archive.put(record(2, days=-1))
    assert [r.id for r in journal.archive.records("thing")] == [record(2).id]
    assert gone in journal.archive.records("thing", deleted=True)
    assert [r.id for r in journal.archive.newest("thing")] == [record(2).id]
    assert journal.archive.record(gone.id) == gone


def test_the_beginning_of_an_id_finds_at_most_ten(journal):
    for n in range(20):
        journal.archive.put(record(0xAB00 + n))
    journal.archive.put(record(1, kind="diary"))
    assert [r.id for r in journal.archive.starting_with("thing", record(0xAB03).id)] == [record(0xAB03).id]
    assert len(journal.archive.starting_with("thing", "0000")) == 10
    assert journal.archive.starting_with("thing", "f") == ()


def test_what_fails_inside_a_transaction_is_undone(journal):
    def write_and_fail():
        with journal.transaction():
            journal.archive.put(record(1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert journal.archive.records("thing") == ()


def test_another_zone_is_the_same_point_in_time(journal):
    local = NOON.astimezone(datetime.fromisoformat("2026-11-22T00:00+09:00").tzinfo)
    journal.archive.put(replace(record(1), at=local))
    journal.archive.put(replace(record(2), at=NOON + timedelta(seconds=1)))
    assert [r.id for r in journal.archive.newest("thing", limit=2)] == [record(2).id, record(1).id]
