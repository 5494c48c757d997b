"""Diary, week, export, import, report and calendar by command: the same figures in each, and nothing is lost."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import html5lib
import icalendar
import msgspec
import pytest

from backcoach.cli.environment import Environment, new_id
from backcoach.coach.day import Flares
from backcoach.coach.log import LogRecords
from backcoach.coach.protocols import JournalError
from backcoach.domain import engine
from backcoach.domain.engine import GoOn, Pause, Stop
from backcoach.domain.plans import posture_routine
from backcoach.domain.record import Record
from backcoach.domain.routine import Kind
from backcoach.domain.walks import Agreed, walk_routine
from backcoach.exchange import json_file
from backcoach.exchange.csv_file import COLUMNS
from backcoach.exchange.importing import SECTIONS
from backcoach.library import Library
from tests.exchange.samples import NOTES
from tests.store.samples import at as minute
from tests.store.samples import begun, complete, on_skin, removed

WEEK = [
    # at, minutes, before, after
    ("2026-11-16 09:00", "10", "6", "5"),
    ("2026-11-16 17:00", "5", "5", "5"),
    ("2026-11-18 09:00", "couldn't", "8", ""),
    ("2026-11-20 09:00", "20", "4", "3"),
    ("2026-11-15 09:00", "30", "", ""),
]


@pytest.fixture
def filled(shell, clock):
    """A week with walks, uses of ice, a flare-up, answers and a level agreed to."""
    for at, minutes, before, after in WEEK:
        shell.ok("walk", "add", minutes, "--at", at, "--pain-before", before, "--pain-after", after)
    shell.ok("pain", "7", "--at", "2026-11-17 08:00", "--note", "[/] in the night")
    shell.ok("note", "medicine", "=ibuprofen", "<b>400</b>", "--at", "2026-11-17 08:10")
    shell.ok("note", "trigger", "a box lifted")
    with shell.journal() as journal:
        journal.save(complete("ended"))
        day = clock.local(clock.wall).date()
        onset = {"wall": "2026-11-16T06:00:00+00:00", "boot": "boot-1", "since_boot_us": -9 * 10**11}
        doc = {"plan": "cycle", "ended": None, "onset": onset, "noted": onset}
        at = clock.wall - timedelta(days=6, hours=7)
        journal.archive.put(Record("f" * 32, "flare", at, day - timedelta(days=6), doc))
        answers = {"answers": [{"sign": "fever", "level": "today", "yes": False}]}
        journal.archive.put(Record("a" * 32, "answer", at, day - timedelta(days=6), answers))
        journal.archive.put(Record("b" * 32, "level", at, day - timedelta(days=6), {"level": "easing"}))
        journal.archive.put(Record("c" * 32, "walk", at, day, {"minutes": "broken"}))
        journal.archive.put(Record("e" * 32, "flare", at, day, {"plan": "broken"}))
        journal.archive.put(Record("d" * 32, "walk", at, day, {"minutes": "broken"}, deleted=True))
    return shell


@pytest.fixture
def whole(filled):
    """The same without the record that can't be read."""
    with filled.journal() as journal:
        journal._db.execute("DELETE FROM records WHERE doc LIKE '%broken%'")
    return filled


def test_the_figures_are_the_same_everywhere(whole, tmp_path):
    week = whole.ok("week", "--json").json
    assert (week["walks"], week["total_minutes"], week["days_walked"], week["longest_minutes"]) == (3, 35, 2, 20)
    assert (week["previous_total_minutes"], [day["ice"] for day in week["days"]]) == (30, [0, 0, 0, 0, 2, 0, 0])
    assert [day["minutes"] for day in week["days"]] == [15, 0, 0, 0, 20, 0, 0]
    assert [day["goal_minutes"] for day in week["days"]] == [15] * 7
    assert [day["met"] for day in week["days"]] == [True, False, False, False, True, False, False]
    assert [day["pain_before"] for day in week["days"]] == [5.5, None, None, None, 4, None, None]

    text = whole.ok("week").out
    assert "35 min, 3 walks on 2 days" in text
    assert "before: 30 min" in text
    assert "longest 20 min" in text
    assert "met on 2 days" in text
    assert "ice 2" in text

    rows = list(csv.DictReader(io.StringIO(whole.ok("export", "--format", "csv").out)))
    within = [row for row in rows if week["start"] <= row["date"] <= week["end"] and row["minutes"].isdecimal()]
    assert (len(within), sum(int(row["minutes"]) for row in within)) == (3, 35)

    page = tmp_path / "report.html"
    whole.ok("report", "--from", week["start"], "--to", week["end"], "-o", str(page))
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8")))
    assert "minutes walked in 3 walks 35 " in shown
    assert "days with the goal met 2 " in shown
    html5lib.HTMLParser(strict=True).parse(page.read_text(encoding="utf-8"))


