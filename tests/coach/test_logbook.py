"""One contract for the logbook on every archive, and what becomes of records that it can't read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from msgspec.structs import replace

from backcoach.coach.log import LogRecords
from backcoach.domain.diary import Entry, EntryKind
from backcoach.domain.record import Record
from backcoach.domain.walks import Agreed
from backcoach.store.journal import SqliteJournal
from tests.doubles import journal_on, new_entry, new_walk
from tests.store.files import raw

MORNING = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DAY = date(2026, 11, 20)


@pytest.fixture(params=["memory", "sqlite"])
def kept_in(request, tmp_path):
    if request.param == "memory":
        yield journal_on()
        return
    with SqliteJournal(tmp_path / "journal.db", busy=1) as journal:
        yield journal


@pytest.fixture
def book(kept_in):
    return LogRecords(kept_in.archive)


def test_what_was_saved_is_there_as_it_was(book):
    walk = new_walk("a", MORNING, 10, pain_before=5, note="كان [/] 🙂")
    entry = new_entry("e", EntryKind.MEDICINE, MORNING, text="ibuprofen")
    book.save(walk)
    book.save(entry)
    assert book.walk("a") == walk
    assert book.entry("e") == entry
    assert book.walk("e") is book.entry("a") is None


def test_days_are_asked_for_by_the_day_that_was_fixed(book):
    late = new_walk("late", datetime(2026, 11, 21, 2, 0, tzinfo=UTC), 5, day_start=timedelta(hours=4))
    early = new_walk("early", MORNING, 5)
    for walk in (late, early, new_walk("next", MORNING + timedelta(days=1), 5)):
        book.save(walk)
    assert book.walks(DAY, DAY) == (early, late)
    assert len(book.walks(DAY, DAY + timedelta(days=1))) == 3
    assert book.walks(DAY + timedelta(days=1), DAY) == ()


def test_what_is_deleted_can_come_back(book):
    walk, entry = new_walk("a", MORNING, 10), new_entry("e", EntryKind.WATER, MORNING)
    book.save(replace(walk, deleted=MORNING))
    book.save(replace(entry, deleted=MORNING))
    assert book.walks(DAY, DAY) == book.entries(DAY, DAY) == ()
    assert book.first_day() is None
    book.save(replace(book.walk("a"), deleted=None))
    book.save(replace(book.entry("e"), deleted=None))
    assert book.walks(DAY, DAY) == (walk,)
    assert book.entries(DAY, DAY) == (entry,)


def test_an_edit_replaces_what_was(book):
    walk = new_walk("a", MORNING, 10)
    book.save(walk)
    book.save(replace(walk, minutes=12))
    assert [kept.minutes for kept in book.walks(DAY, DAY)] == [12]


def test_the_beginning_of_an_id_finds_deleted_ones_too(book, kept_in):
    def ids(beginning):
        return [record.id for record in kept_in.archive.starting_with("walk", beginning)]

    for walk_id in ("abc", "abd", "x_%"):
        book.save(replace(new_walk(walk_id, MORNING, 10), deleted=MORNING))
    assert ids("ab") == ["abc", "abd"]
    assert ids("%") == ids("_") == []
    assert ids("x_") == ["x_%"]


def test_the_first_day(book):
    assert book.first_day() is None
    book.save(new_walk("a", MORNING, 10))
    book.save(new_entry("e", EntryKind.REST, MORNING - timedelta(days=3)))
    assert book.first_day() == date(2026, 11, 17)


def test_the_time_keeps_the_offset_it_was_taken_at(book):
    start = datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=2)))
    book.save(new_walk("a", start, 10))
    book.save(new_entry("e", EntryKind.REST, start))
    assert book.walk("a").start.isoformat() == book.entry("e").at.isoformat() == "2026-10-25T02:30:00+02:00"


def test_the_moment_of_a_deletion_is_kept(book):
    walk = replace(new_walk("a", MORNING, 10), deleted=MORNING + timedelta(hours=2))
    book.save(walk)
    assert book.walk("a") == walk


def test_levels_agreed_to_stand_in_order(book):
    later, first = Agreed("b", "more", MORNING + timedelta(days=2), DAY), Agreed("a", "easing", MORNING, DAY)
    book.save_level(later)
    book.save_level(first)
    assert book.levels() == (first, later)


def test_a_pain_that_a_stretch_has_noted_is_an_entry(book, kept_in):
    """It is stored as a record without a local time, on a local day that may not be that of UTC."""
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    kept_in.archive.put(Record("p", "diary", late, date(2026, 11, 21), {"entry": "pain", "value": 6, "session": "k"}))
    local = datetime(2026, 11, 21, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert book.entry("p") == Entry("p", EntryKind.PAIN, local, date(2026, 11, 21), 6)
    assert book.entries(DAY, DAY + timedelta(days=1))[0].value == 6


@pytest.mark.parametrize(
    "doc",
    [
        {},
        {"start": "2026-11-20T09:30:00+00:00"},
        {"start": "x", "minutes": 5},
        {"start": "2026-11-20T09:30:00+00:00", "minutes": 601},
        {"start": 5, "minutes": 5},
        {"start": "2026-11-20T09:30:00+00:00", "minutes": 5, "note": ["x"]},
    ],
)
def test_what_cannot_be_read_is_named_and_costs_nothing_else(book, kept_in, doc):
    broken = Record("broken", "walk", MORNING, DAY, doc)
    kept_in.archive.put(broken)
    book.save(new_walk("a", MORNING, 10))
    assert [walk.id for walk in book.walks(DAY, DAY)] == ["a"]
    assert book.walk("broken") is None
    assert len(book.problems()) == 1
    assert "broken" in book.problems()[0]
    assert kept_in.archive.record("broken") == broken


def test_a_row_that_is_no_record_costs_itself_alone(tmp_path):
    with SqliteJournal(tmp_path / "journal.db", busy=1) as journal:
        book = LogRecords(journal.archive)
        book.save(new_walk("a", MORNING, 10))
        book.save(new_walk("torn", MORNING, 10))
        raw(tmp_path / "journal.db", "UPDATE records SET doc = '{' WHERE id = 'torn'")
        assert [walk.id for walk in book.walks(DAY, DAY)] == ["a"]
        assert any("torn" in problem for problem in journal.archive.problems())
        assert any("torn" in problem for problem in journal.problems())
