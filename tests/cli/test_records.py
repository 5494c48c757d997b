"""What can't be, however well it is formed, is refused by name: past a limit, at a moment that can't be, or hidden."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest

from tests.cli.test_taking_along import one_of_each


@pytest.fixture
def exported(shell, clock):
    one_of_each(shell, clock)
    clock.advance(hours=1)
    return shell.ok("export").json


def of_kind(exported, kind):
    return next(each for each in deepcopy(exported["sessions"]) if each["kind"] == kind)


def imported(shell, section, record, version=1):
    """What is said of the one record of a file."""
    file = shell.folder / "one.json"
    file.write_text(json.dumps({"format": "backcoach", "version": version, section: [record]}), encoding="utf-8")
    return shell("import", str(file))


def changed(record, path, value):
    record = deepcopy(record)
    *above, last = path
    inner = record
    for key in above:
        inner = inner[key]
    inner[last] = value
    return record


LATER, LONG_AGO = "2999-01-01T00:00:00Z", "0001-01-01T00:00:00Z"
EARLIER = {"wall": "2020-01-01T00:00:00Z", "boot": "long ago", "since_boot_us": 0}


@pytest.mark.parametrize(
    ("kind", "path", "value", "says"),
    [
        ("ice", ("length",), "PT3H", "length: 180 min is too long. One application of ice or heat lasts at most 20"),
        ("ice", ("length",), "-PT5S", "length: "),
        ("posture", ("length",), "PT5H", "length: 300 min can't be used. A change of position comes every 5 to 60 min"),
        ("stretch", ("routine", "steps", 1, "length"), "PT3H", "routine.steps[1].length: 180 min can't be"),
        ("ice", ("done", 0, "index"), 2, "done[0].index: It must be 0"),
        ("ice", ("done", 0, "planned"), "P400D", "done[0].planned: "),
        ("ice", ("first_ring",), "-PT5S", "first_ring: -5 s can't be"),
        ("ice", ("anchor", "wall"), LATER, "anchor: 2999-01-01T00:00:00+00:00 is still to come"),
        ("ice", ("step_began", "wall"), LATER, "step_began: 2999"),
        ("ice", ("done", 0, "began", "wall"), LATER, "done[0].began: 2999"),
        ("ice", ("routine", "title"), "x" * 10_000, "routine.title: "),
        ("ice", ("anchor", "since_boot"), "P40000D", "anchor: It must be within a century of its boot"),
        ("ice", ("anchor", "boot_id"), "x" * 10_000, "anchor: Its boot_id must be text"),
        ("stretch", ("index",), 0, "index: It stands at step 0, and "),
        ("stretch", ("index",), -1, "index: "),
        ("ice", ("routine", "kind"), "ice", "routine.kind: There is no such key here"),
    ],
)
def test_a_session_of_a_file_keeps_to_the_limits_and_to_time(shell, exported, kind, path, value, says):  # noqa: PLR0917 - a table's columns
    new = shell.another()
    said = imported(new, "sessions", changed(of_kind(exported, kind), path, value))
    assert (said.code, said.out) == (1, "Added: nothing.\n")
    assert f"number 1: {says}" in said.err


def second_application(exported, after):
    """A session whose second pack came on so many minutes after the first came off."""
    session = of_kind(exported, "ice")
    first = session["done"][0]
    off, on = deepcopy(first), deepcopy(first)
    off |= {"index": 1, "act": "off", "length": "PT1200S", "planned": session["routine"]["steps"][1]["length"]}
    on |= {"index": 2, "planned": session["routine"]["steps"][2]["length"]}
    begins = 3 * 3600 + 3 * 60 + after * 60 + 120
    on["began"] = first["ended"] | {"since_boot": f"PT{begins}S"}
    on["ended"] = first["ended"] | {"since_boot": f"PT{begins + 60}S"}
    return session | {"done": [first, off, on], "index": 2}


def test_the_rest_between_two_packs_of_a_file_is_long_enough(shell, exported):
    new = shell.another()
    assert (
        "done[2].began: 2 min of a break is too short. At least 20 min"
        in imported(new, "sessions", second_application(exported, 2)).err
    )
    assert imported(new, "sessions", second_application(exported, 20)).out == "Added: 1 session.\n"


@pytest.mark.parametrize(
    ("section", "kind", "path", "value", "says"),
    [
        ("flares", None, ("date",), "1950-01-01", "date: It must be the local day of the onset"),
        ("flares", None, ("onset", "wall"), LONG_AGO, "onset.wall: It must be from 1900 to 2999"),
        ("flares", None, ("noted", "wall"), LONG_AGO, "noted.wall: It must be from 1900 to 2999"),
        ("flares", None, ("noted",), EARLIER, "noted: It is before the onset"),
        ("flares", None, ("ended",), EARLIER, "ended: It is before the onset"),
        ("flares", None, ("outcome",), None, "outcome: A flare-up that has ended says how"),
        ("flares", None, ("plan",), "", "plan: It must be text"),
        ("others", "level", ("date",), "2999-01-01", "date: It must be a day"),
        ("others", "checklist", ("date",), "2999-01-01", "date: It must be a day"),
        ("others", "skip", ("doc", "until"), "9999-12-31T23:59:59Z", "doc.until: It must be from 1900 to 2999"),
        ("others", "answer", ("at",), LONG_AGO, "at: It must be from 1900 to 2999"),
        ("walks", None, ("deleted",), "2026-11-20T09:00:00+00:00", "deleted: "),
        ("diary", None, ("deleted",), "2026-11-20T09:00:00+00:00", "deleted: "),
    ],
)
def test_a_record_of_a_file_lies_in_its_time_and_is_not_hidden(shell, exported, section, kind, path, value, says):  # noqa: PLR0917 - a table's columns
    record = next(each for each in exported[section] if kind in {None, each.get("kind")})
    new = shell.another()
    said = imported(new, section, changed(record, path, value))
    assert (said.code, said.out) == (1, "Added: nothing.\n")
    assert f"number 1: {says}" in said.err


def test_an_id_that_is_another_record_s_here_is_not_taken_for_it(shell, exported):
    said = imported(shell, "diary", exported["diary"][0] | {"id": exported["walks"][0]["id"]})
    assert (said.code, said.out) == (1, "Added: nothing.\n")
    assert "number 1: id: It is that of a walk here" in said.err


def test_what_is_nested_too_deeply_is_refused_alone(shell, exported):
    deep = []
    for _ in range(900):
        deep = [deep]
    said = imported(shell.another(), "walks", exported["walks"][0] | {"note": deep})
    assert (said.code, said.out) == (1, "Added: nothing.\n")
    assert "number 1: " in said.err
    assert "nested too deeply" in said.err or "It must be text" in said.err  # from Python 3.12 on it can be read


@pytest.mark.parametrize("version", [0, -1])
def test_a_version_that_never_was_is_no_export(shell, exported, version):
    said = imported(shell.another(), "walks", exported["walks"][0], version)
    assert (said.code, said.out) == (1, "")
    assert "not an export of backcoach" in said.err


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE records SET date = '2999-01-01' WHERE kind = 'level'", "date"),
        ("UPDATE records SET date = '1950-01-01' WHERE kind = 'flare'", "date"),
        ("UPDATE sessions SET doc = json_set(doc, '$.length', 'PT3H') WHERE kind = 'ice'", "length: 180 min"),
        ("UPDATE sessions SET doc = json_set(doc, '$.done[0].index', 2) WHERE id = 's0'", "done[0].index"),
        ("INSERT INTO records VALUES ('told-x', 'told', '2026-11-22', '2026-11-22', 0, '[5]', 'x')", "told"),
        ("INSERT INTO records VALUES ('told-x', 'told', '2026-11-22', '2026-11-22', 0, '{\"said\": 5}', 'x')", "said"),
    ],
)
def test_check_finds_the_same_in_what_is_stored(shell, exported, sql, says):
    shell.settings("")
    shell.ok("check")
    with shell.journal() as journal:
        journal._db.execute(sql)
    said = shell("check")
    assert said.code == 1
    assert says in said.err