def test_the_report_holds_flare_ups_medicines_and_answers_and_escapes_them(whole, tmp_path):
    whole.ok("report", "-o", str(tmp_path / "report.html"))
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    for words in ("On and off", "=ibuprofen &lt;b&gt;400&lt;/b&gt;", "a box lifted", "no to 1 of the signs asked"):
        assert words in page, words
    assert "<b>400" not in page


def test_what_cannot_be_read_is_said_and_everything_else_shown(filled, tmp_path):
    said = filled("export", "-o", str(tmp_path / "all.json"))
    assert said.code == 1
    assert "c" * 32 in said.err
    assert len(json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["walks"]) == len(WEEK)
    week = filled("week")
    assert week.code == 0
    assert "c" * 32 in week.err
    assert "35 min, 3 walks" in week.out
    assert "e" * 32 in filled("report", "-o", str(tmp_path / "report.html")).err


def test_an_export_imported_into_a_new_account_gives_the_same_export(whole, clock):
    for n, note in enumerate(NOTES):
        whole.ok("walk", "add", str(n + 1), f"--note={note}", "--at", "2026-11-10 09:00")
    first = whole.ok("export").out
    assert {name: len(value) for name, value in json.loads(first).items() if isinstance(value, list)} == {
        "walks": len(WEEK) + len(NOTES),
        "sessions": 1,
        "flares": 1,
        "diary": 3,
        "deleted": 0,
        "others": 2,
    }
    file = whole.folder / "export.json"
    file.write_text(first, encoding="utf-8")
    clock.advance(hours=1)
    new = whole.another()
    assert new.ok("import", str(file)).out.startswith(
        "Added: 24 walks, 1 session, 1 flare-up, 3 diary entries, 2 other"
    )
    second = new.ok("export").out
    assert second != first
    assert second.replace("T15:05:00", "T14:05:00", 1) == first
    assert "Here already, and left as it was: 31 records." in new.ok("import", str(file)).out
    assert new.ok("export").out == second
    with new.journal() as journal:
        assert journal.session("ended") == complete("ended")
        assert list(journal.removals(minute(60)).values()) == [minute(51)]


def one_of_each(shell, clock):
    """Whatever can be kept, written as the program writes it."""
    content = Library()
    add = ("walk", "add", "--at", "2026-11-20 09:00")
    shell.ok(*add, "12", "--pain-before", "6", "--pain-after", "0", "--note", NOTES[0])
    shell.ok(*add, "couldn't", "--note", NOTES[-1])
    edited = shell.ok(*add, "30").id
    shell.ok("walk", "edit", edited, "--minutes", "31", "--note", "edited")
    shell.ok("walk", "delete", shell.ok(*add, "40").id)
    shell.ok("walk", "add", "5", "--at", "2026-10-25 02:30")
    for kind in ("water", "medicine", "trigger", "rest", "note"):
        shell.ok("note", kind, NOTES[11])
    shell.ok("pain", "7")
    shell.ok("flare", "start", "--onset", "2026-11-01 08:00", "--plan", "steady")
    shell.ok("flare", "end")
    shell.ok("flare", "start", "--onset", "2026-11-21 08:00", "--plan", "steady")
    routines = [content.plans["cycle"].routine(kind) for kind in (Kind.ICE, Kind.HEAT)]
    routines += [posture_routine(), walk_routine()]
    routines += [next(iter(content.patterns.values())).routine(), next(iter(content.stretches.values())).routine()]
    assert {routine.kind for routine in routines} == set(Kind)
    with shell.journal() as journal:
        Flares(journal, clock, new_id).change(plan="cycle")
        for n, routine in enumerate(routines):
            session = engine.begin(f"s{n}", routine, minute(n * 60), plan="cycle").session
            session = engine.decide(session, Pause(), minute(n * 60 + 1)).session
            session = engine.decide(session, GoOn(), minute(n * 60 + 2)).session
            journal.save(engine.decide(session, Stop(), minute(n * 60 + 5)).session)
        wall, day = clock.wall, clock.local(clock.wall).date()
        book = LogRecords(journal.archive)
        book.save_level(Agreed("level-1", "easing", wall, day))
        for kind, doc in (
            ("answer", {"answers": [{"sign": "fever", "level": "today", "yes": True}]}),
            ("checklist", {"list": "now", "ticked": ["a", "b"]}),
            ("choice", {"choice": "stretching", "routine": "knees"}),
            ("skip", {"item": "walk-1", "until": None}),
            ("diary", {"entry": "pain", "value": 3, "session": "s5", "when": "after"}),
        ):
            journal.archive.put(Record(f"{kind}-1", kind, wall, day, doc))
    shell.ok("walk", "delete", shell.ok("walk", "add", "7").id)
    shell.ok("diary", "delete", shell.ok("note", "water").id)


