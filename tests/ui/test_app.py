"""The window as a person uses it: keys in, first line and digits out."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from textual.widgets import Static

from backcoach.coach.coach import Coach
from backcoach.domain.routine import Kind
from backcoach.domain.session import State
from backcoach.ui.app import BackcoachApp
from backcoach.ui.screens.form import FormScreen
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.screens.start import StartScreen
from backcoach.ui.services import Opening
from backcoach.ui.widgets.big_time import BigTime
from backcoach.ui.widgets.choice_list import ChoiceList
from backcoach.ui.widgets.text import FirstLine
from tests.doubles import Heard, ids, journal_on
from tests.ui.log_support import rows


def line(app):
    return app.screen.query_one(FirstLine).text


def digits(app):
    return app.screen.query_one("#digits", BigTime).value


def notice(app):
    return str(app.screen.query_one("#notice", Static).content)


def keys(app):
    return [hint.keys[0] for hint in app.screen.query_one("#keys").hints]


async def pass_time(app, pilot, clock, **span):
    clock.advance(**span)
    app.look_again()
    await pilot.pause()


async def test_two_presses_after_the_start_screen_and_the_time_falls(make_app, clock):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test() as pilot:
        assert isinstance(app.screen, StartScreen)
        await pilot.press("enter", "enter")
        assert line(app) == "Ice 15:00"
        await pass_time(app, pilot, clock, minutes=14, seconds=1)
        assert (line(app), digits(app)) == ("Ice 00:59", "00:59")


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
async def test_a_key_pressed_at_one_of_the_first_pictures_stops_no_clock(make_app, monkeypatch, nth):
    """What waits for a screen's picture is lost with the screen, and this key takes the screen away."""
    app, begun, drawn = make_app(Opening(Kind.BREATHE)), [], []
    app.services.surroundings.settle = begun.append
    display = app._display

    def drawing(screen, picture):
        display(screen, picture)
        drawn.append(picture)
        if len(drawn) == nth:
            app.call_later(app.simulate_key, "enter")

    monkeypatch.setattr(app, "_display", drawing)
    async with app.run_test() as pilot:
        for _ in range(3):  # the key goes from the list to the screen, and from there to the app
            await pilot.pause()
        assert line(app).startswith("Breathe 01:05")
        assert len(begun) == 1


async def test_the_first_drawing_is_the_whole_picture(make_app, monkeypatch):
    """Not an empty frame, which is filled when it has been drawn."""
    drawn = []
    whole = BackcoachApp._display

    def display(app, screen, renderable):
        drawn.append((line(app), "enter" in keys(app)))
        whole(app, screen, renderable)

    monkeypatch.setattr(BackcoachApp, "_display", display)
    app = make_app()
    async with app.run_test():
        assert drawn[0] == ("Nothing is running", True)


async def test_answers_of_today_are_not_asked_again(make_app, coach):
    coach.skin.confirm()
    app = make_app(Opening(Kind.HEAT))
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert line(app) == "Heat 15:00"


def asked(app):
    return str(app.screen.query_one("#questions", Static).content)


async def test_a_bath_asks_its_own_questions_and_is_offered_first_next_time(make_app, coach, clock, content):
    coach.skin.confirm()
    app = make_app(Opening(Kind.HEAT))
    async with app.run_test() as pilot:
        assert asked(app).startswith("You said yes")
        await pilot.press(*["down"] * 4)
        assert app.screen.heat == content.heat["bath"]
        assert asked(app).startswith("Before you get in")
        assert all(question.text in asked(app) for question in content.questions["water"].items)
        await pilot.press("enter")
        assert line(app) == "Nothing is running"
        await pilot.press("enter")
        assert coach.sessions[0].heat == content.heat["bath"]
        await pass_time(app, pilot, clock, minutes=15, seconds=12)
        assert line(app) == "Heat REMOVE NOW +00:12"
        assert app.screen.query_one("#word", BigTime).value == "GET OUT"
        await pilot.press("enter")
        await pass_time(app, pilot, clock, minutes=20)
        await pilot.press("h", "enter", "enter")  # the first leaves the pain unsaid
        assert coach.sessions[0].heat == content.heat["bath"]


