"""A journal that forgets everything at the end: for tests and the demo, with the contract of the one on disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime

from backcoach.adapters.journal.archive import MOST, doc_text
from backcoach.domain.gates import counts
from backcoach.domain.limits import REMOVAL, rest_left
from backcoach.domain.moment import Moment
from backcoach.domain.record import Record
from backcoach.domain.review import Used
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session, StepDone
from backcoach.domain.trouble import JournalBusyError

ON = "on"


class Store:
    """What several journals share, as several windows share a file.

    Attributes:
        sessions: the sessions by id.
        steps: every finished step by session and place, with the session's kind; never removed.
        moments: the moments by key.
        records: what was written down, by id.
        version: how many transactions have changed it.
        writer: the journal that is writing now.
    """

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.steps: dict[tuple[str, int], tuple[Kind, StepDone]] = {}
        self.moments: dict[str, Moment] = {}
        self.records: dict[str, Record] = {}
        self.version = 0
        self.writer: object = None

    def copied(self) -> Store:
        """What is kept now, to come back to."""
        copy = Store()
        copy.become(self)
        return copy

    def become(self, other: Store) -> None:
        """Come back to what was kept."""
        self.sessions, self.steps = dict(other.sessions), dict(other.steps)
        self.moments, self.records = dict(other.moments), dict(other.records)


class MemoryJournal:
    """Keeps sessions, their steps and moments as long as it lives.

    Args:
        store: another journal's, to see and change the same; a new one where it is left out.
    """

    def __init__(self, store: Store | None = None) -> None:
        self.store = store or Store()
        self._seen = self.store.version
        self._depth = 0
        self._wrote = False

    @property
    def archive(self) -> MemoryArchive:
        """What the person has written down."""
        return MemoryArchive(self)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One write transaction. One inside another joins it, and undoes only its own part when it fails."""
        if self.store.writer not in {None, self}:
            raise JournalBusyError("Another window is writing to the journal. Try again in a moment.")
        before, wrote = self.store.copied(), self._wrote
        self.store.writer = self
        self._depth += 1
        try:
            yield
        except BaseException:
            self.store.become(before)
            self._wrote = wrote
            raise
        finally:
            self._depth -= 1
            if not self._depth:
                self._end()

    def _end(self) -> None:
        self.store.writer = None
        if self._wrote:
            up_to_date = self._seen == self.store.version
            self.store.version += 1
            if up_to_date:
                self._seen = self.store.version
        self._wrote = False

    def reading(self) -> AbstractContextManager[None]:
        """What is read inside belongs together, as it does in one program anyway."""
        return nullcontext()

    def changed_elsewhere(self) -> bool:
        """Whether another journal has changed the store since this was last asked."""
        before, self._seen = self._seen, self.store.version
        return before != self._seen

    def running(self) -> tuple[Session, ...]:
        """The sessions that have not ended, in the order in which they were first stored."""
        return tuple(session for session in self.store.sessions.values() if not session.is_over)

    def session(self, session_id: str) -> Session | None:
        """The session with this id, ended or not."""
        return self.store.sessions.get(session_id)

    def save(self, session: Session) -> None:
        """Keep the session as it is now, with the steps that it has finished."""
        with self.transaction():
            self.store.sessions[session.id] = session
            for n, step in enumerate(session.done):
                self.store.steps[session.id, n] = session.kind, step
            self._wrote = True

    def finished(self, *, limit: int = 50) -> tuple[Session, ...]:
        """The sessions that have ended, the newest end first."""
        ended = (session for session in self.store.sessions.values() if session.is_over)
        newest = sorted(ended, key=lambda session: (session.since.wall, session.id), reverse=True)
        return tuple(newest[: max(0, limit)])

    def ended_between(self, first: datetime, last: datetime) -> tuple[Session, ...]:
        """The sessions that ended from `first` up to `last`, the oldest first."""
        ended = (s for s in self.store.sessions.values() if s.is_over and first <= s.since.wall < last)
        return tuple(sorted(ended, key=lambda session: (session.since.wall, session.id)))

    def used_between(self, first: datetime, last: datetime) -> tuple[Used, ...]:
        """What was used and ended from `first` up to `last`, in order of its beginning."""
        found = [
            Used(session.kind.value, step.began.wall)
            for session in self.store.sessions.values()
            for step in session.done
            if session.kind.is_on_skin and step.act == ON and step.length and first <= step.ended.wall < last
        ]
        found += [
            Used(session.kind.value, session.begun.wall)
            for session in self.ended_between(first, last)
            if session.kind.is_guided and counts(session)
        ]
        return tuple(sorted(found, key=lambda use: use.at))

    def removals(self, now: Moment) -> Mapping[str, Moment]:
        """When packs came off for which the skin may still rest, by a name for each; a pause is no removal."""
        steps = self.store.steps.items()
        off = {f"{REMOVAL}{id_} {n}": step.ended for (id_, n), (kind, step) in steps if _on_skin(kind, step)}
        off |= {key: moment for key, moment in self.store.moments.items() if key.startswith(REMOVAL)}
        return {name: moment for name, moment in off.items() if rest_left(moment, now)}

    def remember(self, key: str, moment: Moment) -> None:
        """Keep a moment under a key; it takes the place of an earlier one."""
        with self.transaction():
            self.store.moments[key] = moment
            self._wrote = True

    def recall(self, key: str) -> Moment | None:
        """The moment kept under the key; None where there is none."""
        return self.store.moments.get(key)

    def wrote(self) -> None:
        """Note that the transaction under way has changed something."""
        self._wrote = True

    def problems(self, *, everything: bool = False) -> tuple[str, ...]:
        """Nothing: what is never written down can always be read."""
        del everything
        return ()


