"""The journal's file: how it is found, made and opened, and its tables."""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from backcoach import __version__
from backcoach.coach.protocols import (
    JournalBusyError,
    JournalDamagedError,
    JournalError,
    JournalMissingError,
)

IN_MEMORY = Path(":memory:")
"""In place of a file: nothing is kept."""

FOLDER_MODE = 0o700
FILE_MODE = 0o600

APPLICATION = 0x4243_4F31
"""What tells our files from another program's: `BCO1`."""

SYSTEM_ID = Path("/etc/machine-id")
"""What tells this system from others, where it has such a file; only a hash of it is kept."""

VERSION = 1
SCHEMA = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # `doc` is the session; the columns before it are there to search by. `removed_…` is when its last pack came off,
    # `away` the name of the other machine on which it goes on.
    """
    CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        begun TEXT NOT NULL,
        ended TEXT,
        removed_n INTEGER,
        removed_wall TEXT,
        removed_boot TEXT,
        removed_us INTEGER,
        doc TEXT NOT NULL,
        stamp TEXT NOT NULL,
        away TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX sessions_running ON sessions (begun) WHERE ended IS NULL",
    "CREATE INDEX sessions_ended ON sessions (ended) WHERE ended IS NOT NULL",
    "CREATE INDEX sessions_removed ON sessions (removed_wall, removed_boot, removed_us) WHERE removed_wall IS NOT NULL",
    "CREATE TABLE moments (key TEXT PRIMARY KEY, doc TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """
    CREATE TABLE records (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        at TEXT NOT NULL,
        date TEXT NOT NULL,
        deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
        doc TEXT NOT NULL,
        stamp TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX records_by_day ON records (kind, date, at)",
    "CREATE INDEX records_by_time ON records (kind, at)",
    "CREATE INDEX records_by_stamp ON records (stamp)",
    "CREATE INDEX sessions_by_stamp ON sessions (stamp)",
    f"PRAGMA application_id={APPLICATION}",
    f"PRAGMA user_version={VERSION}",
)

_STILL_READABLE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}
"""What may keep SQLite from opening its log, while the file itself can be read."""

_LOOKS, _PAUSE = 4, 0.03
"""How often, and after how many seconds, a file is looked at that seems wrong."""


class Header(Struct, frozen=True):
    """What a database says of itself: whose it is, the version of its schema, whether it holds no table at all."""

    application: int
    version: int
    is_empty: bool


_NEW = Header(application=0, version=0, is_empty=True)


def header(db: sqlite3.Connection) -> Header:
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return Header(application, version, is_empty=tables == 0)