async def test_the_kinds_of_cold_stand_where_ice_begins_and_no_choice(make_app, content):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test():
        assert "frozen peas" in str(app.screen.query_one("#offer", Static).content)
        assert not app.screen.query(ChoiceList)


async def test_the_whole_cycle_by_keys(make_app, coach, clock):
    app = make_app(plan="cycle")
    async with app.run_test() as pilot:
        await pilot.press("i", "enter", "enter")
        assert line(app) == "Ice 20:00"
        await pass_time(app, pilot, clock, minutes=20, seconds=12)
        assert line(app) == "Ice REMOVE NOW +00:12"
        assert app.screen.query_one("#word", BigTime).value == "TAKE IT OFF"
        await pilot.press("enter")
        assert line(app) == "Ice off 20:00"
        await pass_time(app, pilot, clock, minutes=20)
        assert line(app) == "Ice ready"
        await pass_time(app, pilot, clock, minutes=1)
        assert line(app) == "Ice ready"
        await pilot.press("enter")
        assert line(app) == "Ice 20:00"
        await pass_time(app, pilot, clock, minutes=20)
        await pilot.press("enter")
        await pass_time(app, pilot, clock, minutes=20)
        assert line(app) == "Nothing is running"
        assert isinstance(app.screen, HomeScreen)


async def test_a_minute_past_the_limit_is_refused_with_the_reason(make_app, clock):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter", *["plus"] * 5)
        assert line(app) == "Ice 20:00"
        await pilot.press("plus")
        assert line(app) == "Ice 20:00"
        assert "at most 20 min" in notice(app)
        assert "L1" in notice(app)
        await pilot.press("minus")
        assert line(app) == "Ice 19:00"
        assert notice(app) == ""


async def test_the_start_screen_keeps_the_limit_too(make_app):
    app = make_app(Opening(Kind.HEAT, timedelta(minutes=19)))
    async with app.run_test() as pilot:
        await pilot.press("plus", "plus")
        assert app.screen.offer.length == timedelta(minutes=20)
        assert "L1" in notice(app)


async def test_a_pause_says_that_the_pack_is_off_and_ends_after_five_minutes(make_app, clock):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter")
        await pass_time(app, pilot, clock, minutes=3)
        await pilot.press("space")
        assert line(app) == "Ice paused 12:00"
        assert "the pack is off" in str(app.screen.query_one("#sentence", Static).content)
        await pass_time(app, pilot, clock, minutes=4)
        await pilot.press("space")
        assert line(app) == "Ice 12:00"
        await pilot.press("space")
        await pass_time(app, pilot, clock, minutes=5)
        assert line(app) == "Ice off 15:00"


async def test_ice_soon_after_ice_is_refused_with_the_time(make_app, clock):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter", "x")
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("h")
        assert "14:25" in str(app.screen.query_one("#enter", Static).content)
        assert "L2" in str(app.screen.query_one("#enter", Static).content)
        await pilot.press("enter")
        assert line(app) == "Nothing is running"
        await pass_time(app, pilot, clock, minutes=20)
        await pilot.press("enter")
        assert line(app) == "Heat 15:00"


async def test_heat_that_makes_it_worse_ends_and_is_said_next_time(make_app, clock):
    app = make_app(Opening(Kind.HEAT))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter", "o")
        assert line(app) == "Nothing is running"
        assert "I won't suggest heat again" in notice(app)
        await pass_time(app, pilot, clock, minutes=20)
        await pilot.press("h")
        assert "made it worse" in str(app.screen.query_one("#offer", Static).content)


