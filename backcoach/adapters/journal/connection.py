"""How the journal's file is found, made and opened."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from msgspec import Struct

from backcoach.adapters.journal.failures import saying
from backcoach.domain.trouble import JournalError, JournalMissingError, JournalReadOnlyError

FOLDER_MODE = 0o700
FILE_MODE = 0o600
_OTHERS = 0o077

OLDEST_SQLITE = (3, 37, 0)
"""The first one with STRICT tables."""


class Header(Struct, frozen=True):
    """What a database says of itself.

    Attributes:
        application: the id of the program whose file it is; 0 where it names none.
        version: the version of its schema; 0 for a new one.
        is_empty: whether it holds no table at all.
    """

    application: int
    version: int
    is_empty: bool


def uri(path: Path, options: str) -> str:
    """The file as SQLite's URI, whatever characters its name has."""
    return f"{path.absolute().as_uri()}?{options}"


def connect(path: Path, options: str, *, busy: float) -> sqlite3.Connection:
    """A connection that begins no transaction by itself.

    Args:
        path: the database.
        options: SQLite's, as `mode=rw`.
        busy: how many seconds it waits for another's lock.
    """
    return sqlite3.connect(uri(path, options), uri=True, timeout=busy, isolation_level=None)


def make_file(path: Path) -> None:
    """Makes an empty file that only this person can read. SQLite gives its own `-wal` and `-shm` the same mode.

    Raises:
        FileExistsError: there is one.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE))


def make_place(path: Path) -> None:
    """Makes the folder and the file where they are missing; a folder that was there keeps its mode."""
    path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        make_file(path)


def keep_private(path: Path) -> None:
    """Takes the file away from everyone else, where the file system knows such a thing."""
    for file in (path, beside(path, "-wal"), beside(path, "-shm")):
        with suppress(OSError):
            if file.stat().st_mode & _OTHERS:
                file.chmod(FILE_MODE)


def beside(path: Path, suffix: str) -> Path:
    """The file with the suffix after its name: SQLite's `-wal`, a backup, one set aside."""
    return path.with_name(path.name + suffix)


def is_writable(path: Path) -> bool:
    """Whether this program may write to the file and beside it, where SQLite keeps its log."""
    by_effective = os.access in os.supports_effective_ids
    return all(os.access(place, os.W_OK, effective_ids=by_effective) for place in (path, path.parent))


def reading(path: Path, *, busy: float = 0.5) -> sqlite3.Connection:
    """A connection that changes nothing, not even by recovering or tidying up.

    A log beside the file is part of the data and read with it. Without one the file is opened as immutable, which
    needs no place for a log, so that a read-only disk can be read too.
    """
    log = beside(path, "-wal")
    has_log = log.exists() and log.stat().st_size > 0
    return connect(path, "mode=ro" if has_log else "mode=ro&immutable=1", busy=busy)


def header(db: sqlite3.Connection) -> Header:
    """What the database says of itself."""
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return Header(application, version, is_empty=tables == 0)


def first_fault(db: sqlite3.Connection) -> str | None:
    """The first thing that `quick_check` finds, in SQLite's words on one line; None where the database is whole."""
    (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
    return None if found == "ok" else " ".join(str(found).split())


def find(path: Path, *, create: bool) -> bool:
    """Makes sure that the file is there, and says whether it can be written.

    Raises:
        JournalMissingError: it is not there and is not to be made.
        JournalError: it can't be made, or SQLite is too old.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise JournalError(f"SQLite {sqlite3.sqlite_version} is too old: backcoach needs 3.37 or newer.")
    with saying("opened", path):
        if path.is_dir():
            raise JournalError(f"The journal {path} is a folder; it must be a file. Choose another with --data-dir.")
        if create and not path.exists():
            make_place(path)
        if not path.exists():
            raise JournalMissingError(f"There is no journal {path} yet; the first thing that you save makes one.")
        return is_writable(path)


def open_file(path: Path, *, busy: float, writable: bool) -> sqlite3.Connection:
    """The connection that the journal works on.

    It keeps a log (WAL) that is synced at each commit; where the file system refuses one, the older way of
    journalling, synced as well.
    """
    if not writable:
        return _open_to_read(path, busy=busy)
    keep_private(path)
    db = connect(path, "mode=rw", busy=busy)
    try:
        with suppress(sqlite3.OperationalError):
            # Refused or, at this very moment, done by another window: both leave a mode that works.
            db.execute("PRAGMA journal_mode=WAL").fetchone()
        db.execute("PRAGMA synchronous=FULL")
        db.execute("PRAGMA foreign_keys=ON")
    except BaseException:
        db.close()
        raise
    return db


def _open_to_read(path: Path, *, busy: float) -> sqlite3.Connection:
    db = reading(path, busy=busy)
    try:
        header(db)
    except sqlite3.OperationalError as error:
        db.close()
        if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
            raise JournalReadOnlyError(
                f"The journal {path} could not be read: its log needs a folder that can be written. "
                "Allow writing there, or copy the folder to another disk."
            ) from error
        raise
    except BaseException:
        db.close()
        raise
    return db


def inspect(path: Path) -> Header:
    """What the file says of itself, without changing a byte of it or leaving anything beside it."""
    with closing(reading(path)) as db:
        return header(db)
