"""Copies of the journal: made whole or not at all, listed, thinned out, and never written over."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

from backcoach.coach.protocols import JournalBusyError, JournalDamagedError, JournalError
from backcoach.files import sync
from backcoach.store import file
from backcoach.store.file import saying

PATIENCE = 5.0
"""How many seconds a copy waits for a lock."""

_PAUSE = 0.05
_STAMP = "%Y%m%dT%H%M%SZ"
_STAMPED = r"\.(?:daily|before-restore)-(\d{8}T\d{6}Z)(?:-\d+)?"


class Backup(NamedTuple):
    """A copy of the journal in its backup folder, and when it was made, in UTC."""

    path: Path
    made: datetime


def folder(path: Path) -> Path:
    return path.parent / "backups"


def named(path: Path, what: str, now: datetime) -> Path:
    """The name of a copy: `daily`, or `before-restore` for the one that is made before another takes its place."""
    return folder(path) / f"{path.name}.{what}-{_stamp(now)}"


def _stamp(now: datetime) -> str:
    return now.astimezone(UTC).strftime(_STAMP)


def copy(db: sqlite3.Connection, target: Path) -> Path:
    """Copy the database, with SQLite's own backup, to `target` or, where that is taken, to `target-2` and so on.

    The copy appears under its name only when it is whole, checked and on the disk; the name is returned.
    """
    target.parent.mkdir(mode=file.FOLDER_MODE, parents=True, exist_ok=True)
    part = _claim(file.beside(target, ".part"))
    try:
        with closing(file.connect(part, "mode=rw", busy=PATIENCE)) as other:
            backup_into(db, other)
            other.execute("PRAGMA journal_mode=DELETE").fetchone()
            if fault := file.first_fault(other):
                raise JournalDamagedError(f"The copy {target} would not be whole ({fault}), so none was kept.")
        sync(part)
        claimed = _claim(target)
        part.replace(claimed)
    finally:
        part.unlink(missing_ok=True)
    sync(claimed.parent)
    return claimed


def backup_into(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Make `target` hold what `source` holds; others who have `target` open see it change like any write."""
    waits = 0

    def be_patient(status: int, _remaining: int, _total: int) -> None:
        nonlocal waits
        waits += status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
        if waits * _PAUSE > PATIENCE:
            raise JournalBusyError("Another backcoach kept on writing while a copy was made. Try again in a moment.")

    source.backup(target, progress=be_patient, sleep=_PAUSE)


def backups(path: Path) -> tuple[Backup, ...]:
    """The copies of this journal, the newest first."""
    with saying("searched for backups", path):
        if not folder(path).is_dir():
            return ()
        found = [Backup(copy, made) for copy in folder(path).iterdir() if (made := _made(path, copy)) is not None]
        return tuple(sorted(found, key=lambda backup: (backup.made, backup.path.name), reverse=True))


def newest_good_backup(path: Path) -> Backup | None:
    """The newest backup that is whole and can be read by this backcoach; None where there is none."""
    return next((backup for backup in backups(path) if why_unusable(backup.path) is None), None)


def why_unusable(path: Path) -> str | None:
    """Why a file can't serve as the journal, as a sentence; None where it can. It is only looked at."""
    try:
        with saying("read", path):
            if not path.is_file():
                return f"There is no file {path}."
            file.refuse_others(path)
            with closing(file.connect_to_read(path)) as db:
                fault = "it is empty" if file.header(db).is_empty else file.first_fault(db)
    except JournalError as error:
        return str(error)
    return f"The file {path} can't be used: {fault}." if fault else None


def dailies(path: Path) -> tuple[Backup, ...]:
    return tuple(backup for backup in backups(path) if backup.path.name.startswith(f"{path.name}.daily-"))


def set_aside(path: Path, now: datetime) -> Path:
    """Give the file, and SQLite's log with it, a name with `damaged` and the time; returns that."""
    path = path.resolve()
    aside = _claim(file.beside(path, f".damaged-{_stamp(now)}"))
    for suffix in ("-wal", "-shm"):
        companion = file.beside(path, suffix)
        if companion.exists():
            companion.replace(file.beside(aside, suffix))
    path.replace(aside)
    sync(path.parent)
    return aside


def refuse_emptied(path: Path) -> None:
    """Raise a `JournalDamagedError` for an empty file beside backups, which was not always empty."""
    with saying("opened", path):
        if path.is_file() and path.stat().st_size == 0 and not file.beside(path, "-wal").exists() and backups(path):
            raise JournalDamagedError(f"The data file {path} is empty, yet it has backups. It was left as it is.")


def _claim(wanted: Path) -> Path:
    """An empty file of our own under the wanted name, or that name with the first free number."""
    for number in count(1):
        name = wanted if number == 1 else file.beside(wanted, f"-{number}")
        with suppress(FileExistsError):
            file.make_file(name)
            return name
    raise AssertionError


def _made(path: Path, copy: Path) -> datetime | None:
    """When the copy was made; None where it is no copy of this journal."""
    if match := re.fullmatch(re.escape(path.name) + _STAMPED, copy.name):
        with suppress(ValueError):
            return datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
    return None
