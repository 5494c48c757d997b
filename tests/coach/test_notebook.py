"""The notebook: nothing that was written down is lost while the journal can't take it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest

from backcoach.coach.flare_ups import Flares
from backcoach.coach.notebook import LastingChronicle, Notebook
from backcoach.domain.errors import JournalBusyError, JournalFullError, JournalReadOnlyError
from backcoach.domain.events import NotNowError
from backcoach.domain.plans import posture_routine
from backcoach.domain.record import Record
from backcoach.store.journal import SqliteJournal
from tests.doubles import START, ids, journal_on

FULL = "The disk is full."


class Stubborn(SqliteJournal):
    """A journal that can be full, at the end of each transaction, or gone, or busy."""

    is_full = is_gone = is_busy = False

    @contextmanager
    def transaction(self):
        if self.is_busy:
            raise JournalBusyError("Another window is writing.")
        if self.is_gone:
            raise JournalReadOnlyError("There is no disk.")
        with super().transaction():
            yield
            if self.is_full and self._file._depth == 1:
                raise JournalFullError(FULL)

    def __getattribute__(self, name):
        if name == "archive" and self.is_gone:
            raise JournalReadOnlyError("There is no disk.")
        return super().__getattribute__(name)


def record(number, kind="answer", **doc):
    at = START + timedelta(minutes=number)
    return Record(f"id-{number}", kind, at, at.date(), doc or {"n": number})


@pytest.fixture
def journal(store):
    with Stubborn(store, busy=0.05) as journal:
        yield journal


@pytest.fixture
def notebook(journal):
    return Notebook(journal)


def stored(store):
    return {record.id for record in journal_on(store).archive.records("answer", deleted=True)}


def test_what_is_put_is_in_the_journal(notebook, store):
    notebook.put(record(1))
    assert stored(store) == {"id-1"}


@pytest.mark.parametrize("trouble", ["is_full", "is_gone", "is_busy"])
def test_what_is_put_waits_until_the_disk_takes_it(notebook, journal, store, trouble):
    notebook.put(record(1))
    setattr(journal, trouble, True)
    notebook.put(record(2))
    assert notebook.trouble
    assert notebook.names_of_unsaved() == ("Answers",)
    assert notebook.newest("answer") == (record(2),)
    assert notebook.record("id-2") == record(2)
    notebook.catch_up()
    assert stored(store) == {"id-1"}
    setattr(journal, trouble, False)
    notebook.catch_up()
    assert (notebook.trouble, notebook.names_of_unsaved()) == ("", ())
    assert stored(store) == {"id-1", "id-2"}


def test_what_waits_stands_among_what_is_kept_wherever_it_is_asked_for(notebook, journal):
    for n in (1, 3, 5):
        notebook.put(record(n))
    journal.is_full = True
    notebook.put(record(3, n=9))
    notebook.put(Record("id-5", "answer", START + timedelta(minutes=5), START.date(), {}, deleted=True))
    assert [one.doc["n"] for one in notebook.records("answer", first=START.date(), last=START.date())] == [1, 9]
    assert len(notebook.records("answer", deleted=True)) == 3
    assert [one.id for one in notebook.newest("answer", limit=3)] == ["id-3", "id-1"]
    assert [one.id for one in notebook.starting_with("answer", "id-")] == ["id-1", "id-3", "id-5"]
    notebook.put(Record("old", "answer", START, START.date() - timedelta(days=1), {}))
    assert notebook.first_day("answer") == START.date() - timedelta(days=1)
    assert notebook.records("answer", first=START.date())[0].id == "id-1"


def test_what_can_t_be_read_is_as_it_was_last_read(notebook, journal):
    notebook.put(record(1))
    assert notebook.records("answer") == (record(1),)
    journal.is_gone = True
    assert notebook.records("answer") == (record(1),)
    assert notebook.record("id-1") == record(1)
    assert notebook.newest("flare") == ()
    assert notebook.trouble == "There is no disk."
    notebook.catch_up()
    assert notebook.trouble
    journal.is_gone = False
    notebook.catch_up()
    assert notebook.trouble == ""


def breaks_off(notebook, put):
    with notebook.transaction():
        notebook.put(put)
        assert notebook.record(put.id) == put
        raise ZeroDivisionError


def test_an_exception_undoes_its_own_part_on_a_full_disk_too(notebook, journal, store):
    journal.is_gone = True
    with notebook.transaction():
        notebook.put(record(1))
        with pytest.raises(ZeroDivisionError):
            breaks_off(notebook, record(2))
    with pytest.raises(ZeroDivisionError):
        breaks_off(notebook, record(3))
    journal.is_gone = False
    notebook.catch_up()
    assert stored(store) == {"id-1"}


def test_who_must_look_before_writing_is_told_that_someone_else_writes(notebook, journal, store):
    journal.is_busy = True
    with pytest.raises(JournalBusyError), notebook.transaction():
        notebook.put(record(1))
    journal.is_busy = False
    notebook.catch_up()
    assert stored(store) == set()


def test_a_flare_up_begins_on_a_full_disk_and_goes_on_there(journal, store, clock, coach):
    chronicle = LastingChronicle(journal, coach.ledger)
    flares = Flares(chronicle, clock, ids())
    journal.is_full = True
    flares.start(clock.wall, "steady")
    flares.change_plan("cycle")
    with pytest.raises(NotNowError):
        flares.start(clock.wall, "steady")
    assert flares.current().plan == "cycle"
    assert chronicle.archive.names_of_unsaved() == ("Flare-up",)
    journal.is_full = False
    chronicle.archive.catch_up()
    assert Flares(journal_on(store), clock, ids()).current().plan == "cycle"


def test_sessions_that_are_not_saved_are_done_all_the_same(journal, clock, coach):
    chronicle = LastingChronicle(journal, coach.ledger)
    journal.is_gone = True
    coach.ledger.unsaved = {}
    session = coach.start(posture_routine())
    coach.ledger.unsaved[session.id] = session
    assert chronicle.ended_between(clock.wall, clock.wall) == ()
    assert chronicle.used_between(clock.wall, clock.wall) == ()
    assert (chronicle.removals(clock.now()), chronicle.recall("skin")) == ({}, None)
