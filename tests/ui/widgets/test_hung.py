"""Wrapped lines stand below their text, not below its bullet, number or mark."""

from __future__ import annotations

import pytest
from textual.content import Content

from backcoach.ui.widgets.text import Hung, PlainText


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two three four", ["one two three", "four"]),
        (" · one two three four", [" · one two three", "   four"]),
        ("2. one two three four", ["2. one two three", "   four"]),
        ("  3 ✓ one two three\nfour", ["  3 ✓ one two", "      three", "four"]),
        (" m    one two three", [" m    one two", "      three"]),
        ("9 one two three four", ["9 one two three", "four"]),
    ],
)
async def test_each_line_hangs_below_its_first_word(show, text, expected):
    async with show(PlainText(Hung(Content(text))), (16, 5)) as shown:
        assert [row.rstrip() for row in await shown.rows() if row.strip()] == expected
