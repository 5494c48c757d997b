"""The time, or the word of the moment, readable from two metres: as large as its rectangle allows, never clipped.

Block letters from two small bitmap fonts, whose strokes and counters are stretched to any size. Each glyph is drawn
once, on a coarse grid. On the large grid the first and last column and the first, middle and last row are strokes,
which keep one weight; the others are counters, which take what is left. A digit is therefore as clear at 3 by 5 as at
30 by 40.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise, zip_longest
from pathlib import Path
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.reactive import reactive

from backcoach.ui.widgets.pixels import Cells, PixelCanvas
from backcoach.ui.widgets.text import printable

_GLYPHS = [line.split() for line in Path(__file__).with_name("font.txt").read_text(encoding="ascii").splitlines()]


def _glyphs(rows: slice) -> dict[str, tuple[str, ...]]:
    return {name.replace("_", " "): tuple(row.replace(".", " ") for row in bits[rows]) for name, *bits in _GLYPHS}


LARGE = _glyphs(slice(7))
"""Five columns (fewer where a glyph is narrow) by seven rows."""
SMALL = _glyphs(slice(7, None))
"""Three columns (five for M and W, four for N) by five rows, of the same characters."""

MIN_WIDTH, MIN_HEIGHT = 3, 5
"""The smallest glyph, in columns and half rows."""

_SMALL_WIDTHS = frozenset({3, 4, 6})
"""The widths at which the 3 by 5 drawing is the heavier and clearer one."""

_LARGE_HEIGHT = 7

_NARROW_LARGE = 7
"""At this width the middle column is thinner than a stem; a lone upright takes its neighbours in."""

_LONE = frozenset({"  #  ", " ##  "})

_BLOCKS = {"##": "█", "# ": "▀", " #": "▄", "  ": " "}
"""A cell, by its upper and its lower half."""

_WEIGHT = 0.26
_WEIGHT_OF_HEIGHT = 0.15


class Face(NamedTuple):
    """The size that every glyph of a text is drawn in: columns, and half rows."""

    width: int
    height: int

    @property
    def is_large(self) -> bool:
        """Whether the 5 by 7 drawing fits; else the 3 by 5 one is stretched."""
        return self.width not in _SMALL_WIDTHS and self.height >= _LARGE_HEIGHT

    @property
    def is_balanced(self) -> bool:
        """Whether a lone upright, as in 1 and T, comes out about as heavy as the stems beside it."""
        return self.is_large or self.width in _SMALL_WIDTHS

    @property
    def stem(self) -> int:
        """The width of an upright stroke, in columns."""
        if not self.is_large:
            return max(1, min(round(self.width * _WEIGHT), (self.width - 1) // 2))
        if self.width < _NARROW_LARGE:
            return 1
        return max(2, min(round(self.width * _WEIGHT), (self.width - 2) // 3))

    @property
    def bar(self) -> int:
        """The height of a level stroke, in half rows; whole rows where there is room, so that edges are crisp."""
        most = (self.height - (4 if self.is_large else 2)) // 3
        bar = max(1, min(self.stem, round(self.height * _WEIGHT_OF_HEIGHT), most))
        return bar if bar == 1 else bar - bar % 2

    @property
    def gap(self) -> int:
        return max(1, round(self.stem * 0.6))

    def columns(self, count: int) -> list[int]:
        """How many columns each of a glyph's `count` bitmap columns takes."""
        stem = self.stem
        match count:
            case 1:
                return [stem]
            case 2:
                return [max(1, self.width // 4)] * 2
            case 3:
                return [stem, max(1, (round(self.width * 0.7) if self.is_large else self.width) - 2 * stem), stem]
            case 4:
                return [stem, max(1, self.width // 3), max(1, self.width // 3), stem]
            case _:
                inner = max(3, self.width - 2 * stem)
                middle = min(stem, inner - 2)
                side = (inner - middle) // 2
                return [stem, side, inner - 2 * side, side, stem]

    def rows(self) -> list[int]:
        """How many half rows each bitmap row takes."""
        bar = self.bar
        counters = self.height - 3 * bar
        upper = counters // 2
        if bar % 2 == 0:
            upper -= upper % 2
        lower = counters - upper
        if not self.is_large:
            return [bar, upper, bar, lower, bar]
        return [bar, upper // 2, upper - upper // 2, bar, lower - lower // 2, lower // 2, bar]


def width_of(text: str, face: Face) -> int:
    """The columns that a line of text takes in this face."""
    glyphs = LARGE if face.is_large else SMALL
    widths = [sum(face.columns(len(glyphs[letter][0]))) for letter in text]
    return sum(widths) + face.gap * max(0, len(widths) - 1)


def draw(text: str, face: Face) -> list[str]:
    """The line of text as rows of block characters, every one of the same width."""
    return [(" " * face.gap).join(pieces) for pieces in zip(*(_glyph(letter, face) for letter in text), strict=True)]


@lru_cache(maxsize=128)
def _glyph(letter: str, face: Face) -> list[str]:
    half_rows = _colon(face) if letter == ":" else _stretched(letter, face)
    pairs = zip_longest(half_rows[0::2], half_rows[1::2], fillvalue=" " * len(half_rows[0]))
    return ["".join(_BLOCKS[a + b] for a, b in zip(*pair, strict=True)) for pair in pairs]


def _stretched(letter: str, face: Face) -> list[str]:
    """The glyph as half rows of `#` and spaces."""
    rows = (LARGE if face.is_large else SMALL)[letter]
    columns = face.columns(len(rows[0]))
    result = []
    for bits, height in zip(rows, face.rows(), strict=True):
        inked = " ### " if face.width == _NARROW_LARGE and bits in _LONE else bits
        result += ["".join(bit * width for bit, width in zip(inked, columns, strict=True))] * height
    return result


def _colon(face: Face) -> list[str]:
    """Two dots as high as they are wide, one in the middle of each counter; as high as it, where it is lower."""
    bar, counters = face.bar, face.height - 3 * face.bar
    upper = face.rows()[1] if not face.is_large else sum(face.rows()[1:3])
    room = min(upper, counters - upper)
    dot = min(room, face.stem + face.stem % 2)
    away = (upper - dot) // 2
    away -= away % 2
    space, ink = [" " * face.stem], ["#" * face.stem]
    above = space * (bar + upper - away - dot) + ink * dot
    between = space * (bar + 2 * away)
    below = face.height - len(above) - len(between) - dot
    return above + between + ink * dot + space * below


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
    if set(capitals) <= set(LARGE):
        # With one digit for all of them: they are equally wide, so that a countdown is measured once.
        shapes = ((lines, tuple(re.sub(r"\d", "0", line) for line in lines)) for lines in _broken(capitals))
        fitting = [(face, lines) for lines, shape in shapes if (face := _largest(shape, width, height))]
        if fitting:
            face, lines = _best(fitting)
            drawn = [draw(line, face) for line in lines]
            widest = max(len(rows[0]) for rows in drawn)
            return tuple(row.center(widest) for rows in drawn for row in (*rows, ""))[:-1]
    return (Content(text).truncate(width).plain,)


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


@lru_cache(maxsize=64)
def _largest(lines: tuple[str, ...], width: int, height: int) -> Face | None:
    """The largest face in which these lines fit; None where not even the smallest does."""
    high = 2 * ((height - len(lines) + 1) // len(lines))  # of each line, the space between them put aside
    if high < MIN_HEIGHT:
        return None
    widest = max(MIN_WIDTH, int(high / _FLATTEST))
    for wide in range(min(width, widest), MIN_WIDTH - 1, -1):
        tall = int(min(wide * _SLENDEREST, _TALL + wide * _TALL_FOR_EACH_COLUMN))
        face = Face(wide, min(high, tall - tall % 2))
        if face.is_balanced and max(width_of(line, face) for line in lines) <= width:
            return face
    return None


class BigTime(PixelCanvas):
    """Shows a time or a few words as large as its size allows, in the middle, never clipped."""

    DEFAULT_CSS = """
    BigTime { width: 1fr; height: 1fr; color: $foreground; }
    """

    value: reactive[str] = reactive("", repaint=False)
    """What is shown: `14:32`, `+00:12`, `GO`, `LEFT`; small letters are drawn as capitals."""
    shorter: reactive[str] = reactive("", repaint=False)
    """What is shown where the value has no room for block letters and this has; empty for nothing else."""

    def watch_value(self) -> None:
        self.redraw()

    watch_shorter = watch_value

    def drawn(self, width: int, height: int) -> Sequence[Cells]:
        """The value in the middle of so many rows of so many cells."""
        rows = layout(self.value, width, height)
        if self.shorter and len(rows) == 1 and len(shorter := layout(self.shorter, width, height)) > 1:
            rows = shorter
        lines = [""] * ((height - len(rows)) // 2)
        lines += [" " * ((width - cell_len(row)) // 2) + row for row in rows]
        lines += [""] * (height - len(lines))
        return [cells_of(set_cell_size(line, width), self.look.pen) for line in lines]


@lru_cache(maxsize=256)
def cells_of(row: str, pen: Style) -> Cells:
    return tuple(Segment(letter, pen) for letter in row)
