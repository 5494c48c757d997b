"""Walks by command: added, listed, edited, deleted and brought back; what is wrong is a sentence and stores nothing."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest


def listed(shell, *words):
    return shell.ok("walk", "list", *words, "--json").json


def test_a_walk_is_kept_and_its_id_is_said(shell):
    said = shell.ok("walk", "add", "12", "--pain-before", "6", "--pain-after", "4", "--note", "to the bakery")
    assert said.out.startswith("Saved: 2026-11-22 13:53  12 min  pain 6 → 4  to the bakery\n")
    assert listed(shell) == [
        {
            "id": said.id,
            "start": "2026-11-22T13:53:00+01:00",
            "date": "2026-11-22",
            "minutes": 12,
            "pain_before": 6,
            "pain_after": 4,
            "note": "to the bakery",
        }
    ]


@pytest.mark.parametrize(
    ("when", "start"),
    [
        ("09:30", "2026-11-22T09:30:00+01:00"),
        ("2026-11-20 09:30", "2026-11-20T09:30:00+01:00"),
        ("2026-11-20T9:30", "2026-11-20T09:30:00+01:00"),
        ("14:00", "2026-11-22T14:00:00+01:00"),
        ("2026-10-25 02:30", "2026-10-25T02:30:00+02:00"),
        ("2026-07-01 23:59", "2026-07-01T23:59:00+02:00"),
    ],
)
def test_when_is_local_time(shell, when, start):
    assert shell.ok("walk", "add", "5", "--at", when, "--json").json["start"] == start


WRONG = [
    (["walk", "add"], "Minutes"),
    (["walk", "add", ""], "from 1 to 600"),
    (["walk", "add", "0"], "from 1 to 600"),
    (["walk", "add", "601"], "from 1 to 600"),
    (["walk", "add", "abc"], "“abc”"),
    (["walk", "add", "-5"], "“-5”"),
    (["walk", "add", "1e3"], "“1e3”"),
    (["walk", "add", "5.5"], "“5.5”"),
    (["walk", "add", "9" * 5000], "from 1 to 600"),
    (["walk", "add", "\x1b[31m5"], "“[31m5”"),
    (["walk", "add", "5", "--pain-before", "11"], "0, no pain, to 10"),
    (["walk", "add", "5", "--pain-after", "-1"], "0, no pain, to 10"),
    (["walk", "add", "5", "--pain-after", "3.5"], "0, no pain, to 10"),
    (["walk", "add", "5", "--at", "14:06"], "still to come"),
    (["walk", "add", "5", "--at", "2026-11-23 09:00"], "still to come"),
    (["walk", "add", "5", "--at", "2026-02-30 09:00"], "not in the calendar"),
    (["walk", "add", "5", "--at", "2026-03-29 02:30"], "did not exist here"),
    (["walk", "add", "5", "--at", "25:00"], "no time of day"),
    (["walk", "add", "5", "--at", "yesterday"], "is not a time"),
    (["walk", "add", "5", "--at", ""], "is not a time"),
    (["walk", "add", "5", "--at", "1800-01-01 09:00"], "1900"),
    (["walk", "add", "5", "--note", "n" * 3000], "leave out 1,000"),
    (["walk", "add", "5", "--nonsense"], "nrecognized"),
    (["walk", "add", "5", "--pain-before"], "expected one argument"),
    (["walk", "nonsense"], "nonsense"),
    (["walk", "list", "--from", "2026-02-30"], "not in the calendar"),
    (["walk", "list", "--from", ""], "is not a day"),
    (["walk", "list", "--from", "2026-11-20", "--to", "2026-11-19"], "is before"),
    (["walk", "edit", "x"], "Name what to change"),
    (["walk", "edit", "x", "--at", "14:06"], "still to come"),
    (["pain", "11"], "0, no pain, to 10"),
    (["pain", "-1"], "0, no pain, to 10"),
    (["pain", ""], "pain is missing"),
    (["pain", "5", "--at", "14:06"], "still to come"),
    (["pain", "5", "--note", "n" * 2001], "leave out 1 of"),
    (["note", "weather", "rain"], "no kind of entry"),
    (["note", "help", "no sign"], "no kind of entry"),
    (["note", "medicine"], "words are missing"),
    (["note", "trigger", " \t"], "words are missing"),
    (["note", "pain", "12"], "0, no pain, to 10"),
    (["note"], "KIND"),
    (["week", "--of", "2026-13-01"], "not in the calendar"),
    (["week", "--of", "9999-12-31"], "too far ahead"),
    (["report"], "-o"),
    (["report", "-o", "x.html", "--from", "2026-12-01"], "still to come"),
    (["report", "-o", "x.html", "--from", "tomorrow"], "is not a day"),
    (["calendar"], "-o"),
    (["export", "--format", "xml"], "xml"),
    (["import"], "FILE"),
]


@pytest.mark.parametrize(("words", "sentence"), WRONG, ids=[" ".join(words)[:40] for words, _ in WRONG])
def test_wrong_words_are_one_sentence_and_store_nothing(shell, words, sentence, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    said = shell(*words)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("backcoach: ")
    assert said.err.count("\n") == 1
    assert sentence.casefold() in said.err.casefold()
    assert said.err.strip().isprintable()
    assert not shell.data.exists()
    assert not list(tmp_path.glob("x.*"))


def test_couldnt_is_an_entry_that_counts_for_nothing(shell):
    shell.ok("walk", "add", "couldn't")
    assert [walk["minutes"] for walk in listed(shell)] == [None]
    assert "couldn't" in shell.ok("walk", "list").out
    week = shell.ok("week", "--json").json
    assert (week["walks"], week["total_minutes"], week["days_walked"], week["longest_minutes"]) == (0, 0, 0, 0)


def test_edit_changes_what_is_named_and_nothing_else(shell):
    walk = shell.ok("walk", "add", "12", "--at", "2026-11-20 09:30", "--pain-before", "6", "--note", "n").id
    shell.ok("walk", "edit", walk[:6], "--minutes", "15", "--pain-after", "3")
    assert [tuple(w.values())[1:] for w in listed(shell)] == [
        ("2026-11-20T09:30:00+01:00", "2026-11-20", 15, 6, 3, "n")
    ]
    shell.ok("walk", "edit", walk, "--pain-before", "", "--note", "", "--at", "2026-11-19 10:00")
    assert [tuple(w.values())[1:] for w in listed(shell)] == [
        ("2026-11-19T10:00:00+01:00", "2026-11-19", 15, None, 3, "")
    ]
    assert shell("walk", "edit", walk, "--minutes", "0").code == 2
    assert listed(shell)[0]["minutes"] == 15


def test_a_deleted_walk_comes_back_as_it_was(shell):
    walk = shell.ok("walk", "add", "12", "--note", "n").id
    before = listed(shell)
    assert f"walk undelete {walk}" in shell.ok("walk", "delete", walk[:8]).out
    assert listed(shell) == []
    assert shell.ok("week", "--json").json["walks"] == 0
    refused = shell("walk", "edit", walk, "--minutes", "5")
    assert refused.code == 1
    assert "walk undelete" in refused.err
    shell.ok("walk", "delete", walk)
    shell.ok("walk", "undelete", walk)
    shell.ok("walk", "undelete", walk)
    assert listed(shell) == before


def test_an_id_that_is_unknown_or_not_clear_is_a_sentence_and_one(shell, monkeypatch):
    said = shell("walk", "delete", "abc")
    assert (said.code, said.out) == (1, "")
    assert "nothing is stored yet" in said.err
    assert not shell.data.exists()
    ids = iter(("abc1" + "0" * 28, "abc2" + "0" * 28))
    monkeypatch.setattr("backcoach.cli.walks.new_id", lambda: next(ids))
    shell.ok("walk", "add", "5")
    shell.ok("walk", "add", "6")
    said = shell("walk", "delete", "abc")
    assert said.code == 1
    assert "abc1" in said.err
    assert "abc2" in said.err
    assert shell("walk", "delete", "x\x1b[2J").err.strip().isprintable()
    assert len(listed(shell)) == 2
    shell.ok("walk", "delete", "abc2")
    assert [walk["minutes"] for walk in listed(shell)] == [5]


def test_a_list_names_ids_that_tell_its_walks_apart(shell, monkeypatch):
    ids = iter(("a" * 31 + "1", "a" * 31 + "2"))
    monkeypatch.setattr("backcoach.cli.walks.new_id", lambda: next(ids))
    shell.ok("walk", "add", "5")
    shell.ok("walk", "add", "6")
    for line in shell.ok("walk", "list").out.splitlines():
        shell.ok("walk", "delete", line.split()[0])
    assert listed(shell) == []


def test_a_list_of_days(shell):
    for day in ("18", "19", "20"):
        shell.ok("walk", "add", "5", "--at", f"2026-11-{day} 09:00")
    assert [walk["date"][-2:] for walk in listed(shell, "--from", "2026-11-19")] == ["19", "20"]
    assert [walk["date"][-2:] for walk in listed(shell, "--to", "2026-11-19")] == ["18", "19"]
    assert shell.ok("walk", "list", "--from", "2026-11-21").out.startswith("No walk is noted")


NIGHTS = [
    # zone, wall (UTC), day start in hours, the day it belongs to
    ("Europe/Berlin", "2026-10-25T00:30", 0, "2026-10-25"),
    ("Europe/Berlin", "2026-10-25T01:30", 0, "2026-10-25"),
    ("Europe/Berlin", "2026-10-25T02:59", 4, "2026-10-24"),
    ("Europe/Berlin", "2026-10-25T03:00", 4, "2026-10-25"),
    ("Europe/Berlin", "2026-03-29T01:30", 4, "2026-03-28"),
    ("Europe/Berlin", "2026-03-29T02:00", 4, "2026-03-29"),
    ("Europe/Berlin", "2026-11-22T22:59", 0, "2026-11-22"),
    ("Europe/Berlin", "2026-11-22T23:00", 0, "2026-11-23"),
    ("Europe/Berlin", "2026-11-23T02:59", 4, "2026-11-22"),
    ("Asia/Tokyo", "2026-11-22T14:59", 0, "2026-11-22"),
    ("Asia/Tokyo", "2026-11-22T15:00", 0, "2026-11-23"),
]


@pytest.mark.parametrize("night", NIGHTS)
def test_a_walk_belongs_to_the_local_day_and_its_week(shell, clock, night):
    zone, wall, hours, day = night
    shell.settings(f"day_start = {hours}\n")
    clock.zone = ZoneInfo(zone)
    clock.wall = type(clock.wall).fromisoformat(f"{wall}:00+00:00")
    walk = shell.ok("walk", "add", "1", "--at", f"{clock.local(clock.wall):%Y-%m-%d %H:%M}", "--json").json
    assert walk["date"] == day
    week = shell.ok("week", "--of", day, "--json").json
    assert {d["date"]: d["walks"] for d in week["days"]}[day] == 1


def test_a_flight_moves_no_walk_to_another_day(shell, clock):
    shell.ok("walk", "add", "10", "--at", "2026-11-21 23:30")
    before = listed(shell)
    clock.zone = ZoneInfo("Asia/Tokyo")
    clock.advance(hours=13)
    assert listed(shell) == before
    shell.ok("walk", "add", "10")
    assert [walk["start"][:10] for walk in listed(shell)] == ["2026-11-21", "2026-11-23"]
    assert shell.ok("week", "--json").json["start"] == "2026-11-23"


def test_a_note_is_shown_as_typed_without_control_characters(shell):
    shell.ok("walk", "add", "5", "--note", "\x1b]0;x\x07[/] [bold]x\x1b[31m\u202e =1+1 كان 🙂\nnext")
    for words in (["walk", "list"], ["walk", "list", "--json"], ["export"], ["export", "--format", "csv"]):
        out = shell.ok(*words).out
        assert "]0;x[/] [bold]x[31m =1+1 كان 🙂 next" in out
        assert all(char == "\n" or (char == "\r" and "csv" in words) or char.isprintable() for char in out)


def test_a_full_or_read_only_disk_is_a_sentence_and_one(shell, monkeypatch):
    shell.data.write_text("a file where the folder should be", encoding="utf-8")
    said = shell("walk", "add", "5")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("backcoach: Your data can't be kept in")
    assert said.err.count("\n") == 1


def test_status_says_today(shell, clock):
    today = shell.ok("status", "--json").json["today"]
    assert today == {
        "date": "2026-11-22",
        "walks": 0,
        "walk_minutes": 0,
        "goal_walks": 3,
        "goal_minutes": 6,
        "pain_latest": None,
    }
    shell.settings('[goals]\nlevel = "more"\nwalks = 2\n')
    shell.ok("walk", "add", "12", "--pain-after", "4", "--at", "09:00")
    shell.ok("walk", "add", "couldn't", "--at", "10:00")
    shell.ok("walk", "add", "3", "--at", "2026-11-21 10:00")
    today = shell.ok("status", "--json").json["today"]
    assert list(today.values()) == ["2026-11-22", 1, 12, 2, 20, 4]
    shell.ok("pain", "5")
    shown = "Nothing is running\n18:15  Walk 2 of 2, 10 min\nToday: 1 walk, 12 of 20 min; pain 5\n"
    assert shell.ok("status").out == shown
    clock.advance(hours=10)
    assert shell.ok("status", "--json").json["today"]["walks"] == 0


@pytest.mark.parametrize("minutes", [1, 30])
def test_without_a_time_a_walk_has_just_ended(shell, clock, minutes):
    start = clock.local(clock.wall) - timedelta(minutes=minutes)
    assert shell.ok("walk", "add", str(minutes), "--json").json["start"] == start.isoformat()
