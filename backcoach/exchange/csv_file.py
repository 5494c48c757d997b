"""Walks as CSV (RFC 4180): for a spreadsheet, and back from one, in the ways in which spreadsheets write it."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from backcoach.domain import walks as rules
from backcoach.domain.days import DAY, EARLIEST, Local, local_day, parse_when
from backcoach.domain.limits import MINUTE
from backcoach.domain.text import WordsError, quoted
from backcoach.exchange import ExchangeError
from backcoach.exchange.importing import Incoming, Item

COLUMNS = ("date", "start", "minutes", "pain_before", "pain_after", "note", "id")
KNOWN = (*COLUMNS, "end")
SAME = {"day": "date", "begin": "start", "duration": "minutes", "min": "minutes"}
"""Other words for a column."""
ENOUGH = ({"date", "minutes"}, {"start", "minutes"}, {"start", "end"})
"""What a table must have: one of these."""
NOON = "12:00"

MOST_ROWS = 1_000_000

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r")
_WHEN = re.compile(
    r"(?:(?:(?P<year>\d{4})(?P<s>[-./])(?P<month>\d\d?)(?P=s)(?P<day>\d\d?)"
    r"|(?P<first>\d\d?)(?P<t>[-./])(?P<second>\d\d?)(?P=t)(?P<last>\d{4}))(?:,?[ T]|$))?"
    r"(?:(?P<hour>\d\d?)[:.](?P<minute>\d\d)(?:[:.]\d\d(?:[.,]\d+)?)?(?: ?(?P<half>[ap])\.?m\.?| ?uhr)?)?",
    re.ASCII | re.IGNORECASE,
)
"""A day, a time, or both, without the offset of an export; seconds are left out."""

Row = tuple[int, list[str]]
"""The line that it begins at, and its cells."""


def dump(records: Iterable[Item]) -> str:
    """The walks, a line each, the header first; lines end as RFC 4180 has them."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    empty = {"minutes": rules.COULDNT}
    for record in records:
        cells = (empty.get(name, "") if record[name] is None else record[name] for name in COLUMNS)
        writer.writerow(harmless(str(cell)) for cell in cells)
    return table.getvalue()


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet runs: an apostrophe goes before what would begin a formula."""
    return f"'{text}" if text.lstrip("' ").startswith(_FORMULA) else text


def as_it_was(cell: str) -> str:
    """The text of a cell that was made harmless."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def load(
    text: str, *, now: datetime, local: Local, day_start: timedelta, dates: str | None = None
) -> tuple[list[Incoming | str], tuple[str, ...]]:
    """The walks of a table, and the titles of the columns that are not known here.

    For those that can't be kept it says why, with their line. The person's zone is for times without an offset,
    `day_start` for walks whose date is left empty; `dates` is `dmy` or `mdy`, without it the table itself must tell.
    With an `ExchangeError` all of it is refused: no header, no CSV, or dates that can be read in two ways.
    """
    file = io.StringIO(text, newline="")
    above, separator, titles = _header(file)
    names = [_name(title) for title in titles]
    twice = [quoted(titles[n]) for n, name in enumerate(names) if name in KNOWN and names.count(name) > 1]
    if twice:
        raise ExchangeError(f"The header names a column twice, as {' and '.join(twice)}: name each once.")
    rows = list(_rows(file, separator, above))
    reader = _Reader(names, dates or _order(names, rows), now, local, day_start)
    unknown = tuple(quoted(titles[n]) for n, name in enumerate(names) if name not in {*KNOWN, ""})
    return list(reader.walks(rows)), unknown


def _name(title: str) -> str:
    """The column that a title means: in small letters, its words joined by underscores."""
    name = re.sub(r"[\W_]+", "_", title.casefold()).strip("_")
    return SAME.get(name, name)


