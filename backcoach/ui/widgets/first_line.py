"""The first line of every screen: what runs, in plain words, and the date and time beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from textual.reactive import reactive

from backcoach.domain.routine import Kind
from backcoach.ui.widgets.canvas import Canvas
from backcoach.ui.widgets.cells import cut, printable

_SPARE = 4
"""The rows of a window that has a second one for a long text."""

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


def rows_for(text: str, width: int) -> tuple[str, ...]:
    """The text on one row, or on two where it is too long for one: broken between sessions, else between words."""
    text = printable(text)
    if cell_len(text) <= width:
        return (text,)
    for between in (" · ", " "):
        head, found, tail = text.rpartition(between)
        while found and cell_len(head) > width:
            head, found, more = head.rpartition(between)
            tail = more + between + tail
        if found and cell_len(head) <= width and cell_len(tail) <= width:
            return head, tail
    return (text,)


class FirstLine(Canvas):
    """One row of plain text, for eyes, screen readers and searches alike; the first row of its screen.

    A text that is too long for the window takes a second row where the window can spare one.
    """

    COMPONENT_CLASSES = {"first-line--aside", *(f"first-line--{kind}" for kind in (*Kind, "alarm"))}

    DEFAULT_CSS = """
    FirstLine {
        dock: top;
        width: 100%;
        height: 1;
        color: $foreground;
        text-style: bold;
        background: $panel;
        & > .first-line--aside { color: $muted; text-style: none; }
        & > .first-line--ice { color: $ice; }
        & > .first-line--heat { color: $heat; }
        & > .first-line--posture { color: $posture; }
        & > .first-line--breathe { color: $breathe; }
        & > .first-line--stretch { color: $stretch; }
        & > .first-line--walk { color: $walk; }
        & > .first-line--alarm { color: $alarm; }
    }
    """

    text: reactive[str] = reactive("", repaint=False)
    """What runs: never markup, and on one line whatever it contains."""

    aside: reactive[str] = reactive("", repaint=False)
    """The date and the clock; shown at the right where there is room."""

    _aside_size = 0

    def __init__(self, text: str = "", aside: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(FirstLine.text, text)
        self.set_reactive(FirstLine.aside, aside)

    def watch_text(self) -> None:
        """Only unequal text comes here."""
        self._take_room()
        self.redraw()

    def _take_room(self) -> None:
        """A second row where the text needs it and the window has four."""
        width, height = self.screen.size
        rows = len(rows_for(self.text, width)) if height >= _SPARE else 1
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = rows

    def on_resize(self) -> None:
        """Another window needs other rows."""
        self._take_room()
        super().on_resize()

    def watch_aside(self) -> None:
        """Only an unequal aside comes here."""
        self.redraw()

    def drawing(self, width: int, height: int) -> Sequence[str]:
        """The line, and nothing below it."""
        rows = rows_for(self.text, width) if height > 1 else (self.text,)
        text, aside = first_line(rows[0], self.aside if len(rows) == 1 else "", width)
        self._aside_size = len(aside)
        below = [first_line(row, "", width)[0] for row in rows[1:]]
        return [text + aside, *below, *[" " * width] * (height - 1 - len(below))][:height]

    def pieces(self, row: str, y: int) -> Iterable[tuple[str, Style]]:
        """Each session in the hue of its kind, the aside in its own style."""
        end = len(row) - (0 if y else self._aside_size)
        for part in re.split(r"( · )", row[:end]):
            yield part, self._style_of(part)
        if end < len(row):
            yield row[end:], self.get_component_rich_style("first-line--aside")

    def _style_of(self, part: str) -> Style:
        if "REMOVE NOW" in part:
            return self.get_component_rich_style("first-line--alarm")
        word = part.split(maxsplit=1)[0].lower() if part.strip() else ""
        return self.get_component_rich_style(f"first-line--{word}") if word in set(Kind) else self.pen
