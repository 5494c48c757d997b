"""The tables, and how a journal of an older backcoach becomes one of this."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from backcoach import __version__
from backcoach.adapters.journal import connection, copies
from backcoach.domain.trouble import JournalDamagedError, JournalNewerError, JournalReadOnlyError

APPLICATION = 0x42434F43
"""What tells our files from another program's: `BCOC`."""

_LOOKS = 4
_PAUSE = 0.03
"""Seconds between two looks at a file that seems wrong."""

_SMALLEST = 512
"""No database is smaller, in bytes, and SQLite takes some smaller files for empty ones."""

MIGRATIONS: list[tuple[str, ...]] = [
    (
        """
        CREATE TABLE meta (
            key TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        # `doc` is the session without the steps that are over; the columns before it are there to search by.
        # `steps` counts the rows of `steps` that belong to the session as it was last saved.
        """
        CREATE TABLE sessions (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            routine TEXT NOT NULL,
            plan TEXT NOT NULL,
            state TEXT NOT NULL,
            why TEXT,
            begun_wall TEXT NOT NULL,
            ended_wall TEXT,
            steps INTEGER NOT NULL CHECK (steps >= 0),
            doc TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX sessions_running ON sessions (begun_wall) WHERE ended_wall IS NULL",
        "CREATE INDEX sessions_ended ON sessions (ended_wall) WHERE ended_wall IS NOT NULL",
        """
        CREATE TABLE steps (
            session_id TEXT NOT NULL REFERENCES sessions (id),
            n INTEGER NOT NULL CHECK (n >= 0),
            place INTEGER NOT NULL,
            act TEXT NOT NULL,
            side TEXT NOT NULL,
            planned_us INTEGER,
            length_us INTEGER NOT NULL,
            overrun_us INTEGER NOT NULL,
            began_wall TEXT NOT NULL,
            began_boot TEXT NOT NULL,
            began_us INTEGER NOT NULL,
            ended_wall TEXT NOT NULL,
            ended_boot TEXT NOT NULL,
            ended_us INTEGER NOT NULL,
            acknowledged INTEGER NOT NULL CHECK (acknowledged IN (0, 1)),
            why TEXT NOT NULL,
            PRIMARY KEY (session_id, n)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX steps_on ON steps (ended_wall) WHERE act = 'on'",
        """
        CREATE TABLE moments (
            key TEXT PRIMARY KEY,
            wall TEXT NOT NULL,
            boot TEXT NOT NULL,
            since_boot_us INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ),
    (
        """
        CREATE TABLE records (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            at TEXT NOT NULL,
            date TEXT NOT NULL,
            deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
            doc TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX records_by_day ON records (kind, date, at)",
        "CREATE INDEX records_by_time ON records (kind, at)",
    ),
]
"""What leads from each version to the next, statement by statement. A released entry is never changed; add one."""


def latest() -> int:
    """The version of the schema that this backcoach writes."""
    return len(MIGRATIONS)


def refuse_others(path: Path) -> None:
    """Nothing, where the file is new, or ours and not newer than this program. It is only looked at.

    It is looked at without a lock, so that nothing is left beside it. Another window that makes the file at this very
    moment, or tidies its log away, can be seen half-way; what seems wrong is therefore looked at again.

    Raises:
        JournalNewerError: a newer backcoach has written it.
        JournalDamagedError: it is another program's database.
    """
    for _ in range(_LOOKS - 1):
        try:
            return _refuse_others(path)
        except (JournalDamagedError, sqlite3.DatabaseError):
            time.sleep(_PAUSE)
    return _refuse_others(path)


def _refuse_others(path: Path) -> None:
    with closing(connection.reading(path)) as db:
        found = connection.header(db)
        if found.is_empty and 0 < path.stat().st_size < _SMALLEST:
            raise JournalDamagedError(f"The journal {path} is damaged: it is cut short. It was left as it is.")
        if found.application != APPLICATION and not (found.is_empty and found.application == found.version == 0):
            raise JournalDamagedError(
                f"The file {path} is a database, but not backcoach's. Choose another folder with --data-dir."
            )
        if found.version > latest():
            raise JournalNewerError(
                f"The journal {path} was written by a newer backcoach ({_writer(db)}); this is {__version__}. "
                "It was left untouched: install the newer one to go on."
            )


def _writer(db: sqlite3.Connection) -> str:
    row = db.execute("SELECT value FROM meta WHERE key = 'written by'").fetchone()
    return str(row[0]) if row else "unknown version"


def migrate(db: sqlite3.Connection, path: Path, *, writable: bool) -> None:
    """Brings the schema to the latest version in one transaction; a file with data is backed up before.

    Raises:
        JournalReadOnlyError: it is older and can't be written.
    """
    if _version(db) == latest():
        return
    if not writable:
        raise JournalReadOnlyError(
            f"The journal {path} must be brought up to date, but the disk, the folder or the file is read-only. "
            "Allow writing there, or copy it to another folder and name that with --data-dir."
        )
    db.execute("BEGIN IMMEDIATE")
    try:
        _migrate(db, path)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    version = _version(db)
    if version == latest():
        return  # another window was faster
    if version > 0:
        with closing(connection.connect(path, "mode=rw", busy=copies.PATIENCE)) as before:
            copies.copy(before, copies.before_migration(path, latest()))
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            db.execute(statement)
    db.execute("INSERT OR REPLACE INTO meta VALUES ('written by', ?)", (__version__,))
    db.execute(f"PRAGMA application_id={APPLICATION}")
    db.execute(f"PRAGMA user_version={latest()}")


def _version(db: sqlite3.Connection) -> int:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return int(version)
