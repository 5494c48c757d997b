"""The first minute in the window: by keys, by time alone, hands free; what it keeps, and what stops it."""

from __future__ import annotations

import pytest

from backcoach.coach.day import Flares
from backcoach.domain.record import DIARY
from backcoach.domain.routine import Kind
from backcoach.domain.signs import Level
from backcoach.ui.screens.handbook import PositionsScreen
from backcoach.ui.screens.help import EmergencyScreen, HelpScreen
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.screens.now import NowScreen
from backcoach.ui.screens.start import StartScreen
from backcoach.ui.services import Opening
from tests.doubles import START
from tests.ui.test_app import keys, notice, pass_time
from tests.ui.test_guided import big, line, text

NOW = Opening(is_now=True)


@pytest.fixture
def flares(journal, clock):
    return Flares(journal, clock, lambda: "theirs")


def answers(journal):
    return [(record.doc["level"], record.doc["complete"]) for record in journal.archive.records("answer")]


def positions(journal):
    return [record.doc["text"] for record in journal.archive.records(DIARY)]


async def test_enter_on_the_first_screen_leads_through_it_and_to_the_ice(make_app, clock, journal, flares, heard):
    app = make_app()
    async with app.run_test() as pilot:
        assert keys(app)[0] == "enter"
        assert "Has it just happened?\n enter   Yes: the first minute, guided aloud" in text(app, "helps")
        await pilot.press("enter")
        assert (line(app), big(app, "word")) == ("Now stop 00:05", "STOP")
        await pass_time(app, pilot, clock, seconds=6)
        assert flares.current().onset.wall == START
        await pilot.press("enter", "n")
        assert (line(app), big(app, "word"), big(app, "digits")) == ("Now breathe 00:20", "IN", "4")
        await pilot.press("enter", "enter", "enter", "enter", "2", "right", "enter")
        assert heard.alarms[-2].spoken.startswith("On the side, pillow between the knees. Sit on the edge")
        assert (line(app), big(app, "word")) == ("Now ice or heat", "ice")
        await pilot.press("enter", "enter")
        assert isinstance(app.screen, StartScreen)
        assert heard.alarms[-1].spoken.startswith("Before the ice, check: There's a cloth")
        await pass_time(app, pilot, clock, seconds=1)
        assert isinstance(app.screen, StartScreen)
        assert line(app) == "Nothing is running"
    assert answers(journal) == [(None, True)]
    assert positions(journal) == ["Position: On the side, pillow between the knees"]


async def test_what_is_said_at_its_end_leads_to_the_ice(make_app, coach, heard):
    """By ear alone: the question for the pain stands first, and has its enter too."""
    app = make_app(NOW, asks_pain=True)
    async with app.run_test() as pilot:
        await pilot.press("enter", "n", *["enter"] * 8)
        assert isinstance(app.screen, StartScreen)
        first, _, then = heard.alarms[-1].spoken.partition(". ")
        assert first == "First your pain: a digit, t for ten, or enter to skip it"
        assert then.startswith("Before the ice, check: There's a cloth")
        assert then.endswith("Press enter if all of this is true, and once more to start.")
        await pilot.press("enter", "enter", "enter")
    assert [session.kind for session in coach.sessions] == [Kind.ICE]


async def test_by_time_alone_each_step_is_said_once_also_after_a_sleep(make_app, clock, heard, flares):
    app = make_app(NOW)
    async with app.run_test() as pilot:
        for _ in range(2 * 62):
            clock.advance(seconds=0.5)
            app.look_again()
        clock.suspend(minutes=20)
        app.look_again()
        await pilot.pause()
        assert line(app) == "Now place"
        assert keys(app)[0] == "enter"
    said = [alarm.spoken for alarm in heard.alarms]
    assert said[0] == "Stop. Stay where you are."
    assert said[1].startswith("Is any of these true for you now? An arm or a leg you can't move at all; No control")
    assert said[1].endswith("Press y for yes, n for none of them.")
    assert said[2:7] == [
        "Breathe in, slowly.",
        "And out, longer than in.",
        "Once more, in.",
        "And out, let it go.",
        "This is frightening. How much it hurts doesn't tell you how bad it is.",
    ]
    assert [words.partition(",")[0] for words in said[7:]] == ["Hold someone's arm or something sturdy"]
    assert flares.current().onset.wall == START