def _header(file: io.StringIO) -> tuple[int, str, list[str]]:
    """The number of the header's line, the separator and the titles; the file goes on after it."""
    # A title, or the `sep=;` of a spreadsheet, may stand above it.
    for line, typed in enumerate(islice(file, 20), start=1):
        for separator in ",;\t":
            titles = next(csv.reader([typed[:10_000]], delimiter=separator), [])
            if any(needed.issubset(map(_name, titles)) for needed in ENOUGH):
                return line, separator, titles
    raise ExchangeError(
        "The file has no line that names its columns: date and minutes are needed, or start and end; pain_before, "
        "pain_after, note and id may stand beside them, in any order. Nothing was taken from it."
    )


def _rows(file: io.StringIO, separator: str, above: int) -> Iterator[Row]:
    line, reader = above + 1, csv.reader(file, delimiter=separator, strict=True)
    try:
        for n, cells in enumerate(reader):
            if n >= MOST_ROWS:
                raise csv.Error(f"it has more than {MOST_ROWS:,} rows")
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = above + reader.line_num + 1
    except csv.Error as error:
        raise ExchangeError(
            f"The file can't be read as CSV at line {line}: {error}. Nothing was taken from it."
        ) from None


def _order(names: list[str], rows: Iterable[Row]) -> str:
    """How dates such as 20/11/2026 are meant, `dmy` or `mdy`; an `ExchangeError` where not just one way fits all."""
    columns = [n for n, name in enumerate(names) if name in {"date", "start", "end"}]
    cells = {_tidy(row[n]) for _, row in rows for n in columns if n < len(row)}
    found = [when for cell in sorted(cells) if (when := _WHEN.match(cell)) and when["first"]]
    read = [(when[0], _day(when, "dmy"), _day(when, "mdy")) for when in found]
    differ = [(typed, dmy, mdy) for typed, dmy, mdy in read if dmy != mdy]
    day_first, month_first = all(dmy for _, dmy, _ in differ), all(mdy for _, _, mdy in differ)
    if not differ or day_first != month_first:
        return "dmy" if day_first else "mdy"
    if day_first:
        sentence = f"Dates of the file, such as {quoted(differ[0][0])}, can be read with the day or the month first"
    else:
        one = next(typed for typed, _, mdy in differ if not mdy)
        other = next(typed for typed, dmy, _ in differ if not dmy)
        sentence = f"In {quoted(one)} the day stands first, and in {quoted(other)} the month"
    raise ExchangeError(f"{sentence}: say which is meant with --dates dmy or --dates mdy. Nothing was taken from it.")


def _day(when: re.Match[str], order: str) -> date | None:
    """The day that is meant; None where the calendar has none such."""
    names = ("last", "second", "first") if order == "dmy" else ("last", "first", "second")
    try:
        return date(*map(int, when.group(*(("year", "month", "day") if when["year"] else names))))
    except ValueError:
        return None


def _tidy(cell: str) -> str:
    """The cell as it was, with plain and single spaces."""
    return " ".join(as_it_was(cell).split())


def _exact(typed: str) -> datetime | None:
    """The point in time, where it is written with its offset, as in an export."""
    try:
        point = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return None if point.utcoffset() is None or point.date() < EARLIEST else point


