"""A ring that empties round the digits: how much time is left, seen before it is read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import atan2, ceil, cos, hypot, sin, tau

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from backcoach.ui.widgets.lettering import layout

_LEVELS = 4
"""In so many steps the edge of the ring fades into the ground."""

Pixel = tuple[int, int, float, float, float]
"""Column, half row, how much of it the stroke and the thin line cover, and its angle from the top, clockwise."""


@lru_cache(maxsize=8)
def pixels(width: int, height: int) -> tuple[tuple[Pixel, ...], float, float]:
    """What of the ring lies in each pixel of the cells, its radius, and its stroke; a cell is two square pixels."""
    radius = min(width, 2 * height) / 2 - 2
    stroke = min(4.0, max(2.0, radius / 5))
    found = []
    for y in range(2 * height):
        for x in range(width):
            dx, dy = x + 0.5 - width / 2, y + 0.5 - height
            away = abs(hypot(dx, dy) - radius)
            thick, thin = (_covered(half - away) for half in (stroke / 2, 0.5))
            if thick or thin:
                found.append((x, y, thick, thin, atan2(dx, -dy) % tau))
    return tuple(found), radius, stroke


def _covered(depth: float) -> float:
    """How much of a pixel is covered whose middle lies so deep inside an edge; in a few steps."""
    return round(min(1.0, max(0.0, depth + 0.5)) * _LEVELS) / _LEVELS


def ring(width: int, height: int, left: float) -> dict[tuple[int, int], tuple[float, bool]]:
    """How much of each pixel is painted, and whether it belongs to the time that is left; other pixels are empty.

    Args:
        width: in cells, each one pixel wide.
        height: in cells, each two pixels high.
        left: the part of the time that is left, from 0 to 1.
    """
    found, radius, stroke = pixels(width, height)
    end = tau * min(1.0, max(0.0, left))
    caps = [(width / 2 + radius * sin(angle), height - radius * cos(angle)) for angle in (0.0, end)]
    painted = {}
    for x, y, thick, thin, angle in found:
        share = thick if left > 0 and angle <= end else 0.0
        if 0 < left < 1 and not share:  # the two ends of the stroke are round
            share = max(_covered(stroke / 2 - hypot(x + 0.5 - cx, y + 0.5 - cy)) for cx, cy in caps)
        if share:
            painted[x, y] = share, True
        elif thin:
            painted[x, y] = thin, False
    return painted


class Countdown(Widget):
    """The time left as a ring and as digits; below them a word where the time stands still."""

    DEFAULT_CSS = """
    Countdown { width: 1fr; height: 1fr; color: $foreground; }
    """

    value: reactive[str] = reactive("", repaint=False)
    """The digits."""
    word: reactive[str] = reactive("", repaint=False)
    """`PAUSED`; empty while the time runs."""
    left: reactive[float] = reactive(1.0, repaint=False)
    """The part of the time that is left, from 0 to 1."""

    _rows: Sequence[Strip] = ()
    _look: tuple[Style, tuple[Color, Color, Color]] | None = None
    """The style of the digits, and the colours; asked for once, for it costs more than to draw."""

    def watch_value(self) -> None:
        self._redraw()

    def watch_word(self) -> None:
        self._redraw()

    def watch_left(self, before: float, after: float) -> None:
        if _step(before, self.content_size) != _step(after, self.content_size):
            self._redraw()

    def notify_style_update(self) -> None:
        self._rows, self._look = (), None
        super().notify_style_update()

    def _redraw(self) -> None:
        """Repaint the rows that changed: the ring moves every few seconds only."""
        size = self.content_size
        if len(self._rows) != size.height or not self._rows or self._rows[0].cell_length != size.width:
            self._rows = ()
            self.refresh()
            return
        before, self._rows = self._rows, self._drawn(size.width, size.height)
        for y, (old, new) in enumerate(zip(before, self._rows, strict=True)):
            if old is not new and old != new:
                self.refresh(Region(0, y, size.width, 1))

    def render_line(self, y: int) -> Strip:
        size = self.content_size
        if len(self._rows) != size.height or (self._rows and self._rows[0].cell_length != size.width):
            self._rows = self._drawn(size.width, size.height)
        return self._rows[y] if y < len(self._rows) else Strip.blank(size.width)

    def on_resize(self) -> None:
        self._rows = ()
        self.refresh()

    def _drawn(self, width: int, height: int) -> Sequence[Strip]:
        if self._look is None:
            _, _, ground, hue = self.colors
            self._look = self.rich_style, (ground, hue, Color.parse(self.app.theme_variables["line"]))
        pen, colours = self._look
        strips, cells = _ring_rows(width, height, _step(self.left, Size(width, height)), colours, pen)
        rows = list(strips)
        letters = self._letters(width, height)
        for y in {y for _, y in letters}:
            row = [Segment(letters[x, y], pen) if (x, y) in letters else cell for x, cell in enumerate(cells[y])]
            rows[y] = Strip(row, width).simplify()
        return rows

    def _letters(self, width: int, height: int) -> dict[tuple[int, int], str]:
        """The digits, and the word below them, by their cells in the middle of the ring."""
        _, radius, stroke = pixels(width, height)
        room = int((2 * radius - stroke) * 0.85)
        blocks = [layout(self.value, room, max(3, int(radius * 0.55)))]
        if self.word:
            blocks.append(layout(self.word, int(room * 0.8), 3))
        y = (height - sum(map(len, blocks)) - len(blocks) + 1) // 2
        found: dict[tuple[int, int], str] = {}
        for block in blocks:
            for row in block:
                start = (width - len(row)) // 2
                found |= {(start + x, y): letter for x, letter in enumerate(row) if letter != " "}
                y += 1
            y += 1
        return found


def _step(left: float, size: Size) -> float:
    """The part that is left, in steps as fine as can be seen."""
    steps = max(1, 8 * size.height)
    return ceil(left * steps) / steps


Rows = tuple[tuple[Strip, ...], tuple[tuple[Segment, ...], ...]]
"""The rows of the ring, and the cells of each."""


@lru_cache(maxsize=4)
def _ring_rows(width: int, height: int, left: float, colours: tuple[Color, Color, Color], pen: Style) -> Rows:
    """The ring without its digits, in these colours: ground, time left, thin line."""
    ground = colours[0]
    painted = ring(width, height, left)
    cells = []
    for y in range(height):
        row = []
        for x in range(width):
            upper, lower = (_mixed(painted.get((x, 2 * y + half)), colours) for half in (0, 1))
            is_empty = upper == lower == ground
            row.append(Segment(" ", pen) if is_empty else Segment("▀", _style(upper, lower)))
        cells.append(tuple(row))
    return tuple(Strip(row, width).simplify() for row in cells), tuple(cells)


def _mixed(paint: tuple[float, bool] | None, colours: tuple[Color, Color, Color]) -> Color:
    ground, hue, line = colours
    if paint is None:
        return ground
    share, is_left = paint
    return ground.blend(hue if is_left else line, share)


@lru_cache(maxsize=256)
def _style(upper: Color, lower: Color) -> Style:
    return Style(color=upper.rich_color, bgcolor=lower.rich_color)
