"""Rows of cells: cutting, centring, and which cells differ between two drawings."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from textual.geometry import Region

_MOVE_COST = 5
"""The bytes that it takes to move the cursor over a gap; a shorter gap is cheaper to write again."""

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


def changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Region]:
    """The runs of cells that differ between two drawings of one size; runs that nearly touch come as one.

    A row with characters that are not one cell wide comes as a whole. The same run in rows below each other comes once.
    """
    above: dict[tuple[int, int], int] = {}
    for y, (old, new) in enumerate(zip(before, after, strict=True)):
        here = dict.fromkeys(_runs(old, new), y) if old != new else {}
        for run, top in above.items():
            if run in here:
                here[run] = top
            else:
                yield _region(run, top, y)
        above = here
    yield from (_region(run, top, len(after)) for run, top in above.items())


def _region(run: tuple[int, int], top: int, bottom: int) -> Region:
    start, end = run
    return Region(start, top, end - start, bottom - top)


def _is_one_cell_each(row: str) -> bool:
    return row.isascii() or cell_len(row) == len(row)


def _runs(old: str, new: str) -> Iterator[tuple[int, int]]:
    """Where two rows differ: from which cell to before which."""
    if not (_is_one_cell_each(old) and _is_one_cell_each(new)):
        yield 0, max(cell_len(old), cell_len(new))
        return
    start = end = -1
    for x, (a, b) in enumerate(zip(old, new, strict=True)):
        if a == b:
            continue
        if start >= 0 and len(new[end:x].encode()) > _MOVE_COST:
            yield start, end
            start = x
        elif start < 0:
            start = x
        end = x + 1
    yield start, end