async def test_posture_runs_beside_ice_and_who_needs_the_person_comes_first(make_app, clock):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter", "p", "enter")
        assert line(app) == "Ice 15:00 · Posture 30:00"
        assert digits(app) == "30:00"
        await pilot.press("i")
        assert digits(app) == "15:00"
        await pilot.press("tab")
        assert digits(app) == "30:00"
        await pass_time(app, pilot, clock, minutes=15)
        assert line(app) == "Ice REMOVE NOW +00:00 · Posture 15:00"
        assert digits(app) == "+00:00"
        await pilot.press("enter", "p")
        await pass_time(app, pilot, clock, minutes=15, seconds=30)
        assert line(app) == "Posture CHANGE NOW +00:30 · Ice off 04:30"
        await pilot.press("enter")
        assert line(app) == "Ice off 04:30 · Posture 30:00"


async def test_while_a_pack_must_come_off_nothing_else_asks_for_a_key(make_app, clock):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter", "escape")
        assert isinstance(app.screen, HomeScreen)
        await pass_time(app, pilot, clock, minutes=15)
        assert isinstance(app.screen, SessionScreen)
        assert keys(app) == ["enter", "exclamation_mark", "x"]


async def test_coming_back_late_the_removal_can_be_corrected(make_app, coach, clock):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter")
        await pass_time(app, pilot, clock, minutes=25)
        assert "Ice was over at 14:20, 10 min ago" in notice(app)
        await pilot.press(*["minus"] * 12)
        assert "Came off at 14:20." in str(app.screen.query_one("#sentence", Static).content)
        await pilot.press("plus", "enter")
        assert line(app) == "Ice off 11:00"
        assert coach.sessions[0].done[0].overrun == timedelta(minutes=1)


async def test_a_suspend_shows_the_overrun_and_rings_once(make_app, clock, heard):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter")
        clock.suspend(hours=1)
        app.look_again()
        await pilot.pause()
        assert line(app) == "Ice REMOVE NOW +45:00"
        app.look_again()
        assert heard.headlines == ["Ice REMOVE NOW"]


async def test_two_windows_follow_each_other(make_app, clock, store):
    app = make_app(Opening(Kind.ICE))
    other = Coach(clock, journal_on(store), Heard(), ids())
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter")
        other.look()
        assert [session.kind for session in other.sessions] == [Kind.ICE]
        clock.advance(minutes=16)
        other.look()
        app.look_again()
        await pilot.pause()
        assert line(app) == "Ice REMOVE NOW +01:00"
        await pilot.press("enter")
        other.look()
        assert other.sessions[0].state is State.RUNNING
        assert other.sessions[0].index == 1


async def test_quitting_asks_once_while_something_runs(make_app, clock):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter", "q")
        assert app.is_running
        assert "Ice 15:00" in str(app.screen.query_one("#quit-line", Static).content)
        await pilot.press("escape")
        assert isinstance(app.screen, SessionScreen)
        await pilot.press("q", "enter", "q")
        assert app.is_running
        await pilot.press("y")
    assert app.return_code == 0


async def test_quitting_at_once_when_nothing_runs(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("q")
    assert app.return_code == 0


async def test_the_mouse_does_what_keys_do(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        everything = str(app.screen.query_one("#everything", Static).content).splitlines()
        row = next(n for n, text in enumerate(everything) if "Heat" in text)
        await pilot.click("#everything", offset=(3 + everything[row].index("Heat"), 1 + row))
        assert isinstance(app.screen, StartScreen)
        assert app.screen.offer.kind is Kind.HEAT
        await pilot.click("#keys", offset=(2, 0))
        assert app.screen.confirmed
        await pilot.press("escape", "d")
        enter = str(app.screen.query_one("#keys", Static).content).index("enter")
        await pilot.click("#keys", offset=(enter, 0))
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)


async def test_the_title_says_the_first_line(make_app, clock):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter")
        assert app.services.surroundings.title == "Ice 15:00"


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12), (20, 5), (10, 2), (1, 1)])
async def test_every_size_shows_what_fits(make_app, coach, clock, size):
    coach.skin.confirm()
    app = make_app(Opening(Kind.ICE))
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter")
        await pass_time(app, pilot, clock, minutes=15)
        first = app.screen.query_one(FirstLine)
        assert first.region.y == 0
        assert first.region.height == (2 if size == (20, 5) else 1)
        assert line(app) == "Ice REMOVE NOW +00:00"


