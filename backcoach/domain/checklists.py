"""What to do during a spasm and after it, one thing after the other; and what is said beside it all."""

from __future__ import annotations

from msgspec import Struct


class Item(Struct, frozen=True):
    """One thing to do.

    Attributes:
        id: unique in its checklist.
        text: what to do, in a sentence.
        sources: ids of the handouts it comes from.
    """

    id: str
    text: str
    sources: tuple[str, ...]


class Checklist(Struct, frozen=True):
    """Things to do, in order.

    Attributes:
        id: `during` or `after`.
        title: its name.
        items: at least one.
        sources: ids of the handouts it comes from.
    """

    id: str
    title: str
    items: tuple[Item, ...]
    sources: tuple[str, ...]


class Notice(Struct, frozen=True):
    """Something that is to be said beside the content.

    Attributes:
        id: `notice`, what this program is and is not; `evidence`; `breathing`, when to stop.
        text: whole sentences.
        sources: ids of where it comes from.
    """

    id: str
    text: str
    sources: tuple[str, ...]


class Source(Struct, frozen=True):
    """Where content comes from.

    Attributes:
        id: what the content names it by: `000`.
        title: what it is.
    """

    id: str
    title: str
