"""The journal in one SQLite file: what is saved is on the disk before the call returns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from backcoach.adapters.journal import records, times
from backcoach.adapters.journal.archive import SqliteArchive
from backcoach.adapters.journal.database import Database
from backcoach.adapters.journal.failures import saying
from backcoach.adapters.journal.records import Row
from backcoach.adapters.journal.uses import used_between
from backcoach.domain.checks import FieldError
from backcoach.domain.limits import SHORTEST_REST, rest_left
from backcoach.domain.moment import Moment
from backcoach.domain.records import check_session
from backcoach.domain.review import Used
from backcoach.domain.session import Session
from backcoach.domain.trouble import JournalDamagedError, JournalError

_SAVE_SESSION = """
INSERT INTO sessions (id, kind, routine, plan, state, why, begun_wall, ended_wall, steps, doc)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    kind = excluded.kind, routine = excluded.routine, plan = excluded.plan, state = excluded.state,
    why = excluded.why, begun_wall = excluded.begun_wall, ended_wall = excluded.ended_wall,
    steps = excluded.steps, doc = excluded.doc
"""
_STEP = (
    "place, act, side, planned_us, length_us, overrun_us, "
    "began_wall, began_boot, began_us, ended_wall, ended_boot, ended_us, acknowledged, why"
)
_SAVE_STEP = f"""
INSERT INTO steps (session_id, n, {_STEP})
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (session_id, n) DO UPDATE SET
    place = excluded.place, act = excluded.act, side = excluded.side, planned_us = excluded.planned_us,
    length_us = excluded.length_us, overrun_us = excluded.overrun_us, began_wall = excluded.began_wall,
    began_boot = excluded.began_boot, began_us = excluded.began_us, ended_wall = excluded.ended_wall,
    ended_boot = excluded.ended_boot, ended_us = excluded.ended_us, acknowledged = excluded.acknowledged,
    why = excluded.why
"""  # noqa: S608 - only our own column names are put together
_STEPS_OF = f"SELECT {_STEP} FROM steps WHERE session_id = ? AND n < ? ORDER BY n"  # noqa: S608 - the same
_SESSION = "SELECT id, doc, steps FROM sessions"
_GUIDED = f"{_SESSION} WHERE ended_wall >= ? AND ended_wall < ? AND kind IN ('stretch', 'breathe')"
_REMOVALS = """
SELECT 'removal ' || steps.session_id || ' ' || steps.n, steps.ended_wall, steps.ended_boot, steps.ended_us
FROM steps INDEXED BY steps_on JOIN sessions ON sessions.id = steps.session_id
WHERE steps.act = 'on' AND sessions.kind IN ('ice', 'heat')
    AND CASE steps.ended_boot WHEN ? THEN steps.ended_us > ? ELSE steps.ended_wall > ? END
UNION ALL SELECT key, wall, boot, since_boot_us FROM moments WHERE key >= 'removal ' AND key < 'removal!'
"""
"""What was remembered under a removal's name comes later, and takes its place."""


