"""An export comes back as it was; a wrong record is refused alone; a hostile file stays small."""

from __future__ import annotations

import json
import tracemalloc
from datetime import timedelta

import pytest

from backcoach.adapters.exchange import json_file
from backcoach.adapters.exchange.archive import MOST_REFUSALS, SECTIONS, ExchangeError, Incoming, merge
from tests.adapters.exchange.samples import NOW, MemoryArchive, archive

WALK = {
    "id": "a",
    "start": "2026-11-20T09:30:00+01:00",
    "date": "2026-11-20",
    "minutes": 10,
    "pain_before": 5,
    "pain_after": None,
    "note": "",
}


def dumped(kept, at=NOW):
    return "".join(json_file.dump(kept, at))


def document(**sections):
    return json.dumps({"format": "backcoach", "version": 1, "exported_at": NOW.isoformat(), **sections})


def taken_in(text, into=None):
    return merge(json_file.load(text.encode()), into if into is not None else MemoryArchive(), now=NOW)


def test_an_export_has_the_keys_of_the_contract():
    exported = json.loads(dumped(archive()))
    assert list(exported) == ["format", "version", "exported_at", "walks", "sessions", "flares", "diary"]
    assert (exported["format"], exported["version"]) == ("backcoach", 1)
    assert [len(exported[section]) for section in SECTIONS[:-1]] == [19, 1, 1, 3]


def test_an_export_imported_into_a_new_account_gives_the_same_export():
    first = dumped(archive())
    new = MemoryArchive()
    merged = taken_in(first, new)
    assert dumped(new) == first
    assert merged.added == {"walks": 19, "sessions": 1, "flares": 1, "diary": 3, "others": 0}
    assert not merged.refused


def test_what_has_no_section_of_its_own_comes_along_too():
    kept = archive()
    kept.add("others", {"id": "l", "kind": "level", "at": NOW.isoformat(), "date": "2026-11-22", "doc": {}})
    first, new = dumped(kept), MemoryArchive()
    assert taken_in(first, new).added["others"] == 1
    assert dumped(new) == first


def test_twice_is_once():
    kept = archive()
    before = dumped(kept)
    merged = taken_in(before, kept)
    assert dumped(kept) == before
    assert merged.known == 24
    assert not any(merged.added.values())


def test_what_is_here_stays_as_it_is():
    kept = MemoryArchive()
    taken_in(document(walks=[WALK]), kept)
    taken_in(document(walks=[WALK | {"minutes": 99}]), kept)
    assert [walk["minutes"] for walk in kept.records("walks")] == [10]


def test_an_empty_account():
    assert json.loads(dumped(MemoryArchive()))["walks"] == []
    assert not any(taken_in(dumped(MemoryArchive())).added.values())


