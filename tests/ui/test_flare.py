"""The flare-up and the day in the window: two keys to start, one next thing with its key, nothing owed."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from textual.widgets import Input, OptionList, Static

from backcoach.coach.day import Flares
from backcoach.coach.protocols import JournalBusyError, JournalError
from backcoach.domain.record import Record
from backcoach.domain.settings import Settings, Units
from backcoach.ui.screens.flare import FlareFormScreen, FlareScreen
from backcoach.ui.screens.help import HelpScreen
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.widgets.text import FirstLine
from tests.ui.test_app import keys, notice, pass_time

HOUR = timedelta(hours=1)


def text(app, selector):
    return str(app.screen.query_one(selector, Static).content)


@pytest.fixture
def flares(journal, clock):
    number = count(1)
    return Flares(journal, clock, lambda: f"flare-{next(number)}")


async def test_just_now_and_the_default_plan_are_few_keys(make_app, flares, clock):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("f", "enter")
        flare = flares.current()
        assert (flare.plan, flare.onset.wall, flare.pain, flare.trigger) == ("steady", clock.wall, None, "")
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("n", "escape")
        assert isinstance(app.screen, HomeScreen)
        lines = text(app, "#day").splitlines()
        assert lines[0].split() == ["now", "●", "Ice,", "15", "min", "i"]
        assert app.screen.query_one(FirstLine).aside.startswith("Day 1 · ice until Tue 14:05 · ")


async def test_the_form_takes_onset_trigger_pain_and_plan(make_app, flares, clock):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("f")
        app.screen.query_one("#onset", Input).value = "yesterday 18:00"
        app.screen.query_one("#onset", Input).focus()
        await pilot.press("enter", *"lifting", "enter", "7", "enter")
        assert isinstance(app.focused, OptionList)
        await pilot.press("down", "enter")
        flare = flares.current()
        assert (flare.hours(clock.now()), flare.trigger, flare.pain, flare.plan) == (
            20 + 5 / 60,
            "lifting",
            7,
            "either",
        )


async def test_letters_are_text_while_a_field_has_the_focus(make_app, flares):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("f", "shift+tab", "shift+tab", *"quick")
        assert isinstance(app.screen, FlareFormScreen)
        assert app.screen.query_one("#trigger", Input).value == "quick"
        assert keys(app)[0] == "enter"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [("onset", "soon", "yesterday 18:00"), ("onset", "23:59", "still to come"), ("pain", "11", "0")],
)
async def test_what_cannot_be_is_said_and_the_form_stays(make_app, flares, field, typed, said):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("f")
        app.screen.query_one(f"#{field}", Input).value = typed
        await pilot.press("enter")
        assert isinstance(app.screen, FlareFormScreen)
        assert said in notice(app)
        assert flares.current() is None


async def test_every_plan_is_a_sentence_with_its_source(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("f")
        plans = app.screen.query_one("#plans", OptionList)
        prompts = [plans.get_option_at_index(n).prompt.plain for n in range(plans.option_count)]
        assert len(prompts) == 6
        assert all(". (00" in prompt for prompt in prompts)
        assert plans.highlighted == 0


async def test_the_flare_up_says_which_phase_why_and_until_when(make_app, flares, clock):
    flares.start(clock.wall - 2 * HOUR, "ice-first", trigger="a box")
    flares.end()
    clock.advance(hours=1)
    flares.start(clock.wall - 10 * HOUR, "ice-first", trigger="[red]gardening[/]")
    app = make_app(settings=Settings(units=Units.US))
    async with app.run_test() as pilot:
        await pilot.press("f")
        assert isinstance(app.screen, FlareScreen)
        phase = text(app, "#flare-phase")
        assert "Day 1, 10 h: ice until Wednesday 05:05, plan ice-first, sources 002, backcoach." in phase
        assert "What you noted as the trigger: [red]gardening[/]" in phase
        assert "15 lb" in text(app, "#flare-holds")
        assert "22 Nov 2026, 1 day, plan ice-first, over, a box" in text(app, "#flare-before")


async def test_it_ends_by_a_yes_and_not_by_the_same_key_twice(make_app, flares, clock):
    flares.start(clock.wall, "steady")
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("f", "x")
        assert flares.current() is not None
        await pilot.press("x", "n", "x", "x")
        assert flares.current() is not None
        await pilot.press("y")
        assert flares.current() is None
        assert isinstance(app.screen, HomeScreen)
        assert "The flare-up is over" in notice(app)
        assert text(app, "#day") == ""


async def test_onset_and_plan_can_be_changed(make_app, flares, clock):
    flares.start(clock.wall, "steady", pain=6)
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("f", "e")
        assert app.screen.query_one("#onset", Input).value == "2026-11-22 14:05"
        app.screen.query_one("#onset", Input).value = "11:00"
        await pilot.press("down", "down", "enter")
        flare = flares.current()
        assert (flare.plan, round(flare.hours(clock.now()), 2), flare.pain) == ("cycle", 3.08, 6)
        assert isinstance(app.screen, FlareScreen)
        assert "plan cycle" in text(app, "#flare-phase")


async def test_an_onset_that_was_not_touched_keeps_its_seconds(make_app, flares, clock):
    clock.advance(seconds=37)
    before = flares.start(clock.wall, "steady")
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("f", "e", "enter")
        assert flares.current().onset == before.onset


# -- the day ------------------------------------------------------------------------------------------------


async def test_the_next_thing_its_key_and_the_resulting_times(make_app, flares, clock):
    flares.start(clock.wall - 2 * HOUR, "steady")
    app = make_app()
    async with app.run_test(size=(100, 30)) as pilot:
        assert " l  later 14:35   n  skip 16:05" in text(app, "#helps")
        await pilot.press("l")
        assert "14:35  ●  Ice, 15 min" in text(app, "#day")
        assert "Change position" in text(app, "#day").splitlines()[0]
        await pilot.press("n")
        assert "Change position" not in text(app, "#day")


async def test_below_what_runs_stands_what_comes_next(make_app, flares, clock, journal):
    flares.start(clock.wall - 31 * HOUR, "steady", pain=6)
    day = clock.wall.date()
    journal.archive.put(Record("w", "walk", clock.wall - HOUR, day, {"minutes": 5, "pain_after": 5}))
    clock.advance(minutes=1)
    app = make_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("i", "enter", "enter")
        assert isinstance(app.screen, SessionScreen)
        below = text(app, "#next")
        assert "Walk 2 of 3, 2 min" in below or "Ice, 15 min" in below
        assert below.endswith("Day 2, 31 h · plan steady (000, 003, backcoach) · ice until Mon 07:05")
        await pass_time(app, pilot, clock, minutes=15)
        assert text(app, "#next").startswith("Day 2")  # the pack must come off: nothing else is next


@pytest.mark.parametrize(("hours", "item"), [(1, "bed-mattress"), (31, "sitting-half-hour"), (100, "moving-bending")])
async def test_one_line_of_advice_goes_by_the_hours_since_the_onset(make_app, flares, clock, hours, item):
    flares.start(clock.wall - hours * HOUR, "steady")
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("f")
        said = next(each for each in app.content.advice if each.id == item)
        assert f"{said.text} ({', '.join(said.sources)})" in text(app, "#flare-holds")


async def test_offers_follow_the_flare_ups_plan_and_say_where_a_choice_differs(make_app, flares, clock):
    flares.start(clock.wall - HOUR, "ice-first")
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("i")
        assert "Ice, 20 min" in text(app, "#offer")
        assert "differs" not in text(app, "#offer")
        await pilot.press("escape", "h")
        assert "The plan suggests ice now, but you can choose heat." in text(app, "#offer")


async def test_a_reminder_rings_once_in_two_windows(make_app, flares, clock, heard):
    flares.start(clock.wall, "steady")
    app = make_app()
    async with app.run_test() as pilot:
        await pass_time(app, pilot, clock, minutes=120)
        for _ in range(3):
            await pass_time(app, pilot, clock, seconds=1)
        assert heard.headlines == ["Next: Ice, 15 min"]
        assert app.services.surroundings.waits["errand: reminders"] > timedelta(hours=1)


async def test_the_day_is_not_asked_for_each_second(make_app, flares, clock, monkeypatch):
    flares.start(clock.wall, "steady")
    app = make_app()
    async with app.run_test() as pilot:
        worked_out = []
        days = app.services.days
        monkeypatch.setattr(days, "_worked_out", lambda *_, real=days._worked_out: worked_out.append(1) or real(*_))
        for _ in range(30):
            await pass_time(app, pilot, clock, seconds=1)
        assert len(worked_out) <= 2


# -- get help comes by itself -------------------------------------------------------------------------------


async def test_the_signs_come_once_a_day_during_a_flare_up(make_app, flares, clock):
    flares.start(clock.wall, "steady")
    app = make_app()
    async with app.run_test() as pilot:
        assert isinstance(app.screen, HomeScreen)
        await pass_time(app, pilot, clock, hours=12)
        assert isinstance(app.screen, HomeScreen), "quiet hours"
        await pass_time(app, pilot, clock, hours=6)
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape")
        await pass_time(app, pilot, clock, hours=3)
        assert isinstance(app.screen, HomeScreen)
        await pass_time(app, pilot, clock, hours=24)
        assert isinstance(app.screen, HelpScreen)


async def test_a_third_flare_up_brings_the_level_soon_once(make_app, flares, clock):
    for days in (40, 20):
        flares.start(clock.wall - timedelta(days=days), "steady")
        flares.end()
    flares.start(clock.wall, "steady")
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        assert "keeps coming back" in app.screen.asked.reason
        await pilot.press("escape")
        for _ in range(3):
            await pass_time(app, pilot, clock, minutes=1)
        assert isinstance(app.screen, HomeScreen)


async def test_help_never_comes_over_a_pack_that_must_come_off(make_app, flares, clock):
    flares.start(clock.wall - 20 * HOUR, "steady")
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("i", "enter", "enter")
        await pass_time(app, pilot, clock, minutes=16)
        clock.advance(hours=23, minutes=30)
        await pass_time(app, pilot, clock, seconds=1)
        assert isinstance(app.screen, SessionScreen)


async def test_on_a_full_disk_it_begins_and_is_shown_as_not_saved_yet(make_app, flares, journal, clock, monkeypatch):
    """Whatever is typed then is kept in the window, and saved as soon as there is room."""

    def full():
        raise JournalError("The disk is full.")

    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        with monkeypatch.context() as patch:
            patch.setattr(journal, "transaction", full)
            await pilot.press("f", "enter", "n", "escape")
            assert "Not saved yet (Flare-up, Answers): The disk is full." in notice(app)
            assert text(app, "#day").startswith("  now")
            await pilot.press("w", "5", "enter", "6", "5")
            assert text(app, "#saved-what").startswith("Not saved yet: Sun 22 Nov 14:00  Walk 5 min")
            await pilot.press("escape", "n")
            assert "✓  Walk, 5 min" in text(app, "#day")
            assert "6 → 5" in text(app, "#so-far")
            await pilot.press("q")
            assert "not saved: Flare-up, Answers, Walk, Day" in text(app, "#quit-line")
            await pilot.press("escape")
            assert flares.current() is None
        await pass_time(app, pilot, clock, seconds=1)
        assert notice(app) == ""
        assert flares.current().plan == "steady"
        assert [record.doc["minutes"] for record in journal.archive.records("walk")] == [5]
        await pilot.press("q")
    assert app.return_code == 0


async def test_while_someone_else_writes_the_form_stays(make_app, flares, journal, monkeypatch):
    def busy():
        raise JournalBusyError("Another backcoach is writing.")

    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("f")
        monkeypatch.setattr(journal, "transaction", busy)
        await pilot.press("enter")
        assert isinstance(app.screen, FlareFormScreen)
        assert "Another backcoach is writing." in notice(app)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12), (20, 5), (10, 2), (1, 1)])
@pytest.mark.parametrize("presses", [(), ("f",), ("f", "e")])
async def test_every_size_shows_what_fits(make_app, flares, clock, size, presses):
    flares.start(clock.wall - 20 * HOUR, "steady", trigger="x" * 300)
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await pilot.press(*presses)
        assert app.screen.query_one(FirstLine).region.y == 0


async def test_enter_once_more_after_the_start_reports_no_sign(make_app):
    """The list of signs comes by itself then; a habitual enter must not call an emergency."""
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("f", "enter")
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("enter", "enter")
        assert isinstance(app.screen, HelpScreen)
        assert not app.screen.asked.is_over
        await pilot.press("down", "enter")
        assert app.screen.__class__.__name__ == "EmergencyScreen"
