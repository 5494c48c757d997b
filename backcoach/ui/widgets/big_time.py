"""The time, or the word of the moment, readable from two metres: as large as its rectangle allows, never clipped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive

from backcoach.ui.widgets.font import MIN_HEIGHT, MIN_WIDTH, Face, can_draw, draw, width_of
from backcoach.ui.widgets.pixels import Cells, PixelCanvas
from backcoach.ui.widgets.plain_text import cut, printable

_FLATTEST = 0.9
"""A glyph's half rows for each of its columns, at least; a half row is about as high as a column is wide."""

_SLENDEREST = 2.2
"""A glyph's half rows for each of its columns, at most."""

_TALL, _TALL_FOR_EACH_COLUMN = 16.5, 0.5
"""A large glyph's half rows at most: more height would send more bytes each second and read no better."""

_BREAK_GAIN = 1.25
"""A line is broken at its spaces where that makes the letters larger by at least this factor."""

_MAX_LINES = 3


@lru_cache(maxsize=64)
def layout(value: str, width: int, height: int) -> tuple[str, ...]:
    """The text in block letters, in the largest size that fits.

    Block letters down to three rows; where not even these fit, or where a character has no block letter, plain
    text; and where that does not fit, as much of it as does. Several words may stand on lines of their own.

    Args:
        value: what to show; small letters are drawn as capitals.
        width: the columns there are.
        height: the rows there are.

    Returns:
        Rows of equal length, none longer than `width`, no more than `height` of them; none where there is no room.
    """
    text = printable(value).strip()
    if width < 1 or height < 1 or not text:
        return ()
    capitals = text.upper()
    if can_draw(capitals):
        fitting = [(face, lines) for lines in _broken(capitals) if (face := _largest(_shape(lines), width, height))]
        if fitting:
            face, lines = _best(fitting)
            return tuple(_drawn(lines, face))
    return (cut(text, width, ""),)


def _broken(text: str) -> list[list[str]]:
    """The text on one line, and on two and three, broken at its spaces in every way."""
    words = text.split()
    ways = [[text]]
    for count in range(2, min(_MAX_LINES, len(words)) + 1):
        for breaks in combinations(range(1, len(words)), count - 1):
            edges = [0, *breaks, len(words)]
            ways.append([" ".join(words[a:b]) for a, b in pairwise(edges)])
    return ways


def _best(fitting: list[tuple[Face, list[str]]]) -> tuple[Face, list[str]]:
    """The way with the largest letters; more lines only where they gain something."""
    best = fitting[0]
    for face, lines in fitting[1:]:
        gain = (face.width * face.height) / (best[0].width * best[0].height)
        if gain >= (_BREAK_GAIN**2 if len(lines) > len(best[1]) else 1.01):
            best = (face, lines)
    return best


def _shape(lines: list[str]) -> tuple[str, ...]:
    """The lines with one digit for all of them: they are equally wide, so that a countdown is measured once."""
    return tuple("".join("0" if letter.isdigit() else letter for letter in line) for line in lines)


@lru_cache(maxsize=64)
def _largest(lines: tuple[str, ...], width: int, height: int) -> Face | None:
    """The largest face in which these lines fit; None where not even the smallest does."""
    high = _height_of_each(len(lines), 2 * height)
    if high < MIN_HEIGHT:
        return None
    widest = max(MIN_WIDTH, int(high / _FLATTEST))
    for wide in range(min(width, widest), MIN_WIDTH - 1, -1):
        tall = int(min(wide * _SLENDEREST, _TALL + wide * _TALL_FOR_EACH_COLUMN))
        face = Face(wide, min(high, tall - tall % 2))
        if face.is_balanced and max(width_of(line, face) for line in lines) <= width:
            return face
    return None


def _height_of_each(lines: int, half_rows: int) -> int:
    """The half rows that each of the lines may take, the space between them put aside."""
    if lines == 1:
        return half_rows
    each = (half_rows - 2 * (lines - 1)) // lines
    return each - each % 2


def _drawn(lines: list[str], face: Face) -> list[str]:
    drawn = [draw(line, face) for line in lines]
    width = max(len(rows[0]) for rows in drawn)
    result: list[str] = []
    for rows in drawn:
        if result:
            result.append(" " * width)
        result.extend(row.center(width) for row in rows)
    return result


class BigTime(PixelCanvas):
    """Shows a time or a few words as large as its size allows, in the middle, never clipped."""

    DEFAULT_CSS = """
    BigTime { width: 1fr; height: 1fr; color: $foreground; }
    """

    value: reactive[str] = reactive("", repaint=False)
    """What is shown: `14:32`, `+00:12`, `GO`, `LEFT`; small letters are drawn as capitals."""
    shorter: reactive[str] = reactive("", repaint=False)
    """What is shown where the value has no room for block letters and this has; empty for nothing else."""

    def __init__(self, value: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(BigTime.value, value)

    def watch_value(self) -> None:
        self.redraw()

    watch_shorter = watch_value

    def drawing(self, width: int, height: int) -> Sequence[str]:
        """The value in the middle of so many rows of so many cells."""
        rows = layout(self.value, width, height)
        if self.shorter and len(rows) == 1 and len(shorter := layout(self.shorter, width, height)) > 1:
            rows = shorter
        return centred(rows, width, height)

    def drawn(self, width: int, height: int) -> Sequence[Cells]:
        return [_cells(row, self.look.pen) for row in self.drawing(width, height)]


@lru_cache(maxsize=256)
def _cells(row: str, pen: Style) -> Cells:
    return tuple(Segment(letter, pen) for letter in row)


def centred(rows: Sequence[str], width: int, height: int) -> list[str]:
    """The drawing in the middle of a rectangle of spaces; what does not fit is cut at the right and below."""
    kept = rows[:height]
    wide = max((cell_len(row) for row in kept), default=0)
    left = max(0, (width - wide) // 2)
    above = max(0, (height - len(kept)) // 2)
    blank = " " * width
    middle = [set_cell_size(" " * left + row, width) for row in kept]
    return [blank] * above + middle + [blank] * (height - above - len(kept))
