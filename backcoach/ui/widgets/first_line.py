"""The first line of every screen: what runs, in plain words, and the date and time beside it."""

from __future__ import annotations

import re

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.reactive import reactive

from backcoach.domain.routine import Kind
from backcoach.ui.widgets.plain_text import PlainText, cut, printable

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
    left = " " if cell_len(text) < width else ""
    taken = len(left) + cell_len(text)
    if aside and taken + _BETWEEN + cell_len(aside) + len(left) <= width:
        right = aside + left
        return set_cell_size(left + text, width - cell_len(right)), right
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


class FirstLine(PlainText):
    """One row of plain text, for eyes, screen readers and searches alike; the first row of its screen.

    A text that is too long for the window takes a second row where the window can spare one.
    """

    DEFAULT_CSS = """
    FirstLine {
        dock: top;
        width: 100%;
        height: 1;
        color: $foreground;
        text-style: bold;
        text-wrap: nowrap;
        background: $panel;
    }
    """

    text: reactive[str] = reactive("", repaint=False)
    """What runs: never markup, and on one line whatever it contains."""
    aside: reactive[str] = reactive("", repaint=False)
    """The date and the clock; shown at the right where there is room."""

    def __init__(self, text: str = "", aside: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(FirstLine.text, text)
        self.set_reactive(FirstLine.aside, aside)

    def watch_text(self) -> None:
        """Show the line; in a second row too where the text needs it and the window has four."""
        width, height = self.screen.size
        rows = rows_for(self.text, width) if height >= _SPARE else (self.text,)
        if self.styles.height is None or self.styles.height.value != len(rows):
            self.styles.height = len(rows)
        text, aside = first_line(rows[0], self.aside if len(rows) == 1 else "", width)
        shown = Content.assemble(_coloured(text), (aside, "not bold $muted"))
        below = [_coloured(first_line(row, "", width)[0]) for row in rows[1:]]
        self.update(Content("\n").join([shown, *below]), layout=False)

    watch_aside = on_resize = watch_text


def _coloured(text: str) -> Content:
    """Each session in the hue of its kind, or of the alarm."""
    return Content.assemble(*((part, _hue(part)) for part in re.split(r"( · )", text)))


def _hue(part: str) -> str:
    if "REMOVE NOW" in part:
        return "$alarm"
    word = part.split(maxsplit=1)[0].lower() if part.strip() else ""
    return f"${word}" if word in set(Kind) else ""
