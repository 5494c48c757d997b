"""Walks as CSV (RFC 4180): for a spreadsheet, and back from one."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TextIO

from backcoach.domain import walks as rules
from backcoach.domain.days import Local, parse_date, parse_when
from backcoach.domain.text import WordsError, clean, quoted
from backcoach.exchange.import_report import ExchangeError, Incoming, Item, Refusal

COLUMNS = ("date", "start", "minutes", "pain_before", "pain_after", "note", "id")
NEEDED = COLUMNS[:-1]
"""What an import needs, in any order; without an id a walk is known by what it says."""

LONGEST = 1_000_000
"""How long a row may be, in characters."""
MOST_ROWS = 1_000_000
"""How many rows a file may have."""

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r")
_SEPARATORS = (",", ";", "\t")


def dump(records: Iterable[Item]) -> Iterator[str]:
    """The walks, a line each, the header first; lines end as RFC 4180 has them."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    for row in (COLUMNS, *([_cell(record, column) for column in COLUMNS] for record in records)):
        writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _cell(record: Item, column: str) -> str:
    value = record[column]
    if value is None:
        return rules.COULDNT if column == "minutes" else ""
    return harmless(str(value))


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet runs: an apostrophe goes before what would begin a formula."""
    return f"'{text}" if text.lstrip("' ").startswith(_FORMULA) else text


def as_it_was(cell: str) -> str:
    """The text of a cell that was made harmless."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def load(text: TextIO, *, now: datetime, local: Local, day_start: timedelta) -> Iterator[Incoming | Refusal]:
    """The walks of a file with a header; those that can't be kept are refused one by one, with their line.

    Args:
        text: the file, its line ends as they are; read row by row.
        now: this moment.
        local: the person's zone, for times without an offset.
        day_start: how long after midnight their day starts, for walks whose date is left empty.

    Raises:
        ExchangeError: the header lacks a column, or the text is not CSV: all of it is refused.
    """
    head = text.readline(LONGEST + 1)
    rows = _rows(head, text, max(_SEPARATORS, key=head.count))
    names = [name.strip().casefold() for name in next(rows, (1, []))[1]]
    _check_header(names)
    seen: dict[str, int] = {}

    def incoming(line: int, cells: list[str]) -> Incoming | Refusal:
        if len(cells) != len(names):
            raise WordsError("line", f"The line has {len(cells)} cells, the header {len(names)}: it needs as many.")
        row = {name: as_it_was(cell) for name, cell in zip(names, cells, strict=True)}
        record, nth = _record(row, seen, now=now, local=local, day_start=day_start)
        return Incoming("walks", f"line {line}", record, nth)

    def items() -> Iterator[Incoming | Refusal]:
        for line, cells in rows:
            try:
                yield incoming(line, cells)
            except WordsError as error:
                yield Refusal(f"line {line}", str(error))

    return items()


def _rows(head: str, text: TextIO, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the line it begins at; none is longer than a million characters."""
    line, length = 1, 0

    def lines() -> Iterator[str]:
        nonlocal length
        part = head
        while part:
            length += len(part)
            if length > LONGEST:
                raise csv.Error(f"the row is longer than {LONGEST:,} characters")
            yield part
            part = text.readline(LONGEST + 1)

    reader = csv.reader(lines(), delimiter=separator, strict=True)
    try:
        for n, cells in enumerate(reader):
            if n > MOST_ROWS:
                raise csv.Error(f"it has more than {MOST_ROWS:,} rows")
            if any(cell.strip() for cell in cells):
                yield line, cells
            line, length = reader.line_num + 1, 0
    except csv.Error as error:
        raise ExchangeError(
            f"The file can't be read as CSV at line {line}: {error}. Nothing was taken from it."
        ) from None


def _check_header(names: list[str]) -> None:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise ExchangeError(
            f"The first line lacks {', '.join(missing)}: it must name {','.join(NEEDED)}, in any order."
        )
    if len(set(names)) != len(names):
        raise ExchangeError("The first line names a column twice: name each once.")


def _record(
    row: dict[str, str], seen: dict[str, int], *, now: datetime, local: Local, day_start: timedelta
) -> tuple[Item, int]:
    """The walk of a row, and as how many rows say the same until then where it has no id of its own."""
    minutes = row["minutes"].strip()
    could_not = clean(minutes).replace("\u2019", "'").casefold() == rules.COULDNT
    walk = rules.taken(
        row.get("id", "").strip(),
        _start(row, now=now, local=local, day_start=day_start),
        None if could_not else rules.parse_minutes(minutes),
        day_start=day_start,
        pain_before=rules.parse_pain(row["pain_before"], field="pain_before"),
        pain_after=rules.parse_pain(row["pain_after"], field="pain_after"),
        note=row["note"],
    )
    record = walk.as_json()
    if row["date"].strip():
        record["date"] = parse_date(row["date"]).isoformat()
    if walk.id:
        return record, 0
    said = "\x1f".join(str(record[column]) for column in NEEDED if column != "start")
    # A time of day is the same one in whichever zone the file is read.
    said += walk.start.isoformat() if _has_offset(row["start"]) else f"{walk.start:%Y-%m-%d %H:%M}"
    seen[said] = nth = seen.get(said, 0) + 1
    digest = hashlib.sha256(f"{said} {nth}".encode()).hexdigest()
    return record | {"id": f"csv-{digest[:24]}"}, nth


def _start(row: dict[str, str], *, now: datetime, local: Local, day_start: timedelta) -> datetime:
    """The start: whole with its offset as exported, or a local time, alone or with its day."""
    typed = clean(row["start"])
    if not typed:
        raise WordsError("start", "The start is missing: give a time such as 09:30.")
    if _has_offset(typed):
        return datetime.fromisoformat(typed)
    date = clean(row["date"])
    if date and typed.count("-") == 0:
        typed = f"{parse_date(date).isoformat()} {typed}"
    elif not date and typed.count("-") == 0:
        raise WordsError("date", f"The date is missing: {quoted(typed)} needs the day it was on.")
    if typed.count(":") > 1:
        typed = typed.rsplit(":", 1)[0]
    return parse_when(typed, now=now, local=local, day_start=day_start, field="start")


def _has_offset(typed: str) -> bool:
    try:
        return datetime.fromisoformat(clean(typed)).utcoffset() is not None
    except ValueError:
        return False
