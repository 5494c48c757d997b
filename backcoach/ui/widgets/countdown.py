"""A ring that empties round the digits: how much time is left, seen before it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import atan2, ceil, cos, hypot, sin, tau

from textual.color import Color
from textual.geometry import Size
from textual.reactive import reactive

from backcoach.ui.widgets.big_time import cells_of, layout
from backcoach.ui.widgets.pixels import Cells, Look, PixelCanvas, covered, rows_of

Pixel = tuple[int, int, float, float, float]
"""Column, half row, how much of it the stroke and the thin line cover, and its angle from the top, clockwise."""


@lru_cache(maxsize=8)
def pixels(width: int, height: int) -> tuple[tuple[Pixel, ...], float, float]:
    """What of the ring lies in each pixel of the cells, its radius, and its stroke."""
    radius = min(width, 2 * height) / 2 - 2
    stroke = min(4.0, max(2.0, radius / 5))
    found = []
    for y in range(2 * height):
        for x in range(width):
            dx, dy = x + 0.5 - width / 2, y + 0.5 - height
            away = abs(hypot(dx, dy) - radius)
            thick, thin = (covered(half - away) for half in (stroke / 2, 0.5))
            if thick or thin:
                found.append((x, y, thick, thin, atan2(dx, -dy) % tau))
    return tuple(found), radius, stroke


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
            share = max(covered(stroke / 2 - hypot(x + 0.5 - cx, y + 0.5 - cy)) for cx, cy in caps)
        if share:
            painted[x, y] = share, True
        elif thin:
            painted[x, y] = thin, False
    return painted


class Countdown(PixelCanvas):
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

    def watch_value(self) -> None:
        self.redraw()

    watch_word = watch_value

    def watch_left(self, before: float, after: float) -> None:
        """Most changes move no pixel of the ring."""
        if _step(before, self.content_size) != _step(after, self.content_size):
            self.redraw()

    def drawn(self, width: int, height: int) -> Sequence[Cells]:
        rows = list(_ring_rows(width, height, _step(self.left, Size(width, height)), self.look))
        for x, y, text in self._letters(width, height):
            rows[y] = (*rows[y][:x], *cells_of(text, self.look.pen), *rows[y][x + len(text) :])
        return rows

    def _letters(self, width: int, height: int) -> Iterator[tuple[int, int, str]]:
        """The digits, and the word below them, in the middle of the ring: column, row and letters of each line."""
        _, radius, stroke = pixels(width, height)
        room = int((2 * radius - stroke) * 0.85)
        blocks = [layout(self.value, room, max(3, int(radius * 0.55)))]
        if self.word:
            blocks.append(layout(self.word, int(room * 0.8), 3))
        y = (height - sum(map(len, blocks)) - len(blocks) + 1) // 2
        for block in blocks:
            for row in block:
                text = row.strip()
                yield (width - len(row)) // 2 + row.find(text), y, text
                y += 1
            y += 1


def _step(left: float, size: Size) -> float:
    """The part that is left, in about as many steps as the ring has pixels round it."""
    steps = max(1, 6 * size.height)
    return ceil(left * steps) / steps


@lru_cache(maxsize=4)
def _ring_rows(width: int, height: int, left: float, look: Look) -> tuple[Cells, ...]:
    painted = ring(width, height, left)

    def colour(x: int, y: int) -> Color:
        share, is_left = painted.get((x, y), (0.0, False))
        return look.ground.blend(look.hue if is_left else look.line, share) if share else look.ground

    return rows_of(width, height, colour)
