"""What the person writes down, on its way to the journal: kept in memory until the journal takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backcoach.ports import JournalError

if TYPE_CHECKING:
    from datetime import date

    from backcoach.domain.record import Record
    from backcoach.ports import Archive


class Notebook:
    """Reads and writes records, and never fails.

    Attributes:
        trouble: why something can't be read or written now, as a sentence; empty while it can.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._unsaved: dict[str, Record] = {}
        self.trouble = ""

    def put(self, record: Record) -> None:
        """Keep the record; one with the same id is replaced."""
        self._unsaved[record.id] = record
        self.catch_up()

    def catch_up(self) -> None:
        """Write what the journal has not taken yet."""
        try:
            for record in tuple(self._unsaved.values()):
                self._archive.put(record)
                del self._unsaved[record.id]
        except JournalError as error:
            self.trouble = str(error)
        else:
            self.trouble = ""

    def records(self, kind: str, *, first: date | None = None) -> tuple[Record, ...]:
        """The records of a kind that were not deleted, from this local day on, in order of time."""
        try:
            kept = self._archive.records(kind, first=first)
        except JournalError as error:
            self.trouble = str(error)
            kept = ()
        unsaved = [r for r in self._unsaved.values() if r.kind == kind and (first is None or r.date >= first)]
        known = {record.id for record in unsaved}
        both = (*(record for record in kept if record.id not in known), *unsaved)
        return tuple(sorted(both, key=lambda record: (record.at, record.id)))

    def record(self, record_id: str) -> Record | None:
        """The record with this id; None where there is none, or it was deleted."""
        record = self._unsaved.get(record_id)
        if record is None:
            try:
                record = self._archive.record(record_id)
            except JournalError as error:
                self.trouble = str(error)
        return None if record is None or record.deleted else record

    def newest(self, kind: str) -> Record | None:
        """The latest record of a kind that was not deleted; None where there is none."""
        try:
            kept = self._archive.newest(kind)
        except JournalError as error:
            self.trouble = str(error)
            kept = ()
        unsaved = (record for record in self._unsaved.values() if record.kind == kind)
        return max((*kept, *unsaved), key=lambda record: record.at, default=None)
