"""Kinds of heat: what it comes from."""

from __future__ import annotations

from msgspec import Struct

from backcoach.domain.checks import Line, Sources


class HeatKind(Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of heat; in water the questions before it are others (L5), and the limits are the same."""

    id: str
    title: Line
    sources: Sources
    in_water: bool = False