def _on_skin(kind: Kind, step: StepDone) -> bool:
    return kind.is_on_skin and step.act == ON


class MemoryArchive:
    """The records of a journal in memory."""

    def __init__(self, journal: MemoryJournal) -> None:
        self._journal = journal

    def put(self, record: Record) -> None:
        """Keep the record; one with the same id is replaced."""
        doc_text(record)
        with self._journal.transaction():
            self._journal.store.records[record.id] = record
            self._journal.wrote()

    def record(self, record_id: str) -> Record | None:
        """The record with this id, deleted or not."""
        return self._journal.store.records.get(record_id)

    def starting_with(self, kind: str, beginning: str) -> tuple[Record, ...]:
        """The records of a kind, deleted or not, whose ids begin so; at most ten."""
        found = (r for r in self._journal.store.records.values() if r.kind == kind and r.id.startswith(beginning))
        return tuple(sorted(found, key=lambda record: record.id)[:MOST])

    def records(
        self, kind: str, *, first: date | None = None, last: date | None = None, deleted: bool = False
    ) -> tuple[Record, ...]:
        """The records of a kind in order of time; those of the days from `first` to `last`, both included."""
        found = (
            record
            for record in self._journal.store.records.values()
            if record.kind == kind
            and (deleted or not record.deleted)
            and (first is None or record.date >= first)
            and (last is None or record.date <= last)
        )
        return tuple(sorted(found, key=lambda record: (record.date, record.at, record.id)))

    def newest(self, kind: str, *, limit: int = 1) -> tuple[Record, ...]:
        """The records of a kind that were not deleted, the latest point in time first."""
        kept = (record for record in self._journal.store.records.values() if record.kind == kind and not record.deleted)
        return tuple(sorted(kept, key=lambda record: (record.at, record.id), reverse=True)[: max(0, limit)])

    def first_day(self, kind: str) -> date | None:
        """The first local day with a record of a kind that was not deleted; None where there is none."""
        return min((record.date for record in self.records(kind)), default=None)

    def problems(self) -> tuple[str, ...]:
        """Nothing: what is never written down can always be read."""
        return ()
