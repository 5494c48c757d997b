"""The settings' screen: the whole table, each value by its own way, and the person's file behind it."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest
from textual.widgets import Input, OptionList, Static

from backcoach.config import SettingsFile
from backcoach.domain.routine import Kind
from backcoach.domain.settings import SETTINGS, Theme
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.screens.settings import SettingsScreen
from backcoach.ui.screens.start import StartScreen
from backcoach.ui.services import Preferences
from tests.ui.log_support import rows

MINE = '# my own words\ntheme = "night"  # at night\n'


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text(MINE)
    return path


@pytest.fixture
def preferences(file):
    keeper = SettingsFile(file, {"plan": ("steady", "cycle")})
    return Preferences(keeper.load()[0], keeper)


@pytest.fixture
def app(make_app, preferences):
    return make_app(preferences=preferences)


def row_of(app, key):
    return str(app.screen.query_one(OptionList).get_option(key).prompt)


async def choose(app, pilot, key):
    """Go to a setting's row, whatever stands before it."""
    choices = app.screen.query_one(OptionList)
    choices.highlighted = choices.get_option_index(key)
    await pilot.pause()


def said(app, selector):
    widget = app.screen.query_one(selector, Static)
    return str(widget.content) if widget.display else ""


async def test_every_setting_of_the_table_has_a_row_and_a_sentence(app, content):
    async with app.run_test() as pilot:
        await pilot.press("comma")
        for setting in SETTINGS:
            await choose(app, pilot, setting.key)
            assert content.settings[setting.key].says in said(app, "#setting-says")
            assert "the default is " in said(app, "#setting-says")
            assert app.content.settings[setting.key].label in row_of(app, setting.key)


async def test_a_word_goes_to_the_next_one_and_takes_effect_at_once(app, file):
    async with app.run_test() as pilot:
        await pilot.press("comma")
        await choose(app, pilot, "theme")
        await pilot.press("enter")
        assert app.theme == "backcoach-day"
        assert file.read_text() == '# my own words\ntheme = "day"  # at night\n'
        await pilot.press("enter")
        assert app.theme == "backcoach-contrast"
        await pilot.press("enter")
        assert app.theme == "backcoach-night"


async def test_a_switch_is_turned(app, file, preferences):
    async with app.run_test() as pilot:
        await pilot.press("comma")
        await choose(app, pilot, "channels.bell.on")
        await pilot.press("enter")
        assert preferences.settings.bell is False
        assert app.services.surroundings.settings.bell is False
        assert "[channels.bell]\non = false" in file.read_text()


async def test_a_number_is_typed(app, preferences):
    async with app.run_test() as pilot:
        await pilot.press("comma")
        await choose(app, pilot, "posture_interval")
        await pilot.press("enter", "backspace", "backspace", "4", "5", "enter")
        assert preferences.settings.posture_interval == timedelta(minutes=45)
        await pilot.press("escape", "p")
        assert app.screen.offer.length == timedelta(minutes=45)


async def test_the_first_screen_tells_the_figure_that_was_just_set(app):
    async with app.run_test(size=(120, 40)) as pilot:
        assert figure(app, "p") == "every 30 min"
        await pilot.press("comma")
        await choose(app, pilot, "posture_interval")
        await pilot.press("enter", "backspace", "backspace", "4", "5", "enter", "escape")
        assert figure(app, "p") == "every 45 min"


def figure(app, key):
    found = re.search(rf" {key} +Posture +(every \d+ min)", str(app.screen.query_one("#everything", Static).content))
    return found[1]


async def test_the_numbers_follow_the_region_at_once(app):
    async with app.run_test() as pilot:
        await pilot.press("comma")
        await choose(app, pilot, "region")
        await pilot.press("enter", *"NZ", "enter", "escape", "!")
        assert "111" in str(app.screen.query_one("#numbers", Static).content)
        await pilot.press("escape", "comma")
        await choose(app, pilot, "region")
        await pilot.press("delete", "escape", "!")
        assert "111" not in str(app.screen.query_one("#numbers", Static).content)


