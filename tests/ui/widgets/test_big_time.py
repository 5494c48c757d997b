"""The large time in an app: what is seen, and what is painted again."""

from __future__ import annotations

import pytest

from backcoach.ui.widgets.big_time import BigTime, layout


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12), (20, 5), (20, 3), (9, 2), (3, 1), (1, 1)])
async def test_it_is_shown_in_the_middle_as_large_as_fits(show, size):
    async with show(BigTime(), size, value="14:32") as shown:
        rows = await shown.rows()

        drawn = layout("14:32", *size)
        above, left = (size[1] - len(drawn)) // 2, (size[0] - len(drawn[0])) // 2
        assert [row[left : left + len(drawn[0])] for row in rows[above : above + len(drawn)]] == list(drawn)
        assert sum(len(row.split()) for row in rows) == sum(len(row.split()) for row in drawn)


async def test_a_second_paints_only_the_cells_that_changed(show):
    """From 3 to 2 one upright moves from the right to the left: nothing else is sent."""
    async with show(BigTime(), value="14:33") as shown:
        painted = await shown.repainted(lambda: setattr(shown.widget, "value", "14:32"))
        rows = await shown.rows()

        assert 0 < sum(width * height for _, _, width, height in painted) < 100
        assert all(x >= 40 for x, _, _, _ in painted)
        assert [row.strip() for row in rows if row.strip()] == [row.strip() for row in layout("14:32", 80, 24)]


async def test_an_equal_value_paints_nothing(show):
    async with show(BigTime(), value="14:33") as shown:
        assert await shown.repainted(lambda: setattr(shown.widget, "value", "14:33")) == []


async def test_what_is_too_long_for_letters_yields_to_what_is_not(show):
    async with show(BigTime(), (24, 5), value="READY 4") as shown:
        shown.widget.shorter = "READY"
        await shown.pilot.pause()
        drawn = [row.strip() for row in await shown.rows()]
        assert [row for row in drawn if row] == [row.strip() for row in layout("READY", 24, 5)]
        await shown.pilot.resize_terminal(14, 5)
        assert "READY 4" in "".join(await shown.rows())


async def test_it_follows_the_window(show):
    async with show(BigTime(), value="14:32") as shown:
        await shown.pilot.resize_terminal(20, 5)
        rows = await shown.rows()

        assert [row.strip() for row in rows if row.strip()] == [row.strip() for row in layout("14:32", 20, 5)]
