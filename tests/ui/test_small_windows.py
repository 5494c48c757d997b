"""What a small window must still show: what is asked from its beginning, the alarm's words, the day that is meant."""

from __future__ import annotations

import pytest
from textual import events

from backcoach.cli.window import fill
from backcoach.domain.routine import Kind
from backcoach.ui.services import Opening
from backcoach.ui.widgets.big_time import layout


@pytest.mark.parametrize("size", [(80, 22), (40, 12)])
async def test_the_heat_panel_opens_at_its_top(make_app, size):
    app = make_app(Opening(Kind.HEAT), asks_pain=True)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        panel = app.screen.query_one("#start")
        assert panel.max_scroll_y
        assert panel.scroll_offset.y == 0


@pytest.mark.parametrize("size", [(60, 20), (60, 17), (40, 12)])
async def test_the_alarm_has_large_words_however_much_is_said_beside_them(make_app, coach, clock, size):
    coach.skin.confirm()
    app = make_app(Opening(Kind.ICE))
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter")
        clock.advance(minutes=15, seconds=12)
        app.look_again()
        await pilot.pause()
        word = app.screen.query_one("#word")
        assert len(layout(word.value, *word.content_size)) > 1


@pytest.mark.parametrize("size", [(30, 16), (32, 20), (36, 16), (40, 18)])
async def test_a_sign_that_is_asked_is_in_sight(make_app, size):
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("exclamation_mark")
        await pilot.pause()
        asked = app.screen.query_one("#sign").region
        assert asked.height
        assert app.screen.query_one("#one").region.contains_region(asked)


async def test_text_that_hangs_is_not_to_be_marked(make_app):
    """Textual would look for what was marked in the text before it was wrapped, and fail where that has less rows."""
    app = make_app(Opening(Kind.ICE))
    async with app.run_test(size=(30, 40)) as pilot:
        await pilot.pause()
        row = app.screen.query_one("#questions").region.bottom - 2
        for kind, x in ((events.MouseDown, 8), (events.MouseMove, 12), (events.MouseMove, 14), (events.MouseUp, 14)):
            app.post_message(kind(None, x, row, 0, 0, 1, False, False, False, x, row))
            await pilot.pause()
        assert not app.screen.selections


async def test_a_list_of_days_shows_the_one_that_is_meant(make_app, journal, clock, content):
    fill(journal, clock, content)
    app = make_app()
    async with app.run_test(size=(60, 20)) as pilot:
        for keys, row in ((("r", "v"), 21), (["up"] * 16, 5)):
            await pilot.press(*keys)
            await pilot.pause()
            panel = app.screen.query_one("#review")
            assert panel.scroll_offset.y <= row < panel.scroll_offset.y + panel.scrollable_content_region.height


@pytest.mark.parametrize("size", [(16, 12), (16, 24)])
async def test_the_signs_have_room_however_narrow_the_window_is(make_app, size):
    app = make_app(region="GB")
    async with app.run_test(size=size) as pilot:
        await pilot.press("exclamation_mark", "l")
        await pilot.pause()
        assert app.screen.query_one("#signs").content_region.height >= 4


async def test_a_posture_alarm_names_its_obvious_key_in_the_smallest_window(make_app, clock):
    app = make_app(Opening(Kind.POSTURE))
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.press("enter")
        clock.advance(minutes=30)
        app.look_again()
        await pilot.pause()
        assert str(app.screen.query_one("#keys").content).split()[0] == "enter"
