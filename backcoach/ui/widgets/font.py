"""The block letters: two small bitmap fonts whose strokes and counters are stretched to any size.

Each glyph is drawn once, on a coarse grid. On the large grid the first and last column and the first, middle and
last row are strokes, which keep one weight; the others are counters, which take what is left. A digit is therefore
as clear at 3 by 5 as at 30 by 40.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

MIN_WIDTH, MIN_HEIGHT = 3, 5
"""The smallest glyph, in columns and half rows."""

_SMALL_WIDTHS = frozenset({3, 4, 6})
"""The widths at which the 3 by 5 drawing is the heavier and clearer one."""

_LARGE_HEIGHT = 7

_NARROW_LARGE = 7
"""At this width the middle column is thinner than a stem; a lone upright takes its neighbours in."""

_LONE = frozenset({"  #  ", " ##  "})

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


def can_draw(text: str) -> bool:
    return all(letter in LARGE for letter in text)


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
    return in_half_blocks(_colon(face) if letter == ":" else _stretched(letter, face))


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


def in_half_blocks(half_rows: list[str]) -> list[str]:
    """Half rows of `#` and spaces as rows of block characters, two half rows in each."""
    if not half_rows:
        return []
    upper, lower = half_rows[0::2], half_rows[1::2]
    if len(lower) < len(upper):
        lower = [*lower, " " * len(upper[0])]
    block = {"##": "█", "# ": "▀", " #": "▄", "  ": " "}
    return ["".join(block[a + b] for a, b in zip(*pair, strict=True)) for pair in zip(upper, lower, strict=True)]


_LARGE = """
0 ##### #...# #...# #...# #...# #...# #####
1 ...## ....# ....# ....# ....# ....# ....#
2 ##### ....# ....# ##### #.... #.... #####
3 ##### ....# ....# ##### ....# ....# #####
4 #...# #...# #...# ##### ....# ....# ....#
5 ##### #.... #.... ##### ....# ....# #####
6 ##### #.... #.... ##### #...# #...# #####
7 ##### ....# ....# ....# ....# ....# ....#
8 ##### #...# #...# ##### #...# #...# #####
9 ##### #...# #...# ##### ....# ....# #####
A ##### #...# #...# ##### #...# #...# #...#
B ####. #...# #...# ####. #...# #...# ####.
C ##### #.... #.... #.... #.... #.... #####
D ####. #...# #...# #...# #...# #...# ####.
E ##### #.... #.... ####. #.... #.... #####
F ##### #.... #.... ####. #.... #.... #....
G ##### #.... #.... #.### #...# #...# #####
H #...# #...# #...# ##### #...# #...# #...#
I # # # # # # #
J ....# ....# ....# ....# #...# #...# #####
K #...# #..## #.##. ###.. #.##. #..## #...#
L #.... #.... #.... #.... #.... #.... #####
M #...# ##.## ##### #.#.# #...# #...# #...#
N #...# ##..# ###.# #.#.# #.### #..## #...#
O ##### #...# #...# #...# #...# #...# #####
P ##### #...# #...# ##### #.... #.... #....
Q ##### #...# #...# #...# #.#.# #..## #####
R ####. #...# #...# ####. #.##. #..## #...#
S ##### #.... #.... ##### ....# ....# #####
T ##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#..
U #...# #...# #...# #...# #...# #...# #####
V #...# #...# #...# #...# ##.## .###. ..#..
W #...# #...# #...# #.#.# ##### ##.## #...#
X #...# ##.## .###. ..#.. .###. ##.## #...#
Y #...# #...# ##.## .###. ..#.. ..#.. ..#..
Z ##### ...## ..##. .##.. ##... #.... #####
_ .. .. .. .. .. .. ..
: . # # . # # .
+ ..... ..#.. ..#.. ##### ..#.. ..#.. .....
- ... ... ... ### ... ... ...
. . . . . . . #
/ ....# ...## ..##. ..#.. .##.. ##... #....
"""

_SMALL = """
0 ### #.# #.# #.# ###
1 .## ..# ..# ..# ..#
2 ### ..# ### #.. ###
3 ### ..# ### ..# ###
4 #.# #.# ### ..# ..#
5 ### #.. ### ..# ###
6 ### #.. ### #.# ###
7 ### ..# ..# ..# ..#
8 ### #.# ### #.# ###
9 ### #.# ### ..# ###
A ### #.# ### #.# #.#
B ##. #.# ##. #.# ##.
C ### #.. #.. #.. ###
D ##. #.# #.# #.# ##.
E ### #.. ##. #.. ###
F ### #.. ##. #.. #..
G ### #.. #.# #.# ###
H #.# #.# ### #.# #.#
I # # # # #
J ..# ..# ..# #.# ###
K #.# #.# ##. #.# #.#
L #.. #.. #.. #.. ###
M #...# ##.## #.#.# #...# #...#
N #..# ##.# #.## #..# #..#
O ### #.# #.# #.# ###
P ### #.# ### #.. #..
Q ### #.# #.# ### ..#
R ##. #.# ##. #.# #.#
S ### #.. ### ..# ###
T ### .#. .#. .#. .#.
U #.# #.# #.# #.# ###
V #.# #.# #.# #.# .#.
W #...# #...# #.#.# ##.## #...#
X #.# #.# .#. #.# #.#
Y #.# #.# .#. .#. .#.
Z ### ..# .#. #.. ###
_ . . . . .
: . # . # .
+ ... .#. ### .#. ...
- ... ... ### ... ...
. . . . . #
/ ..# ..# .#. #.. #..
"""


def _read(table: str) -> dict[str, tuple[str, ...]]:
    lines = (line.split() for line in table.strip().splitlines())
    return {name.replace("_", " "): tuple(row.replace(".", " ") for row in rows) for name, *rows in lines}


LARGE = _read(_LARGE)
"""Five columns (fewer where a glyph is narrow) by seven rows."""

SMALL = _read(_SMALL)
"""Three columns (five for M and W, four for N) by five rows, of the same characters."""
