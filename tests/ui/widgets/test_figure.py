"""A drawing is shown whole or not at all."""

from __future__ import annotations

from backcoach.ui.widgets.figure import Drawing, figure_rows

KNEE = """
      __      o
    _/  \\____/|
   ______________
"""
ROWS = ["   __      o", " _/  \\____/|", "______________"]


def test_the_common_margin_and_the_blank_rows_around_are_left_out():
    assert figure_rows(KNEE) == ROWS


def test_nothing_is_a_drawing_without_rows():
    assert figure_rows("") == figure_rows("\n \n") == []


def test_control_characters_do_not_reach_the_terminal():
    assert figure_rows("a\x1b[2Jb") == ["a [2Jb"]


async def test_it_stands_in_the_middle_of_its_room(show):
    drawing = Drawing(KNEE)
    drawing.styles.width, drawing.styles.height = "1fr", "1fr"
    async with show(drawing, (20, 5)) as shown:
        assert await shown.rows() == [" " * 20, *(f"   {row}".ljust(20) for row in ROWS), " " * 20]
        assert drawing.fits


async def test_by_itself_it_takes_only_its_own_size(show):
    async with show(Drawing(KNEE), (40, 10)) as shown:
        assert shown.widget.size == (14, 3)
        shown.widget.figure = "o"
        assert await shown.rows() == ["o"]


async def test_it_is_hidden_where_it_does_not_fit(show):
    drawing = Drawing(KNEE)
    drawing.styles.width, drawing.styles.height = "1fr", "1fr"
    for size in ((13, 5), (20, 2)):
        async with show(drawing, size) as shown:
            assert not "".join(await shown.rows()).strip()
            assert not drawing.fits
        drawing = Drawing(KNEE)
        drawing.styles.width, drawing.styles.height = "1fr", "1fr"


async def test_markup_is_text(show):
    async with show(Drawing("[/] [b]x"), (20, 3)) as shown:
        assert await shown.rows() == ["[/] [b]x"]
