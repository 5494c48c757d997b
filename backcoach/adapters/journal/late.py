"""A journal that could not be opened: the window works without it, and each use tries again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime

from backcoach.adapters.journal.archive import SqliteArchive
from backcoach.adapters.journal.sqlite import SqliteJournal
from backcoach.domain.moment import Moment
from backcoach.domain.record import Record
from backcoach.domain.review import Used
from backcoach.domain.session import Session


class LateJournal:
    """Opens the journal at the first use that finds it possible; until then each use says why it is not.

    Args:
        opening: opens the journal, or raises a `JournalError`.
    """

    def __init__(self, opening: Callable[[], SqliteJournal]) -> None:
        self._opening = opening
        self._opened: SqliteJournal | None = None

    def opened(self) -> SqliteJournal:
        """The journal.

        Raises:
            JournalError: it still can't be opened.
        """
        if self._opened is None:
            self._opened = self._opening()
        return self._opened

    @property
    def archive(self) -> LateArchive:
        """What the person has written down, as late as the rest."""
        return LateArchive(self)

    def close(self) -> None:
        """Let go of the file, where there is one."""
        if self._opened is not None:
            self._opened.close()

    def transaction(self) -> AbstractContextManager[None]:
        """One write transaction; an exception inside undoes it."""
        return self.opened().transaction()

    def reading(self) -> AbstractContextManager[None]:
        """What is read inside belongs together."""
        return self.opened().reading()

    def changed_elsewhere(self) -> bool:
        """Whether someone else has written; the first time that it could be opened, that counts as such."""
        is_new = self._opened is None
        return self.opened().changed_elsewhere() or is_new

    def running(self) -> tuple[Session, ...]:
        """The sessions that have not ended, the oldest first."""
        return self.opened().running()

    def session(self, session_id: str) -> Session | None:
        """The session with this id, ended or not."""
        return self.opened().session(session_id)

    def save(self, session: Session) -> None:
        """Keep the session as it is now."""
        self.opened().save(session)

    def finished(self, *, limit: int = 50) -> tuple[Session, ...]:
        """The sessions that have ended, the newest first."""
        return self.opened().finished(limit=limit)

    def ended_between(self, first: datetime, last: datetime) -> tuple[Session, ...]:
        """The sessions that ended from `first` up to `last`, the oldest first."""
        return self.opened().ended_between(first, last)

    def used_between(self, first: datetime, last: datetime) -> tuple[Used, ...]:
        """What was used and ended from `first` up to `last`."""
        return self.opened().used_between(first, last)

    def removals(self, now: Moment) -> Mapping[str, Moment]:
        """When packs came off for which the skin may still rest, by a name for each."""
        return self.opened().removals(now)

    def remember(self, key: str, moment: Moment) -> None:
        """Keep a moment under a key."""
        self.opened().remember(key, moment)

    def recall(self, key: str) -> Moment | None:
        """The moment kept under the key; None where there is none."""
        return self.opened().recall(key)


class LateArchive:
    """The records of a journal that may not be open yet."""

    def __init__(self, journal: LateJournal) -> None:
        self._journal = journal

    @property
    def _archive(self) -> SqliteArchive:
        return self._journal.opened().archive

    def put(self, record: Record) -> None:
        """Keep the record; one with the same id is replaced."""
        self._archive.put(record)

    def record(self, record_id: str) -> Record | None:
        """The record with this id, deleted or not."""
        return self._archive.record(record_id)

    def starting_with(self, kind: str, beginning: str) -> tuple[Record, ...]:
        """The records of a kind, deleted or not, whose ids begin so; at most ten."""
        return self._archive.starting_with(kind, beginning)

    def records(
        self, kind: str, *, first: date | None = None, last: date | None = None, deleted: bool = False
    ) -> tuple[Record, ...]:
        """The records of a kind in order of time; those of the days from `first` to `last`, both included."""
        return self._archive.records(kind, first=first, last=last, deleted=deleted)

    def newest(self, kind: str, *, limit: int = 1) -> tuple[Record, ...]:
        """The records of a kind that were not deleted, the latest point in time first."""
        return self._archive.newest(kind, limit=limit)

    def first_day(self, kind: str) -> date | None:
        """The first local day with a record of a kind that was not deleted."""
        return self._archive.first_day(kind)

    def problems(self) -> tuple[str, ...]:
        """A sentence for each record that was asked for and can't be read."""
        return self._archive.problems()
