"""What keys do can be done by clicks alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual import events

from backcoach.config import SettingsFile
from backcoach.domain.routine import Kind
from backcoach.domain.settings import DEFAULTS
from backcoach.ui.screens.breathe import BreatheStartScreen
from backcoach.ui.screens.dialogs import KeysScreen
from backcoach.ui.screens.help import HelpScreen
from backcoach.ui.screens.now import NowScreen
from backcoach.ui.screens.settings import SettingsScreen
from backcoach.ui.screens.start import StartScreen
from backcoach.ui.screens.stretch import FeltScreen
from backcoach.ui.services import Opening, Preferences
from tests.ui.log_support import all_walks, rows, told
from tests.ui.test_app import line, notice
from tests.ui.test_snapshots import FLARE


def place(app, words, beside=0, row=0):
    """The first cell of these words, or so many beside it; in the first row that has them, or one below."""
    shown = rows(app)
    found = [y for y, row in enumerate(shown) if words in row]
    assert len(found) > row, "\n".join(shown)
    return shown[found[row]].index(words) + beside, found[row]


async def click(pilot, words, beside=0, row=0):
    await pilot.click(offset=place(pilot.app, words, beside, row))
    await pilot.pause()


async def double_click(pilot, words):
    """Click twice, as a terminal tells it: the first click has done its work before the second one comes."""
    pilot.app.CLICK_CHAIN_TIME_THRESHOLD = 60  # however slow the machine
    x, y = place(pilot.app, words)
    for _ in range(2):
        for kind in (events.MouseDown, events.MouseUp):
            pilot.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
            await pilot.pause()
        await pilot.pause()


@pytest.mark.parametrize(("digit", "pain"), [("0 1", 0), ("9 t", 9), ("t for", 10)])
async def test_the_pain_is_said_by_a_click(make_app, digit, pain):
    app = make_app(Opening(Kind.ICE), asks_pain=True)
    async with app.run_test() as pilot:
        await click(pilot, digit)
        assert notice(app) == f"Pain {pain} noted."


async def test_each_row_of_the_list_of_keys_is_the_key_and_its_edge_closes_it(make_app):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test() as pilot:
        await click(pilot, "Keys")
        await click(pilot, "esc back")
        assert not isinstance(app.screen, KeysScreen)
        for press in ("Minute", " - "):  # the first key of a group, and the second
            await click(pilot, "Keys")
            await click(pilot, press, beside=1)
            assert not isinstance(app.screen, KeysScreen)
        assert app.screen.offer.length.total_seconds() == 15 * 60
        await click(pilot, "Keys")
        await click(pilot, " + ", beside=1)
        await click(pilot, "Keys")
        await click(pilot, "Start heat")
        assert app.screen.offer.kind is Kind.HEAT


async def test_a_place_to_rest_in_is_chosen_by_its_picture(make_app):
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "enter", "n", *["enter"] * 4)
        await click(pilot, "5 Reclined", beside=3)
        assert app.screen.minute.chosen.title == "Reclined"
        await click(pilot, "Quit")
        assert any("first minute ends" in row for row in rows(app))
        await click(pilot, "Stay", beside=-2)
        await click(pilot, "This one")
        assert line(app).startswith("Now ")


async def test_ice_is_left_early_by_a_click(make_app):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "enter")
        await click(pilot, "Next step")
        assert line(app) == "Ice off 20:00"


async def test_the_first_screen_is_clicked_at_its_words_as_at_its_keys(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        for words, beside, screen in (
            ("the first minute, guided", 0, NowScreen),
            ("Signs that need", 0, HelpScreen),
            (" !   Signs", 1, HelpScreen),
            (" !  Get help", 1, HelpScreen),
            (" ,  Settings", 1, SettingsScreen),
            ("Settings", 0, SettingsScreen),
        ):
            await click(pilot, words, beside)
            assert isinstance(app.screen, screen)
            await pilot.press("escape")
        await pilot.press(*FLARE)
        for words, screen in (("start   l", StartScreen), ("Breathe slowly", BreatheStartScreen)):
            await click(pilot, words)
            assert isinstance(app.screen, screen)
            await pilot.press("escape")
        await click(pilot, "later")
        assert any("14:35  ●  Ice" in row for row in rows(app))


async def test_a_pain_of_a_form_is_given_by_a_click_in_its_own_field(make_app, book):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "5")
        await click(pilot, "6 7 8")
        await click(pilot, "4 5 6", row=1)
    assert [told(walk) for walk in all_walks(book)] == [(5, 6, 4)]


async def test_a_range_of_keys_is_no_key_and_another_pain_is_said_by_its_digit(make_app, coach, clock):
    coach.said = clock.now(), 3
    app = make_app(Opening(Kind.STRETCH))
    async with app.run_test() as pilot:
        await pilot.press("n")
        await click(pilot, "0–9")
        await click(pilot, "Keys")
        await click(pilot, "0–9")
        await pilot.press("escape")
        assert app.screen.pain == 3
        await click(pilot, "4 5 6")
        assert app.screen.pain == 4


async def test_the_palette_opens_by_a_click(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await click(pilot, "Commands")
        assert app.screen.__class__.__name__ == "CommandPalette"


async def test_a_narrow_form_says_which_keys_a_pain_takes_and_has_no_room_for_them(make_app):
    app = make_app()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("d", "p")
        assert "▸ Pain         0 to 9, t for ten;" in "\n".join(rows(app))


async def test_the_second_half_of_a_double_click_is_for_nothing_that_came_by_the_first(make_app, tmp_path):
    app = make_app(preferences=Preferences(DEFAULTS, SettingsFile(tmp_path / "settings.toml")))
    async with app.run_test() as pilot:
        await pilot.press(*FLARE)
        await double_click(pilot, "enter  Start   l")
        assert isinstance(app.screen, StartScreen)
        assert not app.screen.confirmed
        await pilot.press("enter")
        await double_click(pilot, "-  Minute")
        assert app.screen.offer.length.total_seconds() == 13 * 60
        await pilot.press("exclamation_mark", "l", "w")
        await double_click(pilot, "Canada")
        assert isinstance(app.screen, HelpScreen)
        assert not app.screen.asked.answers


async def test_a_word_beside_the_key_of_an_answer_is_the_answer(make_app, coach, clock):
    app = make_app(Opening(Kind.STRETCH))
    async with app.run_test() as pilot:
        await click(pilot, "No", row=1)
        await pilot.press("2")
        await click(pilot, "enter  Start")
        await click(pilot, "Pause")
        clock.advance(minutes=31)
        await click(pilot, "Go on")
        await click(pilot, "5 6")
        await click(pilot, "Stay paused")
        assert line(app).startswith("Stretch paused")
        await pilot.press("q")
        await click(pilot, "Stay")
        await click(pilot, "Go on")
        assert "!  Get help" in rows(app)[-1]
        await click(pilot, "It hurts")
        assert isinstance(app.screen, FeltScreen)


async def test_a_line_below_a_session_is_clicked_like_its_key(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press(*FLARE, "p", "enter", "i", "enter", "enter")
        await click(pilot, "Posture: change")
        assert app.screen.session.kind is Kind.POSTURE
        await click(pilot, "Breathe slowly")
        assert isinstance(app.screen, BreatheStartScreen)


async def test_a_walk_that_could_not_be_is_noted_by_clicks(make_app, book):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "down", "down")
        await click(pilot, "couldn't walk today")
        await click(pilot, "enter  Save")
        await pilot.press("escape", "w", "down")
        await click(pilot, "starts a walk now")
        await click(pilot, "Start the walk")
        assert line(app) == "Walk 00:00"
    assert [walk.minutes for walk in all_walks(book)] == [None]


@pytest.mark.parametrize(("keys", "ends"), [(FLARE, "!  Get help   ?  Keys"), (["w"], "now   f1     esc")])
async def test_a_narrow_window_keeps_get_help_and_the_way_out_within_a_click(make_app, keys, ends):
    app = make_app()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press(*keys)
        assert rows(app)[-1].rstrip().endswith(ends)


async def test_a_removal_is_not_acknowledged_by_a_row_of_the_list_of_keys_that_said_another_thing(make_app, clock):
    app = make_app(Opening(Kind.POSTURE, timedelta(minutes=14)))
    async with app.run_test() as pilot:
        await pilot.press("enter", "i", "enter", "enter")
        clock.advance(minutes=14)
        app.look_again()
        await click(pilot, "Keys")
        clock.advance(minutes=1)
        app.look_again()
        await click(pilot, "Next round")
        assert line(app) == "Ice REMOVE NOW +00:00 · Posture CHANGE NOW +01:00"
