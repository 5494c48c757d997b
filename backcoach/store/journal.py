"""The journal in one SQLite file: what is saved is on the disk before the call returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from backcoach.coach.protocols import JournalDamagedError, JournalError
from backcoach.domain.limits import REMOVAL, SHORTEST_REST, rest_left
from backcoach.domain.moment import Moment
from backcoach.domain.record import Record
from backcoach.domain.record_checks import check, check_session
from backcoach.domain.routine import Act
from backcoach.domain.session import Session
from backcoach.domain.sync import ARRIVED, EPOCH, PAIN_ARRIVED, next_stamp, pinned
from backcoach.store.database import Database

SESSION = "SELECT id, 'session', doc FROM sessions"
_MACHINE = "(SELECT value FROM meta WHERE key = 'machine')"
_LATEST = "SELECT max(ifnull((SELECT max(stamp) FROM records), ''), ifnull((SELECT max(stamp) FROM sessions), ''))"
_BEFORE = {
    Record: "SELECT (SELECT stamp FROM records WHERE id = ?)",
    Session: "SELECT (SELECT stamp FROM sessions WHERE id = ?)",
}
Kept = TypeVar("Kept")
Row = tuple[Any, ...]
_UNREADABLE = (TypeError, ValueError, OverflowError, RecursionError)


class SqliteJournal(Database):
    """Keeps sessions, moments and records in one file, shared with every other window and command.

    Args:
        path: the file; `IN_MEMORY` keeps nothing.
        busy: how many seconds to wait for another's write.
        create: whether a missing file is made, with its folder.
        verify: whether the whole file is checked first (40 ms for fifty years).
        aside: the time that an unreadable file is set aside with, where an empty one is to be begun in its place.
        late: whether it is opened at its first use, and tried anew at each use while that fails.
        wall: the wall clock that changes are stamped by; without it stamps only say what came after what.
    """

    def __init__(
        self,
        path: Path,
        *,
        busy: float,
        create: bool = True,
        verify: bool = False,
        aside: datetime | None = None,
        late: bool = False,
        wall: Callable[[], datetime] = lambda: EPOCH,
    ) -> None:
        super().__init__(path, busy=busy, create=create, verify=verify, aside=aside)
        self.unreadable: dict[tuple[str, str], str] = {}
        self._wall = wall
        self.archive = Archive(self)
        if not late:
            self.changed_elsewhere()

    @property
    def machine(self) -> str:
        """The id that this journal has on every machine that reads of it."""
        ((machine,),) = self.rows(f"SELECT {_MACHINE}")
        if machine is None:
            raise JournalDamagedError(f"The data file {self.path} has lost the id of its machine.")
        return str(machine)

    def next_stamp(self) -> str:
        """The stamp of a change made now, later than all that are kept."""
        ((latest, machine),) = self.rows(f"{_LATEST}, {_MACHINE}")
        return next_stamp(latest, self._wall(), machine or self.machine)

    def running(self) -> tuple[Session, ...]:
        """The sessions that go on here, in the order of their first saving."""
        return self._sessions(f"{SESSION} WHERE ended IS NULL AND away = '' ORDER BY rowid")

    def elsewhere(self) -> tuple[tuple[str, Session], ...]:
        """The sessions that go on on other machines, each with the name of its own, by the clocks of this one."""
        rows = self.rows("SELECT away, id FROM sessions WHERE ended IS NULL AND away <> '' ORDER BY rowid")
        found = ((away, self.session(session_id)) for away, session_id in rows)
        known = [(away, session, self.recall(f"{ARRIVED}{session.id}")) for away, session in found if session]
        return tuple((away, session if at is None else pinned(session, at)) for away, session, at in known)

    def session(self, session_id: str) -> Session | None:
        """The session with this id; None also where it can't be read, which is then among `problems`."""
        return next(iter(self._sessions(f"{SESSION} WHERE id = ?", session_id)), None)

    def ended_between(self, first: datetime, last: datetime) -> tuple[Session, ...]:
        """The sessions that ended from `first` up to `last`, the oldest first."""
        within = f"{SESSION} WHERE ended >= ? AND ended < ? ORDER BY ended, id"
        return self._sessions(within, _text(first), _text(last))

    def save(self, session: Session, stamp: str = "") -> None:
        """Keep the session as it is now, or as the version of this stamp.

        One of this id that can't be read stays, with a `JournalError`.
        """
        with self.transaction():
            if self.session(session.id) is None and (wrong := self.unreadable.get(("session", session.id))):
                raise JournalError(f"{wrong} Nothing is written over it.")
            self.write(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '') ON CONFLICT (id) DO UPDATE SET"
                " kind = excluded.kind, begun = excluded.begun, ended = excluded.ended, doc = excluded.doc,"
                " stamp = excluded.stamp,"
                " removed_n = excluded.removed_n, removed_wall = excluded.removed_wall,"
                " removed_boot = excluded.removed_boot, removed_us = excluded.removed_us",
                (
                    session.id,
                    session.kind.value,
                    _text(session.begun.wall),
                    _text(session.since.wall) if session.is_over else None,
                    *last_removal(session),
                    _json(session),
                    stamp or self.next_stamp(),
                ),
            )

    def keep(self, kept: Record | Session, written: datetime) -> None:
        """Keep what was imported as a version of the time when it was written: any later one wins over it.

        Only inside a transaction.
        """
        ((before, machine),) = self.rows(f"{_BEFORE[type(kept)]}, {_MACHINE}", (kept.id,))
        stamp = next_stamp(before or "", written, machine or self.machine)
        if isinstance(kept, Session):
            self.save(kept, stamp)
        else:
            self.archive.put_version(kept, stamp)

    def stamp_of(self, kept: Record | Session) -> str:
        """The stamp of what is here of the same id; empty where there is none."""
        ((stamp,),) = self.rows(_BEFORE[type(kept)], (kept.id,))
        return stamp or ""

    def removals(self, now: Moment) -> Mapping[str, Moment]:
        """When packs came off for which the skin may still rest, by a name for each; a pause is no removal.

        What was remembered under such a name, because a clock was set, counts instead of what the session says.
        """
        since = now.after(-SHORTEST_REST)
        rows = self.rows(
            "SELECT id, removed_n, removed_wall, removed_boot, removed_us FROM sessions WHERE removed_wall IS NOT NULL"
            " AND CASE removed_boot WHEN ? THEN removed_us > ? ELSE removed_wall > ? END",
            (now.boot_id, since.since_boot // timedelta.resolution, _text(since.wall)),
        )
        with self._saying_moment():  # from columns of its own, so that it counts where the session can't be read
            found = {
                f"{REMOVAL}{session_id} {n}": Moment(datetime.fromisoformat(wall), boot, us * timedelta.resolution)
                for session_id, n, wall, boot, us in rows
            }
        found |= self._moments("key >= 'removal ' AND key < 'removal!'")
        return {name: moment for name, moment in found.items() if rest_left([moment], now)}

    def _sessions(self, sql: str, *values: str | int) -> tuple[Session, ...]:
        return self.readable(self.rows(sql, values), _session)

    def readable(self, rows: Iterable[Row], read: Callable[[Row], Kept]) -> tuple[Kept, ...]:
        """What the rows hold, which begin with id and kind; one that can't be read is among the `problems`."""
        found = []
        for row in rows:
            try:
                found.append(read(row))
            except _UNREADABLE as error:
                self._cannot_read(row[0], row[1], error)
            else:
                self.unreadable.pop((row[1], row[0]), None)
        return tuple(found)

    def _cannot_read(self, kept_id: str, kind: str, error: Exception) -> None:
        said = f"The {kind} {kept_id} in {self.path} can't be read ({error})"
        self.unreadable[kind, kept_id] = f"{said}; it stays there as it is, and a newer backcoach may know it."

    def remember(self, key: str, moment: Moment) -> None:
        """Keep a moment under a key; it takes the place of an earlier one."""
        with self.transaction():
            self.write("INSERT OR REPLACE INTO moments VALUES (?, ?)", (key, _json(moment)))

    def forget(self, key: str) -> None:
        """Forget the moment of a key; only inside a transaction."""
        self.write("DELETE FROM moments WHERE key = ?", (key,))

    def recall(self, key: str) -> Moment | None:
        """The moment kept under the key; None where there is none."""
        return self._moments("key = ?", key).get(key)

    def recall_all(self, beginning: str) -> Mapping[str, Moment]:
        """The moments kept under keys that begin so, by the rest of their keys."""
        found = self._moments("key >= ? AND key < ?", beginning, beginning + "\U0010ffff")
        return {key.removeprefix(beginning): moment for key, moment in found.items()}

    def _moments(self, where: str, *values: str) -> dict[str, Moment]:
        rows = self.rows(f"SELECT key, doc FROM moments WHERE {where}", values)  # noqa: S608 - our own words
        with self._saying_moment():
            return {key: msgspec.json.decode(doc, type=Moment) for key, doc in rows}

    @contextmanager
    def _saying_moment(self) -> Iterator[None]:
        try:
            yield
        except _UNREADABLE as error:
            raise JournalDamagedError(f"A moment in the data file {self.path} can't be read: {error}.") from error

    def problems(self) -> tuple[str, ...]:
        """A sentence for each session or record that can't be read, or can't be as it says."""
        kept: list[Session | Record] = [*self._sessions(f"{SESSION} ORDER BY begun, id"), *self.archive.everything()]
        for each in kept:
            try:
                check_session(each) if isinstance(each, Session) else check(each)
            except ValueError as error:
                self._cannot_read(each.id, "session" if isinstance(each, Session) else each.kind, error)
        return self.archive.problems()


class Archive:
    """What the person writes down, in the journal's own file and transactions."""

    def __init__(self, journal: SqliteJournal) -> None:
        self._journal = journal

    def put(self, record: Record) -> None:
        """Keep the record as it is now; one with the same id is replaced."""
        with self._journal.transaction():
            self.put_version(record, self._journal.next_stamp())
            self._journal.forget(f"{PAIN_ARRIVED}{record.id}")

    def put_version(self, record: Record, stamp: str) -> None:
        """Keep the record as the version of this stamp; only inside a transaction."""
        self._journal.write(
            "INSERT OR REPLACE INTO records (id, kind, at, date, deleted, doc, stamp) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(record.id, record.kind, _text(record.at), str(record.date), int(record.deleted)),
                *(_json(record.doc), stamp),
            ),
        )

    def record(self, record_id: str) -> Record | None:
        """The record with this id, deleted or not."""
        return next(iter(self._records("WHERE id = ?", record_id)), None)

    def starting_with(self, kind: str, beginning: str) -> tuple[Record, ...]:
        """The records of a kind, deleted or not, whose ids begin so; at most ten."""
        beyond = beginning + "\U0010ffff"
        return self._records("WHERE kind = ? AND id >= ? AND id < ? ORDER BY id LIMIT 10", kind, beginning, beyond)

    def records(
        self, kind: str, *, first: date | None = None, last: date | None = None, deleted: bool = False
    ) -> tuple[Record, ...]:
        """The records of a kind in order of time; those of the days from `first` to `last`, both included."""
        return self._records(
            "WHERE kind = ? AND date BETWEEN ? AND ? AND deleted <= ? ORDER BY date, at, id",
            kind,
            str(first or date.min),
            str(last or date.max),
            int(deleted),
        )

    def newest(self, kind: str, *, limit: int = 1) -> tuple[Record, ...]:
        """The records of a kind that were not deleted, the latest point in time first."""
        return self._records("WHERE kind = ? AND deleted = 0 ORDER BY at DESC, id DESC LIMIT ?", kind, max(0, limit))

    def first_day(self, kind: str) -> date | None:
        """The first local day with a record of a kind that was not deleted; None where there is none."""
        earliest = self._records("WHERE kind = ? AND deleted = 0 ORDER BY date, at LIMIT 1", kind)
        return earliest[0].date if earliest else None

    def everything(self) -> tuple[Record, ...]:
        return self._records("ORDER BY id")

    def problems(self) -> tuple[str, ...]:
        """A sentence for each record that was asked for and can't be read."""
        return tuple(self._journal.unreadable.values())

    def _records(self, where: str, *values: str | int) -> tuple[Record, ...]:
        sql = f"SELECT id, kind, at, date, doc, deleted FROM records {where}"  # noqa: S608 - our own words
        return self._journal.readable(self._journal.rows(sql, values), _record)


def _session(row: Row) -> Session:
    session_id, _, doc = row
    session = msgspec.json.decode(doc, type=Session)
    if session.id != session_id:
        raise ValueError("its document is another session's")
    if not session.routine.has(session.index):
        raise ValueError(f"its routine has no step {session.index}")
    return session


def _record(row: Row) -> Record:
    record_id, kind, at, day, text, deleted = row
    doc, when = msgspec.json.decode(text, type=dict[str, Any]), datetime.fromisoformat(at).astimezone(UTC)
    return Record(record_id, kind, when, date.fromisoformat(day), doc, bool(deleted))


def last_removal(session: Session) -> tuple[int | None, str | None, str | None, int | None]:
    """The columns that say when the session's last pack came off."""
    packs = [(n, done.ended) for n, done in enumerate(session.done) if done.act is Act.ON]
    if not packs or not session.kind.is_on_skin:
        return None, None, None, None
    n, removed = packs[-1]
    return n, _text(removed.wall), removed.boot_id, removed.since_boot // timedelta.resolution


def _text(wall: datetime) -> str:
    """A time as ISO 8601 text of one width in UTC, so that texts sort as times do."""
    return wall.astimezone(UTC).isoformat(timespec="microseconds")


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
