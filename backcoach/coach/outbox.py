"""What the person writes down, on its way to the journal: kept in memory until the journal takes it.

On a full or read-only disk nothing that was typed is refused: it waits here, is read from here, and is tried again each
second. A journal that is merely busy is another thing: who must look before writing is told to try again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from functools import reduce
from typing import TypeVar

from msgspec.structs import replace

from backcoach.coach.flares import readable
from backcoach.coach.open_sessions import OpenSessions
from backcoach.coach.protocols import Journal, JournalBusyError, JournalError
from backcoach.domain.moment import ZERO, Moment, elapsed
from backcoach.domain.record import FLARE, Record
from backcoach.domain.records import flare_record
from backcoach.domain.review import Used
from backcoach.domain.session import Session

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


class Outbox:
    """What was put down and waits for the journal.

    Attributes:
        trouble: why something can't be read or written now, as a sentence; empty while it can.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._unsaved: dict[str, Record] = {}
        self._written: dict[str, Record] | None = None
        self.trouble = ""
        self.notice = ""

    def names_of_unsaved(self) -> tuple[str, ...]:
        """What is not on the disk yet, in words for the person."""
        kinds = (NAMES.get(record.kind) for record in self._unsaved.values())
        return tuple(dict.fromkeys(name for name in kinds if name))

    def put(self, record: Record) -> None:
        """Keep the record; one with the same id is replaced."""
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
        """Look and write with nobody between; an exception inside undoes it.

        One inside another joins it, and undoes only its own part when it fails.

        Raises:
            JournalBusyError: someone else is writing; nothing was done.
        """
        if self._written is not None:
            before = dict(self._written)
            try:
                yield
            except BaseException:
                self._written = before
                raise
            return
        self._written = {}
        try:
            yield from self._outermost()
        finally:
            self._written = None

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
            self.notice = " ".join(filter(None, (self.notice, said)))

    def take_notice(self) -> str:
        """What became of things that could not be written at once, to be said once; empty where nothing did."""
        notice, self.notice = self.notice, ""
        return notice

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

    def _waiting(self) -> dict[str, Record]:
        return {**self._unsaved, **(self._written or {})}


class PatientArchive(Outbox):
    """An archive that never fails: what the journal can't take waits, what it can't give is as it was last read."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal)
        self._last: dict[tuple[str, str], tuple[Record, ...]] = {}

    def record(self, record_id: str) -> Record | None:
        """The record with this id, deleted or not."""
        waiting = self._waiting().get(record_id)
        if waiting is not None:
            return waiting
        known = (record for found in self._last.values() for record in found if record.id == record_id)
        return self._asked(lambda: self._journal.archive.record(record_id), lambda: next(known, None))

    def starting_with(self, kind: str, beginning: str) -> tuple[Record, ...]:
        """The records of a kind, deleted or not, whose ids begin so."""
        kept = self._read("beginning", kind, lambda: self._journal.archive.starting_with(kind, beginning))
        found = (record for record in self._with_waiting(kept, kind) if record.id.startswith(beginning))
        return tuple(sorted(found, key=lambda record: record.id))

    def records(
        self, kind: str, *, first: date | None = None, last: date | None = None, deleted: bool = False
    ) -> tuple[Record, ...]:
        """The records of a kind in order of time; those of the days from `first` to `last`, both included."""
        span = {"first": first, "last": last}
        kept = self._read("days", kind, lambda: self._journal.archive.records(kind, **span, deleted=deleted))
        if not (self._waiting() or self.trouble):
            return kept  # years of walks are looked at once, not three times
        found = (
            record
            for record in self._with_waiting(kept, kind)
            if (deleted or not record.deleted)
            and (first is None or record.date >= first)
            and (last is None or record.date <= last)
        )
        return tuple(sorted(found, key=lambda record: (record.date, record.at, record.id)))

    def newest(self, kind: str, *, limit: int = 1) -> tuple[Record, ...]:
        """The records of a kind that were not deleted, the latest point in time first."""
        most = limit + len(self._unsaved)
        kept = self._read("newest", kind, lambda: self._journal.archive.newest(kind, limit=most))
        found = (record for record in self._with_waiting(kept, kind) if not record.deleted)
        return tuple(sorted(found, key=lambda record: (record.at, record.id), reverse=True)[:limit])

    def first_day(self, kind: str) -> date | None:
        """The first local day with a record of a kind that was not deleted; None where there is none."""
        kept = self._asked(lambda: self._journal.archive.first_day(kind), lambda: None)
        days = [record.date for record in self._waiting().values() if record.kind == kind and not record.deleted]
        return min((kept, *days) if kept is not None else days, default=None)

    def problems(self) -> tuple[str, ...]:
        """A sentence for each record that was asked for and can't be read; it stays as it is, and the rest goes on."""
        return self._asked(self._journal.archive.problems, lambda: ())

    def _with_waiting(self, kept: Iterable[Record], kind: str) -> Iterable[Record]:
        waiting = {record.id: record for record in self._waiting().values() if record.kind == kind}
        return ({record.id: record for record in kept} | waiting).values() if waiting else kept

    def _read(self, how: str, kind: str, read: Callable[[], tuple[Record, ...]]) -> tuple[Record, ...]:
        """What is kept; what was kept when it was last asked for in this way, where that can't be read now."""
        found = self._asked(read, lambda: self._last.get((how, kind), ()))
        if len(found) <= MOST_REMEMBERED:
            self._last[how, kind] = found
        return found

    def _asked(self, read: Callable[[], Found], instead: Callable[[], Found]) -> Found:
        try:
            return read()
        except JournalError as error:
            self.trouble = str(error)
            return instead()


class PatientHistory:
    """What was done and written down, whether it is on the disk or waits for it: sessions and records.

    Attributes:
        archive: the notebook.
    """

    def __init__(self, journal: Journal, open_sessions: OpenSessions) -> None:
        self.archive = PatientArchive(journal)
        self._journal = journal
        self._open_sessions = open_sessions

    def transaction(self) -> AbstractContextManager[None]:
        """Look and write with nobody between; an exception inside undoes it."""
        return self.archive.transaction()

    def ended_between(self, first: datetime, last: datetime) -> tuple[Session, ...]:
        """The sessions that ended from `first` up to, but not at, `last`, the oldest first."""
        return self._open_sessions.ended_between(first, last)

    def used_between(self, first: datetime, last: datetime) -> tuple[Used, ...]:
        """What was used and ended from `first` up to, but not at, `last`; what is not saved yet is left out."""
        try:
            return self._journal.used_between(first, last)
        except JournalError as error:
            self.archive.trouble = str(error)
            return ()

    def removals(self, now: Moment) -> Mapping[str, Moment]:
        """When packs came off for which the skin may still rest, by a name for each."""
        return self._open_sessions.removals(now)

    def recall(self, key: str) -> Moment | None:
        """The moment kept under the key."""
        return self._open_sessions.recall(key)
