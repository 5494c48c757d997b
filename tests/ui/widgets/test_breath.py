"""Breathing, moving and calm."""

from __future__ import annotations

import pytest

from backcoach.ui.widgets.breath import Breath, step_of, steps
from backcoach.ui.widgets.calm_bar import CalmBar, calm_bar


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


@pytest.mark.parametrize(
    ("height", "expected"),
    [(3, ["OUT 4", "", "▆▆▆ ▆▆▆ ▁▁▁"]), (2, ["OUT 4", "▆▆▆ ▆▆▆ ▁▁▁"]), (1, ["OUT 4  2/3"])],
)
async def test_words_and_bar_find_their_room(show, height, expected):
    bar = CalmBar()
    bar.styles.height = height
    bar.words, bar.step, bar.steps = "OUT 4", 2, 3
    async with show(bar, (11, 5)) as shown:
        assert [row.strip() for row in await shown.rows()] == expected


async def test_a_second_paints_one_block(show):
    bar = CalmBar()
    bar.words, bar.step, bar.steps = "OUT", 2, 3
    async with show(bar, (30, 5)) as shown:
        assert await shown.repainted(lambda: setattr(bar, "step", 1)) == [(11, 2, 8, 1)]
