"""Centring, and what is shown of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from backcoach.ui.widgets.big_time import centred
from backcoach.ui.widgets.text import Hung, PlainText, printable


@given(st.lists(st.text("ab膝", max_size=9), max_size=6), st.integers(0, 12), st.integers(0, 8))
def test_centred_fills_exactly(rows, width, height):
    result = centred(rows, width, height)

    assert len(result) == height
    assert all(cell_len(row) == width for row in result)


def test_centred_keeps_the_rows_together():
    assert centred(["ab", "c"], 6, 4) == ["      ", "  ab  ", "  c   ", "      "]


@pytest.mark.parametrize(
    ("hang", "width", "expected"),
    [
        (2, 15, ["▸ 1 · one two", "  three"]),
        (6, 18, ["▸ 1 · one two", "      three"]),
        (6, 30, ["▸ 1 · one two three"]),
        (6, 9, ["▸ 1 · one", "two three"]),
    ],
)
async def test_what_has_no_room_goes_on_below_the_words(show, hang, width, expected):
    async with show(PlainText(Hung(Content("▸ 1 · one two three"), hang)), (width, 20)) as shown:
        assert [row.rstrip() for row in await shown.rows()] == expected


def test_what_would_move_the_cursor_is_a_space():
    assert printable("a\x1b[2J\n\u202eb\x9b") == "a [2J  b "