def test_every_kind_of_record_comes_along_byte_for_byte(shell, clock):
    one_of_each(shell, clock)
    file, new = shell.folder / "export.json", shell.another()
    shell.ok("export", "-o", str(file))
    clock.advance(hours=1)
    new.ok("import", str(file))
    lines = file.read_text(encoding="utf-8").splitlines()
    again = new.ok("export").out.splitlines()
    assert [pair for pair in zip(lines, again, strict=True) if pair[0] != pair[1]] == [(lines[3], again[3])]
    assert lines[3].startswith('"exported_at": ')
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert {section: len(kept[section]) for section in SECTIONS} == {
        "walks": 4,
        "sessions": 6,
        "flares": 2,
        "diary": 7,
        "deleted": 3,
        "others": 5,
    }
    assert [flare["plan"] for flare in kept["flares"]] == ["steady", "cycle"]
    for account in (shell, new):
        assert account.ok("import", str(file)).out.startswith("Added: nothing.\nHere already, and left as it was: 27")


def test_the_schema_that_is_kept_is_the_one_that_is_printed_and_an_export_fits_it(shell, clock, tmp_path):
    kept = Path(__file__).parents[2] / "docs" / "export.schema.json"
    assert shell.ok("export", "--schema").out == kept.read_text(encoding="utf-8"), (
        "Write it anew: backcoach export --schema --force -o docs/export.schema.json"
    )
    assert shell("export", "--schema", "--format", "csv").code == 2
    assert not shell.data.exists()
    empty = shell.ok("export").out
    one_of_each(shell, clock)
    full = shell.ok("export").out
    for text in (empty, full):
        msgspec.json.decode(text, type=json_file.shape())
    document = json.loads(full)
    for section, key in product(SECTIONS, ("other", "id")):
        wrong = {"other": 1} if key == "other" else {"id": 5}
        damaged = document | {section: [document[section][0] | wrong]}
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(damaged, json_file.shape())


def test_what_was_deleted_is_deleted_in_the_other_account_too(shell, clock, tmp_path):
    other, file, old = shell.another(), tmp_path / "later.json", tmp_path / "old.json"
    walk, entry = shell.ok("walk", "add", "5").id, shell.ok("note", "water").id
    shell.ok("export", "-o", str(old))
    other.ok("import", str(old))
    clock.advance(hours=1)
    gone = shell.ok("walk", "add", "6").id
    shell.ok("walk", "delete", gone)
    shell.ok("walk", "delete", walk)
    shell.ok("diary", "delete", entry)
    shell.ok("export", "-o", str(file))
    rest = "eleted, as in the file: 1 walk, 1 diary entry.\nDeleted in the file, and kept out from now on: 1 record.\n"
    assert other.ok("import", str(file), "--dry-run").out == f"Would be added: nothing.\nWould be d{rest}"
    assert other.ok("import", str(file)).out == f"Added: nothing.\nD{rest}"
    assert other.ok("import", str(file)).out == "Added: nothing.\nHere already, and left as it was: 3 records.\n"
    assert other.ok("walk", "list", "--json").json == []
    assert "No walk begins with" in other("walk", "undelete", gone).err
    clock.advance(minutes=1)
    other.ok("walk", "undelete", walk)
    assert "Here already" in other.ok("import", str(file)).out
    assert [one["id"] for one in other.ok("walk", "list", "--json").json] == [walk]
    assert "can't be" not in other("check").err


