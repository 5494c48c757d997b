"""The export as JSON: one document with all records, one record a line; and reading it again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from backcoach.exchange.import_report import SECTIONS, ExchangeError, Incoming, Item

FORMAT = "backcoach"
VERSION = 1


def dump(records: Mapping[str, Sequence[Item]], exported_at: datetime) -> str:
    """The document; the same records give the same text, wherever they are kept."""
    parts = [f'{{\n"format": "{FORMAT}",\n"version": {VERSION},\n"exported_at": "{exported_at.isoformat()}"']
    for section in SECTIONS:
        lines = ",\n".join(json.dumps(item, ensure_ascii=False, allow_nan=False) for item in records[section])
        if lines or section != "others":
            parts.append(f'"{section}": [\n{lines}\n]' if lines else f'"{section}": []')
    return ",\n".join(parts) + "\n}\n"


def load(content: bytes) -> list[Incoming]:
    """The records of an export.

    Raises:
        ExchangeError: the text is not JSON, not an export, or one of a newer version: all of it is refused.
    """
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
