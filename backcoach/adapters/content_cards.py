"""Positions, help signs, regions, checklists, notices and sources, read from their tables."""

from __future__ import annotations

from backcoach.adapters.content_table import Table
from backcoach.domain.checklists import Checklist, Item, Notice, Source
from backcoach.domain.positions import TALLEST_DRAWING, WIDEST_DRAWING, Position
from backcoach.domain.signs import Level, Region, Sign


def read_source(table: Table, item_id: str, sources: tuple[str, ...]) -> Source:
    """A source, which has none itself.

    Raises:
        ContentError: it can't be used.
    """
    del sources
    table.allow(("title",))
    return Source(item_id, table.text("title"))


def read_position(table: Table, item_id: str, sources: tuple[str, ...]) -> Position:
    """A position to rest in.

    Raises:
        ContentError: it can't be used.
    """
    table.allow(("title", "sources", "steps", "drawing"))
    drawing = table.drawing("drawing", widest=WIDEST_DRAWING, tallest=TALLEST_DRAWING)
    return Position(item_id, table.text("title"), table.texts("steps"), drawing, sources)


def read_sign(table: Table, item_id: str, sources: tuple[str, ...]) -> Sign:
    """A sign that calls for help.

    Raises:
        ContentError: it can't be used.
    """
    table.allow(("level", "text", "sources"))
    level = Level(table.one_of("level", [level.value for level in Level]))
    return Sign(item_id, level, table.text("text"), sources)


def read_region(table: Table, item_id: str, sources: tuple[str, ...]) -> Region:
    """The numbers of a region.

    Raises:
        ContentError: it can't be used.
    """
    table.allow(("title", "emergency", "advice", "territories", "sources"))
    advice = table.text("advice") if table.has("advice") else None
    return Region(item_id, table.text("title"), table.text("emergency"), advice, table.texts("territories"), sources)


def read_checklist(table: Table, item_id: str, sources: tuple[str, ...]) -> Checklist:
    """A checklist.

    Raises:
        ContentError: it can't be used, or an item names a source that the checklist does not.
    """
    table.allow(("title", "sources", "items"))
    items: list[Item] = []
    for row in table.tables("items"):
        row.allow(("id", "text", "sources"))
        item = Item(row.text("id"), row.text("text"), row.texts("sources"))
        if any(item.id == other.id for other in items):
            raise row.error("id", f"“{item.id}” stands in this list twice.")
        strange = next((source for source in item.sources if source not in sources), None)
        if strange is not None:
            raise row.error("sources", f"“{strange}” is not among the sources of the checklist.")
        items.append(item)
    return Checklist(item_id, table.text("title"), tuple(items), sources)


def read_notice(table: Table, item_id: str, sources: tuple[str, ...]) -> Notice:
    """Something that is to be said beside the content.

    Raises:
        ContentError: it can't be used.
    """
    table.allow(("text", "sources"))
    return Notice(item_id, table.text("text"), sources)
