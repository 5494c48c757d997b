"""The calendar is read back with the library, as a phone would."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar

from backcoach.exchange.ical import Planned, calendar

NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 22)
PLAN = (
    Planned(
        "walk",
        datetime(2026, 11, 22, 16, 0, tzinfo=BERLIN),
        "Walk 2 of 3, 5 min; level ground",
        DAY,
        1,
        timedelta(minutes=5),
    ),
    Planned(
        "posture",
        datetime(2026, 11, 22, 14, 26, tzinfo=BERLIN),
        "Posture\x1b: walk, or lie\nBEGIN:VEVENT",
        DAY,
    ),
)


def events():
    return Calendar.from_ical(calendar(PLAN, now=NOW)).walk("VEVENT")


def test_what_is_planned_is_there_in_its_order():
    assert [str(event["summary"]) for event in events()] == [
        "Posture: walk, or lie BEGIN:VEVENT",
        "Walk 2 of 3, 5 min; level ground",
    ]
    assert [event.decoded("dtstart") for event in events()] == [
        datetime(2026, 11, 22, 13, 26, tzinfo=UTC),
        datetime(2026, 11, 22, 15, 0, tzinfo=UTC),
    ]


def test_each_has_one_alarm_at_its_time():
    for event in events():
        [alarm] = event.walk("VALARM")
        assert alarm.decoded("trigger") == timedelta(0)
        assert str(alarm["action"]) == "DISPLAY"
        assert str(alarm["description"]).startswith(str(event["summary"]))
    assert calendar(PLAN, now=NOW).count(b"\r\nTRIGGER:-PT0M\r\n") == 2


def test_a_label_can_not_add_events_and_each_has_its_length():
    assert len(events()) == 2
    assert [event.decoded("duration") for event in events()] == [timedelta(minutes=1), timedelta(minutes=5)]


def test_the_same_plan_has_the_same_ids():
    again = Calendar.from_ical(calendar(PLAN, now=NOW + timedelta(minutes=1))).walk("VEVENT")
    assert [str(event["uid"]) for event in again] == [str(event["uid"]) for event in events()]
    assert [str(event["uid"]) for event in again] == ["2026-11-22-posture-0@backcoach", "2026-11-22-walk-1@backcoach"]
    assert [event["sequence"] - before["sequence"] for event, before in zip(again, events(), strict=True)] == [60, 60]


def test_what_was_put_off_replaces_itself():
    put_off = [Planned("walk", NOW + timedelta(hours=n), "Walk", DAY, 1) for n in (1, 2)]
    uids = {str(Calendar.from_ical(calendar([one], now=NOW)).walk("VEVENT")[0]["uid"]) for one in put_off}
    assert uids == {"2026-11-22-walk-1@backcoach"}


def test_lines_end_as_the_rfc_has_them_and_are_folded():
    lines = calendar(PLAN, now=NOW).split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)


def test_what_fell_away_is_cancelled_without_an_alarm_and_nothing_has_a_method():
    document = Calendar.from_ical(calendar([Planned("walk", NOW, "Walk", DAY, 2, fell_away=True)], now=NOW))
    [event] = document.walk("VEVENT")
    assert (str(event["status"]), event.walk("VALARM"), "method" in document) == ("CANCELLED", [], False)


def test_the_libraries_are_loaded_only_when_they_are_used():
    code = (
        "import sys; from backcoach.exchange import ical, report, json_file, csv_file;"
        "print(*sorted({'icalendar', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
