"""A journal that can't be opened yet is tried at each use, and takes what was done meanwhile."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from backcoach.coach.coach import Coach
from backcoach.coach.protocols import JournalError
from backcoach.domain.plans import posture_routine
from backcoach.domain.record import Record
from backcoach.store import database
from tests.doubles import Heard, finished, ids
from tests.store.files import open_


@pytest.fixture
def disk(tmp_path, monkeypatch):
    """Says no until it has room."""
    disk = SimpleNamespace(path=tmp_path / "data" / "journal.db", has_room=False, asked=0)
    really = database.open_database

    def open_database(path, **more):
        disk.asked += 1
        if not disk.has_room:
            raise JournalError("The disk is full. Free some space.")
        return really(path, **more)

    monkeypatch.setattr(database, "open_database", open_database)
    return disk


@pytest.fixture
def late(disk):
    journal = open_(disk.path, late=True)
    yield journal
    journal.close()


def test_the_timers_work_and_what_is_not_saved_is_known(late, clock):
    coach = Coach(clock, late, Heard(), ids())
    coach.look()
    coach.start(posture_routine())
    coach.look()
    assert [session.kind.label for session in coach.sessions] == ["Posture"]
    assert coach.history.names_of_unsaved() == ("Posture",)
    assert "disk is full" in coach.history.trouble


def test_it_is_written_as_soon_as_there_is_room(late, disk, clock):
    coach = Coach(clock, late, Heard(), ids())
    session = coach.start(posture_routine())
    coach.skin.confirm()
    assert coach.history.names_of_unsaved() == ("Posture", "Skin questions confirmed")
    disk.has_room = True
    coach.look()
    assert (coach.history.trouble, coach.history.names_of_unsaved()) == ("", ())
    with open_(disk.path) as other:
        assert [each.id for each in other.running()] == [session.id]


def test_it_is_opened_once(late, disk):
    disk.has_room = True
    late.running()
    finished(late)
    assert disk.asked == 1


def test_the_first_look_after_opening_reads_everything(late, disk):
    disk.has_room = True
    assert late.changed_elsewhere()
    assert not late.changed_elsewhere()


def test_records_are_as_late_as_the_rest(late, disk, clock):
    archive = late.archive
    record = Record("a", "thing", clock.wall, clock.wall.date(), {"minutes": 5})
    with pytest.raises(JournalError):
        archive.put(record)
    disk.has_room = True
    archive.put(record)
    assert archive.record("a") == record
    assert archive.records("thing") == archive.newest("thing") == archive.starting_with("thing", "a") == (record,)
