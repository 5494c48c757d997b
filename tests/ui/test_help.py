"""When to get help: one key away everywhere, kept with its time, and an emergency sign stops whatever runs."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from backcoach.coach.protocols import JournalError
from backcoach.config import SettingsFile
from backcoach.domain import signs
from backcoach.domain.routine import Kind
from backcoach.domain.session import Ending
from backcoach.domain.settings import DEFAULTS, Settings
from backcoach.domain.signs import Level
from backcoach.library import Library
from backcoach.ui.screens import help as help_screen
from backcoach.ui.screens.dialogs import QuitScreen
from backcoach.ui.screens.frame import CoachScreen
from backcoach.ui.screens.help import EmergencyScreen, HelpScreen, WhereScreen
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.screens.start import StartScreen
from backcoach.ui.services import Opening, Preferences
from backcoach.ui.widgets.big_time import BigTime
from backcoach.ui.widgets.choice_list import ChoiceList
from tests.doubles import START, finished, journal_on
from tests.ui.log_support import letters_of
from tests.ui.test_app import keys, line, notice, pass_time

CONTENT = Library()
COUNT = {level: sum(sign.level is level for sign in CONTENT.signs.values()) for level in Level}


def says(app, selector):
    return str(app.screen.query_one(selector, Static).content)


def number(app):
    return app.screen.query_one("#number", BigTime).value


def answers(journal):
    return journal.archive.records("answer")


# -- from anywhere --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["!", "f1"])
@pytest.mark.parametrize(
    ("before", "screen"),
    [
        ([], HomeScreen),
        (["i"], StartScreen),
        (["i", "enter", "enter"], SessionScreen),
        (["i", "enter", "enter", "q"], QuitScreen),
        (["k"], CoachScreen),
        (["c"], CoachScreen),
    ],
)
async def test_help_is_one_key_away_and_leads_back(make_app, key, before, screen):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press(*before)
        assert isinstance(app.screen, screen)
        await pilot.press(key)
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, screen)


async def test_help_on_the_alarm_screen_is_its_second_key(make_app, clock):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter")
        await pass_time(app, pilot, clock, minutes=15)
        assert keys(app)[1] == "exclamation_mark"
        await pilot.press("!")
        assert isinstance(app.screen, HelpScreen)
        assert line(app) == "Ice REMOVE NOW +00:00"


async def test_help_over_the_palette_closes_it(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p")
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


async def test_help_is_one_key_away_on_every_other_screen(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        for key in ("f", "b", "s", "d", "r", "comma"):
            await pilot.press(key, "!")
            assert isinstance(app.screen, HelpScreen), key
            await pilot.press("escape", "escape")
            assert isinstance(app.screen, HomeScreen), key


class Noting(ModalScreen[None]):
    """A question with a text field."""

    def compose(self):
        yield Input()


async def test_in_a_text_field_the_sign_is_text_and_f1_is_help(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await app.push_screen(Noting())
        await pilot.press("h", "!")
        assert app.screen.query_one(Input).value == "h!"
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)


async def test_an_alarm_does_not_take_the_question_away_and_comes_after_it(make_app, clock):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter", "escape", "!", "n")
        await pass_time(app, pilot, clock, minutes=15)
        assert isinstance(app.screen, HelpScreen)
        assert line(app) == "Ice REMOVE NOW +00:00"
        await pilot.press("escape")
        await pass_time(app, pilot, clock, seconds=1)
        assert isinstance(app.screen, SessionScreen)


# -- an emergency sign ----------------------------------------------------------------------------------------------


async def test_an_emergency_sign_stops_ice_and_shows_the_number_with_one_key(make_app, clock, journal, heard):
    app = make_app(Opening(Kind.ICE), region="GB")
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter", "p", "enter")
        await pass_time(app, pilot, clock, minutes=5)
        await pilot.press("!", "y")
        assert isinstance(app.screen, EmergencyScreen)
        assert number(app) == "999"
        assert says(app, "#call") == "Call for help now: 999"
        assert line(app) == "Nothing is running"
        assert "Take the pack off." in says(app, "#said-text")
        assert "14:10" in says(app, "#said-text")
        assert app.coach.sessions == ()
        assert {session.why for session in finished(journal)} == {Ending.EMERGENCY}
        ice = next(session for session in finished(journal) if session.kind is Kind.ICE)
        assert ice.done[0].length == timedelta(minutes=5)
        assert app.services.surroundings.waits == {}
    (record,) = answers(journal)
    assert record.doc["level"] == "emergency"
    assert record.at == START + timedelta(minutes=5)


async def test_it_stops_what_another_window_began_too(make_app, coach, store, clock, heard):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("!")
        coach.skin.confirm()
        other = type(coach)(clock, journal_on(store), heard, lambda: "other")
        other.start(make_routine())
        await pilot.press("y")
        assert journal_on(store).running() == ()


def make_routine():
    return CONTENT.plans["steady"].routine(Kind.ICE)


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_from_the_number_there_is_only_the_way_to_the_first_screen(make_app, key):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter", "!", "y")
        assert keys(app)[:2] == ["escape", "w"]
        for other in (
            "enter",
            "space",
            "i",
            "h",
            "p",
            "k",
            "c",
            "!",
            "f1",
            "n",
            "left",
            "l",
            "ctrl+p",
            "question_mark",
        ):
            await pilot.press(other)
            assert isinstance(app.screen, EmergencyScreen)
        await pilot.press(key)
        assert isinstance(app.screen, HomeScreen)
        assert line(app) == "Nothing is running"
        assert app.is_running


async def test_a_full_disk_does_not_keep_the_number_back(make_app, monkeypatch, journal):
    app = make_app(Opening(Kind.ICE), region="AT")
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter", "!")

        def full(*_):
            raise JournalError("The disk is full.")

        monkeypatch.setattr(type(journal), "transaction", full)
        await pilot.press("y")
        assert number(app) == "112"
        assert app.coach.sessions == ()
        assert "Not saved yet (Ice, Answers): The disk is full." in notice(app)


async def test_a_sign_felt_in_a_stretch_is_answered_at_once(make_app, journal):
    app = make_app(region="NZ")
    async with app.run_test() as pilot:
        app.get_help(sign="numb-saddle", reason="A stretch hurt.")
        await pilot.pause()
        assert isinstance(app.screen, EmergencyScreen)
        assert number(app) == "111"
    assert answers(journal)[0].doc["reason"] == "A stretch hurt."


# -- one sign after another -----------------------------------------------------------------------------------------


async def test_today_shows_the_advice_line_where_there_is_one(make_app, journal):
    app = make_app(Opening(Kind.ICE), region="GB")
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter", "!", *["n"] * COUNT[Level.EMERGENCY], "y")
        assert says(app, "#advice") == "Right away: call a doctor or get care, or call the advice line 111"
        assert number(app) == "111"
        assert line(app) == "Ice 15:00"
        await pilot.press("left")
        assert not app.screen.asked.is_over
        await pilot.press("escape")
        assert isinstance(app.screen, SessionScreen)
    assert len(answers(journal)[0].doc["answers"]) == COUNT[Level.EMERGENCY]


async def test_where_111_is_for_emergencies_it_is_never_shown_for_advice(make_app):
    app = make_app(region="NZ")
    async with app.run_test() as pilot:
        await pilot.press("!", *["n"] * COUNT[Level.EMERGENCY], "y")
        assert number(app) == "0800 611 116"


async def test_all_no_is_kept_and_asked_again_by_the_same_key(make_app, journal):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("!", *["n"] * len(CONTENT.signs))
        assert says(app, "#advice") == "None of these signs"
        assert says(app, "#about").startswith("A timer and diary built on published handouts.")
        await pilot.press("!", "n")
        assert app.screen.asked.index == 1
    first, second = answers(journal)
    assert (first.doc["complete"], first.doc["level"], len(first.doc["answers"])) == (True, None, len(CONTENT.signs))
    assert (second.doc["complete"], len(second.doc["answers"])) == (False, 1)


async def test_an_answer_taken_back_is_not_kept(make_app, journal):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("!", "left", "n", "left", "escape")
    assert answers(journal) == ()


async def test_other_screens_may_begin_with_a_level(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        app.get_help(start_with=Level.TODAY, reason="Pain rose by 2.")
        await pilot.pause()
        assert app.screen.asked.current.level is Level.TODAY
        assert says(app, "#reason") == "Pain rose by 2."


# -- the list -------------------------------------------------------------------------------------------------------


async def test_the_list_names_every_sign_and_answers_none_at_its_end(make_app, journal):
    app = make_app()
    async with app.run_test(size=(120, 50)) as pilot:
        await pilot.press("!", "l")
        assert [o.id for o in app.screen.query_one(OptionList).options if o.id] == list(CONTENT.signs)
        await pilot.press("n")
        assert app.screen.asked.is_over
        assert app.screen.asked.found is None


async def test_none_of_these_counts_only_once_all_were_in_sight(make_app):
    app = make_app()
    async with app.run_test(size=(80, 16)) as pilot:
        await pilot.press("!", "l")
        await pilot.pause()
        assert app.screen.query_one("#keys").hints[0].words == "None so far"
        presses = 0
        while not app.screen.asked.is_over:
            await pilot.press("n")
            await pilot.pause()
            presses += 1
        assert presses > 2


async def test_in_the_list_enter_alone_says_yes_to_nothing(make_app):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter", "!", "l", "enter", "y")
        assert isinstance(app.screen, HelpScreen)
        assert line(app) == "Ice 15:00"
        await pilot.press("down", "y")
        assert isinstance(app.screen, EmergencyScreen)
        assert line(app) == "Nothing is running"


async def test_once_a_day_one_key_answers_the_urgent_signs(make_app, journal, clock):
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        assert app.rounds.is_due()
        app.get_help(daily=True, reason="A flare-up begins.")
        await pilot.pause()
        await pilot.press("n")
        assert app.screen.asked.is_over
        assert not app.rounds.is_due()
        clock.advance(days=1)
        assert app.rounds.is_due()
    assert {answer["level"] for answer in answers(journal)[0].doc["answers"]} == {"emergency", "today"}


async def test_the_signs_of_the_night_belong_to_the_day_before(make_app, journal, clock):
    """One rule for the day everywhere: it begins at `day_start`."""
    app = make_app(settings=Settings(day_start=timedelta(hours=4)))
    async with app.run_test(size=(120, 40)) as pilot:
        clock.advance(hours=11)  # five past one at night
        app.get_help(daily=True)
        await pilot.pause()
        await pilot.press("n", "escape", "c", "enter")
        assert {answers(journal)[0].date, *(tick.date for tick in journal.archive.records("checklist"))} == {
            START.date()
        }
        clock.advance(hours=2)
        assert not app.rounds.is_due()
        clock.advance(hours=1)
        assert app.rounds.is_due()


# -- where one is ---------------------------------------------------------------------------------------------------


@pytest.fixture
def preferences(tmp_path):
    return Preferences(DEFAULTS, SettingsFile(tmp_path / "settings.toml"))


async def choose(app, pilot, key):
    app.screen.query_one(ChoiceList).go_to(key)
    await pilot.press("enter")


async def test_another_country_is_chosen_on_the_spot_and_holds_everywhere(make_app, preferences):
    app = make_app(region="CA", preferences=preferences)
    async with app.run_test() as pilot:
        await pilot.press("!", "w")
        assert app.screen.query_one(ChoiceList).chosen == "CA"
        await choose(app, pilot, "NZ")
        assert isinstance(app.screen, HelpScreen)
        assert says(app, "#numbers") == "Emergency: 111 · advice line: 0800 611 116"
        assert says(app, "#whose").startswith("Numbers for New Zealand, as you set it.")
        await pilot.press("l")
        assert "Call for help now: 111" in str(app.screen.query_one("#signs", ChoiceList).options[0].prompt)
    assert preferences.read_again() == ((), "")
    assert preferences.settings.region == "NZ"


async def test_a_number_of_one_s_own_is_typed_there(make_app, preferences):
    app = make_app(region="GB", preferences=preferences)
    async with app.run_test() as pilot:
        await pilot.press("!", "w")
        await choose(app, pilot, "advice_number")
        await pilot.press("7", "escape")
        assert preferences.settings.advice_number is None
        await choose(app, pilot, "emergency_number")
        await pilot.press("w", "1", "backspace", "backspace", "1", "4", "4", "enter", "escape")
        assert says(app, "#numbers") == "Emergency: 144 · advice line: 111"


async def test_under_the_number_only_the_country_can_be_changed(make_app, preferences):
    app = make_app(Opening(Kind.ICE), preferences=preferences)
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter", "!", "y", "w")
        for other in ("space", "i", "w", "c", "n", "!", "f1", "q", "ctrl+p", "question_mark"):
            await pilot.press(other)
            assert isinstance(app.screen, WhereScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, EmergencyScreen)
        assert "911: Canada, Mexico" in says(app, "#said-text")
        await pilot.press("w")
        await choose(app, pilot, "IE")
        assert isinstance(app.screen, EmergencyScreen)
        assert (says(app, "#call"), number(app)) == ("Call for help now: 112 or 999", "112")
        await pilot.press("w")
        await choose(app, pilot, signs.ANOTHER)
        assert number(app) == "your local emergency number"
        assert "112 reaches an emergency service" in says(app, "#said-text")


async def test_a_country_that_can_t_be_kept_is_not_shown_as_if_it_were(make_app, tmp_path):
    (tmp_path / "settings.toml").mkdir()
    app = make_app(region="CA", preferences=Preferences(DEFAULTS, SettingsFile(tmp_path / "settings.toml")))
    async with app.run_test() as pilot:
        await pilot.press("!", "w")
        await choose(app, pilot, "NZ")
        assert isinstance(app.screen, WhereScreen)
        assert says(app, "#setting-wrong")


# -- sizes and words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12), (20, 5)])
async def test_the_number_is_large_at_every_size(make_app, size):
    app = make_app(region="GB")
    async with app.run_test(size=size) as pilot:
        await pilot.press("!", "y")
        await pilot.pause()
        big = app.screen.query_one("#number", BigTime)
        assert any("█" in row for row in letters_of(big))


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12), (20, 5)])
async def test_without_a_number_the_words_are_whole_at_every_size(make_app, size):
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("!", "y")
        await pilot.pause()
        call = app.screen.query_one("#call")
        words = "".join(strip.text for strip in call.render_lines(call.outer_size.region))
        assert " ".join(words.split()) == "Call for help now: your local emergency number"
        assert call.region.bottom < size[1]


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 5)])
@pytest.mark.parametrize("region", ["CA", "NZ"])
async def test_the_advice_line_and_its_sentence_are_whole_at_every_size(make_app, region, size):
    app = make_app(region=region)
    async with app.run_test(size=size) as pilot:
        await pilot.press("!", *["n"] * COUNT[Level.EMERGENCY], "y")
        await pilot.pause()
        advice, big = app.screen.query_one("#advice"), app.screen.query_one("#number", BigTime)
        words = "".join(strip.text for strip in advice.render_lines(advice.outer_size.region))
        assert app.services.region.advice in " ".join(words.split())
        assert big.content_size.height >= 1
        assert advice.region.bottom <= big.region.y
        assert big.region.bottom < size[1]


NEVER = re.compile(
    r"\b(normal|safe|safely|harmless|heals?|cures?|fine|all right|nothing to worry|recover\w*)\b", re.IGNORECASE
)


def test_no_word_here_promises_or_calms():
    texts = [sign.text for sign in CONTENT.signs.values()]
    texts += [item.text for one in CONTENT.checklists.values() for item in one.items]
    texts += [step for position in CONTENT.positions.values() for step in position.steps]
    for module in (signs, help_screen):
        texts += re.findall(r'"([^"\n]+)"', Path(module.__file__).read_text(encoding="utf-8"))
    assert len(texts) > 100
    assert [text for text in texts if NEVER.search(text)] == []
