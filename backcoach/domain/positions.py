"""Cards of positions to lie or sit in."""

from __future__ import annotations

from msgspec import Struct

WIDEST_DRAWING = 40
TALLEST_DRAWING = 10


class Position(Struct, frozen=True):
    """A position to rest in.

    Attributes:
        id: unique.
        title: its name.
        steps: how to get into it, a sentence each.
        drawing: the position in characters, at most 40 columns and 10 rows.
        sources: ids of the handouts it comes from.
    """

    id: str
    title: str
    steps: tuple[str, ...]
    drawing: str
    sources: tuple[str, ...]
