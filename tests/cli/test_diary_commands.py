"""What is noted can be listed and taken back; times, standard output, levels and sources by command."""

from __future__ import annotations

import json

import pytest


def test_what_is_noted_can_be_listed_and_taken_back(shell):
    pain = shell.ok("pain", "6", "--at", "yesterday 22:10", "--note", "in the night").id
    water = shell.ok("note", "water", "a glass").id
    listed = shell.ok("diary", "list", "--json").json
    assert [(entry["id"], entry["kind"], entry["value"], entry["text"]) for entry in listed] == [
        (pain, "pain", 6, "in the night"),
        (water, "water", None, "a glass"),
    ]
    assert (listed[0]["at"], listed[0]["date"]) == ("2026-11-21T22:10:00+01:00", "2026-11-21")
    assert [line.split()[0] for line in shell.ok("diary", "list", "--from", "2026-11-22").out.splitlines()] == [
        water[:8]
    ]
    assert "undelete" in shell.ok("diary", "delete", pain[:10]).out
    assert [entry["id"] for entry in shell.ok("diary", "list", "--json").json] == [water]
    assert shell.ok("diary", "undelete", pain[:10], "--json").json["id"] == pain
    assert len(shell.ok("diary", "list", "--json").json) == 2


@pytest.mark.parametrize("words", [("delete", "ffff"), ("undelete", "ffff")])
def test_an_entry_that_is_not_there_is_said(shell, words):
    for _ in range(2):
        said = shell("diary", *words)
        assert (said.code, said.out) == (1, "")
        assert "begins with" in said.err
        shell.ok("pain", "5")


@pytest.mark.parametrize(
    "words", [("export",), ("export", "--format", "csv"), ("report",), ("calendar",)], ids=lambda words: words[-1]
)
def test_a_dash_is_standard_output(shell, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    shell.ok("walk", "add", "5")
    shell.ok("flare", "start")
    printed = shell.ok(*words, "-o", "-").out
    assert printed.startswith(("{", "date,", "<!doctype html>", "<!DOCTYPE html>", "BEGIN:VCALENDAR"))
    assert not (tmp_path / "-").exists()
    shell.ok(*words, "-o", "file")
    assert (tmp_path / "file").read_bytes().decode() == printed


def test_yesterday_is_a_time_everywhere(shell):
    walk = shell.ok("walk", "add", "5", "--at", "yesterday 09:30", "--json").json
    assert walk["start"] == "2026-11-21T09:30:00+01:00"
    edited = shell.ok("walk", "edit", walk["id"], "--at", "today 09:30", "--json").json
    assert edited["date"] == "2026-11-22"
    shell.ok("flare", "start", "--onset", "yesterday 18:00")
    assert shell.ok("flare", "show", "--json").json["onset"] == "2026-11-21T18:00:00+01:00"


def test_what_settings_and_content_name_can_be_read(shell):
    levels = shell.ok("levels", "--json").json
    assert [(level["id"], level["minutes"], level["times"]) for level in levels][:2] == [
        ("first", 2, 3),
        ("easing", 5, 3),
    ]
    assert all(level["sources"] for level in levels)
    sources = {source["id"]: source["title"] for source in shell.ok("sources", "--json").json}
    named = {name for plan in shell.ok("plans", "--json").json for name in plan["sources"]}
    assert {"000", "001", "002", "003", "004"} | named <= set(sources)
    assert len(shell.ok("levels").out.splitlines()) == len(levels)
    assert len(shell.ok("sources").out.splitlines()) == len(sources)


def test_status_always_says_today(shell):
    assert shell.ok("status").out == "Nothing is running\nToday: no walk yet, 0 of 6 min\n"
    assert json.loads(shell.ok("status", "--json").out)["today"]["walks"] == 0
