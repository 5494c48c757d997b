"""The export: all records by section; as JSON, one record a line; its schema; and reading it again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import reduce
from operator import or_
from types import GenericAlias
from typing import Any, Literal

import msgspec
from msgspec import Struct, defstruct

from backcoach.coach.log import LogRecords
from backcoach.coach.protocols import Journal
from backcoach.domain.diary import Entry
from backcoach.domain.record import FLARE
from backcoach.domain.record_checks import OTHERS, SHAPES, FlareDoc
from backcoach.domain.routine import Kind, Routine
from backcoach.domain.session import Session
from backcoach.domain.text import clean_all
from backcoach.domain.walks import Id, Point, Walk
from backcoach.exchange import ExchangeError
from backcoach.exchange.importing import SECTION_OF, SECTIONS, Deletion, Incoming, Item, session_item

FORMAT = "backcoach"
VERSION = 1


def exported(journal: Journal) -> tuple[dict[str, list[Item]], tuple[str, ...]]:
    """All records by section, what is deleted by its id alone, and a sentence for each that can't be read.

    A session that goes on is no part of an export: its pack lies on this person's skin now.
    """
    archive, records = journal.archive, LogRecords(journal.archive)
    ended = journal.ended_between(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    flares = [{"id": one.id, "date": one.date.isoformat(), **one.doc} for one in archive.records(FLARE)]
    others = [
        {"kind": one.kind, "id": one.id, "at": one.at.isoformat(), "date": one.date.isoformat(), "doc": dict(one.doc)}
        for kind in OTHERS
        for one in archive.records(kind)
    ]
    gone = [one for kind in SECTION_OF for one in archive.records(kind, deleted=True) if one.deleted]
    gone.sort(key=lambda one: (one.deleted_at, one.kind, one.id))
    found = {
        "walks": [walk.as_json() for walk in records.walks(date.min, date.max)],
        "sessions": [session_item(session) for session in ended],
        "flares": flares,
        "diary": [entry.as_json() for entry in records.entries(date.min, date.max)],
        "deleted": [{"kind": one.kind, "id": one.id, "at": one.deleted_at.isoformat()} for one in gone],
        "others": others,
    }
    return {section: [clean_all(item) for item in items] for section, items in found.items()}, records.problems()


def dump(records: Mapping[str, Sequence[Item]], exported_at: datetime) -> str:
    """The document; the same records give the same text, wherever they are kept."""
    parts = [f'{{\n"format": "{FORMAT}",\n"version": {VERSION},\n"exported_at": "{exported_at.isoformat()}"']
    for section in SECTIONS:
        lines = ",\n".join(json.dumps(item, ensure_ascii=False, allow_nan=False) for item in records[section])
        if lines or section != "others":
            parts.append(f'"{section}": [\n{lines}\n]' if lines else f'"{section}": []')
    return ",\n".join(parts) + "\n}\n"


def schema() -> str:
    """The JSON Schema of a document, made from what is kept itself."""
    made = msgspec.json.schema(shape())
    for kind in made["$defs"].values():
        kind.pop("description", None)  # says how the program works with it
    text = json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **made}, indent=2)
    # The format knows no parts of a second, which real spans have.
    return text.replace('"format": "duration"', '"pattern": "^-?P"') + "\n"


def shape() -> type[Struct]:
    """What a document holds: each kind of record as it is kept, in the form that an export gives it."""
    common = {"id": Id, "at": Point, "date": date}
    others = [
        _struct(f"{kind.capitalize()}Record", common | {"doc": SHAPES[kind]}, tag_field="kind", tag=kind)
        for kind in OTHERS
    ]
    routine = _struct("Routine", {name: of for name, of in _fields(Routine).items() if name != "kind"})
    kinds: dict[str, Any] = {
        "walks": _struct("Walk", _fields(Walk)),
        "sessions": _struct("Session", _fields(Session) | {"kind": Kind, "routine": routine}),
        "flares": _struct("Flare", {"id": Id, "date": date} | _fields(FlareDoc)),
        "diary": _struct("Entry", _fields(Entry)),
        "deleted": Deletion,
        "others": reduce(or_, others),
    }
    head = {"format": Literal["backcoach"], "version": Literal[1], "exported_at": Point}
    lists: dict[str, Any] = {section: GenericAlias(list, (kinds[section],)) for section in SECTIONS}
    return _struct("Export", head | lists | {"others": (lists["others"], [])})


def _fields(kept: type[Struct]) -> dict[str, Any]:
    """The fields of what is kept, without whether it is deleted: their types, with the default where there is one."""
    found = (field for field in msgspec.structs.fields(kept) if field.name != "deleted")
    return {field.name: field.type if field.required else (field.type, field.default) for field in found}


def _struct(name: str, fields: Mapping[str, Any], **options: Any) -> type[Struct]:
    typed = [(key, *of) if isinstance(of, tuple) else (key, of) for key, of in fields.items()]
    return defstruct(name, typed, kw_only=True, forbid_unknown_fields=True, **options)


def load(content: bytes) -> list[Incoming]:
    """The records of an export; an `ExchangeError` for what is no JSON, no export, or of a newer version."""
    try:
        document: Any = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError) as error:
        at = re.search(r"\(byte (\d+)\)", str(error))
        line = content.count(b"\n", 0, int(at[1])) + 1 if at else content.count(b"\n") + 1
        raise ExchangeError(f"The file can't be read as JSON at line {line}. Nothing was taken from it.") from None
    version = document.get("version") if isinstance(document, dict) else None
    if type(version) is not int or version < 1 or document.get("format") != FORMAT:
        raise ExchangeError(
            'The file is not an export of backcoach: it must say "format": "backcoach" and its version.'
        )
    if version > VERSION:
        raise ExchangeError(
            f"The file is of version {version} and this backcoach reads up to {VERSION}: update backcoach, then import."
        )
    for section in SECTIONS:
        if not isinstance(document.get(section, []), list):
            raise ExchangeError(f"“{section}” must be a list. Nothing was taken from the file.")
    return [
        Incoming(section, f"{section}, number {n}", item)
        for section in SECTIONS
        for n, item in enumerate(document.get(section, []), start=1)
    ]
