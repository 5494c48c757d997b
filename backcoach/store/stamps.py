"""The stamps of changes: made for each record and session that is written, and kept beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property

from backcoach.domain.sync import EPOCH, Key, next_stamp
from backcoach.store.database import Database


def no_wall() -> datetime:
    """In place of a clock: stamps then say what came after what, and not when."""
    return EPOCH


class Stamps:
    """Makes the stamps of changes; `machine` is the id that this journal has on every machine that reads of it."""

    def __init__(self, file: Database, wall: Callable[[], datetime]) -> None:
        self._file = file
        self._wall = wall

    @cached_property
    def machine(self) -> str:
        ((machine,),) = self._file.rows("SELECT value FROM meta WHERE key = 'machine'")
        return str(machine)

    def latest(self) -> str:
        """The latest stamp that is kept; empty where nothing is."""
        ((latest,),) = self._file.rows(
            "SELECT max(ifnull((SELECT max(stamp) FROM records), ''), ifnull((SELECT max(stamp) FROM sessions), ''))"
        )
        return str(latest)

    def next(self) -> str:
        return next_stamp(self.latest(), self._wall(), self.machine)

    def one(self, key: Key) -> str:
        """The stamp of one record or session; empty where there is none."""
        both = (
            "SELECT stamp FROM records WHERE id = ?1 AND NOT ?2 UNION SELECT stamp FROM sessions WHERE id = ?1 AND ?2"
        )
        found = self._file.rows(both, (key[1], int(key[0])))
        return str(found[0][0]) if found else ""

    def put(self, key: Key, stamp: str) -> None:
        """Let what was just kept bear this stamp."""
        update = "UPDATE sessions SET stamp = ? WHERE id = ?" if key[0] else "UPDATE records SET stamp = ? WHERE id = ?"
        self._file.write(update, (stamp, key[1]))

    def each(self) -> dict[Key, tuple[str, str]]:
        """The stamp of each record and session, and on which other machine a session goes on."""
        found = "SELECT 0, id, stamp, '' FROM records UNION ALL SELECT 1, id, stamp, away FROM sessions"
        return {(bool(is_session), name): (stamp, away) for is_session, name, stamp, away in self._file.rows(found)}
