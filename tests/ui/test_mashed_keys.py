"""Keys pressed without looking, in any order, at any size and hour, end the coach in no error."""

from __future__ import annotations

import random

import pytest

from tests.ui.test_snapshots import fill

KEYS = (
    *"ihpbswdfrkcnyxomzvteulag130",
    *(
        "comma",
        "exclamation_mark",
        "question_mark",
        "escape",
        "enter",
        "space",
        "plus",
        "minus",
        "tab",
        "less_than_sign",
    ),
    *("left", "right", "up", "down", "pageup", "pagedown", "delete", "backspace", "ctrl+p", "f1"),
)
SIZES = [(80, 24), (120, 40), (40, 12), (20, 5), (60, 20)]
SPANS_S = [1, 30, 300, 900, 3600, 50_000]


@pytest.mark.parametrize("seed", [116])
async def test_any_keys_at_any_hour_end_in_no_error(seed, make_app, journal, clock, content):
    chance = random.Random(seed)  # noqa: S311 - keys, not secrets
    if seed % 2:
        fill(journal, clock, content)
    app = make_app(region=chance.choice([None, "GB"]), calm=seed % 3 == 0)

    async with app.run_test(size=chance.choice(SIZES)) as pilot:
        for _ in range(100):
            if not app.is_running or app.return_code is not None:
                break
            what = chance.random()
            if what < 0.06:
                clock.advance(seconds=chance.choice(SPANS_S))
                app.look_again()
            elif what < 0.08:
                await pilot.resize_terminal(*chance.choice(SIZES))
            else:
                await pilot.press(chance.choice(KEYS))

    assert app.return_code in (0, None)
