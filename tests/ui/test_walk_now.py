"""A walk that is timed: one session while it lasts, one walk in the log when it has ended."""

from __future__ import annotations

from datetime import timedelta

from backcoach.coach.coach import Coach
from backcoach.domain.engine import Stop
from backcoach.domain.routine import Kind
from backcoach.domain.settings import Settings
from backcoach.ui.screens.form import SavedScreen
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.screens.walk import PainAfterForm
from backcoach.ui.services import Opening
from backcoach.ui.widgets.text import FirstLine
from tests.doubles import Heard, ids, journal_on
from tests.ui.log_support import DAY, TODAY, all_walks, notice, shown, told


async def test_a_walk_now_counts_up_and_becomes_a_walk_when_it_stops(make_app, book, clock):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "enter", "6")
        assert isinstance(app.screen, SessionScreen)
        clock.advance(minutes=10)
        app.look_again()
        await pilot.pause()
        assert app.screen.query_one(FirstLine).text == "Walk 10:00"
        await pilot.press("space")
        clock.advance(minutes=30)
        await pilot.press("space")
        clock.suspend(minutes=2, seconds=40)
        await pilot.press("x")
        assert isinstance(app.screen, PainAfterForm)
        assert [told(walk) for walk in all_walks(book)] == [(13, 6, None)]
        await pilot.press("4")
        assert isinstance(app.screen, SavedScreen)
        assert [told(walk) for walk in all_walks(book)] == [(13, 6, 4)]
        await pilot.press("enter")
        assert isinstance(app.screen, HomeScreen)


async def test_the_walk_key_leads_to_the_walk_that_runs(make_app):
    app = make_app(Opening(Kind.WALK))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter", "escape")
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("w")
        assert isinstance(app.screen, SessionScreen)


async def test_a_window_that_was_killed_costs_nothing(make_app, book, clock, store):
    """The walk runs on in the journal; the pain before it was kept when it began."""
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "enter", "7")
    clock.reboot(minutes=20)
    journal = journal_on(store)
    again = make_app(of=Coach(clock, journal, Heard(), ids()))
    async with again.run_test() as pilot:
        assert isinstance(again.screen, SessionScreen)
        await pilot.press("x", "5")
        assert [told(walk) for walk in all_walks(book)] == [(20, 7, 5)]


async def test_a_walk_stopped_elsewhere_is_logged_when_a_window_opens(make_app, coach, book, clock):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "enter", "2")
    clock.advance(minutes=9)
    coach.look()
    coach.act(coach.session_of(Kind.WALK).id, Stop())
    assert all_walks(book) == ()
    async with make_app().run_test() as pilot:
        await pilot.pause()
        assert [told(walk) for walk in all_walks(book)] == [(9, 2, None)]
    async with make_app().run_test() as pilot:
        await pilot.pause()
        assert len(all_walks(book)) == 1


async def test_two_windows_log_one_walk_once(make_app, book, clock, store):
    app = make_app()
    journal = journal_on(store)
    other = make_app(of=Coach(clock, journal, Heard(), ids()))
    async with app.run_test() as pilot:
        await pilot.press("w", "enter", "2")
        async with other.run_test() as second:
            clock.advance(minutes=7)
            await pilot.press("x")
            await second.press("x")
            other.look_again()
            await second.pause()
            assert [told(walk) for walk in all_walks(book)] == [(7, 2, None)]


async def test_a_timed_walk_that_was_deleted_stays_deleted(make_app, book, clock):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "enter", "2")
        clock.advance(minutes=7)
        await pilot.press("x", "3", "u")
        assert [told(walk) for walk in all_walks(book)] == [(7, 2, None)]
        await pilot.press("u")
        assert isinstance(app.screen, HomeScreen)
    async with make_app().run_test() as pilot:
        await pilot.pause()
        assert all_walks(book) == ()


async def test_a_walk_left_running_for_a_day_is_not_made_into_ten_hours(make_app, book, clock):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "enter", "2")
        clock.suspend(days=2)
        app.look_again()
        await pilot.pause()
        assert all_walks(book) == ()
        assert "never confirmed" in notice(app)


async def test_the_day_of_a_walk_is_fixed_when_it_is_kept(make_app, book, clock):
    """At 02:30 the day before still runs where the day starts at 4; a timed walk belongs to the day it began on."""
    app = make_app(settings=Settings(day_start=timedelta(hours=4)))
    async with app.run_test() as pilot:
        clock.advance(hours=12, minutes=25)
        await pilot.press("w", "5", "enter", "1", "1")
        assert "Mon 23 Nov 02:25 (for Sun 22 Nov)" in shown(app)
        clock.advance(hours=1, minutes=25)
        await pilot.press("w", "enter", "enter")
        clock.advance(minutes=20)
        await pilot.press("x", "enter")
        clock.advance(minutes=1)
        await pilot.press("w", "6", "enter", "1", "1")
        assert [(walk.date, walk.minutes) for walk in all_walks(book)] == [(TODAY, 5), (TODAY, 20), (TODAY + DAY, 6)]


async def test_a_walk_that_has_just_ended_belongs_to_the_day_on_which_it_began(make_app, book, clock):
    app = make_app()
    async with app.run_test() as pilot:
        clock.advance(hours=9, minutes=54)
        await pilot.press("w", "5", "enter", "1", "1")
        clock.advance(minutes=1)
        await pilot.press("w", "6", "enter", "1", "1")
        assert sorted((walk.date, walk.minutes) for walk in all_walks(book)) == [(TODAY, 5), (TODAY, 6)]