class _Reader(NamedTuple):
    names: list[str]
    order: str
    now: datetime
    local: Local
    day_start: timedelta

    def walks(self, rows: Iterable[Row]) -> Iterator[Incoming | str]:
        seen: Counter[str] = Counter()
        for line, cells in rows:
            try:
                record, nth = self.walk(cells, seen)
            except WordsError as error:
                yield f"line {line}: {error}"
            else:
                yield Incoming("walks", f"line {line}", record, nth)

    def walk(self, cells: list[str], seen: Counter[str]) -> tuple[Item, int]:
        """The walk of a row, and as how many rows say the same until then where it has no id of its own."""
        row = self.row(cells)
        if not row["start"] and _exact(row["date"]):
            row |= {"start": row["date"], "date": ""}
        day, clock = self.said(row["date"], "date")
        if exact := _exact(row["start"]):
            start, begins = exact, exact.isoformat(timespec="minutes")
        else:
            own_day, own_clock = self.said(row["start"], "start")
            if not (own_day or day):
                without = f"{quoted(row['date'])} is a time without its day" if row["date"] else "The date is missing"
                raise WordsError("date", f"{without}: give the day of the walk, such as 2026-11-20.")
            clock = own_clock or clock
            start = self.point(own_day or day, clock or NOON, "start")
            begins = f"{start:%Y-%m-%d %H:%M}"  # the same in whichever zone the file is read
        walk = rules.Walk(
            row["id"],
            start,
            local_day(start, self.day_start),
            self.minutes(row, start, is_timed=bool(exact or clock)),
            pain_before=rules.parse_pain(row["pain_before"], field="pain_before"),
            pain_after=rules.parse_pain(row["pain_after"], field="pain_after"),
            note=row["note"],
        )
        record = walk.as_json() | ({"date": day} if day else {})
        if walk.id:
            return record, 0
        said = "\x1f".join(str(record[column]) for column in COLUMNS if column not in {"start", "id"}) + begins
        seen[said] += 1
        digest = hashlib.sha256(f"{said} {seen[said]}".encode()).hexdigest()
        return record | {"id": f"csv-{digest[:24]}"}, seen[said]

    def row(self, cells: list[str]) -> dict[str, str]:
        """The cells by column; those that the row leaves out at its end are empty."""
        if any(cell.strip() for cell in cells[len(self.names) :]):
            sentence = f"The line has {len(cells)} cells, the header {len(self.names)}: put what holds a separator, "
            raise WordsError("line", sentence + "such as 12,5, into quotation marks.")
        row = dict.fromkeys(KNOWN, "") | dict(zip(self.names, cells, strict=False))
        return {name: as_it_was(cell) if name == "note" else _tidy(cell) for name, cell in row.items()}

    def minutes(self, row: dict[str, str], start: datetime, *, is_timed: bool) -> int | None:
        """How long it was, as said or until its end, which may lie after midnight; None is "couldn't"."""
        if row["minutes"] or not row["end"]:
            return rules.parse_walked(row["minutes"])
        if not is_timed:
            raise WordsError("start", "The start has no time of day, as the end needs it: give minutes, or both times.")
        end = _exact(row["end"])
        if end is None:
            day, clock = self.said(row["end"], "end")
            if not clock:
                raise WordsError("end", "The end has no time of day: give one, such as 09:42, or minutes.")
            end = self.point(day or f"{start.date()}", clock, "end")
            if end < start and not day:
                end = self.point(f"{start.date() + DAY}", clock, "end")
        if end <= start:
            raise WordsError("end", f"The end {quoted(row['end'])} is not after the start: give a later one.")
        return rules.parse_minutes(str(round((end - start) / MINUTE)))

    def said(self, typed: str, field: str) -> tuple[str, str]:
        """The day and the time of day that a cell holds, as `2026-11-20` and `09:30`; empty where it has none."""
        when = _WHEN.fullmatch(typed)
        if when is None:
            raise WordsError(field, f"{quoted(typed)} isn't a day or time: write it like 2026-11-20 09:30.")
        day, clock = "", ""
        if when["year"] or when["last"]:
            found = _day(when, self.order)
            if found is None:
                how = "" if when["year"] else f" with the {'day' if self.order == 'dmy' else 'month'} first"
                raise WordsError(field, f"{quoted(typed)} is not in the calendar{how}: give a day that is.")
            day = found.isoformat()
        if when["hour"]:
            hour = int(when["hour"])
            if when["half"] and not 1 <= hour <= 12:
                raise WordsError(field, f"{quoted(typed)} is no time of day: before AM and PM it goes from 1 to 12.")
            if when["half"]:
                hour = hour % 12 + (12 if when["half"] in "pP" else 0)
            clock = f"{hour:02}:{when['minute']}"
        return day, clock

    def point(self, day: str, clock: str, field: str) -> datetime:
        return parse_when(f"{day} {clock}", now=self.now, local=self.local, day_start=self.day_start, field=field)
