"""Rows of cells: cutting and centring."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

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


def centred(rows: Sequence[str], width: int, height: int) -> list[str]:
    """The drawing in the middle of a rectangle of spaces; what does not fit is cut at the right and below."""
    kept = rows[:height]
    wide = max((cell_len(row) for row in kept), default=0)
    left = max(0, (width - wide) // 2)
    above = max(0, (height - len(kept)) // 2)
    blank = " " * width
    middle = [set_cell_size(" " * left + row, width) for row in kept]
    return [blank] * above + middle + [blank] * (height - above - len(kept))