async def test_while_a_field_has_the_focus_letters_are_text(app, preferences):
    async with app.run_test() as pilot:
        await pilot.press("comma")
        await choose(app, pilot, "channels.speech.voice")
        await pilot.press("enter", "h", "i", "q", "enter")
        assert app.is_running
        assert preferences.settings.speech_voice == "hiq"


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("posture_interval", "90", "A change of position comes every 5 to 60 min"),
        ("posture_interval", "often", "a whole number of minutes"),
        ("plan", "stedy", 'Did you mean "steady"?'),
        ("quiet.from", "25:00", "a time from"),
        ("region", "Canada", "two letters"),
    ],
)
async def test_a_wrong_value_is_answered_at_the_field_and_nothing_is_saved(app, file, key, typed, sentence):
    async with app.run_test() as pilot:
        await pilot.press("comma")
        await choose(app, pilot, key)
        await pilot.press("enter")
        app.screen.query_one(Input).value = typed
        await pilot.press("enter")
        assert sentence in said(app, "#setting-wrong")
        assert app.screen.query_one(Input).has_focus
        assert file.read_text() == MINE
        await pilot.press("escape")
        assert said(app, "#setting-wrong") == ""
        assert isinstance(app.screen, SettingsScreen)


async def test_delete_brings_the_default_back(app, file, preferences):
    file.write_text(MINE + '[quiet]\nfrom = "23:30"\n')
    preferences.settings = SettingsFile(file).load()[0]
    async with app.run_test() as pilot:
        await pilot.press("comma")
        await choose(app, pilot, "quiet.from")
        await pilot.press("delete")
        assert preferences.settings.quiet_from == time(22)
        assert "23:30" not in file.read_text()


async def test_a_file_that_can_not_be_saved_is_said_at_the_field(app, file):
    file.write_text("theme = \n")
    async with app.run_test() as pilot:
        await pilot.press("comma")
        await choose(app, pilot, "theme")
        await pilot.press("enter")
        assert "Nothing was saved" in said(app, "#setting-wrong")
        assert app.theme == "backcoach-night"


async def test_what_is_set_holds_from_the_start(make_app, file):
    file.write_text('theme = "day"\n')
    settings = SettingsFile(file).load()[0]
    app = make_app(settings=settings)
    async with app.run_test():
        assert settings.theme is Theme.DAY
        assert app.theme == "backcoach-day"


async def test_a_plan_asked_for_on_the_command_line_stays_when_something_else_is_set(make_app, preferences):
    app = make_app(preferences=preferences, plan="cycle")
    async with app.run_test() as pilot:
        await pilot.press("comma")
        await choose(app, pilot, "theme")
        await pilot.press("enter", "escape", "i")
        assert "cycle" in app.screen.offer.plan
        await pilot.press("escape", "comma")
        await choose(app, pilot, "plan")
        await pilot.press("enter")
        app.screen.query_one(Input).value = "steady"
        await pilot.press("enter", "escape", "i")
        assert "steady" in app.screen.offer.plan


async def test_the_list_and_the_palette_lead_there(app):
    async with app.run_test() as pilot:
        assert any(command.title == "Settings" for command in app.get_system_commands(app.screen))
        await app.run_action("app.open('settings')")
        await pilot.pause()
        assert isinstance(app.screen, SettingsScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


async def test_a_session_can_be_started_from_there(app):
    async with app.run_test() as pilot:
        await pilot.press("comma", "i")
        assert isinstance(app.screen, StartScreen)
        assert app.screen.offer.kind is Kind.ICE


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12), (20, 5), (1, 1)])
async def test_every_size(app, size):
    async with app.run_test(size=size) as pilot:
        await pilot.press("comma")
        await choose(app, pilot, "posture_interval")
        await pilot.press("enter")
        if size[1] >= 12:
            assert app.screen.query_one(Input).region.bottom < size[1]
            assert app.screen.query_one(OptionList).region.height > 0


async def test_the_marked_line_stays_in_sight_when_the_window_shrinks(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("comma", *["down"] * 8)
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        await pilot.pause()
        assert "▸ Time to get ready" in "\n".join(rows(app))
