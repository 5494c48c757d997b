"""The ring: how much of it is bright, and what stands in it."""

from __future__ import annotations

import pytest

from backcoach.ui.widgets.countdown import Countdown, ring


@pytest.mark.parametrize("size", [(40, 15), (80, 18), (120, 34)])
def test_the_bright_part_is_the_time_left(size):
    whole = sum(share for share, is_left in ring(*size, 1.0).values() if is_left)
    for left in (0.25, 0.5, 0.75):
        bright = sum(share for share, is_left in ring(*size, left).values() if is_left)
        assert bright / whole == pytest.approx(left, abs=0.06)
    assert not any(is_left for _, is_left in ring(*size, 0.0).values())


def test_it_empties_clockwise_from_the_top():
    painted = ring(60, 20, 0.5)
    right = [is_left for (x, _), (share, is_left) in painted.items() if x > 34 and share == 1]
    left = [is_left for (x, _), (_, is_left) in painted.items() if x < 24]
    assert right
    assert all(right)
    assert not any(left)


async def test_a_second_repaints_the_digits_and_not_the_ring(show):
    countdown = Countdown()
    countdown.value, countdown.left = "14:32", 0.97
    async with show(countdown, (80, 20)) as shown:
        assert "█" in "".join(await shown.rows())
        painted = await shown.repainted(lambda: setattr(shown.widget, "value", "14:31"))
        rows = {y for _, y, _, _ in painted}
        assert 0 < len(rows) < 9
