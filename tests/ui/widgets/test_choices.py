"""Choices: two columns under a heading where all of its choices fit, one where they do not."""

from __future__ import annotations

import pytest
from textual.app import App

from backcoach.ui.widgets.choices import Choice, Choices, arranged
from tests.ui.widgets.themed import themed

SHORT = tuple(Choice(f"short-{n}", str(n), "Name", "few words", "Short") for n in range(3))
LONG = tuple(Choice(f"long-{n}", str(n), "Name", "so many words that it is long", "Long") for n in range(2))


@pytest.mark.parametrize(
    ("width", "rows"),
    [
        (120, ["Short", (0, 2), (1,), "", "Long", (3, 4)]),
        (60, ["Short", (0, 2), (1,), "", "Long", (3,), (4,)]),
        (40, ["Short", (0,), (1,), (2,), "", "Long", (3,), (4,)]),
    ],
)
def test_columns_follow_the_width_heading_by_heading(width, rows):
    assert arranged(SHORT + LONG, width, headings=True) == rows


def test_where_rows_are_few_only_the_choices_are_left():
    assert arranged(SHORT + LONG, 40, headings=False) == [(n,) for n in range(5)]


class Board(App):
    def __init__(self):
        super().__init__()
        themed(self)
        self.made = []

    def compose(self):
        yield Choices(SHORT + LONG)

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
        (["end", "enter"], "long-1"),
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
    [(5, 1, "short-0"), (35, 1, "short-2"), (5, 2, "short-1"), (5, 5, "long-0"), (55, 6, "long-1")],
)
async def test_a_click_makes_the_choice_under_it(x, y, made):
    app = Board()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.click(Choices, offset=(x, y))
        assert app.made == [made]


@pytest.mark.parametrize(("x", "y"), [(5, 0), (35, 2), (5, 3), (5, 15)])
async def test_a_click_beside_them_does_nothing(x, y):
    app = Board()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.click(Choices, offset=(x, y))
        assert app.made == []


async def test_once_all_fit_beside_each_other_no_scrollbar_keeps_them_apart():
    """With the bar one column too few is left; without it there is nothing to scroll."""
    app = Board()
    async with app.run_test(size=(46, 5)) as pilot:
        await pilot.resize_terminal(46, 7)
        await pilot.pause()
        assert not app.query_one(Choices).show_vertical_scrollbar
        await pilot.press("tab", "right", "enter")
        assert app.made == ["short-2"]


async def test_the_present_choice_stays_in_sight():
    app = Board()
    async with app.run_test(size=(20, 3)) as pilot:
        choices = app.query_one(Choices)
        choices.has_headings = False
        await pilot.press("tab", "end")
        assert choices.scroll_offset.y == 2
        await pilot.press("home")
        assert choices.scroll_offset.y == 0
