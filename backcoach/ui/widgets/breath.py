"""A soft disc that grows and shrinks with the breath, inside the outline of the full one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import hypot

from textual.color import Color
from textual.reactive import reactive

from backcoach.ui.widgets.pixels import Cells, Look, PixelCanvas, covered, rows_of

_SMALLEST = 0.3
"""The smallest disc's radius, for the largest's: an empty breath is still a place to look at."""
_BANDS = 6
"""Steps of colour from the middle to the rim, fixed to the screen: a growing disc repaints its rim alone."""


def _radius(width: int, height: int) -> float:
    return max(1.0, min(width / 2, height) - 1)


def steps(width: int, height: int) -> int:
    """How many sizes there are above the smallest: one for each pixel of the radius's way."""
    return max(1, round((1 - _SMALLEST) * _radius(width, height)))


def step_of(fullness: float, width: int, height: int) -> int:
    """The nearest size for a fullness from 0 to 1; what lies outside is taken as the nearest."""
    return round(min(1.0, max(0.0, fullness)) * steps(width, height))


@lru_cache(maxsize=128)
def disc_rows(step: int, width: int, height: int, look: Look) -> tuple[Cells, ...]:
    """The disc of this size, and the outline of the full breath, in the middle of the cells."""
    most = _radius(width, height)
    radius = (most - 1.5) * (_SMALLEST + (1 - _SMALLEST) * step / steps(width, height))
    ground, line = look.ground, look.line
    bands = [ground.blend(look.hue, 1 - 0.55 * band / (_BANDS - 1)) for band in range(_BANDS)]

    def colour(x: int, y: int) -> Color:
        away = hypot(x + 0.5 - width / 2, y + 0.5 - height)
        if share := covered(radius - away):
            return ground.blend(bands[min(_BANDS - 1, int(_BANDS * away / most))], share)
        return ground.blend(line, covered(0.4 - abs(away - most + 0.5)))

    return tuple(rows_of(width, height, colour, look))


class Breath(PixelCanvas):
    """Shows how full the lungs are. It moves only when told: the screen asks the clock, a dozen times a second."""

    DEFAULT_CSS = """
    Breath { width: 1fr; height: 1fr; color: $breathe; }
    """

    fullness: reactive[float] = reactive(0.0, repaint=False)
    """How full, from 0 to 1; repaints only when the disc's size changes by a pixel."""

    def __init__(self, fullness: float = 0.0, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(Breath.fullness, fullness)

    def watch_fullness(self, before: float, after: float) -> None:
        size = self.content_size
        if step_of(before, *size) != step_of(after, *size):
            self.redraw()

    def drawn(self, width: int, height: int) -> Sequence[Cells]:
        return disc_rows(step_of(self.fullness, width, height), width, height, self.look)