async def test_what_a_screen_still_asks_for_while_the_window_closes_does_no_harm(make_app):
    app = make_app()
    async with app.run_test():
        screen = app.screen
    screen.post_message(screen.Shown())
    app.show_picture()


async def test_a_last_tick_while_the_window_closes_does_no_harm(make_app, monkeypatch):
    """On a slow machine it comes when half of the screen is gone."""
    ticks = []

    def tick(screen):
        ticks.append(screen)
        screen.app.ticker.look()
        screen.app.show_picture()

    monkeypatch.setattr(HomeScreen, "on_unmount", tick, raising=False)
    async with make_app().run_test():
        pass

    assert len(ticks) == 1


@pytest.mark.parametrize("size", [(20, 5), (40, 12)])
@pytest.mark.parametrize("kind", [Kind.ICE, Kind.HEAT])
async def test_nobody_says_yes_to_questions_that_a_small_window_hides(make_app, coach, kind, size):
    app = make_app(Opening(kind))
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter")
        assert not coach.skin.is_confirmed()
        for _ in range(60):
            if not coach.skin.is_confirmed():
                await pilot.press("enter")
        assert coach.skin.is_confirmed()
        await pilot.press("enter")
        assert [session.kind for session in coach.sessions] == [kind]


async def test_a_key_typed_ahead_says_yes_to_no_question(make_app):
    """It comes before the questions are laid out, and so before it is known that some of them are hidden (L5)."""
    app = make_app()
    async with app.run_test(size=(40, 12)):
        app.open_session(Kind.ICE)
        for _ in range(100):
            await asyncio.sleep(0)
            assert not app.screen.check_action("confirm", ()) or not isinstance(app.screen, StartScreen)
        assert app.screen.check_action("read_on", ())


async def test_other_questions_are_read_from_their_beginning(make_app, coach):
    """A bath's are asked where the pack's have been read to their end: the first of them must be seen too (L5)."""
    app = make_app(Opening(Kind.HEAT))
    async with app.run_test(size=(20, 6)) as pilot:
        for _ in range(60):
            if not app.screen.check_action("confirm", ()):
                await pilot.press("enter")
        assert app.screen.check_action("confirm", ())
        await pilot.press(*["down"] * 4)
        await pilot.pause()
        assert not app.screen.check_action("confirm", ())


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 5)])
async def test_quitting_in_the_first_minute_asks_once_and_says_how_to_answer(make_app, size):
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter", "q")
        assert str(app.screen.query("Static").nodes[1].content) == "The first minute ends here."
        await pilot.press("n")
        assert app.first_minute is not None
        await pilot.press("enter", "q")
        assert "f shows the flare-up" in str(app.screen.query("Static").nodes[1].content)
        assert rows(app)[-1].split() == ["y", "Quit", "n", "Stay"]
        await pilot.press("n")
        for _ in range(20):
            if not app.screen.check_action("none", ()):
                await pilot.press("n")
        await pilot.pause()
        assert "n  None" in rows(app)[-1]
        await pilot.press("q", "y")
    assert app.return_code == 0


async def test_what_was_not_drawn_yet_is_not_read(make_app):
    """A key typed ahead comes before the questions are laid out: it says yes to none of them (L5)."""
    app = make_app(Opening(Kind.HEAT))
    async with app.run_test(size=(120, 40)) as pilot:
        for drawn in range(2):
            for _ in range(50):
                if not app.screen.check_action("confirm", ()):
                    await pilot.pause()
            assert app.screen.check_action("confirm", ())
            if not drawn:
                app.screen.query_one(ChoiceList).action_last()
                app.screen.heat = app.screen.window.content.heat["bath"]  # its own questions, of which none was seen
                assert not app.screen.check_action("confirm", ())
