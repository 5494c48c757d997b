"""The archive: nothing that was written down is lost while the journal can't take it."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest

from backcoach.coach.coach import Coach
from backcoach.coach.day import Flares
from backcoach.coach.history import BufferedArchive
from backcoach.coach.protocols import JournalBusyError, JournalError
from backcoach.domain.engine import NotNowError, Pause, Stop
from backcoach.domain.plans import posture_routine
from backcoach.domain.record import Record
from backcoach.store import maintenance
from backcoach.store.journal import SqliteJournal
from tests.doubles import START, Heard, ids, journal_on

FULL = "The disk is full."


class Stubborn(SqliteJournal):
    """A journal that can be full, at the end of each transaction, or gone, or busy."""

    is_full = is_gone = is_busy = False

    @contextmanager
    def transaction(self):
        if self.is_busy:
            raise JournalBusyError("Another window is writing.")
        if self.is_gone:
            raise JournalError("There is no disk.")
        with super().transaction():
            yield
            if self.is_full and self._depth == 1:
                raise JournalError(FULL)

    def __getattribute__(self, name):
        if name == "archive" and self.is_gone:
            raise JournalError("There is no disk.")
        return super().__getattribute__(name)


def record(number, kind="answer", **doc):
    at = START + timedelta(minutes=number)
    return Record(f"id-{number}", kind, at, at.date(), doc or {"n": number})


@pytest.fixture
def journal(store):
    with Stubborn(store, busy=0.05) as journal:
        yield journal


@pytest.fixture
def archive(journal):
    return BufferedArchive(journal)


def stored(store):
    return {record.id for record in journal_on(store).archive.records("answer", deleted=True)}


def test_what_is_put_is_in_the_journal(archive, store):
    archive.put(record(1))
    assert stored(store) == {"id-1"}


@pytest.mark.parametrize("trouble", ["is_full", "is_gone", "is_busy"])
def test_what_is_put_waits_until_the_disk_takes_it(archive, journal, store, trouble):
    archive.put(record(1))
    setattr(journal, trouble, True)
    archive.put(record(2))
    assert archive.trouble
    assert archive.names_of_unsaved() == ("Answers",)
    assert archive.newest("answer") == (record(2),)
    assert archive.record("id-2") == record(2)
    archive.catch_up()
    assert stored(store) == {"id-1"}
    setattr(journal, trouble, False)
    archive.catch_up()
    assert (archive.trouble, archive.names_of_unsaved()) == ("", ())
    assert stored(store) == {"id-1", "id-2"}


def test_what_waits_stands_among_what_is_kept_wherever_it_is_asked_for(archive, journal):
    for n in (1, 3, 5):
        archive.put(record(n))
    journal.is_full = True
    archive.put(record(3, n=9))
    archive.put(Record("id-5", "answer", START + timedelta(minutes=5), START.date(), {}, deleted=True))
    assert [one.doc["n"] for one in archive.records("answer", first=START.date(), last=START.date())] == [1, 9]
    assert len(archive.records("answer", deleted=True)) == 3
    assert [one.id for one in archive.newest("answer", limit=3)] == ["id-3", "id-1"]
    archive.put(Record("old", "answer", START, START.date() - timedelta(days=1), {}))
    assert archive.first_day("answer") == START.date() - timedelta(days=1)
    assert archive.records("answer", first=START.date())[0].id == "id-1"


def test_what_can_t_be_read_is_as_it_was_last_read(archive, journal):
    archive.put(record(1))
    assert archive.records("answer") == (record(1),)
    journal.is_gone = True
    assert archive.records("answer") == (record(1),)
    assert archive.record("id-1") == record(1)
    assert archive.newest("flare") == ()
    assert archive.trouble == "There is no disk."
    archive.catch_up()
    assert archive.trouble
    journal.is_gone = False
    archive.catch_up()
    assert archive.trouble == ""


def breaks_off(archive, put):
    with archive.transaction():
        archive.put(put)
        assert archive.record(put.id) == put
        raise ZeroDivisionError


def test_an_exception_undoes_its_own_part_on_a_full_disk_too(archive, journal, store):
    journal.is_gone = True
    with archive.transaction():
        archive.put(record(1))
        with pytest.raises(ZeroDivisionError):
            breaks_off(archive, record(2))
    with pytest.raises(ZeroDivisionError):
        breaks_off(archive, record(3))
    journal.is_gone = False
    archive.catch_up()
    assert stored(store) == {"id-1"}


def test_who_must_look_before_writing_is_told_that_someone_else_writes(archive, journal, store):
    journal.is_busy = True
    with pytest.raises(JournalBusyError), archive.transaction():
        archive.put(record(1))
    journal.is_busy = False
    archive.catch_up()
    assert stored(store) == set()


def test_a_flare_up_begins_on_a_full_disk_and_goes_on_there(journal, store, clock, coach):
    history = coach.history
    flares = Flares(history, clock, ids())
    journal.is_full = True
    flares.start(clock.wall, "steady")
    flares.change(plan="cycle")
    with pytest.raises(NotNowError):
        flares.start(clock.wall, "steady")
    assert flares.current().plan == "cycle"
    assert history.archive.names_of_unsaved() == ("Flare-up",)
    journal.is_full = False
    history.archive.catch_up()
    assert Flares(journal_on(store), clock, ids()).current().plan == "cycle"


def test_sessions_that_are_not_saved_are_done_all_the_same(journal, clock, coach):
    history = coach.history
    journal.is_gone = True
    coach.history.unsaved = {}
    session = coach.start(posture_routine())
    coach.history.unsaved[session.id] = session
    assert history.ended_between(clock.wall, clock.wall) == ()
    assert (history.removals(clock.now()), history.recall("skin")) == ({}, None)


@pytest.mark.parametrize("work", [Coach.look, lambda coach: coach.act(coach.sessions[0].id, Pause())])
def test_what_goes_on_is_written_into_another_file_that_takes_the_place_of_its_own(coach, store, work):
    session = coach.start(posture_routine())
    for file in store.parent.iterdir():
        file.unlink()
    anew = journal_on(store)
    work(coach)
    coach.look()
    assert [each.id for each in coach.sessions] == [each.id for each in anew.running()] == [session.id]
    assert not coach.history.unsaved


def test_what_another_window_stopped_before_a_restore_does_not_go_on(coach, store, clock, tmp_path):
    backup = journal_on(store).copy_to(tmp_path / "b.db")
    session = coach.start(posture_routine())
    other = Coach(clock, journal_on(store), Heard(), ids())
    other.look()
    other.act(session.id, Stop())
    maintenance.restore(store, backup, now=clock.now())
    coach.look()
    other.look()
    assert (coach.sessions, other.sessions, coach.history.unsaved) == ((), (), {})


def test_a_session_that_can_not_be_read_keeps_nothing_else_from_being_saved(coach, store):
    session = coach.start(posture_routine())
    with closing(sqlite3.connect(store)) as other, other:
        other.execute("UPDATE sessions SET doc = '{}'")
    coach.look()
    coach.look()
    anew = coach.start(posture_routine())
    assert (coach.history.trouble, coach.history.unsaved) == ("", {})
    assert journal_on(store).session(anew.id).id != session.id