class SqliteJournal:
    """Keeps sessions, their steps and moments in one file, shared with every other window and command.

    Args:
        path: the file; made, with its folder, where it is missing.
        busy: how many seconds to wait for another's write: 0.5 in a window, 5 in a command.
        create: whether a missing file is made.
        verify: whether the whole file is checked first (33 ms for 100,000 rows).

    Raises:
        JournalMissingError: it is missing and was not to be made.
        JournalNewerError: a newer backcoach has written it; it is left untouched.
        JournalDamagedError: it can't be read, or is not ours; it is left untouched.
        JournalError: it can't be opened for another reason.
    """

    def __init__(self, path: Path, *, busy: float, create: bool = True, verify: bool = False) -> None:
        self._file = Database(path, busy=busy, create=create, verify=verify)
        self._problems: dict[str, str] = {}

    @property
    def path(self) -> Path:
        """The file."""
        return self._file.path

    @property
    def archive(self) -> SqliteArchive:
        """What the person has written down, in the same file and the same transactions."""
        return SqliteArchive(self._file, self._problems)

    @property
    def is_read_only(self) -> bool:
        """Whether it could only be opened to be read; each write tries again."""
        return self._file.is_read_only

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def copy_to(self, target: Path) -> Path:
        """Copies all of it, whole or not at all, to `target` or that name with a number; says where it lies."""
        return self._file.copy_to(target)

    # -- the port ---------------------------------------------------------------------------------------

    def transaction(self) -> AbstractContextManager[None]:
        """One write transaction; an exception inside undoes it."""
        return self._file.transaction()

    def reading(self) -> AbstractContextManager[None]:
        """What is read inside belongs together."""
        return self._file.reading()

    def changed_elsewhere(self) -> bool:
        """Whether someone else has written since this was last asked."""
        return self._file.changed_elsewhere()

    def running(self) -> tuple[Session, ...]:
        """The sessions that have not ended, in the order of their first saving; unreadable ones are `problems`."""
        return self._sessions(f"{_SESSION} WHERE ended_wall IS NULL ORDER BY rowid")

    def session(self, session_id: str) -> Session | None:
        """The session with this id; None also where it can't be read, which is then among `problems`."""
        found = self._sessions(f"{_SESSION} WHERE id = ?", session_id)
        return found[0] if found else None

    def finished(self, *, limit: int = 50) -> tuple[Session, ...]:
        """The sessions that have ended, the newest end first; those that can't be read are among `problems`."""
        newest = f"{_SESSION} WHERE ended_wall IS NOT NULL ORDER BY ended_wall DESC, id DESC LIMIT ?"
        return self._sessions(newest, max(0, limit))

    def ended_between(self, first: datetime, last: datetime) -> tuple[Session, ...]:
        """The sessions that ended from `first` up to `last`, the oldest first; unreadable ones are `problems`."""
        within = f"{_SESSION} WHERE ended_wall >= ? AND ended_wall < ? ORDER BY ended_wall, id"
        return self._sessions(within, times.wall_text(first), times.wall_text(last))

    def used_between(self, first: datetime, last: datetime) -> tuple[Used, ...]:
        """What was used and ended from `first` up to `last`, in order of its beginning."""
        with saying("read", self.path), self._file.reading():
            guided = self._sessions(_GUIDED, times.wall_text(first), times.wall_text(last))
            return used_between(self._file, times.wall_text(first), times.wall_text(last), guided)

    def save(self, session: Session) -> None:
        """Keep the session as it is now, with the steps that it has finished.

        Raises:
            JournalError: also where the journal has a session of this id that can't be read: it stays.
        """
        with self.transaction():
            before = self.session(session.id)
            if before is None and session.id in self._problems:
                raise JournalError(f"{self._problems[session.id]} Nothing is written over it.")
            self._file.write(_SAVE_SESSION, records.session_row(session))
            kept = before.done if before else ()
            for n, step in enumerate(session.done):
                if n >= len(kept) or kept[n] != step:
                    self._file.write(_SAVE_STEP, records.step_row(session.id, n, step))

    def removals(self, now: Moment) -> Mapping[str, Moment]:
        """When packs came off for which the skin may still rest, by a name for each; a pause is no removal."""
        since = now.after(-SHORTEST_REST)
        values = (now.boot_id, records.microseconds(since.since_boot), times.wall_text(since.wall))
        with saying("read", self.path):
            rows = self._file.rows(_REMOVALS, values)
        found = {name: self._read(moment) for name, *moment in rows}
        return {name: moment for name, moment in found.items() if rest_left(moment, now)}

    def remember(self, key: str, moment: Moment) -> None:
        """Keep a moment under a key; it takes the place of an earlier one."""
        with self.transaction():
            row = (key, *records.moment_row(moment))
            self._file.write("INSERT OR REPLACE INTO moments VALUES (?, ?, ?, ?)", row)

    def recall(self, key: str) -> Moment | None:
        """The moment kept under the key; None where there is none."""
        return self._moment("SELECT wall, boot, since_boot_us FROM moments WHERE key = ?", key)

    # -- what can't be read -----------------------------------------------------------------------------

    def problems(self, *, everything: bool = False) -> tuple[str, ...]:
        """A sentence for each session or record that can't be read; it stays in the file as it is.

        Args:
            everything: look at all of them, as `check` does, and not only at those that run or were asked for.
        """
        if everything:
            for session in self._sessions(f"{_SESSION} ORDER BY begun_wall, id"):
                self._note_what_is_wrong(session)
            self.archive.look_at_all()
        else:
            self.running()
        return tuple(self._problems.values())

    def _note_what_is_wrong(self, session: Session) -> None:
        try:
            check_session(session)
        except FieldError as error:
            self._problems[session.id] = f"The session {session.id} in {self.path} can't be so: {error}"

    # -- rows -------------------------------------------------------------------------------------------

    def _sessions(self, sql: str, *values: str | int) -> tuple[Session, ...]:
        with self._file.reading():
            return tuple(self._readable(self._file.rows(sql, values)))

    def _readable(self, rows: list[Row]) -> Iterator[Session]:
        if not rows:
            return
        for session_id, doc, count in rows:
            try:
                done = tuple(records.step_of(row) for row in self._file.rows(_STEPS_OF, (session_id, count)))
                if len(done) != count:
                    raise records.UnreadableError(f"{count - len(done)} of its steps are missing")  # noqa: TRY301
                session = records.session_of(session_id, doc, done)
            except records.UnreadableError as error:
                self._problems[session_id] = (
                    f"The session {session_id} in {self.path} can't be read ({error}); "
                    "it stays there as it is, and a newer backcoach may know it."
                )
            else:
                self._problems.pop(session_id, None)
                yield session

    def _moment(self, sql: str, *values: str) -> Moment | None:
        with saying("read", self.path):
            rows = self._file.rows(sql, values)
        return self._read(rows[0]) if rows else None

    def _read(self, row: Sequence[object]) -> Moment:
        try:
            return records.moment_of(row)
        except records.UnreadableError as error:
            raise JournalDamagedError(f"A moment in the journal {self.path} can't be read: {error}.") from error
