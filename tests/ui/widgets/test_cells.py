"""Cutting, centring, and what differs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from backcoach.ui.widgets.big_time import centred
from backcoach.ui.widgets.text import cut, printable


@pytest.mark.parametrize(("width", "expected"), [(9, "Ice 14:32"), (8, "Ice 14:…"), (1, "…"), (0, "")])
def test_cut(width, expected):
    assert cut("Ice 14:32", width) == expected


@given(st.text(max_size=20), st.integers(0, 30))
def test_cut_is_never_wider(text, width):
    assert cell_len(cut(printable(text), width)) <= width


@given(st.lists(st.text("ab膝", max_size=9), max_size=6), st.integers(0, 12), st.integers(0, 8))
def test_centred_fills_exactly(rows, width, height):
    result = centred(rows, width, height)

    assert len(result) == height
    assert all(cell_len(row) == width for row in result)


def test_centred_keeps_the_rows_together():
    assert centred(["ab", "c"], 6, 4) == ["      ", "  ab  ", "  c   ", "      "]


def test_what_would_move_the_cursor_is_a_space():
    assert printable("a\x1b[2J\n\u202eb\x9b") == "a [2J  b "
