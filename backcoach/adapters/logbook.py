"""Walks, diary entries and levels, kept as records of the journal's archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any, TypeVar

from backcoach.domain.days import is_day_of
from backcoach.domain.diary import Entry
from backcoach.domain.levels import Agreed
from backcoach.domain.record import Record
from backcoach.domain.walks import Walk
from backcoach.ports import Archive

Kept = TypeVar("Kept")

WALK, DIARY, LEVEL = "walk", "diary", "level"
"""The kinds of record."""


class ArchiveLogbook:
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
        from backcoach.domain.levels import agreed_of  # noqa: PLC0415 - who adds a walk needs no level

        return tuple(self._readable(self._archive.records(LEVEL), agreed_of))

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
            except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
                why = f"it has no {error}" if isinstance(error, KeyError) else str(error).rstrip(".")
                self._problems[record.id] = (
                    f"The {record.kind} {record.id} of {record.date} can't be read ({why}); "
                    "it stays as it is, and a newer backcoach may know it."
                )
            else:
                self._problems.pop(record.id, None)
                yield found


def walk_record(walk: Walk) -> Record:
    """The walk as it is kept."""
    doc: dict[str, Any] = {
        "start": walk.start.isoformat(),
        "minutes": walk.minutes,
        "pain_before": walk.pain_before,
        "pain_after": walk.pain_after,
        "note": walk.note,
    }
    return Record(walk.id, WALK, walk.start, walk.date, doc | _deletion(walk.deleted), deleted=walk.deleted is not None)


def walk_of(record: Record) -> Walk:
    """The walk that was kept.

    Raises:
        KeyError: a part of it is missing.
        TypeError: a part of it is of another sort.
        ValueError: it is no walk; also as `WordsError`.
    """
    doc = record.doc
    return Walk(
        record.id,
        datetime.fromisoformat(doc["start"]),
        record.date,
        doc["minutes"],
        doc.get("pain_before"),
        doc.get("pain_after"),
        doc.get("note", ""),
        _deleted_at(record),
    )


def entry_record(entry: Entry) -> Record:
    """The diary entry as it is kept."""
    doc: dict[str, Any] = {
        "entry": entry.kind.value,
        "at": entry.at.isoformat(),
        "value": entry.value,
        "text": entry.text,
    }
    doc |= _deletion(entry.deleted)
    return Record(entry.id, DIARY, entry.at, entry.date, doc, deleted=entry.deleted is not None)


def entry_of(record: Record) -> Entry:
    """The diary entry that was kept; `at`, `value` and `text` may be missing, as where a stretch has noted a pain.

    Raises:
        KeyError: it does not say what it is.
        TypeError: a part of it is of another sort.
        ValueError: it is no entry; also as `WordsError`.
    """
    from backcoach.domain.diary import Entry, EntryKind  # noqa: PLC0415 - who adds a walk reads no diary

    doc = record.doc
    kind = EntryKind(doc["entry"])
    at = doc.get("at")
    return Entry(
        record.id,
        kind,
        _on_its_day(record) if at is None else datetime.fromisoformat(at),
        record.date,
        doc.get("value", doc.get("pain")) if kind is EntryKind.PAIN else doc.get("value"),
        doc.get("text", doc.get("note", "")),
        _deleted_at(record),
    )


def _deletion(at: datetime | None) -> dict[str, Any]:
    return {} if at is None else {"deleted": at.isoformat()}


def _deleted_at(record: Record) -> datetime | None:
    if not record.deleted:
        return None
    at = record.doc.get("deleted")
    return record.at if at is None else datetime.fromisoformat(at)


def _on_its_day(record: Record) -> datetime:
    """The time with the offset nearest to UTC at which it can have been on the record's day."""
    offsets = (timezone(timedelta(hours=hours)) for hours in sorted(range(-12, 15), key=abs))
    times = (record.at.astimezone(offset) for offset in offsets)
    return next((local for local in times if is_day_of(record.date, local)), record.at)
