"""A canvas of half blocks: one cell is two square pixels, and only the cells that changed are sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

Cells = Sequence[Segment]
"""One row; each segment is one cell."""

_LEVELS = 4
"""In so many steps an edge fades into the ground."""
_GAP = 6
"""Cells between two changes that are cheaper to write again than to step over."""


def covered(depth: float) -> float:
    """How much of a pixel is covered whose middle lies so deep inside an edge; in a few steps."""
    return round(min(1.0, max(0.0, depth + 0.5)) * _LEVELS) / _LEVELS


class Look(NamedTuple):
    """The style of text, and the colours of ground, shape and thin line."""

    pen: Style
    ground: Color
    hue: Color
    line: Color


def rows_of(width: int, height: int, colour: Callable[[int, int], Color]) -> tuple[Cells, ...]:
    """The rows of cells whose pixels have these colours; `colour` is asked for column and half row."""
    return tuple(tuple(_cell(colour(x, 2 * y), colour(x, 2 * y + 1)) for x in range(width)) for y in range(height))


@lru_cache(maxsize=512)
def _cell(upper: Color, lower: Color) -> Segment:
    """Two pixels; one colour is a space on it, which is half the bytes."""
    if upper == lower:
        return Segment(" ", Style(bgcolor=lower.rich_color))
    return Segment("▀", Style(color=upper.rich_color, bgcolor=lower.rich_color))


class PixelCanvas(Widget):
    """Shows the cells that `drawn` returns; a subclass calls `redraw` when they may have changed."""

    ALLOW_SELECT = False
    _rows: Sequence[Cells] = ()
    _drawn_size: Size | None = None
    _look: Look | None = None

    def drawn(self, width: int, height: int) -> Sequence[Cells]:
        """Exactly `height` rows of exactly `width` cells."""
        raise NotImplementedError

    @property
    def look(self) -> Look:
        """The colours, asked for once: it costs more than to draw."""
        if self._look is None:
            _, _, ground, hue = self.colors
            self._look = Look(self.rich_style, ground, hue, Color.parse(self.app.theme_variables["line"]))
        return self._look

    def redraw(self) -> None:
        """Draw again, and repaint what differs."""
        size = self.content_size
        if self._drawn_size != size:
            self.refresh()
            return
        before, self._rows = self._rows, self.drawn(size.width, size.height)
        regions = [
            Region(start, y, end - start, 1)
            for y, (old, new) in enumerate(zip(before, self._rows, strict=True))
            if old is not new
            for start, end in _changed(old, new)
        ]
        if regions:
            self.refresh(*regions)

    def notify_style_update(self) -> None:
        """Other colours are another drawing."""
        self._drawn_size = self._look = None
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        size = self.content_size
        if self._drawn_size != size:
            self._rows, self._drawn_size = self.drawn(size.width, size.height), size
        if y >= len(self._rows):
            return Strip.blank(size.width, self.rich_style)
        return Strip(self._rows[y], size.width).simplify()


def _changed(old: Cells, new: Cells) -> Iterator[tuple[int, int]]:
    """Where two rows differ: from which cell to before which."""
    start = end = -1
    for x, (a, b) in enumerate(zip(old, new, strict=True)):
        if a is b or a == b:
            continue
        if start >= 0 and x - end > _GAP:
            yield start, end
            start = x
        elif start < 0:
            start = x
        end = x + 1
    if start >= 0:
        yield start, end
