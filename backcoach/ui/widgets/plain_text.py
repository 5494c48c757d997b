"""Text as it is, and as much of it as has room."""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.widgets import Static


class PlainText(Static):
    """Plain text, never markup; what is written with a key in it can be clicked and looks as it is written."""

    auto_links = False

    def __init__(self, text: str | Content = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(text, id=id, classes=classes, markup=False)


_UNSHOWN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def printable(text: str) -> str:
    """The text with a space for everything that would move the cursor, break the line or turn its direction."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if unicodedata.category(letter) in _UNSHOWN else letter for letter in text)


def cut(text: str, width: int, mark: str = "…") -> str:
    """The text in at most `width` cells; what does not fit is replaced by the mark."""
    if cell_len(text) <= width:
        return text
    room = width - cell_len(mark)
    return set_cell_size(text, room) + mark if room >= 0 else mark[:width]
