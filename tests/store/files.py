"""Journals on disk for the tests, and ways behind their back."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from typing import TYPE_CHECKING

from backcoach.store.journal import SqliteJournal
from tests.store.samples import complete

if TYPE_CHECKING:
    from pathlib import Path


def open_(path: Path, **more: object) -> SqliteJournal:
    return SqliteJournal(path, busy=0.05, **more)


def fill(path: Path, count: int = 1) -> None:
    with open_(path) as journal, journal.transaction():
        for number in range(count):
            journal.save(complete(f"s{number:04}"))


def raw(path: Path, *statements: str) -> None:
    """Changes the file behind the journal's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def asked(journal: SqliteJournal, pragma: str) -> object:
    return journal._db.execute(f"PRAGMA {pragma}").fetchone()[0]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def everything_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