def test_a_second_flare_up_that_goes_on_is_refused_until_the_first_has_ended(shell, clock, tmp_path):
    """There may be one at a time, whether it was begun here or came along from another machine."""
    other, file = shell.another(), tmp_path / "export.json"
    other.ok("flare", "start", "--onset", "2026-11-21 08:00")
    other.ok("export", "-o", str(file))
    shell.ok("flare", "start", "--onset", "2026-11-20 08:00")
    said = shell("import", str(file))
    assert (said.code, said.out) == (1, "Added: nothing.\n")
    assert "This flare-up has not ended, and the one of 2026-11-20 is open here: end that one with" in said.err
    shell.ok("flare", "end")
    assert shell.ok("import", str(file)).out == "Added: 1 flare-up.\n"
    assert shell.ok("flare", "show", "--json").json["onset"].startswith("2026-11-21T08:00")
    assert "already" in shell.ok("import", str(file)).out


def test_flare_ups_that_have_ended_come_along_whatever_goes_on_here(shell, tmp_path):
    other, file = shell.another(), tmp_path / "export.json"
    other.ok("flare", "start", "--onset", "2026-11-10 08:00")
    other.ok("flare", "end")
    other.ok("export", "-o", str(file))
    shell.ok("flare", "start", "--onset", "2026-11-20 08:00")
    assert shell.ok("import", str(file)).out == "Added: 1 flare-up.\n"


def test_a_table_without_ids_doubles_no_walk_that_is_here(whole):
    table = whole.folder / "walks.csv"
    text = whole.ok("export", "--format", "csv").out
    lines = [line.rpartition(",")[0] for line in text.splitlines()]
    table.write_text("\n".join(lines), encoding="utf-8")
    assert "Added: nothing." in whole.ok("import", str(table)).out
    walk = whole.ok("walk", "list", "--json").json[0]
    whole.ok("walk", "delete", walk["id"])
    assert "Added: nothing." in whole.ok("import", str(table)).out
    assert len(whole.ok("walk", "list", "--json").json) == len(WEEK) - 1


@pytest.mark.parametrize("before", ['{"format":"backcoach","version":1,"walks":[', ",".join(COLUMNS) + "\n"])
def test_a_file_that_is_too_large_is_refused(shell, tmp_path, before):
    file = tmp_path / "huge"
    file.write_text(before + " " * (64 * 1024 * 1024), encoding="utf-8")
    said = shell("import", str(file))
    assert (said.code, said.out) == (1, "")
    assert "larger than 64 MB" in said.err


def test_a_table_comes_back_too_and_twice_is_once(whole):
    table = whole.folder / "walks.csv"
    whole.ok("export", "--format", "csv", "-o", str(table))
    new = whole.another()
    new.ok("import", str(table))
    assert new.ok("export", "--format", "csv").out.encode() == table.read_bytes()
    assert "Added: nothing." in new.ok("import", str(table)).out


def test_what_is_wrong_in_a_file_is_refused_one_by_one(shell, tmp_path):
    table = tmp_path / "walks.csv"
    table.write_text(
        "minutes,date,start,pain_before,pain_after,note\n"
        "10,2026-11-20,09:30,,,ok\n0,2026-11-20,10:30,,,zero\n10,2026-02-30,09:30,,,day\n10,2026-11-23,09:30,,,later\n",
        encoding="utf-8",
    )
    said = shell("import", str(table))
    assert (said.code, said.out) == (1, "Added: 1 walk.\n")
    assert [line.split(":")[1].strip() for line in said.err.splitlines()] == [
        "Refused, line 3",
        "Refused, line 4",
        "Refused, line 5",
    ]


TABLE = "Tag;Date;Minutes\n;20.11.2026;12\n;05.11.2026;0\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_spreadsheet_is_previewed_and_then_taken(shell, tmp_path, encoding):
    table = tmp_path / "walks.csv"
    table.write_text(TABLE, encoding=encoding)
    refused = "Refused, line 3: “0” can't be the minutes of a walk: give a whole number from 1 to 600.\n"
    said = shell("import", str(table), "--dry-run")
    assert (said.code, said.out) == (1, "Would be added: 1 walk.\n  line 2: 2026-11-20 12:00  12 min\n")
    assert said.err == f"backcoach: Columns that backcoach doesn't know were left out: “Tag”.\nbackcoach: {refused}"
    assert not shell.data.exists()
    assert shell("import", str(table)).out == "Added: 1 walk.\n"
    said = shell("import", str(table), "--dry-run")
    assert said.out == "Would be added: nothing.\nHere already, and left as it was: 1 record.\n"
    assert len(shell.ok("walk", "list", "--json").json) == 1


