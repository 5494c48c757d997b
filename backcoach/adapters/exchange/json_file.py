"""The export as JSON: one document with all records, one record a line; and reading it again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain

from backcoach.adapters.exchange.archive import OPTIONAL, SECTIONS, Archive, ExchangeError, Incoming, Refusal, taken
from backcoach.adapters.exchange.json_scan import Scan, ScanError, Text

FORMAT = "backcoach"
VERSION = 1


def dump(archive: Archive, exported_at: datetime) -> Iterator[str]:
    """The document in pieces, a record at a time; the same records give the same text, wherever they are kept."""
    yield f'{{\n"format": "{FORMAT}",\n"version": {VERSION},\n"exported_at": "{exported_at.isoformat()}"'
    for section in SECTIONS:
        records = iter(archive.records(section))
        first = next(records, None)
        if section == OPTIONAL and first is None:
            continue
        yield f',\n"{section}": ['
        between = "\n"
        for record in chain([first] if first is not None else [], records):
            yield between + json.dumps(record, ensure_ascii=False, allow_nan=False)
            between = ",\n"
        yield "\n]" if between != "\n" else "]"
    yield "\n}\n"


def load(text: Text) -> Iterator[Incoming | Refusal]:
    """The records of an export, one after the other; those that can't be kept are refused one by one.

    Args:
        text: the document's UTF-8, or a file of it that is mapped.

    Raises:
        ExchangeError: the text is not JSON, not an export, or one of a newer version: all of it is refused.
    """
    scan = Scan(text)
    with _broken():
        members = scan.members(scan.begin)
        scan.finish(scan.end)
        _check_head(scan, members)
    return (item for name in SECTIONS if name in members for item in _section(scan, name, members[name][0]))


@contextmanager
def _broken() -> Iterator[None]:
    try:
        yield
    except ScanError as error:
        raise ExchangeError(
            f"The file can't be read at line {error.line}: {error}. Nothing was taken from it."
        ) from None


def _check_head(scan: Scan, members: dict[str, tuple[int, int]]) -> None:
    head = {key: scan.build(*members[key]) for key in ("format", "version") if key in members}
    version = head.get("version")
    if head.get("format") != FORMAT or type(version) is not int or version < 1:
        raise ExchangeError(
            'The file is not an export of backcoach: it must say "format": "backcoach" and its version.'
        )
    if version > VERSION:
        raise ExchangeError(
            f"The file is of version {version} and this backcoach reads up to {VERSION}: update backcoach, then import."
        )


def _section(scan: Scan, section: str, start: int) -> Iterator[Incoming | Refusal]:
    with _broken():
        for begin, end in scan.elements(start):
            place = f"{section}, line {scan.line(begin)}"
            try:
                record = scan.build(begin, end)
            except ScanError as error:
                yield Refusal(place, f"The record can't be read: {error}.")
            else:
                yield taken(section, place, record)
