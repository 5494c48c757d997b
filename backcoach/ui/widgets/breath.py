"""A soft disc that grows and shrinks with the breath, inside the outline of the full one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import hypot

from textual.app import ComposeResult
from textual.color import Color
from textual.containers import Horizontal
from textual.reactive import reactive

from backcoach.ui.widgets.pixels import Cells, Look, PixelCanvas, covered, rows_of

_SLICES = 8
"""Widgets side by side: Textual sends a changed row from its widget's left end on, and so from near the rim."""
_SMALLEST = 0.35
"""The smallest disc's radius, for the largest's: an empty breath is still a place to look at."""
_ALIKE = 0.5
"""Two halves of a cell whose cover differs by no more are one: a cell of one colour takes half the bytes."""
_BANDS = 6
"""Steps of colour from the middle to the rim, fixed to the screen: a growing disc repaints its rim alone."""


def radii(width: int, height: int) -> range:
    """The disc's sizes, in whole pixels: between them an edge would flicker and not move."""
    most = int(_radius(width, height) - 1)
    return range(round(_SMALLEST * most), most + 1)


def _radius(width: int, height: int) -> float:
    """Of the outline of the full breath."""
    return max(1.0, min(width / 2, height) - 1)


def radius_at(fullness: float, width: int, height: int) -> int:
    """The nearest size for a fullness from 0 to 1; what lies outside is taken as the nearest."""
    sizes = radii(width, height)
    return sizes[round(min(1.0, max(0.0, fullness)) * (len(sizes) - 1))]


@lru_cache(maxsize=128)
def disc_rows(radius: int, width: int, height: int, look: Look) -> tuple[Cells, ...]:
    """The disc of this size, and the outline of the full breath, in the middle of the cells."""
    most = _radius(width, height)
    ground, line = look.ground, look.line
    bands = [ground.blend(look.hue, 1 - 0.55 * band / (_BANDS - 1)) for band in range(_BANDS)]

    def colour(x: int, y: int) -> Color:
        away, beside = (hypot(x + 0.5 - width / 2, half + 0.5 - height) for half in (y, y ^ 1))
        share, other = covered(radius - away), covered(radius - beside)
        if (share or other) and abs(share - other) <= _ALIKE:
            away = (away + beside) / 2
            share = covered(radius - away)
        if share:
            return ground.blend(bands[min(_BANDS - 1, int(_BANDS * away / most))], share)
        return ground.blend(line, covered(0.4 - abs(away - most + 0.5)))

    return rows_of(width, height, colour)


class Breath(Horizontal):
    """Shows how full the lungs are. It moves only when told: the screen asks the clock, a dozen times a second."""

    DEFAULT_CSS = """
    Breath { width: 1fr; height: 1fr; color: $breathe; }
    """

    fullness: reactive[float] = reactive(0.0, repaint=False)
    """How full, from 0 to 1; repaints only when the disc's size changes by a pixel."""

    def compose(self) -> ComposeResult:
        for _ in range(_SLICES):
            yield Slice(self)

    def watch_fullness(self, before: float, after: float) -> None:
        size = self.content_size
        if radius_at(before, *size) != radius_at(after, *size):
            self.redraw()

    def on_resize(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        for part in self.query(Slice):
            part.redraw()


class Slice(PixelCanvas):
    """Some columns of the disc."""

    DEFAULT_CSS = """
    Slice { width: 1fr; }
    """

    def __init__(self, disc: Breath) -> None:
        super().__init__()
        self._disc = disc

    def drawn(self, width: int, height: int) -> Sequence[Cells]:
        size, start = self._disc.content_size, self.region.x - self._disc.content_region.x
        rows = disc_rows(radius_at(self._disc.fullness, *size), *size, self.look)
        return [row[start : start + width] for row in rows[:height]]