def test_a_preview_takes_nothing_and_shows_only_the_first_walks(shell, tmp_path):
    shell.ok("walk", "add", "5")
    table = tmp_path / "walks.csv"
    table.write_text("date,minutes\n" + "2026-11-20,12\n" * 25, encoding="utf-8")
    lines = shell.ok("import", str(table), "--dry-run").out.splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("Would be added: 25 walks.", "  and 5 more walks.", 22)
    assert len(shell.ok("walk", "list", "--json").json) == 1


def test_no_more_refusals_are_said_than_anyone_reads(shell, tmp_path):
    table = tmp_path / "walks.csv"
    table.write_text("date,minutes\n" + "2026-11-20,0\n" * 1005, encoding="utf-8")
    lines = shell("import", str(table)).err.splitlines()
    assert (len(lines), lines[-1]) == (1001, "backcoach: Refused: 5 more records.")


def test_a_terminal_shows_how_far_an_import_is(shell, tmp_path, monkeypatch):
    table = tmp_path / "walks.csv"
    table.write_text("date,minutes\n" + "2026-11-20,1\n" * 2001, encoding="utf-8")
    assert shell("import", str(table), "--dry-run").err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    said = shell("import", str(table)).err
    assert said.count("\r2,000 of 2,001 records\r") == 2
    assert said.endswith(" \r")


def test_dates_that_can_be_read_in_two_ways_are_asked_about(shell, tmp_path):
    table = tmp_path / "walks.csv"
    table.write_text("date,minutes\n05/11/2026,12\n", encoding="utf-8")
    said = shell("import", str(table))
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "--dates dmy or --dates mdy" in said.err
    assert shell.ok("import", str(table), "--dates", "dmy").out == "Added: 1 walk.\n"
    assert shell.ok("walk", "list", "--json").json[0]["date"] == "2026-11-05"


SESSION = {"kind": "ice", "begun": "2026-11-20T12:00:00+00:00", "steps": []}


@pytest.mark.parametrize(
    ("section", "record"),
    [
        ("sessions", {"id": "s", **SESSION}),
        ("sessions", {"id": "s", **SESSION, "session": {}}),
        ("sessions", {"id": "s", **SESSION, "session": {"id": "s"}, "steps": [[]]}),
        ("sessions", {"id": "s", **SESSION, "session": "x", "steps": 5}),
        ("flares", {"id": "f", "onset": "2026-11-20T12:00:00+00:00", "date": "2026-11-20"}),
        ("flares", {"id": "f", "onset": "x", "date": "2026-11-20", "doc": {}}),
        ("flares", {"id": "f", "onset": "2026-11-20T12:00:00+00:00", "date": 5, "doc": {}}),
        ("flares", {"id": "f", "onset": "2027-11-20T12:00:00+00:00", "date": "2027-11-20", "doc": {}}),
        ("others", {"id": "o", "kind": "walk", "at": "2026-11-20T12:00:00+00:00", "date": "2026-11-20", "doc": {}}),
        ("diary", {"id": "d", "kind": "pain", "at": "2026-11-20T12:00:00+00:00", "date": "2026-11-20", "value": 11}),
    ],
)
def test_a_record_that_cannot_be_kept_is_refused_alone(shell, tmp_path, section, record):
    good = {"id": "g", "start": "2026-11-20T09:30:00+01:00", "date": "2026-11-20", "minutes": 5}
    document = {"format": "backcoach", "version": 1, "exported_at": "", "walks": [good]}
    file = tmp_path / "file.json"
    file.write_text(json.dumps(document | {section: [record]}), encoding="utf-8")
    said = shell("import", str(file))
    assert said.code == 1
    assert said.err.count("Refused") == 1
    assert "Added: 1 walk." in said.out


@pytest.mark.parametrize(
    "text",
    [
        '{"format": "backcoach", "version": 2}',
        "{",
        "[]",
        "x,y\n1,2\n",
        '{"format": "backcoach", "version": 1, "walks": [{',
    ],
)
def test_a_file_that_is_none_is_refused_whole(shell, tmp_path, text):
    (tmp_path / "file").write_text(text, encoding="utf-8")
    said = shell("import", str(tmp_path / "file"))
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1
    assert shell("import", str(tmp_path / "missing")).code == 1


