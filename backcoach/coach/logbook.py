"""Walks, diary entries and levels, kept as records of the journal's archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

from backcoach.coach.protocols import Archive
from backcoach.domain.diary import Entry
from backcoach.domain.levels import Agreed
from backcoach.domain.record import DIARY, LEVEL, WALK, Record
from backcoach.domain.records import entry_of, entry_record, level_of, walk_of, walk_record
from backcoach.domain.walks import Walk

Kept = TypeVar("Kept")


class Logbook:
    """A logbook on any archive; its transactions are those of the archive's journal.

    A record that can't be read is left out, stays where it is, and is named in `problems`.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._problems: dict[str, str] = {}

    def save_walk(self, walk: Walk) -> None:
        """Keep the walk as it is now."""
        self._archive.put(walk_record(walk))

    def walk(self, walk_id: str) -> Walk | None:
        """The walk with this id, deleted or not."""
        return self._one(WALK, walk_id, walk_of)

    def walk_ids(self, beginning: str) -> tuple[str, ...]:
        """The ids of walks, deleted ones too, that begin so; in order, at most ten."""
        return tuple(record.id for record in self._archive.starting_with(WALK, beginning))

    def walks(self, first: date, last: date, *, deleted: bool = False) -> tuple[Walk, ...]:
        """The walks of these days, the earliest first; deleted ones only where they are wanted too."""
        return tuple(self._readable(self._archive.records(WALK, first=first, last=last, deleted=deleted), walk_of))

    def save_entry(self, entry: Entry) -> None:
        """Keep the diary entry as it is now."""
        self._archive.put(entry_record(entry))

    def entry(self, entry_id: str) -> Entry | None:
        """The diary entry with this id, deleted or not."""
        return self._one(DIARY, entry_id, entry_of)

    def entry_ids(self, beginning: str) -> tuple[str, ...]:
        """The ids of entries, deleted ones too, that begin so; in order, at most ten."""
        return tuple(record.id for record in self._archive.starting_with(DIARY, beginning))

    def entries(self, first: date, last: date) -> tuple[Entry, ...]:
        """The diary entries of these days, the earliest first, without deleted ones."""
        return tuple(self._readable(self._archive.records(DIARY, first=first, last=last), entry_of))

    def first_day(self) -> date | None:
        """The first day with a walk or an entry that is not deleted; None where there is none."""
        firsts = (self._archive.first_day(kind) for kind in (WALK, DIARY))
        return min((day for day in firsts if day is not None), default=None)

    def save_level(self, agreed: Agreed) -> None:
        """Keep the level that the person has agreed to."""
        self._archive.put(Record(agreed.id, LEVEL, agreed.at, agreed.date, {"level": agreed.level}))

    def levels(self) -> tuple[Agreed, ...]:
        """The levels that the person has agreed to, the earliest first."""
        return tuple(self._readable(self._archive.records(LEVEL), level_of))

    def problems(self) -> tuple[str, ...]:
        """A sentence for each record that was asked for and can't be read."""
        return (*self._archive.problems(), *self._problems.values())

    def _one(self, kind: str, record_id: str, read: Callable[[Record], Kept]) -> Kept | None:
        record = self._archive.record(record_id)
        if record is None or record.kind != kind:
            return None
        return next(self._readable((record,), read), None)

    def _readable(self, records: tuple[Record, ...], read: Callable[[Record], Kept]) -> Iterator[Kept]:
        for record in records:
            try:
                found = read(record)
            except ValueError as error:
                why = str(error).rstrip(".")
                self._problems[record.id] = (
                    f"The {record.kind} {record.id} of {record.date} can't be read ({why}); "
                    "it stays as it is, and a newer backcoach may know it."
                )
            else:
                self._problems.pop(record.id, None)
                yield found
