"""Breathing, moving and calm."""

from __future__ import annotations

import pytest

from backcoach.ui.widgets.breath import Breath, step_of, steps
from backcoach.ui.widgets.text import CalmBar, calm_bar


async def test_only_a_size_that_can_be_seen_paints_and_only_its_rim(show):
    async with show(Breath(0.5), (40, 12)) as shown:
        step = 1 / steps(40, 12)
        nearest = step_of(0.5, 40, 12) * step

        await shown.repainted(lambda: setattr(shown.widget, "fullness", nearest))
        assert await shown.repainted(lambda: setattr(shown.widget, "fullness", nearest + 0.3 * step)) == []

        painted = await shown.repainted(lambda: setattr(shown.widget, "fullness", nearest + 2 * step))
        assert 0 < sum(width for _, _, width, _ in painted) < 130


async def test_a_fuller_breath_is_a_larger_disc(show):
    async with show(Breath(0.0), (40, 12)) as shown:

        def painted():
            return sum(cell.text != " " for row in shown.widget.drawn(40, 12) for cell in row)

        sizes = []
        for fullness in (0.0, 0.5, 1.0):
            shown.widget.fullness = fullness
            sizes.append(painted())
        assert sizes[0] < sizes[1] < sizes[2]


@pytest.mark.parametrize(
    ("step", "steps", "width", "expected"),
    [
        (1, 2, 40, "▆▆▆▆▆▆▆▆ ▁▁▁▁▁▁▁▁"),
        (1, 4, 7, "▆ ▁ ▁ ▁"),
        (1, 4, 6, "1/4"),
        (1, 4, 2, ""),
        (9, 4, 7, "▆ ▆ ▆ ▆"),
        (-1, 4, 7, "▁ ▁ ▁ ▁"),
        (0, 0, 7, ""),
    ],
)
def test_the_bar(step, steps, width, expected):
    assert calm_bar(step, steps, width) == expected


async def test_a_second_fills_one_block_more(show):
    async with show(CalmBar(), (30, 5), blocks=(2, 3)) as shown:
        shown.widget.blocks = (3, 3)
        assert [row.strip() for row in await shown.rows() if row.strip()] == ["▆▆▆▆▆▆▆▆ ▆▆▆▆▆▆▆▆ ▆▆▆▆▆▆▆▆"]
