"""What keys do can be done by clicks alone."""

from __future__ import annotations

import pytest

from backcoach.domain.routine import Kind
from backcoach.ui.screens.dialogs import KeysScreen
from backcoach.ui.services import Opening
from tests.ui.log_support import rows
from tests.ui.test_app import line, notice


async def click(pilot, words, beside=0):
    """Click on the first cell of these words, or so many beside it."""
    shown = rows(pilot.app)
    y = next((y for y, row in enumerate(shown) if words in row), None)
    assert y is not None, "\n".join(shown)
    await pilot.click(offset=(shown[y].index(words) + beside, y))
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


async def test_the_palette_opens_by_a_click(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await click(pilot, "Commands")
        assert app.screen.__class__.__name__ == "CommandPalette"
