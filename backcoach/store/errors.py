"""What SQLite and the system refuse, as sentences: what, where, and what would help."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backcoach.domain.errors import (
    JournalBusyError,
    JournalDamagedError,
    JournalError,
    JournalFullError,
    JournalReadOnlyError,
)

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_WRITING = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
"""SQLITE_ERROR among them: our statements are fixed, so only a file without our tables refuses them."""


@contextmanager
def saying(done: str, path: Path) -> Iterator[None]:
    """Turns every failure inside into a `JournalError` that names the file.

    Args:
        done: what was to be done with the file, as a participle: `opened`, `read`, `written`.
        path: the file.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise of_sqlite(error, done, path) from error
    except OSError as error:
        raise of_system(error, done, path) from error
    except (OverflowError, UnicodeEncodeError) as error:
        raise JournalError(f"The journal {path} could not be {done}: a value does not fit ({error}).") from error


def of_sqlite(error: sqlite3.Error, done: str, path: Path) -> JournalError:
    """The sentence for what SQLite said."""
    start = f"The journal {path} could not be {done}"
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary in _DAMAGE:
        return JournalDamagedError(
            f"{start}: it is damaged or not backcoach's ({error}). It was left as it is; a backup can take its place."
        )
    match primary:
        case sqlite3.SQLITE_FULL:
            return JournalFullError(f"{start}: the disk is full. Free some space; what was saved before is kept.")
        case sqlite3.SQLITE_READONLY:
            return JournalReadOnlyError(f"{start}: the disk or the file is read-only. {_LET_WRITE}")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return JournalBusyError(f"{start}: another backcoach is writing to it. Try again in a moment.")
        case sqlite3.SQLITE_IOERR:
            return JournalError(f"{start}: the disk reports an error ({error}). Check the disk and its room.")
        case sqlite3.SQLITE_CANTOPEN:
            return JournalError(f"{start}: there is no way to it. Check that it is a file that you may read and write.")
        case _:
            return JournalError(f"{start}: {error}.")


def of_system(error: OSError, done: str, path: Path) -> JournalError:
    """The sentence for what the system said."""
    start = f"The journal {path} could not be {done}"
    if error.errno in _NO_ROOM:
        return JournalFullError(f"{start}: the disk is full. Free some space; what was saved before is kept.")
    if error.errno in _NO_WRITING:
        return JournalReadOnlyError(f"{start}: the disk, the folder or the file is read-only. {_LET_WRITE}")
    place = f" ({error.filename})" if error.filename and str(error.filename) != str(path) else ""
    reason = error.strerror or str(error)
    return JournalError(f"{start}: {reason}{place}. Check the folder, or choose another with --data-dir.")


_LET_WRITE = "Allow writing there, or choose another folder with --data-dir; until then nothing new is saved."
