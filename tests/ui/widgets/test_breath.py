"""Breathing, moving and calm."""

from __future__ import annotations

import pytest
from rich.console import Console
from rich.style import Style
from textual.color import Color

from backcoach.ui.widgets.breath import Breath, Slice, disc_rows, radii, radius_at
from backcoach.ui.widgets.pixels import Look
from backcoach.ui.widgets.text import CalmBar, calm_bar


async def test_only_a_size_that_can_be_seen_sends_anything_and_a_breath_little(show):
    """A breath in and out, as at 80×24: 6 kB a second are for all of the screen, and ten seconds for a breath."""
    async with show(Breath(), (46, 18)) as shown:
        sent, console = [], Console(color_system="truecolor")
        shown.app._display = lambda _, drawn: sent.append(drawn.render_segments(console) if drawn else "")

        async def send(fullness):
            sent.clear()
            shown.widget.fullness = fullness
            await shown.pilot.pause()
            return sum(len(text.encode()) for text in sent)

        last = len(radii(46, 18)) - 1
        assert await send(0.3 / last) == 0
        breath = [await send(step / last) for step in (*range(1, last + 1), *reversed(range(last)))]
        assert min(breath) > 0
        assert sum(breath) < 48_000


@pytest.mark.parametrize("size", [(46, 18), (45, 17), (13, 6), (5, 3), (1, 1)])
async def test_the_slices_make_one_disc_at_every_size(show, size):
    async with show(Breath(), size) as shown:
        await shown.pilot.resize_terminal(60, 30)
        await shown.pilot.resize_terminal(*size)
        shown.widget.fullness = 0.5
        drawn = disc_rows(radius_at(0.5, *size), *size, shown.widget.query(Slice).first().look)
        assert await shown.rows() == ["".join(cell.text for cell in row) for row in drawn]


def test_a_fuller_breath_is_a_larger_disc():
    look = Look(Style(), Color(0, 0, 0), Color(100, 200, 200), Color(0, 0, 0))
    painted = [
        sum(cell.style.bgcolor.triplet != (0, 0, 0) for row in disc_rows(radius, 40, 12, look) for cell in row)
        for radius in radii(40, 12)
    ]
    assert painted == sorted(set(painted))
    assert radius_at(2, 40, 12) == radii(40, 12)[-1]


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