def test_no_file_is_replaced_without_force(whole, tmp_path):
    for words in (["report"], ["calendar"], ["export"], ["export", "--format", "csv"]):
        file = tmp_path / "taken"
        file.write_text("mine", encoding="utf-8")
        said = whole(*words, "-o", str(file))
        assert (said.code, said.out) == (1, "")
        assert "--force" in said.err
        assert file.read_text(encoding="utf-8") == "mine"
        whole.ok(*words, "-o", str(file), "--force")
        assert file.read_text(encoding="utf-8") != "mine"


def test_a_session_that_goes_on_is_in_the_calendar_and_in_no_export(shell, clock, tmp_path):
    shell.ok("walk", "add", "5")
    clock.wall = begun().begun.wall + timedelta(minutes=1)
    clock.boot_id, clock.since_boot = begun().begun.boot_id, begun().begun.since_boot + timedelta(minutes=1)
    with shell.journal() as journal:
        journal.save(begun("runs"))
    assert shell.ok("export").json["sessions"] == []
    shell.ok("calendar", "-o", str(tmp_path / "today.ics"))
    read = icalendar.Calendar.from_ical((tmp_path / "today.ics").read_bytes())
    (event,) = (event for event in read.walk("VEVENT") if "Ice" in event["summary"])
    assert event["summary"] == "Ice: take it off"
    assert event["dtstart"].dt == begun().begun.wall + timedelta(minutes=15)
    assert len(event.walk("VALARM")) == 1


def in_calendar(shell):
    """The events of the file by id, with their times; those that are cancelled apart."""
    read = icalendar.Calendar.from_ical(shell.ok("calendar", "-o", "-").out)
    found = {str(event["uid"]).removesuffix("@backcoach"): event for event in read.walk("VEVENT")}
    gone = {uid for uid, event in found.items() if "status" in event}
    return {uid: event.decoded("dtstart") for uid, event in found.items() if uid not in gone}, gone


def test_a_second_file_of_the_day_replaces_and_doubles_nothing(shell, clock):
    """Whatever an earlier file has for later than now is in the later one too: at its new time, or cancelled."""
    clock.wall = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
    shell.ok("flare", "start", "--onset", "2026-11-20 08:00")
    shell.ok("pain", "2")
    first, gone = in_calendar(shell)
    assert not gone  # nothing was in an earlier one
    assert {uid.split("-")[3] for uid in first} == {"pack", "walk", "stretch", "breathe", "posture"}
    assert {uid[:10] for uid in first} == {"2026-11-22"}
    assert (in_calendar(shell)[0], len(set(first.values())) > 5) == (first, True)
    for hours, words in ((1, ("walk", "add", "5")), (2, ("pain", "6")), (3, ("walk", "add", "5")), (4, ("pain", "1"))):
        clock.advance(hours=hours)
        shell.ok(*words)
        with shell.journal() as journal:
            session = engine.begin(f"pack-{hours}", on_skin(), clock.now(), plan="steady").session
            clock.advance(minutes=15)
            journal.save(engine.decide(session, Stop(), clock.now()).session)
        later, gone = in_calendar(shell)
        assert {uid for uid, at in first.items() if at > clock.wall} <= later.keys() | gone
        assert not later.keys() & gone
        assert min(later.values()) > clock.wall
        first |= later


KHAL = """
[calendars]
[[phone]]
path = {folder}
[sqlite]
path = {folder}.db
[locale]
dateformat = %Y-%m-%d
timeformat = %H:%M
datetimeformat = %Y-%m-%d %H:%M
longdateformat = %Y-%m-%d
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
"""


def test_a_calendar_program_that_takes_it_in_twice_has_each_event_once(shell, clock, tmp_path):
    clock.wall = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
    shell.ok("flare", "start", "--onset", "2026-11-20 08:00")
    folder, config = tmp_path / "phone", tmp_path / "khal.conf"
    folder.mkdir()
    config.write_text(KHAL.format(folder=folder), encoding="utf-8")

    def khal(*words):
        done = subprocess.run(
            [sys.executable, "-m", "khal", "-c", config, *words], capture_output=True, text=True, check=True
        )
        return done.stdout.splitlines()

    for name in ("first.ics", "second.ics"):
        shell.ok("calendar", "-o", str(tmp_path / name))
        khal("import", "--batch", str(tmp_path / name))
        listed = khal("list", "2026-11-22", "1d", "--day-format", "", "--format", "{start-time} {title}")
        clock.advance(minutes=20)
        shell.ok("walk", "add", "5")

    assert len(listed) == len(set(listed)) > 8
    assert sum("15 min" in line for line in listed) > 4


