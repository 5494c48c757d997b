"""Walks logged after the fact: by keyboard alone, and what can't be one."""

from __future__ import annotations

import csv
import io
import json
import re
from zoneinfo import ZoneInfo

import pytest
from textual.events import Key
from textual.widgets import Input

from backcoach.cli import environment
from backcoach.cli.main import main
from backcoach.coach.coach import Coach
from backcoach.domain.settings import Settings
from backcoach.store.journal import SqliteJournal
from backcoach.ui.screens.form import SavedScreen
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.screens.review import ReviewScreen
from backcoach.ui.screens.stretch import StretchStartScreen
from backcoach.ui.screens.walk import NewWalkForm
from tests.doubles import Heard, ids
from tests.ui.log_support import DAY, TODAY, all_walks, notice, rows, shown, told, type_text, wrong


async def test_a_walk_takes_six_keys_and_the_next_one_six_more(make_app, book):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "1", "5", "enter", "6", "5")
        assert isinstance(app.screen, SavedScreen)
        assert "Saved: Sun 22 Nov 13:50  Walk 15 min, pain 6 → 5" in shown(app)
        assert "15 of 6 min, 1 walk" in shown(app)
        await pilot.press("w", "1", "0", "enter", "t", "0")
        assert sorted(told(walk) for walk in all_walks(book)) == [(10, 10, 0), (15, 6, 5)]
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


async def test_a_week_typed_in_by_keyboard_alone_shows_in_the_review(make_app, book, clock):
    app = make_app()
    presses = 0
    async with app.run_test() as pilot:
        clock.advance(days=-6)
        for minutes in (22, 12, 0, 15, 18, 14, 15):
            keys = ["w", "c", "enter"] if not minutes else ["w", *str(minutes), "enter", "6", "5"]
            await pilot.press(*keys)
            presses = max(presses, len(keys))
            clock.advance(days=1)
        clock.advance(days=-1)
        await pilot.press("r")
        text = "\n".join(rows(app))
        assert presses == 6
        assert "Week of 16 – 22 November" in text
        assert "96 minutes    6 walks    6 of 7 days    22 longest" in text
        assert "couldn't" in text
        assert [walk.minutes for walk in all_walks(book)] == [22, 12, None, 15, 18, 14, 15]


async def test_an_earlier_day_is_chosen_in_the_review(make_app, book):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press(
            "r", "up", "up", "w", "8", "enter", "3", "2", "7", "enter", "3", "2", "up", "9", "enter", "3", "2"
        )
        assert {(walk.date, walk.minutes) for walk in all_walks(book)} == {
            (TODAY - 3 * DAY, 9),
            (TODAY - 2 * DAY, 8),
            (TODAY - 2 * DAY, 7),
        }
        assert all(walk.start.hour == 12 for walk in all_walks(book))
        assert isinstance(app.screen, ReviewScreen)
        assert notice(app) == "Logged: Thu 19 Nov 12:00  Walk 9 min, pain 3 → 2. u undoes it."
        await pilot.press("u")
        assert {walk.minutes for walk in all_walks(book)} == {8, 7}


WEEK = ((22, 6, 5), (12, 6, 6), (None, None, None), (15, 5, 4), (18, 5, 4), (14, 4, 4), (15, 4, 3))
"""Minutes and pain of a week, its Monday first."""


def keys_of(minutes, before, after):
    return ["c", "enter"] if minutes is None else [*str(minutes), "enter", str(before), str(after)]


@pytest.mark.parametrize(
    ("opening", "following"), [("w", "left"), ("r", "up")], ids=["from the walk form", "through the review"]
)
async def test_a_week_that_is_over_takes_at_most_six_keys_a_walk(make_app, book, opening, following):
    app = make_app()
    most = 0
    async with app.run_test() as pilot:
        for way, figures in zip([opening, *[following] * 6], reversed(WEEK), strict=True):
            # The review takes digits, and letters after w.
            keys = [way, *(["w"] if (way, figures[0]) == ("up", None) else []), *keys_of(*figures)]
            most = max(most, len(keys))
            await pilot.press(*keys)
        assert most == 6
        assert [told(walk) for walk in all_walks(book)] == list(WEEK)


