"""Positions to rest in, and checklists for now and after."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from backcoach.domain.checks import FieldError, Line, Sources
from backcoach.domain.poses import PoseName


class Item(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to do, in a sentence; its id is unique in its checklist."""

    id: str
    text: Line
    sources: Sources


class Checklist(Struct, frozen=True, forbid_unknown_fields=True):
    """Things to do, in order: `during` a spasm or `after` it; no item twice, or from a source that it has not."""

    id: str
    title: Line
    items: Annotated[tuple[Item, ...], Meta(min_length=1)]
    sources: Sources

    def __post_init__(self) -> None:
        for index, item in enumerate(self.items):
            if item.id in {other.id for other in self.items[:index]}:
                raise FieldError(f"items[{index}].id", f"“{item.id}” stands in this list twice.")
            if strange := set(item.sources) - set(self.sources):
                raise FieldError(f"items[{index}].sources", f"“{min(strange)}” is not among the checklist's sources.")


class Notice(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that is to be said beside the content: `notice`, what this program is and is not, or `evidence`."""

    id: str
    text: Line
    sources: Sources


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """Where content comes from; the content names it by its id: `000`."""

    id: str
    title: Line


class Position(Struct, frozen=True, forbid_unknown_fields=True):
    """A position to rest in, the steps into it as a sentence each, and the pose that is drawn."""

    id: str
    title: Line
    steps: Annotated[tuple[Line, ...], Meta(min_length=1)]
    pose: PoseName
    sources: Sources
