"""What the person writes down, on its way to the journal: kept in memory until the journal takes it.

On a full or read-only disk nothing that was typed is refused: it waits here, is read from here, and is tried again each
second. A journal that is merely busy is another thing: who must look before writing is told to try again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import reduce
from typing import TypeVar

from msgspec.structs import replace

from backcoach.coach.flares import readable
from backcoach.coach.protocols import Journal, JournalBusyError, JournalError
from backcoach.domain.moment import ZERO, elapsed
from backcoach.domain.record import FLARE, Record
from backcoach.domain.records import flare_record

NAMES = {
    "flare": "Flare-up",
    "walk": "Walk",
    "diary": "Diary",
    "level": "Level",
    "answer": "Answers",
    "checklist": "Checklist",
    "skip": "Day",
}
"""What the person calls each kind of record; the others are the program's own affair."""

MOST_REMEMBERED = 1000
"""How many records of a kind are remembered for when they can't be read any more: weeks and months, not years."""


Found = TypeVar("Found")
Other = TypeVar("Other")


class Patient:
    """Reads what may not be readable now; `trouble` says why something could not be read or written, while it can't."""

    trouble = ""

    def asked(self, read: Callable[[], Found], otherwise: Other) -> Found | Other:
        """What is read; the other where the journal fails."""
        try:
            return read()
        except JournalError as error:
            self.trouble = str(error)
            return otherwise


class PatientArchive(Patient):
    """An archive that never fails: what the journal can't take waits, what it can't give is as it was last read."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._unsaved: dict[str, Record] = {}
        self._written: dict[str, Record] | None = None
        self._last: dict[tuple[str, str], tuple[Record, ...]] = {}
        self._notice = ""

    def names_of_unsaved(self) -> tuple[str, ...]:
        kinds = (NAMES.get(record.kind) for record in self._unsaved.values())
        return tuple(dict.fromkeys(name for name in kinds if name))

    def take_notice(self) -> str:
        """What became of things that could not be written at once, to be said once; empty where nothing did."""
        notice, self._notice = self._notice, ""
        return notice

    def catch_up(self) -> None:
        """Write what the journal has not taken yet; where it could not be read, try whether it can."""
        try:
            if self._unsaved:
                with self.transaction():
                    pass
            elif self.trouble:
                self._journal.archive.record("")
                self.trouble = ""
        except JournalError as error:
            self.trouble = str(error)

    def put(self, record: Record) -> None:
        if self._written is not None:
            self._written[record.id] = record
            return
        try:
            with self.transaction():
                self.put(record)
        except JournalBusyError as error:
            self._unsaved[record.id] = record
            self.trouble = str(error)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """As a history's; one inside another joins it, and undoes only its own part when it fails."""
        before = None if self._written is None else dict(self._written)
        try:
            if before is None:
                self._written = {}
                yield from self._outermost()
                self._written = None
            else:
                yield
        except BaseException:
            self._written = before
            raise

    def _outermost(self) -> Iterator[None]:
        has_begun = is_done = False
        try:
            with self._journal.transaction():
                has_begun = True
                yield
                is_done = True
                for record in self._waiting().values():
                    self._journal.archive.put(record)
                said = self._keep_one_flare()
        except JournalError as error:
            if (has_begun and not is_done) or isinstance(error, JournalBusyError):
                raise
            if not has_begun:
                yield
            self._unsaved = self._waiting()
            self.trouble = str(error)
        else:
            self._unsaved.clear()
            self.trouble = ""
            self._notice = " ".join(filter(None, (self._notice, said)))

    def _keep_one_flare(self) -> str:
        """Let one flare-up go on, that with the earlier onset, where windows began several while none could write.

        The others are kept as deleted. What is to be said of them.
        """
        if not any(record.kind == FLARE for record in self._unsaved.values()):
            return ""
        archive = self._journal.archive
        records = {record.id: record for record in archive.newest(FLARE, limit=10)}
        going_on = [flare for flare in readable(records.values()) if not flare.is_over]
        if len(going_on) < 2:
            return ""
        first = reduce(lambda one, other: other if elapsed(other.onset, one.onset) > ZERO else one, going_on)
        said = []
        for other in going_on:
            if other.id != first.id:
                archive.put(replace(records[other.id], deleted=True))
                pain = other.pain if first.pain is None else first.pain
                first = replace(first, trigger=first.trigger or other.trigger, pain=pain)
                said_pain = "" if other.pain is None else f"pain {other.pain}"
                said.append(", ".join(filter(None, (f"plan {other.plan}", said_pain, other.trigger))))
        archive.put(flare_record(first, records[first.id].date))
        return (
            "A flare-up was begun in two windows while nothing could be saved: the one with the earlier onset goes on, "
            f"the other is deleted ({'; '.join(said)})."
        )

    def record(self, record_id: str) -> Record | None:
        waiting = self._waiting().get(record_id)
        if waiting is not None:
            return waiting
        try:
            return self._journal.archive.record(record_id)
        except JournalError as error:
            self.trouble = str(error)
            return next((record for found in self._last.values() for record in found if record.id == record_id), None)

    def starting_with(self, kind: str, beginning: str) -> tuple[Record, ...]:
        kept = self._read("beginning", kind, lambda: self._journal.archive.starting_with(kind, beginning))
        found = (record for record in self._with_waiting(kept, kind) if record.id.startswith(beginning))
        return tuple(sorted(found, key=lambda record: record.id))

    def records(
        self, kind: str, *, first: date | None = None, last: date | None = None, deleted: bool = False
    ) -> tuple[Record, ...]:
        kept = self._read(
            "days", kind, lambda: self._journal.archive.records(kind, first=first, last=last, deleted=deleted)
        )
        if not (self._waiting() or self.trouble):
            return kept  # years of walks are looked at once, not three times
        found = (
            record
            for record in self._with_waiting(kept, kind)
            if (deleted or not record.deleted) and (first or date.min) <= record.date <= (last or date.max)
        )
        return tuple(sorted(found, key=lambda record: (record.date, record.at, record.id)))

    def newest(self, kind: str, *, limit: int = 1) -> tuple[Record, ...]:
        most = limit + len(self._unsaved)
        kept = self._read("newest", kind, lambda: self._journal.archive.newest(kind, limit=most))
        found = (record for record in self._with_waiting(kept, kind) if not record.deleted)
        return tuple(sorted(found, key=lambda record: (record.at, record.id), reverse=True)[:limit])

    def first_day(self, kind: str) -> date | None:
        kept = self.asked(lambda: self._journal.archive.first_day(kind), None)
        days = [record.date for record in self._waiting().values() if record.kind == kind and not record.deleted]
        return min((kept, *days) if kept is not None else days, default=None)

    def problems(self) -> tuple[str, ...]:
        return self.asked(self._journal.archive.problems, ())

    def _waiting(self) -> dict[str, Record]:
        return {**self._unsaved, **(self._written or {})}

    def _with_waiting(self, kept: Iterable[Record], kind: str) -> Iterable[Record]:
        waiting = {record.id: record for record in self._waiting().values() if record.kind == kind}
        return ({record.id: record for record in kept} | waiting).values() if waiting else kept

    def _read(self, how: str, kind: str, read: Callable[[], tuple[Record, ...]]) -> tuple[Record, ...]:
        """What is kept; what was kept when it was last asked for in this way, where that can't be read now."""
        found = self.asked(read, self._last.get((how, kind), ()))
        if len(found) <= MOST_REMEMBERED:
            self._last[how, kind] = found
        return found
