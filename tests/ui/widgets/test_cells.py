"""Centring, and what is shown of text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from backcoach.ui.widgets.big_time import centred
from backcoach.ui.widgets.text import printable


@given(st.lists(st.text("ab膝", max_size=9), max_size=6), st.integers(0, 12), st.integers(0, 8))
def test_centred_fills_exactly(rows, width, height):
    result = centred(rows, width, height)

    assert len(result) == height
    assert all(cell_len(row) == width for row in result)


def test_centred_keeps_the_rows_together():
    assert centred(["ab", "c"], 6, 4) == ["      ", "  ab  ", "  c   ", "      "]


def test_what_would_move_the_cursor_is_a_space():
    assert printable("a\x1b[2J\n\u202eb\x9b") == "a [2J  b "
