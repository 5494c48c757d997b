"""The notebook: nothing that was written down is lost while the journal can't take it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backcoach.coach.notebook import Notebook
from backcoach.domain.record import Record
from backcoach.ports import JournalFullError
from tests.doubles import START


class Stubborn:
    """An archive that can be full."""

    def __init__(self, archive):
        self._archive = archive
        self.is_full = False

    def __getattr__(self, name):
        if self.is_full:
            raise JournalFullError("The disk is full.")
        return getattr(self._archive, name)


def record(n, kind="answer"):
    at = START + timedelta(minutes=n)
    return Record(f"id-{n}", kind, at, at.date(), {"n": n})


@pytest.fixture
def archive(journal):
    return Stubborn(journal.archive)


def test_what_is_put_is_in_the_archive(archive, journal):
    Notebook(archive).put(record(1))
    assert journal.archive.record("id-1") == record(1)


def test_a_full_disk_keeps_it_in_memory_and_says_so(archive, journal):
    notebook = Notebook(archive)
    notebook.put(record(1))
    archive.is_full = True
    notebook.put(record(2))
    assert notebook.trouble == "The disk is full."
    assert notebook.newest("answer") == record(2)
    assert notebook.records("answer") == (record(2),)
    archive.is_full = False
    notebook.catch_up()
    assert notebook.trouble == ""
    assert journal.archive.record("id-2") == record(2)


def test_what_is_not_saved_stands_among_what_is(archive):
    notebook = Notebook(archive)
    notebook.put(record(1))
    notebook.put(record(3))
    archive.is_full = True
    notebook.put(Record("id-1", "answer", START, START.date(), {"n": 9}))
    archive.is_full = False
    assert [one.doc["n"] for one in notebook.records("answer", first=START.date())] == [9, 3]
    assert notebook.newest("flare") is None