def test_without_a_flare_up_the_day_s_walks_and_changes_of_position_are_in_it(shell, clock):
    assert in_calendar(shell) == ({"2026-11-22-posture-0": clock.wall + timedelta(minutes=25)}, set())
    shell.settings("[goals]\nwalks = 3\nwalk_minutes = 5\n")
    assert sorted(in_calendar(shell)[0]) == ["2026-11-22-posture-0", "2026-11-22-walk-1", "2026-11-22-walk-2"]
    assert in_calendar(shell)[1] == set()
    shell.settings("")
    assert in_calendar(shell)[1] == {"2026-11-22-walk-1", "2026-11-22-walk-2"}


def test_a_journal_that_takes_nothing_keeps_nobody_from_the_calendar(shell, monkeypatch):
    shell.ok("flare", "start")

    def full(*_):
        raise JournalError("The disk is full.")

    monkeypatch.setattr(Environment, "write", full)
    assert len(in_calendar(shell)[0]) > 5


def test_an_empty_plan_is_said_and_no_file_is_written(shell, clock, tmp_path):
    clock.wall = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    said = shell("calendar", "-o", str(tmp_path / "today.ics"))
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "Nothing is left of today's plan" in said.err
    assert not (tmp_path / "today.ics").exists()


def test_a_use_of_a_session_that_goes_on_counts_already(shell, clock):
    shell.ok("walk", "add", "5")
    with shell.journal() as journal:
        journal.save(removed("runs"))
    assert sum(day["ice"] for day in shell.ok("week", "--json").json["days"]) == 1


def test_levels_agreed_to_are_the_goals_from_their_day_on(shell, clock):
    shell.ok("walk", "add", "5")
    with shell.journal() as journal:
        day = clock.local(clock.wall).date() - timedelta(days=2)
        LogRecords(journal.archive).save_level(Agreed("l", "easing", clock.wall, day))
    assert [day["goal_minutes"] for day in shell.ok("week", "--json").json["days"]] == [6, 6, 6, 6, 15, 15, 15]


def test_weeks_begin_as_set_and_an_empty_one_says_how_to_begin(shell):
    assert "backcoach walk add 5" in shell.ok("week").out
    assert not shell.data.exists()
    assert shell.ok("week", "--json").json["start"] == "2026-11-16"
    shell.settings('week_start = "sunday"\n')
    week = shell.ok("week", "--json").json
    assert (week["start"], week["end"], len(week["days"])) == ("2026-11-22", "2026-11-28", 7)


@pytest.mark.parametrize("columns", ["1", "40", "80", "400"])
def test_the_week_keeps_to_the_width(whole, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    lines = whole.ok("week").out.splitlines()
    assert max(map(len, lines)) <= min(120, max(40, int(columns)))


def test_the_diary_takes_every_kind_in_the_person_s_own_words(shell):
    shell.ok("note", "water")
    shell.ok("note", "MEDICINE", "ibuprofen", "with", "food")
    shell.ok("note", "rest", "lay down", "--at", "09:00")
    shell.ok("note", "pain", "4", "after", "lunch")
    said = shell.ok("pain", "6", "--at", "2026-11-20 09:30", "--note", "[/]\x1b[2J")
    assert said.out.startswith("Saved: 2026-11-20 09:30  Pain 6  [/][2J\n")
    diary = shell.ok("export").json["diary"]
    assert [(e["kind"], e["value"], e["text"], e["at"][:16]) for e in diary] == [
        ("pain", 6, "[/][2J", "2026-11-20T09:30"),
        ("rest", None, "lay down", "2026-11-22T09:00"),
        *sorted(
            [
                ("water", None, "", "2026-11-22T14:05"),
                ("medicine", None, "ibuprofen with food", "2026-11-22T14:05"),
                ("pain", 4, "after lunch", "2026-11-22T14:05"),
            ],
            key=lambda e: next(d["id"] for d in diary if d["kind"] == e[0] and d["value"] == e[1]),
        ),
    ]
