"""The first line: whole where it can be, cut where it must be, never markup."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from backcoach.ui.widgets.text import first_line, rows_for


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("Ice 14:32", 20, ("Ice 14:32",)),
        ("Ice REMOVE NOW +00:12", 20, ("Ice REMOVE NOW", "+00:12")),
        ("Ice 14:32 · Posture 21:10", 20, ("Ice 14:32", "Posture 21:10")),
        ("Posture CHANGE NOW +00:12", 20, ("Posture CHANGE NOW", "+00:12")),
        ("Ice 14:32 · Posture 21:10 · Breathe 00:41", 25, ("Ice 14:32 · Posture 21:10", "Breathe 00:41")),
        ("Unbreakable", 5, ("Unbreakable",)),
    ],
)
def test_what_is_too_long_for_one_row_takes_two(text, width, rows):
    assert rows_for(text, width) == rows


@pytest.mark.parametrize("width", range(1, 90))
def test_the_line_is_exactly_as_wide_as_its_window(width):
    text, aside = first_line("Ice 14:32 · Posture 21:10", "Sun 22 Nov 14:05", width)
    assert cell_len(text + aside) == width
    assert not aside or aside.strip() == "Sun 22 Nov 14:05"


def test_the_aside_yields_before_the_text_is_cut():
    assert first_line("Ice REMOVE NOW +00:12", "Sun 22 Nov 14:05", 24) == (" Ice REMOVE NOW +00:12  ", "")
    assert first_line("Ice REMOVE NOW +00:12", "", 10)[0] == "Ice REMOV…"
