"""The first line says what runs, whole, as long as there is room for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from backcoach.ui.widgets.text import FirstLine, first_line

TEXT, ASIDE = "Ice 14:32 · Posture 21:10", "Sun 22 Nov 14:05"


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (46, " Ice 14:32 · Posture 21:10   Sun 22 Nov 14:05 "),
        (45, " Ice 14:32 · Posture 21:10  Sun 22 Nov 14:05 "),
        (44, " Ice 14:32 · Posture 21:10                  "),
        (26, " Ice 14:32 · Posture 21:10"),
        (25, "Ice 14:32 · Posture 21:10"),
        (20, "Ice 14:32 · Posture…"),
        (1, "…"),
        (0, ""),
    ],
)
def test_the_aside_yields_first_and_the_text_is_cut_last(width, expected):
    assert "".join(first_line(TEXT, ASIDE, width)) == expected


@given(st.text(max_size=30), st.text(max_size=20), st.integers(0, 60))
def test_it_is_exactly_as_wide_as_its_room(text, aside, width):
    assert cell_len("".join(first_line(text, aside, width))) == width


async def test_it_is_the_first_row_and_follows_what_runs(show):
    async with show(FirstLine(), text=TEXT, aside=ASIDE) as shown:
        assert shown.widget.region.y == 0
        assert (await shown.rows())[0] == f" {TEXT}".ljust(63) + f"{ASIDE} "

        shown.widget.text = "Ice 14:31 · Posture 21:09"
        assert (await shown.rows())[0].startswith(" Ice 14:31 · Posture 21:09 ")


async def test_the_same_text_paints_nothing(show):
    async with show(FirstLine(), text=TEXT, aside=ASIDE) as shown:
        assert await shown.repainted(lambda: setattr(shown.widget, "text", TEXT)) == []


async def test_the_aside_comes_back_when_there_is_room_again(show):
    async with show(FirstLine(), (50, 3), text=TEXT + " · Breathe 00:41", aside=ASIDE) as shown:
        assert ASIDE not in (await shown.rows())[0]
        shown.widget.text = "Ice 14:31"
        assert (await shown.rows())[0].endswith(f"{ASIDE} ")


async def test_markup_and_control_characters_are_shown_as_text(show):
    async with show(FirstLine(), text="[red]a[/]\x1b[2J[@click=app.quit]x") as shown:
        assert (await shown.rows())[0].startswith(" [red]a[/] [2J[@click=app.quit]x")
