"""An export is taken in again without a difference; what can't be read is refused by name."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from msgspec.structs import replace

from backcoach.coach.log import LogRecords
from backcoach.domain.record_checks import check
from backcoach.exchange import ExchangeError, json_file
from backcoach.exchange.importing import SECTIONS, take_in
from backcoach.exchange.json_file import exported
from tests.doubles import journal_on
from tests.exchange.samples import NOTES, NOW, account


def dumped(journal):
    return json_file.dump(exported(journal)[0], NOW)


def taken_in(document, journal):
    return take_in(json_file.load(json.dumps(document).encode()), journal, now=NOW)


def document(**sections):
    return {"format": "backcoach", "version": 1, **sections}


def test_an_export_has_the_keys_of_the_contract_one_record_a_line():
    text = dumped(account())
    assert list(json.loads(text)) == ["format", "version", "exported_at", *SECTIONS[:-1]]
    assert len(text.splitlines()) > len(NOTES) + 5


def test_it_comes_back_as_it_was_and_twice_is_once():
    new, text = journal_on(), dumped(account())
    report = take_in(json_file.load(text.encode()), new, now=NOW)
    assert (report.refused, report.known) == ([], 0)
    assert dumped(new) == text
    assert sum(take_in(json_file.load(text.encode()), new, now=NOW).added.values()) == 0


def test_what_is_here_stays_as_it_is_and_what_differs_is_named():
    kept = account()
    walk, entry, session, flare = (exported(kept)[0][name][0] for name in ("walks", "diary", "sessions", "flares"))
    other = {"walks": [walk | {"note": "other", "pain_before": 0}], "diary": [entry | {"text": "x"}]}
    other |= {"sessions": [session | {"plan": "other"}], "flares": [flare | {"trigger": "a box"}]}
    differing = ("walks", "sessions", "flares", "diary")
    report = taken_in(document(**other), kept)
    assert (sum(report.added.values()), report.known) == (0, 0)
    assert [refusal.partition(":")[0] for refusal in report.refused] == [f"{name}, number 1" for name in differing]
    was = f"pain_before is {walk['pain_before']} here and 0 in the file"
    assert report.refused[0].startswith(f"walks, number 1: id: {walk['id']} is here already and stays as it is, ")
    assert was in report.refused[0]
    assert "and “other” in the file" in report.refused[0]
    assert "trigger is nothing here and “a box” in the file." in report.refused[2]
    assert exported(kept)[0] == exported(account())[0]


def test_what_is_deleted_here_is_not_named_again():
    kept = account()
    walk = exported(kept)[0]["walks"][0]
    book = LogRecords(kept.archive)
    book.save(replace(book.walk(walk["id"]), deleted=NOW))
    assert taken_in(document(walks=[walk | {"note": "other"}]), kept).known == 1


def test_two_different_records_of_one_id_are_both_named_and_none_is_taken():
    walk = {"id": "a", "start": "2026-11-20T09:30:00+01:00", "date": "2026-11-20", "minutes": 5}
    fine = walk | {"id": "b"}
    kept = journal_on()
    report = taken_in(document(walks=[walk, fine, walk | {"minutes": 6}, walk | {"note": ""}, fine]), kept)
    assert report.refused == [
        f"walks, number {n}: id: a is the id of walks, number {other} too, but minutes is {there} there and {here} "
        "here. Give each an id of its own."
        for n, other, there, here in ((1, 3, 6, 5), (3, 1, 5, 6), (4, 3, 6, 5))
    ]
    assert (report.added["walks"], report.known) == (1, 1)
    assert [one["id"] for one in exported(kept)[0]["walks"]] == ["b"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1"),
        ('{\n"format": "backcoach",\n"version": 1,\n"walks": [{', "line 4"),
        ('{\n"format": nan}', "line 2"),
        ("[" * 100_000, "line 1"),
        ("[]", "not an export"),
        ('{"format": "other", "version": 1}', "not an export"),
        ('{"format": "backcoach", "version": true}', "not an export"),
        ('{"format": "backcoach", "version": 2}', "update backcoach"),
        ('{"format": "backcoach", "version": 1, "walks": {}}', "must be a list"),
    ],
)
def test_a_broken_foreign_or_newer_file_is_refused_whole(text, says):
    with pytest.raises(ExchangeError, match=says):
        list(json_file.load(text.encode()))


def test_control_characters_do_not_come_in_by_a_file():
    kept = journal_on()
    walk = {"id": "a", "start": "2026-11-20T09:30:00+01:00", "date": "2026-11-20", "minutes": 5, "note": "\x1b[2Jx\x00"}
    assert taken_in(document(walks=[walk]), kept).added["walks"] == 1
    assert exported(kept)[0]["walks"][0]["note"] == "[2Jx"


def deletion(kind, id_, at=NOW):
    return document(deleted=[{"kind": kind, "id": id_, "at": at.isoformat()}])


@pytest.mark.parametrize(
    ("kind", "section", "id_"), [("walk", "walks", "w1"), ("diary", "diary", "d-pain"), ("flare", "flares", "f1")]
)
def test_what_was_deleted_there_is_deleted_here_and_twice_is_once(kind, section, id_):
    kept = account()
    before = exported(kept)[0]
    report = taken_in(deletion(kind, id_), kept)
    assert (report.deleted, report.away, report.refused) == ({section: 1}, 0, [])
    after = exported(kept)[0]
    assert [one["id"] for one in before[section] if one not in after[section]] == [id_]
    assert after["deleted"] == [{"kind": kind, "id": id_, "at": NOW.isoformat()}]
    again = taken_in(deletion(kind, id_), kept)
    assert (again.deleted, again.known, exported(kept)[0]) == ({}, 1, after)
    assert taken_in(document(**{section: before[section]}), kept).added[section] == 0
    assert exported(kept) == (after, ())
    check(kept.archive.record(id_))


def test_what_is_not_here_stays_away_when_a_later_file_brings_it():
    new, text = journal_on(), dumped(account())
    file = deletion("walk", "w1")
    assert (taken_in(file, new).away, taken_in(file, new).known) == (1, 1)
    report = take_in(json_file.load(text.encode()), new, now=NOW)
    assert (report.refused, report.known, report.added["walks"]) == ([], 1, len(NOTES) - 1)
    found, problems = exported(new)
    assert (found["deleted"], problems, new.problems()) == (file["deleted"], (), ())
    book = LogRecords(new.archive)
    assert (book.walk("w1"), book.is_logged("w1"), book.is_logged("w")) == (None, True, False)


def test_what_was_changed_here_after_it_was_deleted_there_stays():
    kept, hour = account(), timedelta(hours=1)
    book = LogRecords(kept.archive)
    walk = book.walk("w5")
    book.save(walk, changed=NOW - hour)
    assert taken_in(deletion("walk", "w5", NOW - 2 * hour), kept).known == 1
    assert book.walk("w5") == walk
    assert taken_in(deletion("walk", "w5", NOW - hour / 2), kept).deleted == {"walks": 1}
    flare = exported(kept)[0]["flares"][0]
    assert taken_in(deletion("flare", flare["id"], NOW - hour), kept).known == 1  # it was noted after that


def test_a_deletion_that_does_not_say_when_goes_by_the_record_s_own_time():
    """Two flare-ups of two windows become one without a word about when; elsewhere the same record falls away."""
    here, there = account(), account()
    flare = here.archive.record("f1")
    here.archive.put(replace(flare, deleted=True))
    file = document(deleted=exported(here)[0]["deleted"])
    assert taken_in(file, there).deleted == {"flares": 1}
    assert exported(there)[0] == exported(here)[0]


def test_a_deletion_comes_back_as_it_was_with_all_else():
    kept, new = account(), journal_on()
    book = LogRecords(kept.archive)
    book.save(replace(book.walk("w2"), deleted=NOW))
    text = dumped(kept)
    assert take_in(json_file.load(text.encode()), new, now=NOW).refused == []
    assert dumped(new) == text


def test_the_id_of_a_deletion_is_that_of_its_kind_alone():
    kept = account()
    report = taken_in(deletion("diary", "w1"), kept)
    assert report.refused[0].startswith("deleted, number 1: id: It is that of a walk here")
    assert LogRecords(kept.archive).walk("w1") is not None
