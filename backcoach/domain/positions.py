"""Cards of positions to lie or sit in."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from backcoach.domain.checks import Line, Sources, check_drawing


class Position(Struct, frozen=True, forbid_unknown_fields=True):
    """A position to rest in, the steps into it as a sentence each, and a drawing of it in characters."""

    id: str
    title: Line
    steps: Annotated[tuple[Line, ...], Meta(min_length=1)]
    drawing: str
    sources: Sources

    def __post_init__(self) -> None:
        check_drawing(self.drawing)
