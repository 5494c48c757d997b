"""From a path to an open journal of the latest schema: to write, or else to read, or a reason why not."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from backcoach.adapters.journal import connection, schema
from backcoach.adapters.journal.failures import of_sqlite, saying
from backcoach.domain.trouble import JournalDamagedError, JournalError, JournalReadOnlyError

_STILL_READABLE = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}
)
"""What may keep SQLite from opening its log, while the file itself can be read."""


def open_database(
    path: Path, *, busy: float, create: bool, verify: bool = False
) -> tuple[sqlite3.Connection, JournalError | None]:
    """Opens the file to write, or else to read: the connection, and why it can't be written; None where it can.

    Raises:
        JournalError: what keeps it from either.
    """
    with saying("opened", path):
        if not connection.find(path, create=create):
            schema.refuse_others(path)
            return _prepared(path, busy=busy, writable=False, verify=verify), _not_writable(path)
        schema.refuse_others(path)
        try:
            return _prepared(path, busy=busy, writable=True, verify=verify), None
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _STILL_READABLE:
                raise
            with suppress(sqlite3.Error, JournalError):
                db = _prepared(path, busy=busy, writable=False, verify=verify)
                return db, of_sqlite(error, "written", path)
            raise


def _prepared(path: Path, *, busy: float, writable: bool, verify: bool) -> sqlite3.Connection:
    db = connection.open_file(path, busy=busy, writable=writable)
    try:
        if verify:
            _verify(db, path)
        schema.migrate(db, path, writable=writable)
        db.execute("SELECT 1 FROM meta").fetchone()
    except BaseException:
        db.close()
        raise
    return db


def _verify(db: sqlite3.Connection, path: Path) -> None:
    if fault := connection.first_fault(db):
        raise JournalDamagedError(
            f"The journal {path} is damaged ({fault}). It was left as it is; a backup can take its place."
        )


def _not_writable(path: Path) -> JournalError:
    return JournalReadOnlyError(
        f"The journal {path} can't be written: the disk, the folder or the file is read-only. "
        "Allow writing there, or choose another folder with --data-dir; until then nothing new is saved."
    )