async def test_a_week_typed_in_has_the_same_figures_everywhere(make_app, clock, tmp_path, monkeypatch, capsys):
    """The screen, the week as text and as JSON, the CSV and the page for a clinician."""
    clock.wall_now = lambda: clock.wall
    monkeypatch.setattr(environment, "SystemClock", lambda: clock)

    def command(*words):
        assert main(["--data-dir", str(tmp_path), *words]) == 0
        return capsys.readouterr().out

    with SqliteJournal(tmp_path / "backcoach.db", busy=1) as journal:
        app = make_app(of=Coach(clock, journal, Heard(), ids()))
        async with app.run_test(size=(80, 30)) as pilot:
            await pilot.press("w", *keys_of(*WEEK[-1]))
            for figures in reversed(WEEK[:-1]):
                await pilot.press("left", *keys_of(*figures))
            await pilot.press("r")
            screen = "\n".join(rows(app))
    text = command("week")
    assert "96 min, 6 walks on 6 days · before: 0 min\nlongest 22 min" in text
    assert "96 minutes    6 walks    6 of 7 days    22 longest" in screen
    assert re.search(r"min +22 +12 +couldn't +15 +18 +14 +15", screen)
    assert re.search(r"pain +6 → 5 +6 → 6 +– +5 → 4 +5 → 4 +4 → 4 +4 → 3", screen)
    week = json.loads(command("week", "--json"))
    totals = {"total_minutes": 96, "walks": 6, "days_walked": 6, "longest_minutes": 22, "previous_total_minutes": 0}
    assert week.items() >= totals.items()
    figures = [(minutes or 0, before, after) for minutes, before, after in WEEK]
    assert [(day["minutes"], day["pain_before"], day["pain_after"]) for day in week["days"]] == figures
    cells = list(csv.DictReader(io.StringIO(command("export", "--format", "csv"))))
    assert [(row["minutes"], row["pain_before"], row["pain_after"]) for row in cells] == [
        ("couldn't", "", "") if minutes is None else (str(minutes), str(before), str(after))
        for minutes, before, after in WEEK
    ]
    command("report", "--from", "2026-11-16", "-o", str(tmp_path / "page.html"))
    page = re.sub(r"<[^>]+>", " ", (tmp_path / "page.html").read_text(encoding="utf-8"))
    assert re.search(
        r"minutes walked in 6 walks\s+96\s+of 7 days with a walk\s+6\s+minutes, the longest walk\s+22", page
    )
    assert [int(found) for found in re.findall(r": (\d+) min, \d walk", page)] == [22, 12, 15, 18, 14, 15]


async def test_left_and_right_in_an_empty_form_go_to_another_day_and_leave_text_alone(make_app, book):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "right", "left", "left")
        assert "Walk on Friday 20 November 2026" in shown(app)
        await pilot.press("right", "5", "left", "1", "enter", "3", "2")
        (walk,) = all_walks(book)
        assert (walk.date, walk.minutes) == (TODAY - DAY, 15)


async def test_digits_typed_faster_than_the_form_opens_are_all_minutes(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("r")
        for digit in ("1", "5"):
            app.post_message(Key(digit, digit))
        for _ in range(100):
            await pilot.pause()
            if isinstance(app.screen, NewWalkForm) and app.screen.value("minutes") == "15":
                break
        assert isinstance(app.screen, NewWalkForm)
        assert app.screen.value("minutes") == "15"


async def test_a_day_on_which_walking_was_not_possible_counts_for_nothing(make_app, book):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "c", "enter")
        assert isinstance(app.screen, SavedScreen)
        assert "Walk couldn't" in shown(app)
        (walk,) = all_walks(book)
        assert walk.minutes is None


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"minutes": "0"}, "minutes", "“0” can't be the minutes"),
        ({"minutes": "601"}, "minutes", "1 to 600"),
        ({"minutes": "abc"}, "minutes", "“abc”"),
        ({"minutes": "-5"}, "minutes", "“-5”"),
        ({"minutes": "1e3"}, "minutes", "“1e3”"),
        ({"minutes": "[/]"}, "minutes", "“[/]”"),
        ({"minutes": "5", "pain_before": "11"}, "pain_before", "“11” can't be a pain"),
        ({"minutes": "5", "pain_after": "bad"}, "pain_after", "“bad”"),
        ({"minutes": "5", "at": "23:59"}, "at", "still to come"),
        ({"minutes": "5", "at": "2026-02-30 09:00"}, "at", "not in the calendar"),
        ({"minutes": "5", "at": "yesterday"}, "at", "is not a time"),
        ({"minutes": "5", "at": "2027-01-01 09:00"}, "at", "still to come"),
        ({"minutes": "5", "note": "x" * 3000}, "note", "leave out 1,000"),
    ],
)
async def test_wrong_input_gets_a_sentence_at_its_field_and_nothing_is_kept(make_app, book, fields, field, says):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w")
        for name, value in fields.items():
            app.screen.query_one(f"#field-{name} Input", Input).value = value
        app.screen.query_one("#field-note Input", Input).focus()
        await pilot.press("enter")
        assert isinstance(app.screen, NewWalkForm)
        assert app.screen.here == field
        assert len(wrong(app)) == 1
        assert says in wrong(app)[0]
        assert all_walks(book) == ()
        assert app.screen.query_one(f"#field-{field} Input", Input).value == fields[field]