async def test_without_an_answer_the_signs_come_again_at_the_end(make_app, clock, journal):
    app = make_app(NOW)
    async with app.run_test() as pilot:
        await pass_time(app, pilot, clock, seconds=100)
        await pilot.press("enter", "enter", "n", "enter", "enter")
        assert line(app) == "Now signs"
        await pilot.press("n")
        assert isinstance(app.screen, HomeScreen)
        assert "first minute" in notice(app)
    assert answers(journal) == [(None, True)]


async def test_a_sign_shows_the_number_and_ends_it(make_app, journal, heard):
    app = make_app(NOW, region="GB")
    async with app.run_test() as pilot:
        await pilot.press("enter", "y")
        assert isinstance(app.screen, EmergencyScreen)
        assert heard.alarms[-1].spoken == "Call for help now: 999."
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)
        app.look_again()
        assert isinstance(app.screen, HomeScreen)
    assert answers(journal) == [(Level.EMERGENCY, True)]


async def test_help_and_other_screens_pause_it_and_then_it_says_again_what_to_do(make_app, clock, heard):
    app = make_app(NOW)
    async with app.run_test() as pilot:
        await pass_time(app, pilot, clock, seconds=2)
        for key, screen in (("exclamation_mark", HelpScreen), ("k", PositionsScreen)):
            await pilot.press(key)
            assert isinstance(app.screen, screen)
            await pass_time(app, pilot, clock, seconds=60)
            assert line(app) == "Now stop paused 00:03"
            await pilot.press("escape")
            assert line(app) == "Now stop 00:03"
    assert [alarm.spoken for alarm in heard.alarms] == ["Stop. Stay where you are."] * 3


@pytest.mark.parametrize("parts", range(6))
async def test_escape_keeps_what_was_done_and_asks_the_signs_that_a_flare_up_begins_with(make_app, flares, parts):
    """In the first step nothing was done: an enter that was not meant leaves nothing behind."""
    app = make_app()
    steps = ("enter", "enter", "n", "enter", "enter", "enter")[: parts + 1]
    async with app.run_test() as pilot:
        await pilot.press(*steps, "escape")
        assert (flares.current() is not None) is (parts > 0)
        assert isinstance(app.screen, HelpScreen if parts == 1 else HomeScreen)
        if parts == 1:
            await pilot.press("escape")
            app.look_again()
        assert isinstance(app.screen, HomeScreen)
        assert line(app) == "Nothing is running"


async def test_an_open_flare_up_is_left_as_it_is(make_app, flares, clock):
    before = flares.start(clock.wall, "warm")
    clock.advance(minutes=30)
    app = make_app(NOW)
    async with app.run_test() as pilot:
        await pilot.press("enter", "n", *["enter"] * 4, "enter")
        assert big(app, "word") == "heat"
        await pilot.press("n", "enter")
        assert isinstance(app.screen, HomeScreen)
        assert flares.history() == (before,)
        await pilot.press("enter")
        assert not isinstance(app.screen, NowScreen)


async def test_it_can_be_muted_and_says_so_until_its_end(make_app, clock):
    app = make_app(NOW)
    async with app.run_test() as pilot:
        await pilot.press("m", "m", "z")
        await pass_time(app, pilot, clock, seconds=1)
        assert line(app) == "Now stop 00:04 · muted"
        assert "question_mark" not in keys(app)
        await pilot.press("escape")
        await pass_time(app, pilot, clock, seconds=1)
        assert line(app) == "Nothing is running"


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12), (20, 5)])
async def test_none_of_the_signs_is_said_only_of_what_was_in_sight(make_app, clock, size):
    app = make_app(NOW)
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter")
        presses = 0
        while app.first_minute.progress.prompt.word == "signs":
            await pass_time(app, pilot, clock, seconds=0.5)
            await pilot.press("n")
            await pilot.pause()
            presses += 1
        assert app.first_minute.progress.signs is False
        assert (presses > 1) is (size[1] < 20)
