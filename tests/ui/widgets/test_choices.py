"""Choices: two columns where all fit, one where they do not; more for names alone."""

from __future__ import annotations

import pytest
from textual.app import App

from backcoach.ui.widgets.choices import Choice, Choices, arranged
from tests.ui.widgets.themed import themed

CHOICES = tuple(Choice(f"short-{n}", str(n), "Name", "few words") for n in range(3))


@pytest.mark.parametrize(("width", "rows"), [(120, [(0, 2), (1,)]), (46, [(0, 2), (1,)]), (30, [(0,), (1,), (2,)])])
def test_columns_follow_the_width(width, rows):
    assert arranged(CHOICES, width) == rows


def test_names_alone_stand_in_more_columns():
    assert arranged([choice._replace(about="") for choice in CHOICES], 120) == [(0, 1, 2)]


class Board(App):
    def __init__(self):
        super().__init__()
        themed(self)
        self.made = []

    def compose(self):
        yield Choices(CHOICES)

    def on_choices_made(self, event):
        self.made.append(event.id)


@pytest.mark.parametrize(
    ("keys", "made"),
    [
        (["enter"], "short-0"),
        (["down", "enter"], "short-1"),
        (["right", "enter"], "short-2"),
        (["right", "left", "enter"], "short-0"),
        (["down", "right", "enter"], "short-1"),
        (["end", "enter"], "short-2"),
        (["end", "home", "up", "enter"], "short-0"),
    ],
)
async def test_arrows_and_enter(keys, made):
    app = Board()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("tab", *keys)
        assert app.made == [made]


@pytest.mark.parametrize(
    ("x", "y", "made"),
    [(5, 0, "short-0"), (35, 0, "short-2"), (5, 1, "short-1")],
)
async def test_a_click_makes_the_choice_under_it(x, y, made):
    app = Board()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.click(Choices, offset=(x, y))
        assert app.made == [made]


@pytest.mark.parametrize(("x", "y"), [(35, 1), (5, 3), (5, 15)])
async def test_a_click_beside_them_does_nothing(x, y):
    app = Board()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.click(Choices, offset=(x, y))
        assert app.made == []


async def test_once_all_fit_beside_each_other_no_scrollbar_keeps_them_apart():
    """With the bar one column too few is left; without it there is nothing to scroll."""
    app = Board()
    async with app.run_test(size=(46, 1)) as pilot:
        await pilot.resize_terminal(46, 2)
        await pilot.pause()
        assert not app.query_one(Choices).show_vertical_scrollbar
        await pilot.press("tab", "right", "enter")
        assert app.made == ["short-2"]


async def test_the_present_choice_stays_in_sight():
    app = Board()
    async with app.run_test(size=(20, 1)) as pilot:
        choices = app.query_one(Choices)
        await pilot.press("tab", "end")
        assert choices.scroll_offset.y == 2
        await pilot.press("home")
        assert choices.scroll_offset.y == 0