async def test_a_time_that_the_clocks_skipped_is_refused(make_app, book, clock, monkeypatch):
    monkeypatch.setattr(clock, "local", lambda wall: wall.astimezone(ZoneInfo("Europe/Berlin")))
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "5", "enter", "up")
        await type_text(pilot, "2026-03-29 02:30")
        await pilot.press("enter", "1", "1")
        assert app.screen.here == "at"
        assert "did not exist here" in wrong(app)[0]
        assert all_walks(book) == ()


async def test_an_emergency_that_stops_a_walk_costs_no_walk(make_app, book, clock):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "enter", "2")
        app.look_again()
        clock.advance(minutes=4)
        await pilot.press("!", "y")
        app.look_again()
        await pilot.pause()
        assert [told(walk) for walk in all_walks(book)] == [(4, 2, None)]


async def test_minutes_are_checked_before_the_pain_is_asked_for(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "7", "0", "0", "enter")
        assert app.screen.here == "minutes"
        assert "“700”" in wrong(app)[0]
        await pilot.press("backspace", "enter")
        assert app.screen.here == "pain_before"
        assert wrong(app) == []


async def test_letters_are_text_in_a_field(make_app, book):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "5", "enter", "3", "down")
        await type_text(pilot, "quiet hips! q?")
        await pilot.press("enter")
        assert isinstance(app.screen, SavedScreen)
        (walk,) = all_walks(book)
        assert walk.note == "quiet hips! q?"


async def test_help_is_one_key_away_even_while_typing(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "f1")
        assert type(app.screen).__name__ == "HelpScreen"


async def test_two_digits_typed_at_once_are_two_pains(make_app, book):
    """The second is on its way to the first field before that has given way; it must not be lost."""
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "1", "5", "enter")
        for digit in ("6", "5"):
            app.post_message(Key(digit, digit))
        await pilot.pause(0.2)
        assert isinstance(app.screen, SavedScreen)
        walk = app.screen.saved
        assert (walk.pain_before, walk.pain_after) == (6, 5)


async def test_words_that_were_typed_and_not_saved_are_there_again(make_app, book):
    app = make_app()
    again = "The words that you had typed and not saved are here again."
    async with app.run_test() as pilot:
        await pilot.press("w", "5", "enter", "3", "down")
        await type_text(pilot, "stiff")
        await pilot.press("escape", "w")
        assert notice(app) == again
        assert (app.screen.value("minutes"), app.screen.value("note")) == ("", "stiff")
        await pilot.press("escape", "d", "n")
        assert app.screen.value("text") == ""
        await type_text(pilot, "rain")
        await pilot.press("escape", "w", "8", "enter", "2", "1")
        assert all_walks(book)[0].note == "stiff"
        await pilot.press("w")
        assert app.screen.value("note") == ""
        assert notice(app) == ""
        await pilot.press("escape", "d", "n")
        assert (app.screen.value("text"), notice(app)) == ("rain", again)


async def test_a_stretch_is_one_key_away_before_and_after_a_walk_where_that_is_set(make_app, book):
    app = make_app(settings=Settings(stretch_around_walks=True))
    async with app.run_test() as pilot:
        await pilot.press("w", "s")
        assert isinstance(app.screen, StretchStartScreen)
        await pilot.press("escape", "w", "5", "s", "enter", "4", "4")
        assert isinstance(app.screen, NewWalkForm)  # a letter among the minutes is text, and no number
        await pilot.press("escape", "w", "5", "enter", "4", "4", "s")
        assert isinstance(app.screen, StretchStartScreen)
    assert [told(walk) for walk in all_walks(book)] == [(5, 4, 4)]