def first_fault(db: sqlite3.Connection) -> str | None:
    """The first thing that `quick_check` finds, on one line; None where the database is whole."""
    (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
    return None if found == "ok" else " ".join(str(found).split())


def beside(path: Path, suffix: str) -> Path:
    """The file with the suffix after its name: SQLite's `-wal`, a backup, one set aside."""
    return path.with_name(path.name + suffix)


def connect(path: Path, options: str, *, busy: float) -> sqlite3.Connection:
    """A connection that begins no transaction by itself and waits `busy` seconds for another's lock."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?{options}", uri=True, timeout=busy, isolation_level=None)


def connect_to_read(path: Path, *, busy: float = 0.5) -> sqlite3.Connection:
    """A connection that changes nothing, not even by recovering or tidying up.

    A log beside the file is part of the data and read with it. Without one the file is opened as immutable, which
    needs no place for a log, so that a read-only disk can be read too.
    """
    has_log = False
    with suppress(FileNotFoundError):  # another window may tidy it away at this very moment
        has_log = beside(path, "-wal").stat().st_size > 0
    return connect(path, "mode=ro" if has_log else "mode=ro&immutable=1", busy=busy)


def make_file(path: Path) -> None:
    """Make an empty file that only this person can read. SQLite gives its own `-wal` and `-shm` the same mode."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE))


def open_database(
    path: Path, *, busy: float, create: bool, verify: bool = False
) -> tuple[sqlite3.Connection, JournalError | None]:
    """Open the file to write, or else to read: the connection, and why it can't be written; None where it can."""
    if path == IN_MEMORY:
        db = sqlite3.connect(IN_MEMORY, isolation_level=None)
        _make_tables(db)
        return db, None
    with saying("opened", path):
        writable = _find(path, create=create)
        refuse_others(path)
        if not writable:
            return _prepared(path, busy=busy, writable=False, verify=verify), JournalError(
                f"The data file {path} can't be written: the disk, the folder or the file is read-only. {_LET_WRITE}"
            )
        try:
            return _prepared(path, busy=busy, writable=True, verify=verify), None
        except sqlite3.OperationalError as error:
            if _code(error) not in _STILL_READABLE:
                raise
            with suppress(sqlite3.Error, JournalError):
                return _prepared(path, busy=busy, writable=False, verify=verify), of_sqlite(error, "written", path)
            raise


def _find(path: Path, *, create: bool) -> bool:
    """Make sure that the file is there, and say whether it can be written."""
    if sqlite3.sqlite_version_info < (3, 37):  # the first one with STRICT tables
        raise JournalError(f"SQLite {sqlite3.sqlite_version} is too old: backcoach needs 3.37 or newer.")
    if path.is_dir():
        raise JournalError(f"The data file {path} is a folder; it must be a file. Choose another with --data-dir.")
    if create and not path.exists():
        path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            make_file(path)
    if not path.exists():
        raise JournalMissingError(f"There is no data file {path} yet; the first thing that you save makes one.")
    by_effective = os.access in os.supports_effective_ids
    return all(os.access(place, os.W_OK, effective_ids=by_effective) for place in (path, path.parent))


def refuse_others(path: Path) -> None:
    """Raise a `JournalError` where the file is neither new, nor ours and not newer than this program.

    It is looked at without a lock, so that nothing is left beside it. Another window that makes the file at this very
    moment, or tidies its log away, can be seen half-way; what seems wrong is therefore looked at again.
    """
    for look in range(_LOOKS):
        try:
            with closing(connect_to_read(path)) as db:
                return _refuse_header(path, db, header(db))
        except (JournalDamagedError, sqlite3.DatabaseError):
            if look == _LOOKS - 1:
                raise
            time.sleep(_PAUSE)
    return None


def _refuse_header(path: Path, db: sqlite3.Connection, found: Header) -> None:
    if found.is_empty and 0 < path.stat().st_size < 512:  # no database is; SQLite takes some such files for empty ones
        raise JournalDamagedError(f"The data file {path} is damaged: it is cut short. It was left as it is.")
    if found.application != APPLICATION and found != _NEW:
        raise JournalDamagedError(
            f"The file {path} is a database, but not backcoach's. Choose another folder with --data-dir."
        )
    if found.version > VERSION:
        row = db.execute("SELECT value FROM meta WHERE key = 'written by'").fetchone()
        raise JournalError(
            f"The data file {path} was written by a newer backcoach ({row[0] if row else 'unknown version'}); "
            f"this is {__version__}. It was left untouched: install the newer one to go on."
        )


def _prepared(path: Path, *, busy: float, writable: bool, verify: bool) -> sqlite3.Connection:
    """The connection that the journal works on, checked and with its tables."""
    if writable:
        _keep_private(path)
    db = connect(path, "mode=rw", busy=busy) if writable else connect_to_read(path, busy=busy)
    try:
        if writable:
            with suppress(sqlite3.OperationalError):
                # A log that is synced at each commit. Refused by the file system or, at this very moment, done by
                # another window: both leave a mode that works.
                db.execute("PRAGMA journal_mode=WAL").fetchone()
            db.execute("PRAGMA synchronous=FULL")
        else:
            try:
                header(db)
            except sqlite3.OperationalError as error:
                if _code(error) not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
                    raise
                raise JournalError(
                    f"The data file {path} could not be read: its log needs a folder that can be written. "
                    "Allow writing there, or copy the folder to another disk."
                ) from error
        if verify and (fault := first_fault(db)):
            raise JournalDamagedError(
                f"The data file {path} is damaged ({fault}). It was left as it is; a backup can take its place."
            )
        if header(db).version != VERSION:
            if not writable:
                raise JournalError(
                    f"The data file {path} needs its tables, but the disk, the folder or the file is read-only. "
                    "Allow writing there, or copy it to another folder and name that with --data-dir."
                )
            _make_tables(db)
    except BaseException:
        db.close()
        raise
    return db


def _keep_private(path: Path) -> None:
    """Take the file away from everyone else, where the file system knows such a thing."""
    for file in (path, beside(path, "-wal"), beside(path, "-shm")):
        with suppress(OSError):
            if file.stat().st_mode & 0o077:
                file.chmod(FILE_MODE)


def _make_tables(db: sqlite3.Connection) -> None:
    """Make the tables in one transaction, unless another window was faster."""
    with db:
        db.execute("BEGIN IMMEDIATE")
        if header(db).version == 0:
            for statement in SCHEMA:
                db.execute(statement)
            machine = os.urandom(16).hex()
            written = [("written by", __version__), ("machine", machine), (here(), machine)]
            db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", written)


def here() -> str:
    """The key of the id that the journal has on this system; the common one where the system has no id of its own."""
    with suppress(OSError):
        return f"machine on {blake2b(SYSTEM_ID.read_bytes(), digest_size=16).hexdigest()}"
    return "machine"


def become(db: sqlite3.Connection, machine: str) -> None:
    """Be this machine, whatever the journal was of: what goes on on the machine of that is elsewhere now.

    But for this system, under whichever id it was known: its sessions go on here.
    """
    system = here()
    known = None if system == "machine" else db.execute("SELECT value FROM meta WHERE key = ?", (system,)).fetchone()
    written = [("machine", machine), (system, machine)]
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", written)
    db.execute(
        "UPDATE sessions SET away = CASE WHEN substr(stamp, 19, 32) IN (?, ?) THEN '' WHEN away = ''"
        " THEN 'another machine' ELSE away END WHERE ended IS NULL",
        (machine, *(known or (machine,))),
    )


_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_WRITING = {errno.EROFS, errno.EACCES, errno.EPERM}
_FREE_SPACE = "the disk is full. Free some space; what was saved before is kept."
_LET_WRITE = "Allow writing there, or choose another folder with --data-dir; until then nothing new is saved."


@contextmanager
def saying(done: str, path: Path) -> Iterator[None]:
    """Turn every failure inside into a `JournalError`: the file could not be `done`, as in “opened”, and why."""
    try:
        yield
    except sqlite3.Error as error:
        raise of_sqlite(error, done, path) from error
    except OSError as error:
        raise of_system(error, done, path) from error
    except (OverflowError, UnicodeEncodeError) as error:
        raise JournalError(f"The data file {path} could not be {done}: a value does not fit ({error}).") from error


def _code(error: sqlite3.Error) -> int | None:
    """SQLite's primary result code; None where Python itself has failed."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def of_sqlite(error: sqlite3.Error, done: str, path: Path) -> JournalError:
    start = f"The data file {path} could not be {done}"
    code = _code(error)
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}:
        # An error too: our statements are fixed, so only a file without our tables refuses them.
        left = "It was left as it is; a backup can take its place."
        return JournalDamagedError(f"{start}: it is damaged or not backcoach's ({error}). {left}")
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return JournalBusyError(f"{start}: another backcoach is writing to it. Try again in a moment.")
    why = {
        sqlite3.SQLITE_FULL: _FREE_SPACE,
        sqlite3.SQLITE_READONLY: f"the disk or the file is read-only. {_LET_WRITE}",
        sqlite3.SQLITE_IOERR: f"the disk reports an error ({error}). Check the disk and its room.",
        sqlite3.SQLITE_CANTOPEN: "there is no way to it. Check that it is a file that you may read and write.",
    }
    return JournalError(f"{start}: {why.get(code or 0, f'{error}.')}")


def of_system(error: OSError, done: str, path: Path) -> JournalError:
    start = f"The data file {path} could not be {done}"
    if error.errno in _NO_ROOM:
        return JournalError(f"{start}: {_FREE_SPACE}")
    if error.errno in _NO_WRITING:
        return JournalError(f"{start}: the disk, the folder or the file is read-only. {_LET_WRITE}")
    place = f" ({error.filename})" if error.filename and str(error.filename) != str(path) else ""
    reason = error.strerror or str(error)
    return JournalError(f"{start}: {reason}{place}. Check the folder, or choose another with --data-dir.")
