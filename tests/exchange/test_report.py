"""The page for a clinician is valid, needs nothing, asks for nothing, and shows words as they were typed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import html5lib
import pytest

from backcoach.domain.days import DAY
from backcoach.domain.diary import EntryKind
from backcoach.domain.review import Helped, Uses, Week, period_of
from backcoach.domain.routine import Kind
from backcoach.exchange import report
from tests.doubles import new_entry, new_walk
from tests.exchange.samples import NOTES

FIRST, LAST = date(2026, 11, 9), date(2026, 11, 22)
PRINTED = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
MORNING = datetime(2026, 11, 10, 9, 30, tzinfo=UTC)


def period(first=FIRST, last=LAST, notes=("to the bakery",), **more):
    walks = [new_walk(f"w{n}", MORNING, 10 + n, pain_before=6, pain_after=5, note=note) for n, note in enumerate(notes)]
    words = [new_entry(f"m{n}", EntryKind.MEDICINE, MORNING, text=note) for n, note in enumerate(notes)]
    words += [new_entry(f"t{n}", EntryKind.TRIGGER, MORNING, text=note) for n, note in enumerate(notes)]
    words += [new_entry(f"p{n}", EntryKind.PAIN, MORNING + timedelta(days=n), value=n % 11) for n in (0, 1, 5)]
    return period_of(
        first,
        last,
        walks=walks,
        diary=words,
        uses={FIRST: Uses(ice=3, heat=2, stretch=1, breathe=4)},
        goal=lambda _day: 15,
        **more,
    )


def flare_up(onset, ended, plan, pain=None, trigger=""):
    return onset, ended, plan, SimpleNamespace(pain=pain, trigger=trigger)


def page(shown=None, flares=None):
    if flares is None:
        flares = [flare_up(MORNING, None, "steady <1>")]
    return report.render(shown or period(), flares, answers=[("no to 9 of the signs", MORNING)], printed_at=PRINTED)


def parsed(text):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def texts(text, tag):
    return ["".join(element.itertext()) for element in parsed(text).iter(tag)]


@pytest.mark.parametrize(
    ("first", "last"),
    [(FIRST, FIRST), (FIRST, LAST), (date(2025, 1, 1), LAST), (date(2020, 1, 1), LAST), (date(1976, 11, 22), LAST)],
)
def test_the_page_is_valid_html_for_any_length_of_time(first, last):
    text = page(period(first, last))
    parsed(text)
    assert len(text) < 120_000


def test_the_page_is_valid_without_anything_to_show():
    text = report.render(period_of(FIRST, LAST), (), printed_at=PRINTED)
    parsed(text)
    assert text.count("None noted.") == 6
    assert "Notes" not in text


def test_nothing_is_run_and_nothing_is_asked_for():
    text = page(period(notes=NOTES))
    names = {element.tag for element in parsed(text).iter() if isinstance(element.tag, str)}
    assert not names & {"script", "img", "link", "iframe", "object", "embed", "form", "a", "base", "image", "use", "b"}
    attributes = {name for element in parsed(text).iter() for name in element.attrib}
    assert not {name for name in attributes if str(name).startswith("on") or name in {"src", "href", "srcset"}}
    assert not re.search(r"url\(|@import|https?:", text)
    assert "default-src 'none'" in text


def test_words_are_shown_as_they_were_typed_wherever_they_stand():
    shown = texts(page(period(notes=NOTES)), "bdi")
    for note in NOTES:
        assert shown.count(note) == 3, note


def test_the_figures_are_those_of_the_week():
    shown = period(first=date(2026, 11, 9), last=date(2026, 11, 15))
    week = Week(shown).as_json()
    figures = dict(zip(texts(page(shown), "dt"), texts(page(shown), "dd"), strict=True))
    assert figures["minutes walked in 1 walk"] == str(week["total_minutes"]) == "10"
    assert figures["of 7 days with a walk"] == str(week["days_walked"])
    assert figures["minutes, the longest walk"] == str(week["longest_minutes"])
    assert [figures[f"{what}"] for what in ("applications of ice", "applications of heat")] == ["3", "2"]
    assert [figures[f"{what}"] for what in ("stretch sessions", "breathing sessions")] == ["1", "4"]


def test_what_a_clinician_looks_for_is_there():
    text = page()
    assert "10 Nov 2026 09:30 to now, not over yet" in " ".join(texts(text, "li"))
    assert "plan steady <1>" in " ".join(texts(text, "li"))
    headings = [heading.strip() for heading in texts(text, "h2")]
    assert headings == [
        *("Flare-ups", "Pain by day", "Walking by day, in minutes", "Done by day, how often", "By week"),
        *("Medicines taken, in their own words", "Triggers", "Get-help questions answered"),
        *("Pain before and after, over four weeks", "Questions to ask", "Notes"),
    ]
    assert "not a medical device" in texts(text, "footer")[0]
    assert "9 Nov 2026 to 22 Nov 2026" in texts(text, "title")[0]
    assert "@page" in text
    assert "@media print" in text


def test_each_week_has_a_line_with_the_figures_of_the_week():
    shown = period(first=date(2026, 11, 8))
    lines = [["".join(cell.itertext()) for cell in row.iter("td")] for row in parsed(page(shown)).iter("tr")]
    assert lines == [
        [],
        ["8 Nov – 8 Nov", "0", "0", "0 of 1", "0", "–", "– → –", "0", "0", "0", "0"],
        ["9 Nov – 15 Nov", "10", "1", "1 of 7", "0", "3.2", "6 → 5", "3", "2", "1", "4"],
        ["16 Nov – 22 Nov", "0", "0", "0 of 7", "0", "–", "– → –", "0", "0", "0", "0"],
    ]
    assert "By week" not in page(period(first=date(2026, 6, 1)))


def test_a_day_on_which_walking_was_not_possible_is_marked_and_no_bar():
    could_not = new_walk("c", MORNING, None, note="too sore")
    shown = period_of(FIRST, LAST, walks=[could_not])
    marked = [column for column in report.columns_of(shown) if column.could_not]
    assert [(column.minutes, column.walked) for column in marked] == [(0, "10 Nov: 0 min, 0 walks")]
    assert bars(page(shown)) == []
    figures = dict(zip(texts(page(shown), "dt"), texts(page(shown), "dd"), strict=True))
    assert figures["days: walking was not possible"] == "1"
    assert texts(page(shown), "li")[-1] == "10 Nov couldn't too sore"


def test_flare_ups_are_shaded_as_long_as_they_were():
    ended = flare_up(MORNING - timedelta(days=9), MORNING, "Steady", 8, "<b>lifting</b>")
    text = page(flares=[ended])
    assert "1 Nov 2026 09:30 to 10 Nov 2026 09:30 · 10 days · pain 8 at first · plan Steady · <b>lifting</b>" in texts(
        text, "li"
    )
    columns = report.columns_of(period())
    assert report.band(columns, FIRST - 8 * DAY, FIRST + DAY) == (34.0, pytest.approx(678 / 14 * 2, abs=0.01))
    assert report.band(columns, LAST + DAY, LAST + 2 * DAY) is None


def test_words_noted_often_are_named_once_with_their_times():
    times = [("ibuprofen", MORNING + timedelta(days=n)) for n in range(9)]
    assert report.said(times, report.stamp) == [("ibuprofen", "9 times, 10 Nov 2026 09:30 to 18 Nov 2026 09:30")]
    assert report.said(times[:2], report.stamp) == [("ibuprofen", "10 Nov 2026 09:30, 11 Nov 2026 09:30")]


def marks(text, name, tag="rect"):
    """What is drawn in the graphs under a class, by its attributes."""
    found = re.findall(rf'<{tag} class="{name}(?: met)?".*?>', text)
    return [dict(re.findall(r'(\w+)="([^"]*)"', element)) for element in found]


def bars(text):
    return marks(text, "bar")


def test_the_walking_graph_stays_in_its_box_and_marks_the_goal():
    text = page(period())
    (bar,) = bars(text)
    left, top, width, height = (float(bar[name]) for name in ("x", "y", "width", "height"))
    assert bar["class"] == "bar"
    assert "<title>10 Nov: 10 min, 1 walk</title>" in text
    goals = marks(text, "goal", "line")
    assert len(goals) == 14
    assert float(goals[1]["y1"]) < top
    assert report.LEFT <= left < left + width <= report.RIGHT
    assert top >= report.TOP - 0.01
    assert top + height == pytest.approx(report.BOTTOM)


@pytest.mark.parametrize("minutes", [1, 6, 60, 61, 119, 120, 121, 360, 599, 600])
def test_the_highest_bar_fits(minutes):
    shown = period_of(FIRST, FIRST, walks=[new_walk("a", MORNING - timedelta(days=1), minutes)] * 12)
    (bar,) = bars(page(shown))
    assert float(bar["y"]) >= report.TOP - 0.01
    assert float(bar["height"]) > (report.BOTTOM - report.TOP) / 10 or minutes == 1


def test_no_line_of_pain_crosses_a_day_without_any():
    text = page(period(notes=()))
    assert re.findall("<title>(.*: pain .*)</title>", text) == ["10 Nov: pain 0", "11 Nov: pain 1", "15 Nov: pain 5"]
    points = [(point["cx"], point["cy"]) for point in marks(text, "point", "circle")]
    lines = [((a["x1"], a["y1"]), (a["x2"], a["y2"])) for a in marks(text, "pain", "line")]
    assert lines == [(points[0], points[1])]


@pytest.mark.parametrize(
    ("days", "per", "columns"), [(1, "day", 1), (120, "day", 120), (121, "week", 18), (18263, "year", 51)]
)
def test_a_long_time_is_shown_in_as_many_columns_as_can_be_seen(days, per, columns):
    shown = period_of(LAST - timedelta(days=days - 1), LAST)
    assert report.span_of(days)[1] == per
    assert len(report.columns_of(shown)) == columns


def test_what_was_done_is_told_day_by_day_and_what_was_not_is_left_out():
    days = report.columns_of(period())
    rows = report.done(days)
    assert [(name, [number for _, number in numbers]) for name, numbers in rows.items()] == [
        *(("Ice", [3]), ("Heat", [2]), ("Stretch", [1]), ("Breathe", [4]), ("Walks", [1])),
    ]
    assert [numbers[0][0] for numbers in rows.values()] == [*[days[0].x] * 4, days[1].x]
    assert report.done(report.columns_of(period_of(FIRST, LAST))) == {}


ASKED = [("Is imaging called for?", "001")]


@pytest.mark.parametrize(
    ("notes", "shown", "others"),
    [
        ((), "Is imaging called for? 001", []),
        (("Slept well",), "Is imaging called for? 001", ["10 Nov Note Slept well"]),
        (("When may I lift?", "Slept well"), "When may I lift? 10 Nov 09:30", ["10 Nov Note Slept well"]),
    ],
)
def test_the_person_s_own_questions_come_before_those_of_the_handouts(notes, shown, others):
    words = [new_entry(f"n{n}", EntryKind.NOTE, MORNING, text=note) for n, note in enumerate(notes)]
    text = report.render(period_of(FIRST, LAST, diary=words), (), questions=ASKED, printed_at=PRINTED)
    assert texts(text, "li") == [shown, *others]


def test_what_helped_and_the_level_are_figures_without_a_cause():
    helped = (Helped(Kind.ICE, 9, 6.0, 4.6, -1.4), Helped(Kind.HEAT, 2, 4.0, 5.0, 1.0))
    text = report.render(period(), (), helped=helped, level="Easing, 5 min 3 times a day", printed_at=PRINTED)
    items = texts(text, "li")
    assert "Ice 6 → 4.6, 1.4 lower 9 times" in items
    assert "Heat 4 → 5, 1 higher twice, too few to tell" in items
    assert "Level at the end: Easing, 5 min 3 times a day" in " ".join(texts(text, "figcaption"))
    assert "need not be its cause" in texts(text, "footer")[0]


def test_of_very_many_notes_the_latest_are_shown_and_that_is_said():
    walks = [new_walk(f"w{n:02}", MORNING + timedelta(minutes=n), 5, note=f"note {n}") for n in range(50)]
    text = report.render(period_of(FIRST, LAST, walks=walks), (), printed_at=PRINTED)
    assert " ".join(texts(text, "h2")[-1].split()) == "Notes the latest 20 of 50"
    assert [item.rsplit(" ", 1)[-1] for item in texts(text, "li")] == [str(n) for n in range(30, 50)]
