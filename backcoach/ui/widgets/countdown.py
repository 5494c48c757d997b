"""A ring that empties round the digits: how much time is left, seen before it is read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import atan2, cos, hypot, sin, tau

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
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

    def watch_value(self) -> None:
        self._redraw()

    def watch_word(self) -> None:
        self._redraw()

    def watch_left(self) -> None:
        self._redraw()

    def notify_style_update(self) -> None:
        self._rows = ()
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
            if old != new:
                self.refresh(Region(0, y, size.width, 1))

    def render_line(self, y: int) -> Strip:
        size = self.content_size
        if len(self._rows) != size.height or (self._rows and self._rows[0].cell_length != size.width):
            self._rows = self._drawn(size.width, size.height)
        return self._rows[y] if y < len(self._rows) else Strip.blank(size.width, self.rich_style)

    def on_resize(self) -> None:
        self._rows = ()
        self.refresh()

    def _drawn(self, width: int, height: int) -> Sequence[Strip]:
        pen = self.rich_style
        _, _, ground, hue = self.colors
        line = Color.parse(self.app.theme_variables["line"])
        painted = ring(width, height, self.left)
        letters = self._letters(width, height)
        rows = []
        for y in range(height):
            segments = []
            for x in range(width):
                if (letter := letters.get((x, y))) is not None:
                    segments.append(Segment(letter, pen))
                    continue
                upper, lower = (_mixed(painted.get((x, 2 * y + half)), ground, hue, line) for half in (0, 1))
                if upper == lower == ground:
                    segments.append(Segment(" ", pen))
                else:
                    segments.append(Segment("▀", Style(color=_rich(upper), bgcolor=_rich(lower))))
            rows.append(Strip(segments, width).simplify())
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


def _mixed(paint: tuple[float, bool] | None, ground: Color, hue: Color, line: Color) -> Color:
    if paint is None:
        return ground
    share, is_left = paint
    return ground.blend(hue if is_left else line, share)


@lru_cache(maxsize=256)
def _rich(color: Color) -> RichColor:
    return color.rich_color
