"""The keys' row: what fits whole, the obvious first, and the mouse."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.ui.widgets.keys_line import KeyHint, KeysLine, placed

HINTS = [("enter", "It is off"), ("plus", ""), ("minus", "Minute"), ("exclamation_mark", "Help"), ("escape", "Back")]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (80, "  enter  It is off   +   -  Minute   !  Help   esc  Back"),
        (56, "  enter  It is off   +   -  Minute   !  Help   esc  Back"),
        (55, "  enter  It is off   +   -  Minute   !  Help"),
        (22, "  enter  It is off"),
        (17, " enter  It is off"),
        (16, ""),
    ],
)
async def test_the_first_that_fit_whole_are_shown(show, width, expected):
    async with show(KeysLine(HINTS), (width, 3)) as shown:
        assert (await shown.rows())[0] == expected.ljust(width)


@given(
    st.lists(st.tuples(st.sampled_from(["a", "escape", "plus"]), st.sampled_from(["", "Go", "膝"])), max_size=6),
    st.integers(0, 40),
)
def test_no_hint_is_cut_and_none_covers_another(pairs, width):
    hints = [KeyHint(*pair) for pair in pairs]
    result = placed(hints, width)

    assert [one.hint for one in result] == hints[: len(result)]
    assert all(one.end <= width for one in result)
    assert all(one.end < other.start for one, other in pairwise(result))
    assert not result or result[-1].hint.words


@pytest.mark.parametrize(
    ("x", "key"), [(1, "enter"), (17, "enter"), (20, "plus"), (24, "minus"), (33, "minus"), (50, "escape")]
)
async def test_a_click_on_a_key_or_its_words_asks_for_the_key(show, x, key):
    async with show(KeysLine(HINTS)) as shown:
        await shown.pilot.click(KeysLine, offset=(x, 0))

        assert [message.key for message in shown.app.messages] == [key]


@pytest.mark.parametrize("x", [0, 18, 23, 79])
async def test_a_click_between_the_keys_asks_for_nothing(show, x):
    async with show(KeysLine(HINTS)) as shown:
        await shown.pilot.click(KeysLine, offset=(x, 0))

        assert shown.app.messages == []


async def test_other_keys_replace_these_and_equal_ones_paint_nothing(show):
    async with show(KeysLine(HINTS)) as shown:
        assert await shown.repainted(lambda: setattr(shown.widget, "hints", tuple(HINTS))) == []
        shown.widget.hints = [("q", "Quit")]
        assert (await shown.rows())[0] == "  q  Quit".ljust(80)
