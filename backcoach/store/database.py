"""The open file: transactions, rows, and whether someone else has written. What the tables mean is not known here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Self

from backcoach.coach.protocols import JournalDamagedError, JournalError
from backcoach.store import backups
from backcoach.store.file import IN_MEMORY, open_database, saying

_OUTER = ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
_INNER = ("SAVEPOINT part", "RELEASE part", ("ROLLBACK TO part", "RELEASE part"))
"""How a transaction begins, ends and is undone; of several parts of one name SQLite takes the innermost."""


class Database:
    """One file, for one thread; opened when it is first used, and tried anew at each use while that fails.

    Where it can't be written it is opened to be read; each write then tries anew, so that a disk that has
    room again, or may be written again, needs no restart. Where another file has taken its place (a backup, after a
    damage), that one is opened; where it was removed, it is put back. The arguments are those of `SqliteJournal`.
    """

    def __init__(
        self, path: Path, *, busy: float, create: bool = True, verify: bool = False, aside: datetime | None = None
    ) -> None:
        with saying("opened", path):
            self.path = path.resolve() if path.exists() else path if path == IN_MEMORY else path.absolute()
        self._busy = busy
        self._create = create
        self._verify = verify or aside is not None
        self._aside = aside
        self._depth = 0
        self._opened: sqlite3.Connection | None = None
        self._unwritable: JournalError | None = None
        self._version = -1
        self.file: tuple[int, int] | None = None

    @property
    def _db(self) -> sqlite3.Connection:
        """The connection, opened now where it was not; of what is damaged the error names the newest good backup."""
        if self._opened is not None:
            return self._opened
        try:
            backups.refuse_emptied(self.path)
            return self._reopen(verify=self._verify)
        except JournalDamagedError as error:
            if self._aside is None:
                backup = backups.newest_good_backup(self.path)
                if backup is None:
                    raise JournalDamagedError(f"{error} There is no good backup of it.") from error
                said = f"{error} The newest good backup is {backup.path}, of {backup.made:%Y-%m-%d %H:%M} UTC."
                raise JournalDamagedError(said, backup=str(backup.path)) from error
            with saying("set aside", self.path):
                backups.set_aside(self.path, self._aside)
            return self._reopen()

    def close(self) -> None:
        """Let go of the file; closing twice does no harm."""
        if self._opened is not None:
            with saying("closed", self.path):
                self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_read_only(self) -> bool:
        """Whether it could only be opened to be read; a write tries again."""
        return self._unwritable is not None

    def _reopen(self, *, verify: bool = False) -> sqlite3.Connection:
        self._put_back()
        if self._opened is not None:  # not beside the new one: the two would share SQLite's -shm, and not its locks
            self._opened.close()
            self._opened = None
        self._opened, self._unwritable = open_database(self.path, busy=self._busy, create=self._create, verify=verify)
        self.file = self._there()
        return self._opened

    def _put_back(self) -> None:
        """Where the open file has been removed: who has it open still has all of it."""
        if self._opened is None or self._there() is not None:
            return
        if (made := backups.copy(self._opened, self.path)) != self.path:
            made.unlink()  # another window was faster

    def _there(self) -> tuple[int, int] | None:
        """Which file bears the name now; None where none does."""
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def changed_elsewhere(self) -> bool:
        """Whether another connection has written, or another file taken this one's place, since last asked."""
        with saying("read", self.path):
            db = self._db
            replaced = self._depth == 0 and self._there() != self.file
            if replaced:
                db = self._reopen()
            before, (self._version,) = self._version, db.execute("PRAGMA data_version").fetchone()
            return replaced or self._version != before

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One write transaction. One inside another joins it, and undoes only its own part when it fails."""
        begin, end, undo = _INNER if self._depth else _OUTER
        with saying("written", self.path):
            db = self._db if self._depth else self._writable()
            db.execute(begin)
        self._depth += 1
        try:
            yield
            with saying("written", self.path):
                if not db.in_transaction:
                    said = f"The data file {self.path} could not be written: an earlier failure undid it. Try again."
                    raise JournalError(said)
                db.execute(end)
        except BaseException:
            with suppress(sqlite3.Error):
                for statement in undo if db.in_transaction else ():
                    db.execute(statement)
            raise
        finally:
            self._depth -= 1

    def _writable(self) -> sqlite3.Connection:
        db = self._db
        if self.is_read_only or self._there() != self.file:
            db = self._reopen()
            self._version = -1
        if self._unwritable is not None:
            raise self._unwritable
        return db

    @contextmanager
    def reading(self) -> Iterator[None]:
        """What is read inside belongs together: no one's writing comes between."""
        with saying("read", self.path):
            if self._db.in_transaction:
                yield
                return
            with self._db:
                self._db.execute("BEGIN")
                yield

    def write(self, sql: str, values: tuple[Any, ...]) -> None:
        """Execute one statement; only inside a transaction."""
        with saying("written", self.path):
            self._db.execute(sql, values)

    def rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """What a query finds. Text that is not UTF-8 any more comes with its bad bytes as surrogates."""
        with saying("read", self.path), closing(self._db.cursor()) as cursor:
            try:
                return cursor.execute(sql, values).fetchall()
            except sqlite3.OperationalError as error:
                if getattr(error, "sqlite_errorcode", None) is not None:
                    raise
                # Only now, because a function in Python for each text costs more than the rest of the query.
                self._db.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
                return cursor.execute(sql, values).fetchall()

    def copy_to(self, target: Path) -> Path:
        """Copy all of it to `target`, or to that name with a number where it is taken; returns the copy's path."""
        with saying("copied", self.path):
            return backups.copy(self._db, target)
