"""A person in braille dots, as a pose has it; the limb that moves has the hue of the session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from math import hypot

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.reactive import reactive

from backcoach.domain.handbook import Point, Pose
from backcoach.ui.widgets.pixels import Cells, PixelCanvas

_HEAD, _TORSO, _NEAR, _ARM, _FAR, _LINE = 6.0, 3.2, 2.2, 1.4, 1.6, 0.6
"""The head's radius, and half of the strokes' thickness would be these by two, in units."""
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of a braille cell, by row and column."""
_MARGIN = 4.0


class Ink(IntEnum):
    """What a dot belongs to; where two meet in one cell, the higher wins."""

    QUIET = 1
    BODY = 2
    MOVING = 3


Stroke = tuple[tuple[Point, ...], float, Ink]
"""Points that follow each other, how thick the line between them is, and what it belongs to."""


def strokes(pose: Pose, moving: str) -> Iterator[Stroke]:
    """The lines of a pose, what lies behind first; `moving` is `leg`, `legs`, `arm` or `arms`, or empty for nothing."""

    def ink(limb: str, otherwise: Ink = Ink.BODY, *, both: bool = False) -> Ink:
        return Ink.MOVING if moving == f"{limb}s" or (moving == limb and not both) else otherwise

    if not pose.from_above:
        yield ((0.0, 0.0), (max(x for x, _ in _points(pose)) + _MARGIN, 0.0)), _LINE, Ink.QUIET
    for line in pose.props:
        yield line, _LINE, Ink.QUIET
    if pose.far_arm is not None:
        yield (pose.neck, *pose.far_arm), _ARM, ink("arm", Ink.QUIET, both=True)
    yield (pose.hip, *pose.far_leg), _FAR, ink("leg", Ink.QUIET, both=True)
    yield (pose.neck, pose.hip), _TORSO, Ink.BODY
    yield (pose.hip, *pose.near_leg), _NEAR, ink("leg")
    yield (pose.neck, *pose.near_arm), _ARM, ink("arm")


def _points(pose: Pose) -> Iterator[Point]:
    yield from (pose.neck, pose.hip, *pose.near_leg, *pose.far_leg, *pose.near_arm, *(pose.far_arm or ()))
    yield from ((pose.head[0] + _HEAD, pose.head[1] + _HEAD), (pose.head[0] - _HEAD, pose.head[1] - _HEAD))
    for line in pose.props:
        yield from line


def drawn(
    pose: Pose, moving: str, size: tuple[int, int], extent: tuple[float, float]
) -> dict[tuple[int, int], tuple[int, Ink]]:
    """The braille bits of each cell that has some, and what they belong to.

    `size` is in columns and rows; `extent` are the units that must have room, so that a movement is drawn in one scale.
    """
    columns, rows = size
    scale = min(2 * columns / extent[0], 4 * rows / extent[1])
    left = (2 * columns - scale * extent[0]) / 2 + scale * _MARGIN
    floor = 4 * rows - (4 * rows - scale * extent[1]) / 2 - scale * _MARGIN
    cells: dict[tuple[int, int], tuple[int, Ink]] = {}

    def dot(x: int, y: int, ink: Ink) -> None:
        if 0 <= x < 2 * columns and 0 <= y < 4 * rows:
            bits, before = cells.get((x // 2, y // 4), (0, ink))
            cells[x // 2, y // 4] = bits | _DOTS[y % 4][x % 2], max(ink, before)

    def stamp(at: Point, radius: float, ink: Ink) -> None:
        cx, cy, r = left + scale * at[0], floor - scale * at[1], max(0.5, scale * radius)
        for y in range(int(cy - r), int(cy + r) + 2):
            for x in range(int(cx - r), int(cx + r) + 2):
                if hypot(x - cx, y - cy) <= r:
                    dot(x, y, ink)

    for points, thick, ink in strokes(pose, moving):
        for (ax, ay), (bx, by) in pairwise(points):
            steps = max(1, round(scale * hypot(bx - ax, by - ay)))
            for n in range(steps + 1):
                stamp((ax + (bx - ax) * n / steps, ay + (by - ay) * n / steps), thick / 2, ink)
    stamp(pose.head, _HEAD, Ink.BODY)
    return cells


def extent_of(*poses: Pose) -> tuple[float, float]:
    """The units in width and height that have room for all of these poses."""
    points = [point for pose in poses for point in _points(pose)]
    return max(x for x, _ in points) + 2 * _MARGIN, max(y for _, y in points) + 2 * _MARGIN


class Figure(PixelCanvas):
    """Shows a pose as large as there is room."""

    DEFAULT_CSS = """
    Figure { width: 1fr; height: 1fr; color: $foreground; }
    """

    pose: reactive[Pose | None] = reactive(None, repaint=False)
    moving: reactive[str] = reactive("", repaint=False)
    """What moves, as `strokes` has it."""
    extent: tuple[float, float] = (1.0, 1.0)
    """The units that must have room; set before the pose."""

    def watch_pose(self) -> None:
        self.redraw()

    watch_moving = watch_pose

    def drawn(self, width: int, height: int) -> Sequence[Cells]:
        pen = self.look.pen
        if self.pose is None:
            return [(Segment(" ", pen),) * width] * height
        quiet = Color.parse(self.app.theme_variables["dim"])
        colours = {
            Ink.QUIET: pen + Style(color=quiet.rich_color),
            Ink.BODY: pen + Style(color=Color.parse(self.app.theme_variables["foreground"]).rich_color),
            Ink.MOVING: pen,
        }
        cells = drawn(self.pose, self.moving, (width, height), self.extent)
        segments = {at: _segment(bits, colours[ink]) for at, (bits, ink) in cells.items()}
        return [tuple(segments.get((x, y)) or Segment(" ", pen) for x in range(width)) for y in range(height)]


@lru_cache(maxsize=1024)
def _segment(bits: int, style: Style) -> Segment:
    return Segment(chr(0x2800 + bits), style)
