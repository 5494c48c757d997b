"""A disc of half blocks, in as many sizes as its rectangle of cells can tell apart."""

from __future__ import annotations

from functools import lru_cache
from math import sqrt

_SMALLEST = 0.3
"""The smallest disc's radius, for the largest's: an empty breath is still a place to look at."""


def steps(width: int, height: int) -> int:
    """How many sizes there are above the smallest: one for each half row of the radius's way, doubled to be smooth."""
    return max(1, round(2 * (1 - _SMALLEST) * _radius(width, height)))


def step_of(fullness: float, width: int, height: int) -> int:
    """The nearest size for a fullness from 0 to 1; what lies outside is taken as the nearest."""
    return round(min(1.0, max(0.0, fullness)) * steps(width, height))


@lru_cache(maxsize=128)
def disc(step: int, width: int, height: int) -> tuple[str, ...]:
    """The disc of this size in the middle of exactly `height` rows of `width` cells."""
    most = _radius(width, height)
    radius = most * (_SMALLEST + (1 - _SMALLEST) * step / steps(width, height))
    half = width // 2
    margins = [_margin(y + 0.5 - height, radius, half) for y in range(2 * height)]
    odd = " " * (width % 2)
    return tuple(_row(upper, lower, half) + odd for upper, lower in zip(margins[0::2], margins[1::2], strict=True))


def _row(upper: int, lower: int, half: int) -> str:
    """A row of half blocks, twice `half` wide, whose two halves leave these columns free at either side."""
    outer, inner = sorted((upper, lower))
    edge = ("▀" if upper < lower else "▄") * (inner - outer)
    return " " * outer + edge + "█" * (2 * (half - inner)) + edge + " " * outer


def _radius(width: int, height: int) -> float:
    """The largest radius, in half rows; a column is about as wide as a half row is high."""
    return min(width // 2, height)


def _margin(distance: float, radius: float, half: int) -> int:
    """How many columns at either side the disc leaves free, this far above or below its middle."""
    if abs(distance) >= radius:
        return half
    return round(half - sqrt(radius * radius - distance * distance))
