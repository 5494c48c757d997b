"""The line fills from the left, half a cell at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.ui.widgets.text import ProgressLine, progress_line


@pytest.mark.parametrize(
    ("fraction", "expected"),
    [
        (0, "────"),
        (0.12, "────"),
        (0.125, "╸───"),
        (0.5, "━━──"),
        (0.99, "━━━╸"),
        (1, "━━━━"),
        (7, "━━━━"),
        (-1, "────"),
    ],
)
def test_the_line(fraction, expected):
    assert progress_line(fraction, 4) == expected


@given(st.floats(0, 1), st.integers(0, 200))
def test_it_is_exactly_as_wide_as_its_room(fraction, width):
    assert len(progress_line(fraction, width)) == width


async def test_it_paints_half_a_cell_more_and_nothing_for_less(show):
    async with show(ProgressLine(), (40, 3), fraction=0.5) as shown:
        assert await shown.repainted(lambda: setattr(shown.widget, "fraction", 0.501)) == []
        assert len(await shown.repainted(lambda: setattr(shown.widget, "fraction", 0.52))) == 1
        assert (await shown.rows())[0] == "━" * 20 + "╸" + "─" * 19


@pytest.mark.parametrize("fraction", [0.0, 1.0])
async def test_the_ends_are_shown(show, fraction):
    async with show(ProgressLine(), (10, 1), fraction=fraction) as shown:
        assert (await shown.rows())[0] == progress_line(fraction, 10)
