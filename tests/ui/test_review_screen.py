"""The review: weeks, months, flare-ups and days, and how each change is taken back."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta, timezone

from msgspec.structs import replace
from textual.widgets import Input

from backcoach.cli.window import fill
from backcoach.coach.log import LogRecords
from backcoach.coach.protocols import JournalBusyError
from backcoach.domain.record import Record
from backcoach.domain.settings import Settings, WeekStart
from backcoach.ui.screens.day import DayScreen
from backcoach.ui.screens.form import FormScreen, SavedScreen
from backcoach.ui.screens.walk import NewWalkForm
from tests.doubles import journal_on, new_walk
from tests.exchange.samples import NOTES
from tests.ui.log_support import DAY, TODAY, all_entries, all_walks, notice, rows, shown, words_of_entries, wrong


async def test_an_empty_week_says_how_to_begin(make_app):
    app = make_app()
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.press("r")
        text = " ".join(" ".join(rows(app)).split())
        assert "press w, or type `backcoach walk add 5`" in text
        assert "Sun▸22" in text


async def test_weeks_to_the_left_and_right_and_back_to_this_one(make_app, book, clock):
    for back in (0, 7, 14):
        book.save(new_walk(f"w{back}", clock.local(clock.wall) - back * DAY, 5 + back))
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("r", "left", "left")
        assert "Week of 2 – 8 November" in "\n".join(rows(app))
        await pilot.press("right")
        assert "Week of 9 – 15 November" in "\n".join(rows(app))
        await pilot.press("t")
        assert "Week of 16 – 22 November" in "\n".join(rows(app))
        await pilot.press("right")
        assert "Week of 16 – 22 November" in "\n".join(rows(app))
        await pilot.press("up", "up", "up", "up", "up", "up", "up")
        assert app.screen.day == date(2026, 11, 15)
        assert "Week of 9 – 15 November" in "\n".join(rows(app))


async def test_before_the_first_day_the_review_says_where_the_log_begins(make_app, book, clock):
    book.save(new_walk("w", clock.local(clock.wall), 5))
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("r", "left")
        assert "The log begins on Sunday 22 November 2026." in "\n".join(rows(app))


async def test_weeks_start_as_the_settings_say(make_app):
    app = make_app(settings=Settings(week_start=WeekStart.SUNDAY))
    async with app.run_test() as pilot:
        await pilot.press("r")
        assert "Week of 22 – 28 November" in "\n".join(rows(app))
        await pilot.press("down")
        assert app.screen.day == TODAY


async def test_a_month_and_the_flare_ups(make_app, book, journal, clock):
    at = clock.local(clock.wall)
    book.save(new_walk("a", at, 5, pain_before=4, pain_after=2))
    book.save(new_walk("b", at - 40 * DAY, 9))
    wall = {"wall": (clock.wall - 2 * DAY).isoformat(), "boot": "b", "since_boot_us": 0}
    journal.archive.put(Record("f1", "flare", clock.wall - 3 * DAY, TODAY - 3 * DAY, {"onset": wall, "noted": wall}))
    app = make_app()
    async with app.run_test(size=(80, 50)) as pilot:
        await pilot.press("r", "v")
        text = "\n".join(rows(app))
        assert "November 2026" in text
        assert "5 minutes    1 walk    1 day" in text
        assert " 30 " in text
        await pilot.press("left")
        assert "October 2026" in "\n".join(rows(app))
        await pilot.press("v")
        text = "\n".join(rows(app))
        assert "Flare-up since 19 November 2026" in text
        assert " 19" in text
        assert " 18" not in text
        await pilot.press("v")
        assert "Week of" in "\n".join(rows(app))


async def test_shorter_words_under_the_days_leave_them_their_room_at_once(make_app, journal, clock, content):
    fill(journal, clock, content)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("r", "left")
        first = rows(app)
        app.look_again()
        await pilot.pause()
        assert rows(app) == first


async def test_each_of_add_edit_and_delete_can_be_undone(make_app, book):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "1", "5", "enter", "6", "5", "r", "enter")
        assert isinstance(app.screen, DayScreen)
        await pilot.press("e", "9", "enter")
        assert all_walks(book)[0].minutes == 9
        assert "u undoes the change" in notice(app)
        await pilot.press("delete")
        assert all_walks(book) == ()
        assert "Deleted: Sun 22 Nov 13:50  Walk 9 min" in notice(app)
        await pilot.press("u")
        assert all_walks(book)[0].minutes == 9
        await pilot.press("u")
        assert all_walks(book)[0].minutes == 15
        await pilot.press("u")
        assert all_walks(book) == ()
        await pilot.press("u")
        assert notice(app) == "There is nothing to undo."


async def test_the_same_for_the_diary(make_app, book):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("d", "p", "6", "r", "enter", "e", "3", "enter")
        assert all_entries(book)[0].value == 3
        await pilot.press("escape", "delete")
        assert all_entries(book) == ()
        await pilot.press("u", "u")
        assert all_entries(book)[0].value == 6
        await pilot.press("u")
        assert all_entries(book) == ()


async def test_editing_moves_a_walk_to_another_day_and_only_its_time_does(make_app, book):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "5", "enter", "1", "1", "e")
        app.screen.query_one("#field-at Input", Input).value = "2026-11-20 09:30"
        await pilot.press("enter")
        assert all_walks(book)[0].date == TODAY - 2 * DAY
        assert isinstance(app.screen, SavedScreen)
        assert "Fri 20 Nov 09:30" in shown(app)
        await pilot.press("u")
        assert all_walks(book)[0].date == TODAY


async def test_a_flight_moves_no_walk_to_another_day(make_app, book, clock, monkeypatch):
    app = make_app()
    async with app.run_test() as pilot:
        clock.advance(hours=9)
        await pilot.press("w", "5", "enter", "1", "1")
        before = all_walks(book)[0]
        monkeypatch.setattr(clock, "local", lambda wall: wall.astimezone(timezone(timedelta(hours=9))))
        await pilot.press("e", "4", "enter")
        after = all_walks(book)[0]
        assert after.minutes == 4
        assert (after.date, after.start) == (before.date, before.start)


async def test_another_windows_change_is_shown_and_not_written_over(make_app, book, clock, store):
    app = make_app()
    other = journal_on(store)
    async with app.run_test() as pilot:
        await pilot.press("w", "5", "enter", "1", "1", "r", "enter", "e")
        walk = all_walks(book)[0]
        LogRecords(other.archive).save(replace(walk, minutes=50))
        await pilot.press("4", "enter")
        assert isinstance(app.screen, FormScreen)
        assert "changed in another window" in wrong(app)[0]
        await pilot.press("escape")
        app.look_again()
        await pilot.pause()
        assert "Walk 50 min" in shown(app)


async def test_what_cant_be_written_because_someone_else_writes_stays_in_the_form(make_app, book, journal, monkeypatch):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "5", "enter", "1")
        real = journal.transaction

        @contextmanager
        def full():
            raise JournalBusyError("Another backcoach is writing.")
            yield

        monkeypatch.setattr(journal, "transaction", full)
        await pilot.press("1")
        assert isinstance(app.screen, NewWalkForm)
        assert wrong(app) == ["It can't be saved now: Another backcoach is writing."]
        monkeypatch.setattr(journal, "transaction", real)
        await pilot.press("enter")
        assert isinstance(app.screen, SavedScreen)
        assert len(all_walks(book)) == 1


async def test_notes_are_shown_as_typed_wherever_a_day_is_looked_at(make_app, book, clock):
    at = clock.local(clock.wall)
    for n, note in enumerate(NOTES):
        book.save(new_walk(f"w{n:02}", at - timedelta(minutes=n), 5, note=note))
    app = make_app()
    async with app.run_test(size=(80, 50)) as pilot:
        await pilot.press("r", "enter")
        assert words_of_entries(app) == list(reversed(NOTES))
        for note in NOTES[:-5:-1]:
            await pilot.press("e")
            assert app.screen.value("note") == note
            await pilot.press("escape", "down")
        assert app.is_running


async def test_an_edit_that_changes_nothing_promises_no_way_back(make_app, book, clock):
    """What u would take back then is what was done before it."""
    book.save(new_walk("w", clock.local(clock.wall), 5))
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("r", "e", "enter")
        assert notice(app) == "Nothing was changed."
        await pilot.press("u")
        assert notice(app) == "There is nothing to undo."


async def test_days_are_drawn_anew_in_the_room_that_a_notice_leaves_them(make_app, book, clock):
    book.save(new_walk("w", clock.local(clock.wall), 5))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("r", "delete")
        await pilot.pause()
        assert "Deleted" in notice(app)
        assert "▸Sun 22" in "\n".join(rows(app))


async def test_the_mark_stays_where_an_entry_was_deleted(make_app, book, clock):
    for hour in range(4):
        book.save(new_walk(f"w{hour}", clock.local(clock.wall) - timedelta(hours=4 - hour), 5))
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("r", "enter", "down", "delete")
        await pilot.pause()
        assert app.screen.kept.id == "w2"
        await pilot.press("down", "delete")
        await pilot.pause()
        assert app.screen.kept.id == "w2"
