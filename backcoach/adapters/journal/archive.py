"""What the person writes down, in the journal's own file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from backcoach.adapters.journal.database import Database
from backcoach.adapters.journal.failures import saying
from backcoach.adapters.journal.times import wall_text
from backcoach.domain.record import Record
from backcoach.domain.records import check

MOST = 10
"""How many records a beginning of an id may find."""

_SELECT = "SELECT id, kind, at, date, doc, deleted FROM records"
_FIRST_DAY, _LAST_DAY = "0000-00-00", "9999-99-99"


class SqliteArchive:
    """The records in the journal's file; written inside a transaction, joined where one is under way.

    Args:
        file: the journal's file.
        problems: takes a sentence, by id, for each record that can't be read; it stays in the file as it is.
    """

    def __init__(self, file: Database, problems: dict[str, str] | None = None) -> None:
        self._file = file
        self._problems = {} if problems is None else problems

    def put(self, record: Record) -> None:
        """Keep the record; one with the same id is replaced."""
        row = (
            record.id,
            record.kind,
            wall_text(record.at.astimezone(UTC)),
            record.date.isoformat(),
            int(record.deleted),
            doc_text(record),
        )
        with self._file.transaction():
            self._file.write(
                "INSERT OR REPLACE INTO records (id, kind, at, date, deleted, doc) VALUES (?, ?, ?, ?, ?, ?)", row
            )

    def record(self, record_id: str) -> Record | None:
        """The record with this id, deleted or not."""
        found = self._found(f"{_SELECT} WHERE id = ?", record_id)
        return found[0] if found else None

    def starting_with(self, kind: str, beginning: str) -> tuple[Record, ...]:
        """The records of a kind, deleted or not, whose ids begin so; at most ten."""
        beyond = beginning + "\U0010ffff"
        return self._found(
            f"{_SELECT} WHERE kind = ? AND id >= ? AND id < ? ORDER BY id LIMIT ?", kind, beginning, beyond, MOST
        )

    def records(
        self, kind: str, *, first: date | None = None, last: date | None = None, deleted: bool = False
    ) -> tuple[Record, ...]:
        """The records of a kind in order of time; those of the days from `first` to `last`, both included."""
        return self._found(
            f"{_SELECT} WHERE kind = ? AND date BETWEEN ? AND ? AND deleted <= ? ORDER BY date, at, id",
            kind,
            first.isoformat() if first else _FIRST_DAY,
            last.isoformat() if last else _LAST_DAY,
            int(deleted),
        )

    def newest(self, kind: str, *, limit: int = 1) -> tuple[Record, ...]:
        """The records of a kind that were not deleted, the latest point in time first."""
        return self._found(
            f"{_SELECT} WHERE kind = ? AND deleted = 0 ORDER BY at DESC, id DESC LIMIT ?", kind, max(0, limit)
        )

    def first_day(self, kind: str) -> date | None:
        """The first local day with a record of a kind that was not deleted; None where there is none."""
        earliest = f"{_SELECT} WHERE kind = ? AND deleted = 0 ORDER BY date, at LIMIT 1"
        return next((record.date for record in self._found(earliest, kind)), None)

    def problems(self) -> tuple[str, ...]:
        """A sentence for each record that was asked for and can't be read."""
        return tuple(self._problems.values())

    def look_at_all(self) -> None:
        """Read and check every record, so that each one that can't be so is among the problems."""
        for record in self._found(f"{_SELECT} ORDER BY id"):
            try:
                check(record)
            except ValueError as error:
                self._problems[record.id] = (
                    f"The {record.kind} {record.id} in {self._file.path} can't be read ({error})."
                )

    def _found(self, sql: str, *values: str | int) -> tuple[Record, ...]:
        with saying("read", self._file.path), self._file.reading():
            return tuple(self._readable(self._file.rows(sql, values)))

    def _readable(self, rows: list[tuple[Any, ...]]) -> Iterator[Record]:
        for record_id, kind, at, day, text, deleted in rows:
            try:
                when = datetime.fromisoformat(at).astimezone(UTC)
                doc = json.loads(text)
                if not isinstance(doc, dict):
                    raise TypeError("it is no object")  # noqa: TRY301 - one sentence for all that can be wrong
                record = Record(record_id, kind, when, date.fromisoformat(day), doc, bool(deleted))
            except (TypeError, ValueError, OverflowError, RecursionError) as error:
                self._problems[record_id] = (
                    f"The {kind} {record_id} in {self._file.path} can't be read ({error}); it stays there as it is."
                )
            else:
                self._problems.pop(record_id, None)
                yield record


def doc_text(record: Record) -> str:
    """The record's document as it is kept, which only JSON can be."""
    return json.dumps(dict(record.doc), separators=(",", ":"), sort_keys=True)
