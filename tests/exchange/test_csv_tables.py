"""Tables as people's spreadsheets write them, each with the walks that it must give."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.exchange import ExchangeError, csv_file
from backcoach.exchange.importing import take_in
from backcoach.exchange.json_file import exported
from tests.doubles import journal_on
from tests.exchange.samples import NOW

TABLES = {
    "a day and minutes alone": (
        "date,minutes\n2026-11-20,12\n",
        ["2026-11-20T12:00 12"],
    ),
    "a start and an end alone": (
        "start,end\n2026-11-20 09:30,2026-11-20 09:42\n",
        ["2026-11-20T09:30 12"],
    ),
    "the same by other words": (
        "Day,Duration\n2026-11-20,12\n",
        ["2026-11-20T12:00 12"],
    ),
    "and by others still, in capitals": (
        "BEGIN;MIN;DAY\n9:30;12;2026-11-20\n",
        ["2026-11-20T09:30 12"],
    ),
    "an end after midnight, without its day": (
        "day,begin,end\n2026-11-20,23:50,00:10\n",
        ["2026-11-20T23:50 20"],
    ),
    "across the end of summer time": (
        "start,end\n2026-10-25 01:30,2026-10-25 03:30\n",
        ["2026-10-25T01:30 180"],
    ),
    "all columns in another order, with spaces and capitals": (
        "Note, Pain After,Pain-before ,MINUTES,Start,Date\nok,4,5,12,09:30,2026-11-20\n",
        ["2026-11-20T09:30 12 5 4 ok"],
    ),
    "German: semicolons, dots and a time with its word": (
        "Date;Start;Minutes;Note\n20.11.2026;9:30 Uhr;12;zum Bäcker; \n1.11.2026;10.15;5;\n",
        ["2026-11-01T10:15 5", "2026-11-20T09:30 12 – – zum Bäcker"],
    ),
    "British: days first, times with dots": (
        "date,start,minutes\n20/11/2026,9.30am,12\n05/11/2026,2.05 pm,5\n",
        ["2026-11-05T14:05 5", "2026-11-20T09:30 12"],
    ),
    "American: months first, AM and PM": (
        (
            "date,start,end\n11/20/2026,9:30 AM,9:42:10 AM\n11/05/2026,12:00 PM,12:05\u202fPM\n"
            "11/04/2026,12:05 AM,12:10 AM\n"
        ),
        ["2026-11-04T00:05 5", "2026-11-05T12:00 5", "2026-11-20T09:30 12"],
    ),
    "one column for day and time": (
        "date,minutes\n11/20/2026 2:05:00 PM,12\n",
        ["2026-11-20T14:05 12"],
    ),
    "one day that tells how all are meant, in another column": (
        "start\tend\n05/11/2026 09:30\t05/11/2026 09:40\n13/11/2026, 09:30\t09:50\n",
        ["2026-11-05T09:30 10", "2026-11-13T09:30 20"],
    ),
    "days that are the same in both orders": (
        "date,minutes\n11/11/2026,12\n2026-11-05,5\n",
        ["2026-11-05T12:00 5", "2026-11-11T12:00 12"],
    ),
    "a title, the separator of a spreadsheet, blank lines and empty rows": (
        'sep=;\nMy walks;;\n;;\n\n"date";"minutes";\n\n20.11.2026;12;\n;;\n   \n',
        ["2026-11-20T12:00 12"],
    ),
    "cells left out at the end, and more empty ones": (
        "date,minutes,pain_before,note\n2026-11-20,12\n2026-11-19,5,,,,,\n",
        ["2026-11-19T12:00 5", "2026-11-20T12:00 12"],
    ),
    "equal rows are as many walks": (
        "date,minutes\n2026-11-20,12\n2026-11-20,12\n2026-11-20,13\n",
        ["2026-11-20T12:00 12", "2026-11-20T12:00 12", "2026-11-20T12:00 13"],
    ),
    "two walks of one minute as exported, their ids taken out": (
        "start,minutes\n2026-11-20T09:30:10+01:00,5\n2026-11-20T09:30:40+01:00,5\n",
        ["2026-11-20T09:30 5", "2026-11-20T09:30 5"],
    ),
    "quotation marks, separators and line ends in a note": (
        'note,date,minutes\r\n"a, ""b""\r\nc",2026-11-20,12\r\n',
        ['2026-11-20T12:00 12 – – a, "b" c'],
    ),
    "couldn't, with the apostrophe of a phone": (
        "date,minutes,pain_before\n2026/11/20,Couldn\u2019t,8\n",
        ["2026-11-20T12:00 None 8 –"],
    ),
    "old line ends": (
        "date,minutes\r2026-11-20,12\r",
        ["2026-11-20T12:00 12"],
    ),
}


def load(text, **more):
    zone = partial(datetime.astimezone, tz=ZoneInfo("Europe/Berlin"))
    return csv_file.load(text, now=NOW, local=zone, day_start=timedelta(hours=4), **more)


def said(walk):
    """A walk in few words: its start, minutes, pains and note."""
    pains = ["–" if walk[key] is None else str(walk[key]) for key in ("pain_before", "pain_after")]
    rest = [*pains, walk["note"]] if set(pains) != {"–"} or walk["note"] else []
    return " ".join([walk["start"][:16], str(walk["minutes"]), *filter(None, rest)])


@pytest.mark.parametrize("name", TABLES)
def test_a_table_gives_its_walks_and_twice_is_once(name):
    text, walks = TABLES[name]
    kept = journal_on()
    report = take_in(load(text)[0], kept, now=NOW)
    assert report.refused == []
    assert sorted(said(walk) for walk in exported(kept)[0]["walks"]) == walks
    assert take_in(load(text)[0], kept, now=NOW).known == len(walks)
    assert len(exported(kept)[0]["walks"]) == len(walks)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("date;minutes\n20.11.2026;12,5\n", "“12,5” can't be the minutes"),
        ("date,minutes\n2026-11-20,12,5\n", "such as 12,5, into quotation marks"),
        ("date,minutes\n2026-11-20,0:12\n", "“0:12” can't be the minutes"),
        ("date,minutes\nTotal,57\n", "“Total” isn't a day or time"),
        ("date,minutes\n20/11/26,12\n", "“20/11/26” isn't a day or time: write it like 2026-11-20 09:30"),
        ("date,minutes\n31/02/2026,12\n", "not in the calendar with the day first"),
        ("date,start,minutes\n2026-11-20,13:30 PM,12\n", "before AM and PM it goes from 1 to 12"),
        ("date,start,minutes\n2026-11-20,25:30,12\n", "is no time of day"),
        ("start,end\n2026-11-20 09:30,2026-11-20 09:30\n", "The end “2026-11-20 09:30” is not after the start"),
        ("start,end\n2026-11-20 09:30,2026-11-20 08:30\n", "The end “2026-11-20 08:30” is not after the start"),
        ("start,end\n2026-11-19 09:30,2026-11-20 09:30\n", "“1440” can't be the minutes"),
        ("start,end\n2026-11-20,09:30\n", "start has no time of day"),
        ("start,end\n2026-11-20 09:30,2026-11-20\n", "end has no time of day"),
        ("start,end\n2026-11-20 09:30,\n", "minutes are missing"),
        ("start,minutes\n09:30,12\n", "date is missing"),
        ("date,minutes\n20.11.26,12\n", "“20.11.26” is a time without its day"),
        ("start,minutes\n0001-01-01T00:00:00+14:00,12\n", "isn't a day or time"),
        ("start,minutes\n9999-12-31T23:59:59-12:00,12\n", "still to come"),
        ("date,minutes\n2026-11-23,12\n", "still to come"),
    ],
)
def test_a_row_that_can_not_be_read_is_refused_with_its_line_and_why(text, says):
    report = take_in(load(text)[0], journal_on(), now=NOW)
    assert [refusal.partition(":")[0] for refusal in report.refused] == ["line 2"]
    assert says in report.refused[0]


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (("05/11/2026", "06/11/2026"), "such as “05/11/2026”, can be read with the day or the month first"),
        (("05.11.2026",), "with the day or the month first"),
        (("20/11/2026", "11/20/2026"), "In “20/11/2026” the day stands first, and in “11/20/2026” the month"),
    ],
)
def test_days_that_can_be_read_in_two_ways_are_asked_about_and_nothing_is_taken(days, says):
    text = "\n".join(["date,minutes", *(f"{day},12" for day in days)])
    with pytest.raises(ExchangeError, match="say which is meant with --dates dmy or --dates mdy") as refused:
        load(text)
    assert says in str(refused.value)


@pytest.mark.parametrize(("dates", "day"), [("dmy", "2026-11-05"), ("mdy", "2026-05-11")])
def test_days_are_read_as_the_person_says(dates, day):
    kept = journal_on()
    report = take_in(load("date,minutes\n05/11/2026,12\n2026-11-19,5\n20/11/2026,7\n", dates=dates)[0], kept, now=NOW)
    walks = exported(kept)[0]["walks"]
    assert day in {walk["date"] for walk in walks}
    assert len(report.refused) == (dates == "mdy")


@given(
    st.sampled_from(["date,minutes", "start;end", "Day\tStart\tEnd\tMinutes\tid"]),
    st.text(st.sampled_from("0123456789./-: apmPMTZ+,;\"\n\r\t'"), max_size=80),
)
def test_whatever_stands_in_a_table_is_a_walk_or_refused_in_words(header, text):
    with suppress(ExchangeError):
        report = take_in(load(f"{header}\n{text}", dates="dmy")[0], journal_on(), now=NOW)
        assert all(refusal.endswith(".") for refusal in report.refused)


def test_columns_that_are_not_known_are_named_and_left_out():
    table = load("Weather,date,Schritte (Zahl),minutes,\nsunny,2026-11-20,1200,12,x\n")
    assert table[1] == ("“Weather”", "“Schritte (Zahl)”")
    assert len(table[0]) == 1


def test_rows_with_ids_are_known_by_them_and_what_differs_is_named():
    text = "id,date,minutes\na,2026-11-20,12\nb,2026-11-20,5\n"
    kept = journal_on()
    assert take_in(load(text)[0], kept, now=NOW).added["walks"] == 2
    assert take_in(load(text)[0], kept, now=NOW).known == 2
    report = take_in(load(text.replace("12", "13"))[0], kept, now=NOW)
    assert report.refused == [
        "line 2: id: a is here already and stays as it is, but minutes is 12 here and 13 in the file.",
    ]
    report = take_in(load("id,date,minutes\nc,2026-11-20,12\nc,2026-11-20,5\n")[0], kept, now=NOW)
    assert [refusal.partition(":")[0] for refusal in report.refused] == ["line 2", "line 3"]
    assert report.refused[0].startswith("line 2: id: c is the id of line 3 too, but minutes is 5 there and 12 here.")


def test_a_row_without_an_id_that_was_edited_here_stays_edited():
    text = "date,minutes\n2026-11-20,12\n"
    kept = journal_on()
    take_in(load(text)[0], kept, now=NOW)
    [record] = kept.archive.records("walk")
    kept.archive.put(type(record)(record.id, "walk", record.at, record.date, {**record.doc, "minutes": 13}))
    assert take_in(load(text)[0], kept, now=NOW).known == 1
    assert [walk["minutes"] for walk in exported(kept)[0]["walks"]] == [13]
