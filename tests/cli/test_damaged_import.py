"""Every value of a real export damaged in turn: refused by name in plain words, or taken and then really there."""

from __future__ import annotations

import copy
import json
import re

import pytest

from backcoach.exchange.importing import SECTIONS
from tests.cli.test_taking_along import one_of_each

DAMAGES = {
    "missing": None,
    "nothing": lambda _: None,
    "a word": lambda _: "zap",
    "control characters": lambda value: f"{value}\x1b[2J\x00" if isinstance(value, str) else "\x1b[2J",
    "negative": lambda value: -abs(value) - 1 if type(value) is int else -5,
    "huge": lambda _: 10**30,
    "a span below zero": lambda _: "-PT5S",
    "a long span": lambda _: "P400D",
    "an empty group": lambda _: {},
    "a list": lambda _: [[]],
    "true": lambda _: True,
}
PYTHON = re.compile(r"Error|Traceback|is not a valid|`|NoneType|object|int too|\\x|\x1b|\x00")
"""What would be Python's words, or the terminal's, and none for a person."""


EXPORTED = []


@pytest.fixture
def document(shell, clock):
    """An export with one of each, made once: nothing changes it."""
    if not EXPORTED:
        one_of_each(shell, clock)
        EXPORTED.append(shell.ok("export").json)
    clock.advance(hours=1)
    return EXPORTED[0]


def places(value, path=()):
    """The paths of all values in it; of long lists the first two items stand for all."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


def damaged(record, path, damage):
    record = copy.deepcopy(record)
    holder = record
    for key in path[:-1]:
        holder = holder[key]
    if damage is None:
        del holder[path[-1]]
    else:
        holder[path[-1]] = damage(holder[path[-1]])
    return record


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("name", DAMAGES)
def test_each_damaged_value_is_refused_by_name_or_really_there(shell, document, section, name):
    records = [(path, damaged(record, path, DAMAGES[name])) for record in document[section] for path in places(record)]
    records = [
        (path, {**record, "id": f"n{n}"} if path[0] != "id" else record) for n, (path, record) in enumerate(records)
    ]
    new = shell.another()
    file = new.folder / "damaged.json"
    head = {key: document[key] for key in ("format", "version", "exported_at")}
    file.write_text(json.dumps(head | {section: [record for _, record in records]}), encoding="utf-8")
    said = new("import", str(file))
    refused = dict(re.findall(rf"Refused, {section}, number (\d+): (.*)", said.err))
    assert len(refused) == said.err.count("Refused"), said.err
    assert not PYTHON.search(said.err), PYTHON.search(said.err)
    for n, reason in refused.items():
        path, _ = records[int(n) - 1]
        names = {str(key) for key in path if isinstance(key, str)}
        others = {"done", "index", "routine", "pain", "words", "ended"}
        assert any(key in reason for key in names | others), (path, reason)
    kept = {record["id"] for record in new.ok("export").json.get(section, [])}
    wanted = {record.get("id") for n, (_, record) in enumerate(records, start=1) if str(n) not in refused}
    assert {str(each).replace("\x1b[2J\x00", "[2J") for each in wanted} <= kept | {"None"}
    checked = new("check")
    assert "can't be" not in checked.err, checked.err
