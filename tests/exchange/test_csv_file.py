"""Walks go to a spreadsheet and come back, and nothing a person typed is run there."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.exchange import ExchangeError, csv_file
from backcoach.exchange.csv_file import as_it_was, harmless
from backcoach.exchange.importing import take_in
from backcoach.exchange.json_file import exported
from tests.doubles import journal_on
from tests.exchange.samples import NOTES, NOW, account

HEADER = "date,start,minutes,pain_before,pain_after,note"


def load(text, day_start=0, where="Europe/Berlin"):
    zone = partial(datetime.astimezone, tz=ZoneInfo(where))
    return csv_file.load(text, now=NOW, local=zone, day_start=timedelta(hours=day_start))[0]


def walks(text, **more):
    kept = journal_on()
    report = take_in(load(text, **more), kept, now=NOW)
    assert not report.refused
    return exported(kept)[0]["walks"]


def dumped(kept):
    return csv_file.dump(exported(kept)[0]["walks"])


def test_walks_come_back_as_they_were():
    new = journal_on()
    report = take_in(load(dumped(account())), new, now=NOW)
    assert not report.refused
    assert exported(new)[0]["walks"] == exported(account())[0]["walks"]
    assert take_in(load(dumped(account())), new, now=NOW).known == len(NOTES)


def test_lines_end_as_the_rfc_has_them_and_the_header_comes_first():
    text = dumped(account())
    assert text.startswith(HEADER + ",id\r\n")
    assert text.endswith("\r\n")
    assert text.count("\r\n") == len(NOTES) + 1


def test_no_cell_begins_a_formula():
    for row in csv.reader(io.StringIO(dumped(account()), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@given(st.text(st.sampled_from("='+-@ x\uff1d")))
def test_a_harmless_cell_comes_back_as_it_was(text):
    assert as_it_was(harmless(text)) == text
    assert not harmless(text).lstrip(" ").startswith(("=", "+", "-", "@", "\uff1d"))


def test_lines_without_an_id_are_the_same_walks_in_another_time_zone():
    text = f"{HEADER}\n2026-11-20,09:30,12,,,\n"
    kept = journal_on()
    assert take_in(load(text), kept, now=NOW).added["walks"] == 1
    assert take_in(load(text, where="Asia/Tokyo"), kept, now=NOW).known == 1


def test_walks_that_are_here_by_other_ids_are_not_doubled_by_lines_without_one():
    kept = account()
    lines = list(csv.reader(io.StringIO(dumped(kept), newline="")))
    without = io.StringIO(newline="")
    csv.writer(without).writerows([*(line[:-1] for line in lines), lines[1][:-1]])
    report = take_in(load(without.getvalue()), kept, now=NOW)
    assert (report.known, report.added["walks"]) == (len(NOTES), 1)
    assert take_in(load(without.getvalue()), kept, now=NOW).added["walks"] == 0


@pytest.mark.parametrize(
    ("line", "start", "date", "day_start"),
    [
        (",2026-11-20 09:30,12,,,", "2026-11-20T09:30:00+01:00", "2026-11-20", 0),
        (",2026-11-20T09:30:00+09:00,12,,,", "2026-11-20T09:30:00+09:00", "2026-11-20", 0),
        ("2026-11-20T09:30:00Z,,12,,,", "2026-11-20T09:30:00+00:00", "2026-11-20", 0),
        ("2026-11-19,2026-11-20 00:30,12,,,", "2026-11-20T00:30:00+01:00", "2026-11-19", 4),
        (",2026-11-20 00:30,12,,,", "2026-11-20T00:30:00+01:00", "2026-11-19", 4),
        ("2026-10-25,02:30:59,couldn't,,,", "2026-10-25T02:30:00+02:00", "2026-10-25", 0),
    ],
)
def test_starts(line, start, date, day_start):
    [walk] = walks(f"{HEADER}\n{line}\n", day_start=day_start)
    assert (walk["start"], walk["date"]) == (start, date)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("2026-11-20,09:30,0,,,", "from 1 to 600"),
        ("2026-11-20,09:30,,,,", "minutes are missing"),
        ("2026-11-20,09:30,1e3,,,", "from 1 to 600"),
        ("2026-11-20,09:30,12,11,,", "from 0, no pain, to 10"),
        ("2026-02-30,09:30,12,,,", "not in the calendar"),
        ("2026-11-22,14:30,12,,,", "still to come"),
        ("2026-03-29,02:30,12,,,", "did not exist here"),
        (",09:30,12,,,", "date is missing"),
        ("2026-11-18,2026-11-20 09:30,12,,,", "can't belong to"),
        ("2026-11-20,09:30,12,,,,x", "has 7 cells, the header 6"),
        ("2026-11-20,09:30,12,,," + "x" * 2001, "at most 2,000"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number_and_the_rest_comes_in(line, says):
    good = '2026-11-20,09:30,12,,,"two\nlines"'
    kept = journal_on()
    report = take_in(load(f"{HEADER}\n{good}\n{line}\n{good}\n"), kept, now=NOW)
    assert [refusal.partition(":")[0] for refusal in report.refused] == ["line 4"]
    assert says in report.refused[0]
    assert [walk["note"] for walk in exported(kept)[0]["walks"]] == ["two lines"] * 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "date and minutes are needed, or start and end"),
        ("date,start\n", "date and minutes are needed, or start and end"),
        (HEADER + ",Day\n", "a column twice, as “date” and “Day”"),
        (HEADER + '\n"x', "line 2"),
        (HEADER + "\n" + "x" * 200_000, "line 2"),
    ],
)
def test_what_is_no_table_of_walks_is_refused_whole(text, says):
    with pytest.raises(ExchangeError, match=says):
        list(load(text))


def test_a_table_of_too_many_rows_is_refused_whole(monkeypatch):
    monkeypatch.setattr(csv_file, "MOST_ROWS", 2)
    line = "2026-11-20,09:30,12,,,\n"
    assert len(list(load(HEADER + "\n" + line * 2))) == 2
    with pytest.raises(ExchangeError, match="more than 2 rows"):
        list(load(HEADER + "\n" + line * 3))
