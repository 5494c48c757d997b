"""The first line of every screen: what runs, in plain words, and the date and time beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.reactive import reactive

from backcoach.ui.widgets.canvas import Canvas
from backcoach.ui.widgets.cells import cut, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.style import Style

_BETWEEN = 2
"""The least cells between the text and what stands beside it."""


def first_line(text: str, aside: str, width: int) -> tuple[str, str]:
    """The two parts of the line, together exactly `width` cells.

    The aside yields whole where it has no room; the text is cut only where the line is narrower than it. Where there
    is room for that, one cell stays free at either end.
    """
    text, aside = printable(text), printable(aside)
    text_size, aside_size = cell_len(text), cell_len(aside)
    left = " " if text_size < width else ""
    right = " " if left else ""
    taken = len(left) + text_size
    if aside and taken + _BETWEEN + aside_size + len(right) <= width:
        right_part = aside + right
        return set_cell_size(left + text, width - cell_len(right_part)), right_part
    return set_cell_size(left + cut(text, width), width), ""


class FirstLine(Canvas):
    """One row of plain text, for eyes, screen readers and searches alike; the first row of its screen."""

    COMPONENT_CLASSES = {"first-line--aside"}  # noqa: RUF012 - Textual declares it so

    DEFAULT_CSS = """
    FirstLine {
        dock: top;
        width: 100%;
        height: 1;
        color: $foreground;
        text-style: bold;
        & > .first-line--aside {
            color: $text-muted;
            text-style: none;
        }
    }
    """

    text: reactive[str] = reactive("", repaint=False)
    """What runs: never markup, and on one line whatever it contains."""

    aside: reactive[str] = reactive("", repaint=False)
    """The date and the clock; shown at the right where there is room."""

    _aside_size = 0

    def __init__(self, text: str = "", aside: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, classes=classes)
        self.set_reactive(FirstLine.text, text)
        self.set_reactive(FirstLine.aside, aside)

    def watch_text(self) -> None:
        """Only unequal text comes here."""
        self.redraw()

    def watch_aside(self) -> None:
        """Only an unequal aside comes here."""
        self.redraw()

    def drawing(self, width: int, height: int) -> Sequence[str]:
        """The line, and nothing below it."""
        text, aside = first_line(self.text, self.aside, width)
        self._aside_size = len(aside)
        return [text + aside, *[" " * width] * (height - 1)][:height]

    def pieces(self, row: str, y: int) -> Iterable[tuple[str, Style]]:
        """The text in the widget's style, the aside in its own."""
        if y or not self._aside_size:
            yield row, self.pen
            return
        yield row[: -self._aside_size], self.pen
        yield row[-self._aside_size :], self.get_component_rich_style("first-line--aside")
