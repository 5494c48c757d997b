"""Cutting, centring, and what differs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from backcoach.ui.widgets.cells import centred, changed, cut, printable

ROW = st.text(" █▀a9", min_size=30, max_size=30)


@given(st.lists(st.tuples(ROW, ROW), max_size=5))
def test_writing_the_changed_cells_over_the_old_ones_gives_the_new(pairs):
    before, after = [a for a, _ in pairs], [b for _, b in pairs]
    shown = list(before)

    for x, top, width, height in changed(before, after):
        for y in range(top, top + height):
            shown[y] = shown[y][:x] + after[y][x : x + width] + shown[y][x + width :]

    assert shown == after


@given(ROW, ROW)
def test_a_run_begins_and_ends_with_a_cell_that_differs(old, new):
    for x, _, width, _ in changed([old], [new]):
        assert old[x] != new[x]
        assert old[x + width - 1] != new[x + width - 1]


def test_runs_that_nearly_touch_are_one():
    assert [tuple(r) for r in changed(["aaaaaaaaaaaaaaaa"], ["baaabaaaaaaaaaab"])] == [(0, 0, 5, 1), (15, 0, 1, 1)]


def test_the_same_run_in_rows_below_each_other_is_one():
    before, after = ["abc", "abc", "abc", "abc"], ["aXc", "aYc", "abc", "aZc"]

    assert {tuple(r) for r in changed(before, after)} == {(1, 0, 1, 2), (1, 3, 1, 1)}


def test_equal_drawings_do_not_differ():
    assert list(changed(["abc"], ["abc"])) == []


def test_a_row_with_wide_characters_comes_whole():
    assert [tuple(r) for r in changed(["膝 1"], ["膝 2"])] == [(0, 0, 4, 1)]


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
