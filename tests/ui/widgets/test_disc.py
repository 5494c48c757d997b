"""The circle keeps to its room, grows with every step, and is as high as wide."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backcoach.ui.widgets.disc import disc, step_of, steps

WIDTH, HEIGHT = st.integers(0, 80), st.integers(0, 30)


def ink(rows):
    return sum({"█": 2, "▀": 1, "▄": 1, " ": 0}[cell] for row in rows for cell in row)


@given(WIDTH, HEIGHT, st.floats(-1, 2))
def test_it_fills_exactly_its_rectangle(width, height, fullness):
    rows = disc(step_of(fullness, width, height), width, height)

    assert len(rows) == height
    assert all(len(row) == width for row in rows)


@given(WIDTH, HEIGHT, st.floats(0, 1), st.floats(0, 1))
def test_fuller_is_never_smaller(width, height, one, other):
    small, large = sorted((one, other))

    assert ink(disc(step_of(small, width, height), width, height)) <= ink(
        disc(step_of(large, width, height), width, height)
    )


def test_full_touches_the_edges_and_empty_is_still_there():
    full, empty = disc(steps(22, 11), 22, 11), disc(0, 22, 11)

    assert full[0].strip()
    assert full[-1].strip()
    assert full[5] == "█" * 22
    assert 0 < ink(empty) < ink(full) / 6


@given(st.integers(2, 40), st.integers(1, 20), st.floats(0, 1))
def test_it_is_the_same_from_left_and_right_and_from_above_and_below(width, height, fullness):
    rows = disc(step_of(fullness, 2 * width, height), 2 * width, height)

    assert all(row == row[::-1] for row in rows)
    assert [row.translate(str.maketrans("▀▄", "▄▀")) for row in rows[::-1]] == list(rows)
