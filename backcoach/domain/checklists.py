"""What to do during a spasm and after it, one thing after the other; and what is said beside it all."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from backcoach.domain.checks import FieldError
from backcoach.domain.figures import Line, Sources


class Item(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to do.

    Attributes:
        id: unique in its checklist.
        text: what to do, in a sentence.
        sources: ids of the handouts it comes from.
    """

    id: str
    text: Line
    sources: Sources


class Checklist(Struct, frozen=True, forbid_unknown_fields=True):
    """Things to do, in order.

    Attributes:
        id: `during` or `after`.
        title: its name.
        items: at least one.
        sources: ids of the handouts it comes from.
    """

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
    """Something that is to be said beside the content.

    Attributes:
        id: `notice`, what this program is and is not; `evidence`; `breathing`, when to stop.
        text: whole sentences.
        sources: ids of where it comes from.
    """

    id: str
    text: Line
    sources: Sources


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """Where content comes from.

    Attributes:
        id: what the content names it by: `000`.
        title: what it is.
    """

    id: str
    title: Line