@pytest.mark.parametrize(
    ("section", "record", "says"),
    [
        ("walks", 5, "A record is an object"),
        ("walks", [], "A record is an object"),
        ("walks", {}, "The id “None” can't be used"),
        ("walks", WALK | {"id": "../x"}, "can't be used"),
        ("walks", WALK | {"id": "x" * 65}, "can't be used"),
        ("walks", WALK | {"minutes": 0}, "from 1 to 600"),
        ("walks", WALK | {"minutes": 601}, "from 1 to 600"),
        ("walks", WALK | {"minutes": True}, "not a whole number"),
        ("walks", WALK | {"minutes": 10.5}, "not a whole number"),
        ("walks", {key: value for key, value in WALK.items() if key != "minutes"}, "minutes are missing"),
        ("walks", WALK | {"pain_before": 11}, "from 0, no pain, to 10"),
        ("walks", WALK | {"pain_before": "5"}, "not a whole number"),
        ("walks", WALK | {"note": "x" * 2001}, "at most 2,000"),
        ("walks", WALK | {"note": ["x"]}, "not a text"),
        ("walks", WALK | {"start": "2026-11-20T09:30:00"}, "not a time such as"),
        ("walks", WALK | {"start": "2026-02-30T09:30:00+01:00"}, "not a time such as"),
        ("walks", WALK | {"start": "2026-11-24T09:30:00+01:00", "date": "2026-11-24"}, "still to come"),
        ("walks", WALK | {"date": "2026-11-25"}, "can't belong to"),
        ("walks", WALK | {"start": "0001-01-01T00:00:00+00:00", "date": "0001-01-01"}, "1900"),
        ("diary", {"id": "d", "kind": "dose", "at": WALK["start"], "date": WALK["date"]}, "no kind of entry"),
        ("diary", {"id": "d", "kind": "pain", "at": WALK["start"], "date": WALK["date"]}, "pain is missing"),
        ("sessions", {"id": "s", "kind": "sauna"}, "no kind of session"),
        ("sessions", {"id": "s", "kind": ["ice"]}, "no kind of session"),
        ("flares", "x", "A record is an object"),
    ],
)
def test_a_wrong_record_is_refused_with_its_line_and_the_rest_comes_in(section, record, says):
    text = (
        '{"format": "backcoach", "version": 1,\n'
        + ",\n".join(
            f'"{name}": [\n'
            + ",\n".join(json.dumps(r) for r in ([record, WALK] if name == section == "walks" else [record]))
            + "]"
            if name == section
            else f'"{name}": [{json.dumps(WALK | {"id": "b"})}]'
            for name in dict.fromkeys([section, "walks"])
        )
        + "}"
    )
    kept = MemoryArchive()
    merged = taken_in(text, kept)
    assert len(merged.refused) == 1
    assert merged.refused[0].place == f"{section}, line 3"
    assert says in merged.refused[0].reason
    assert merged.refused[0].reason.endswith(".")
    assert merged.added["walks"] == 1


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "1" * 5000, "{" * 40 + "}" * 40, '"' + "x" * 5_000_000 + '"', "01", "tru", "{]"]
)
def test_a_value_that_is_no_json_costs_only_its_record(value):
    text = f'{{"format": "backcoach", "version": 1, "walks": [{{"id": "x", "minutes": {value}}}, {json.dumps(WALK)}]}}'
    if value == "{]":
        text = text.replace("{]}", "{]}")
    merged = taken_in(text)
    assert len(merged.refused) == 1
    assert merged.refused[0].reason.startswith("The record can't be read: it ")
    assert merged.added["walks"] == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: it ends too early"),
        ("[]", "“{” is missing"),
        ("{}", "not an export of backcoach"),
        ('{"format": "other", "version": 1}', "not an export of backcoach"),
        ('{"format": "backcoach"}', "not an export of backcoach"),
        ('{"format": "backcoach", "version": true}', "not an export of backcoach"),
        ('{"format": "backcoach", "version": 2, "walks": [{"id": "a"}]}', "version 2 and this backcoach reads up to 1"),
        ('{"format": "backcoach", "version": 1, "walks": {}}', "“[” is missing"),
        ('{"format": "backcoach",\n"version": 1,\n"walks": [', "line 3: it ends too early"),
        ('{"format": "backcoach", "version": 1, "walks": [{"note": "x', "a quotation mark is not closed"),
        ('{"format": "backcoach", "version": 1} x', "something follows the end"),
        ('{"format": "backcoach", "version": 1,}', "is missing"),
        ('{"a" 1}', "“:” is missing"),
        ("[" * 1_000_000, "“{” is missing"),
        ('{"format":' * 100_000, "it ends too early"),
        ("{" + ",".join(f'"{n}":1' for n in range(200)) + "}", "more than 100 keys"),
    ],
)
def test_a_broken_foreign_or_newer_file_is_refused_whole(text, says):
    kept = MemoryArchive()
    with pytest.raises(ExchangeError, match=says.replace("[", r"\[").replace("{", r"\{")):
        taken_in(text, kept)
    assert dumped(kept) == dumped(MemoryArchive())


@pytest.mark.parametrize("filling", ["[]", "1", '{"a":[[],[],[]]}'])
def test_a_hostile_file_takes_little_more_memory_than_itself(filling):
    text = '{"format":"backcoach","version":1,"walks":[' + ",".join([filling] * 10_000) + "]}"
    tracemalloc.start()
    try:
        merged = taken_in(text)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(merged.refused) == MOST_REFUSALS
    assert merged.refused_more == 10_000 - MOST_REFUSALS
    assert peak < 1_000_000


def test_control_characters_do_not_come_in_by_a_file():
    hostile = WALK | {"note": "\x1b[2J\u202ex\ud800"}
    session = {"id": "s", "kind": "ice", "steps": [{"cue": "\x1b]0;x\x07"}]}
    items = [*json_file.load(document(walks=[hostile], sessions=[session]).encode())]
    assert all(isinstance(item, Incoming) for item in items)
    assert items[0].record["note"] == "[2Jx"
    assert items[1].record["steps"] == [{"cue": "]0;x"}]


def test_the_order_of_storing_does_not_show():
    forwards, backwards = MemoryArchive(), MemoryArchive()
    walks = [WALK | {"id": f"w{n}"} for n in range(5)]
    taken_in(document(walks=walks), forwards)
    taken_in(document(walks=walks[::-1]), backwards)
    assert dumped(forwards) == dumped(backwards)
    assert dumped(forwards, NOW + timedelta(1)) != dumped(forwards)
