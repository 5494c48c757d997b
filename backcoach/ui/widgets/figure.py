"""The drawing of a position, made of characters."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.geometry import Size
from textual.reactive import reactive

from backcoach.ui.widgets.canvas import Canvas
from backcoach.ui.widgets.cells import centred, printable


def figure_rows(text: str) -> list[str]:
    """The drawing's rows without the blank ones around it and the margin common to all of them."""
    rows = [printable(row.expandtabs()).rstrip() for row in text.splitlines()]
    while rows and not rows[0]:
        del rows[0]
    while rows and not rows[-1]:
        del rows[-1]
    margin = min((len(row) - len(row.lstrip()) for row in rows if row), default=0)
    return [row[margin:] for row in rows]


class Drawing(Canvas):
    """Shows a drawing in the middle, whole or not at all: half a person helps nobody."""

    DEFAULT_CSS = """
    Drawing {
        width: auto;
        height: auto;
        color: $foreground;
    }
    """

    figure: reactive[str] = reactive("", repaint=False, layout=True)
    """The drawing, one line for each row; plain text, never markup."""

    def __init__(self, figure: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(Drawing.figure, figure)

    @property
    def fits(self) -> bool:
        """Whether there is room for all of it, so that it is shown."""
        return self._fits(figure_rows(self.figure), *self.content_size)

    def watch_figure(self) -> None:
        """Only another drawing comes here."""
        self.redraw()

    def drawing(self, width: int, height: int) -> Sequence[str]:
        """The figure in the middle, or nothing."""
        rows = figure_rows(self.figure)
        return centred(rows if self._fits(rows, width, height) else [], width, height)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The longest row, for `width: auto`."""
        del container, viewport
        return max(map(cell_len, figure_rows(self.figure)), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The number of rows, for `height: auto`."""
        del container, viewport, width
        return len(figure_rows(self.figure))

    @staticmethod
    def _fits(rows: list[str], width: int, height: int) -> bool:
        return len(rows) <= height and all(cell_len(row) <= width for row in rows)
