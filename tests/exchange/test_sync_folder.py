"""The folder that machines share, with all that a carrier makes of its files: nothing of it harms, or is harmed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from hashlib import sha256

import pytest
from msgspec.structs import replace

from backcoach.cli.environment import sync_errand
from backcoach.coach.log import LogRecords
from backcoach.domain.record import Record
from backcoach.domain.sync import EPOCH
from backcoach.exchange import ExchangeError, json_file, sync_folder
from backcoach.exchange.importing import take_in
from backcoach.exchange.json_file import exported
from backcoach.store import file
from backcoach.store.shared_journal import SharedJournal
from tests.doubles import HandClock, new_walk
from tests.store.samples import NOON, at, begun, ended


def note(name, text="", *, deleted=False):
    return Record(name, "checklist", NOON.wall, NOON.wall.date(), {"list": text, "ticked": []}, deleted)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "shared"
    made.mkdir()
    return made


@pytest.fixture
def machine(tmp_path):
    opened = []

    def named(name, wall=lambda: EPOCH):
        opened.append(SharedJournal(tmp_path / name / "backcoach.db", busy=0.5, wall=wall))
        return opened[-1]

    yield named
    for journal in opened:
        journal.close()


def sync(journal, folder, name="", now=NOON):
    return sync_folder.sync(journal, folder, now, name)


def own_file(journal, folder):
    return folder / f"backcoach-{journal.machine}.jsonl"


def notes(journal):
    return {one.id: one.doc["list"] for one in journal.archive.records("checklist")}


def test_what_two_machines_keep_becomes_the_same_and_then_nothing_is_written(machine, folder):
    a, b = machine("a"), machine("b")
    a.archive.put(note("one", "a"))
    b.archive.put(note("two", "b"))
    a.save(ended("s"))
    assert (sync(a, folder).came, sync(b, folder).came, sync(a, folder).came) == (0, 2, 1)
    assert a.documents("here") == b.documents("here")
    b.archive.put(note("one", "a", deleted=True))
    sync(b, folder)
    sync(a, folder)
    assert notes(a) == notes(b) == {"two": "b"}
    assert a.latest() == b.latest() == max(one.stamp for one in a.documents("here"))
    before = {path: path.stat().st_ino for path in folder.iterdir()}
    assert [(sync(one, folder).came, sync(one, folder).went) for one in (a, b)] == [(0, 0), (0, 0)]
    assert {path: path.stat().st_ino for path in folder.iterdir()} == before


def test_files_that_are_not_whole_or_not_ours_are_named_and_left_as_they_are(machine, folder):
    a, b = machine("a"), machine("b")
    for n in range(20):
        b.archive.put(note(f"n{n}", "b"))
    sync(b, folder)
    whole = own_file(b, folder).read_bytes()
    name = own_file(b, folder).name
    (folder / f".syncthing.{name}.tmp").write_bytes(whole)  # said of by nobody: it is on its way
    (folder / name.replace(".jsonl", ".sync-conflict-20261127-120000-ABCDEFG.jsonl")).write_bytes(whole)
    (folder / "notes.txt").write_text("x")
    (folder / f"backcoach-{'d' * 32}.jsonl").symlink_to("/etc/passwd")
    (folder / f"backcoach-{'e' * 32}.jsonl").write_bytes(whole)  # another's file under a wrong name
    (folder / f"backcoach-{'f' * 32}.jsonl").mkdir()
    advice = "give one|save it|export|this machine"
    for broken in (
        b"\xff" + whole[:50],
        whole.replace(b'"b"', b'"\xff"'),
        whole[: len(whole) // 2],
        whole[:-1],
        whole.replace(b'"b"', b'"c"'),
        b"",
        b"\0" * len(whole),
    ):
        own_file(b, folder).write_bytes(broken)
        before = {path.name: path.is_file() and path.read_bytes() for path in folder.iterdir()}
        report = sync(a, folder)
        after = {path.name: path.is_file() and path.read_bytes() for path in folder.iterdir()}
        assert after.pop(own_file(a, folder).name)
        before.pop(own_file(a, folder).name, None)
        assert after == before
        assert (len(report.skipped), report.came, notes(a)) == (6, 0, {})
        assert not [one for one in report.skipped if re.search(advice, one) or " was skipped: " not in one]
        assert all(path in " ".join(report.skipped) for path in after if not path.startswith("."))
    own_file(b, folder).write_bytes(whole)
    own_file(a, folder).write_bytes(b'{"format":"\xff"}')
    assert sync(a, folder).came == 20


def signed(machine, rest, version=1):
    head = b'{"format":"backcoach sync","version":%d,"machine":"%s","name":"x","sha256":"%s"}\n'
    return head % (version, machine.encode(), sha256(rest).hexdigest().encode()) + rest


def test_a_newer_version_is_named_and_the_own_file_is_not_written_over(machine, folder):
    a, other = machine("a"), folder / f"backcoach-{'e' * 32}.jsonl"
    other.write_bytes(signed("e" * 32, b"", version=2))
    assert "Update backcoach" in sync(a, folder).skipped[0]
    own_file(a, folder).write_bytes(newer := signed(a.machine, b"?", version=2))
    with pytest.raises(ExchangeError, match="newer"):
        sync(a, folder)
    assert own_file(a, folder).read_bytes() == newer


def test_a_link_in_the_place_of_the_own_file_is_not_written_through(machine, folder, tmp_path):
    a, elsewhere = machine("a"), tmp_path / "elsewhere"
    elsewhere.write_bytes(b"")
    own_file(a, folder).symlink_to(elsewhere)
    with pytest.raises(ExchangeError, match="is a link"):
        sync(a, folder)
    assert elsewhere.read_bytes() == b""


def test_a_bad_record_is_named_and_the_others_are_taken(machine, folder):
    a, b = machine("a"), machine("b")
    b.archive.put(note("good", "b"))
    sync(b, folder)
    good = own_file(b, folder).read_bytes().split(b"\n", 1)[1]
    rest = good.replace(b'"good"', b'"bad"').replace(b'"ticked":[]', b'"ticked":7') + good
    own_file(b, folder).write_bytes(signed(b.machine, rest))
    report = sync(a, folder)
    assert notes(a) == {"good": "b"}
    assert report.skipped[0].startswith("1 record in ")


def test_a_machine_restored_from_an_old_backup_catches_up(machine, folder, tmp_path):
    a, b = machine("a"), machine("b")
    a.archive.put(note("old", "first"))
    backup = a.copy_to(tmp_path / "backup.db")
    a.archive.put(note("old", "second"))
    a.archive.put(note("new"))
    a.archive.put(note("gone"))
    a.archive.put(note("gone", deleted=True))
    sync(a, folder)
    sync(b, folder)
    before = a.machine
    a.close()
    (tmp_path / "restored").mkdir()
    backup.rename(tmp_path / "restored" / "backcoach.db")
    restored = machine("restored")
    assert (restored.machine, notes(restored)) == (before, {"old": "first"})
    sync(restored, folder)
    assert notes(restored) == {"old": "second", "new": ""}
    restored.archive.put(note("old", "third"))
    sync(restored, folder)
    sync(b, folder)
    assert notes(b) == {"old": "third", "new": ""}


def test_a_session_elsewhere_runs_there_alone_until_it_has_ended(machine, folder):
    a, b = machine("a"), machine("b")
    a.save(begun("s"))
    sync(a, folder, "laptop")
    sync(b, folder, "desk")
    assert b.running() == ()
    assert [(name, one.id) for name, one in b.elsewhere()] == [("laptop", "s")]
    sync(b, folder, "desk")
    sync(a, folder, "laptop")
    assert ([one.id for one in a.running()], a.elsewhere()) == (["s"], ())
    a.save(ended("s"))
    sync(a, folder, "laptop")
    sync(b, folder, "desk")
    assert b.elsewhere() == ()
    assert list(b.removals(at(12))) == ["removal s 0"]


def test_what_is_imported_loses_against_any_version_that_was_written_later(machine, folder):
    clock = HandClock()
    old, new = (machine(name, lambda: clock.wall) for name in ("old", "new"))
    walks = {name: new_walk(name, clock.wall - timedelta(hours=1), 9, pain_before=1, pain_after=None) for name in "abc"}
    for walk in walks.values():
        LogRecords(old.archive).save(walk)
    LogRecords(old.archive).save(replace(walks["c"], deleted=clock.wall))
    text = json_file.dump(exported(old)[0], clock.wall)
    clock.advance(minutes=5)
    for walk in (replace(walks["a"], note="edited"), replace(walks["b"], deleted=clock.wall), walks["c"]):
        LogRecords(old.archive).save(walk)
    sync(old, folder)
    clock.advance(days=1)
    take_in(json_file.load(text.encode()), new, now=clock.wall)
    for one in (new, old, new):
        sync(one, folder)
    assert old.documents("") == new.documents("")
    kept = LogRecords(old.archive).walks(date.min, date.max)
    assert {walk.id: walk.note for walk in kept} == {"a": "edited", "c": ""}


def test_a_folder_that_is_not_there_is_said_and_made_by_nobody(machine, tmp_path):
    with pytest.raises(ExchangeError, match="can't be used"):
        sync(machine("a"), tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_the_errand_syncs_by_itself_and_says_a_failure_once(machine, folder, tmp_path):
    clock, places, said = HandClock(), [str(folder / "none")], []
    a, b = machine("a"), machine("b")
    a.archive.put(note("one", "a"))
    b.archive.put(note("two", "b"))
    sync(b, folder)
    errand = sync_errand(tmp_path / "a" / "backcoach.db", lambda: places[0])
    for turn in range(4):
        said.append(errand.look(clock.now()))
        errand._thread.join()
        clock.advance(seconds=6)
        if turn == 2:
            places[0] = str(folder)
    assert [bool(one) for one in said] == [False, True, False, False]
    assert notes(a) == {"one": "a", "two": "b"}
    a.keep(note("imported", "a"), EPOCH)  # with a stamp lower than all others
    errand.look(clock.now())
    errand._thread.join()
    assert b'"imported"' in own_file(a, folder).read_bytes()
    places[0] = "~nobody-of-this-name/shared"
    clock.advance(seconds=6)
    errand.look(clock.now())
    errand._thread.join()
    assert "There is no folder ~nobody-of-this-name/shared" in errand.look(clock.now())


@pytest.fixture
def system(tmp_path, monkeypatch):
    """The file with the id of the system, which is "one" at first."""
    path = tmp_path / "machine-id"
    path.write_text("one")
    monkeypatch.setattr(file, "SYSTEM_ID", path)
    return path


def test_a_copied_data_folder_takes_a_file_of_its_own_and_says_so_once(machine, folder, system, tmp_path):
    """Also where the copy goes back and forth: each system keeps the id that it has."""
    a = machine("a")
    a.save(ended("s"))
    sync(a, folder)
    first = a.machine
    (tmp_path / "b").mkdir()
    a.copy_to(tmp_path / "b" / "backcoach.db")
    for on, said in (("two", [sync_folder.COPIED]), ("one", []), ("two", [])):
        system.write_text(on)
        b = machine("b")
        assert (sync(b, folder).skipped, sync(b, folder).skipped) == (said, [])
        assert (b.machine == first) is (on == "one")
    assert len(list(folder.iterdir())) == 2


def test_what_is_running_stays_here_whichever_system_opens_its_file(machine, folder, system):
    """Else a container, or a host with the same home, takes a pack from the window that gives its alarm."""
    a = machine("a")
    a.save(begun("s"))
    system.write_text("two")
    assert sync(machine("a"), folder).skipped == []
    assert [one.id for one in a.running()] == ["s"]
