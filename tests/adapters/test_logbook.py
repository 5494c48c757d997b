"""One contract for every logbook: add the one on disk to the list when it is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from backcoach.adapters.logbook_memory import MemoryLogbook
from backcoach.domain import diary, walks
from backcoach.domain.diary import EntryKind, noted
from backcoach.domain.walks import taken

MORNING = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DAY = date(2026, 11, 20)


@pytest.fixture(params=[MemoryLogbook])
def book(request):
    return request.param()


def test_what_was_saved_is_there_as_it_was(book):
    walk = taken("a", MORNING, 10, pain_before=5, note="كان [/] 🙂")
    entry = noted("e", EntryKind.MEDICINE, MORNING, text="ibuprofen")
    book.save_walk(walk)
    book.save_entry(entry)
    assert book.walk("a") == walk
    assert book.entry("e") == entry
    assert book.walk("e") is book.entry("a") is None


def test_days_are_asked_for_by_the_day_that_was_fixed(book):
    late = taken("late", datetime(2026, 11, 21, 2, 0, tzinfo=UTC), 5, day_start=timedelta(hours=4))
    early = taken("early", MORNING, 5)
    for walk in (late, early, taken("next", MORNING + timedelta(days=1), 5)):
        book.save_walk(walk)
    assert book.walks(DAY, DAY) == (early, late)
    assert len(book.walks(DAY, DAY + timedelta(days=1))) == 3
    assert book.walks(DAY + timedelta(days=1), DAY) == ()


def test_what_is_deleted_can_come_back(book):
    walk, entry = taken("a", MORNING, 10), noted("e", EntryKind.WATER, MORNING)
    book.save_walk(walks.deleted(walk, MORNING))
    book.save_entry(diary.deleted(entry, MORNING))
    assert book.walks(DAY, DAY) == book.entries(DAY, DAY) == ()
    assert book.first_day() is None
    book.save_walk(walks.undeleted(book.walk("a")))
    book.save_entry(diary.undeleted(book.entry("e")))
    assert book.walks(DAY, DAY) == (walk,)
    assert book.entries(DAY, DAY) == (entry,)


def test_an_edit_replaces_what_was(book):
    walk = taken("a", MORNING, 10)
    book.save_walk(walk)
    book.save_walk(replace(walk, minutes=12))
    assert [kept.minutes for kept in book.walks(DAY, DAY)] == [12]


def test_the_beginning_of_an_id_finds_deleted_ones_too(book):
    for walk_id in ("abc", "abd", "x_%"):
        book.save_walk(walks.deleted(taken(walk_id, MORNING, 10), MORNING))
    assert book.walk_ids("ab") == ("abc", "abd")
    assert book.walk_ids("%") == book.walk_ids("_") == ()
    assert book.walk_ids("x_") == ("x_%",)


def test_the_first_day(book):
    assert book.first_day() is None
    book.save_walk(taken("a", MORNING, 10))
    book.save_entry(noted("e", EntryKind.REST, MORNING - timedelta(days=3)))
    assert book.first_day() == date(2026, 11, 17)
