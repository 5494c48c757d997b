"""A logbook that forgets everything at the end: for tests and the demo, with the contract of the one on disk."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from backcoach.domain.diary import Entry
    from backcoach.domain.walks import Walk

MOST_IDS = 10


class MemoryLogbook:
    """Keeps walks and diary entries as long as it lives."""

    def __init__(self) -> None:
        self._walks: dict[str, Walk] = {}
        self._entries: dict[str, Entry] = {}

    def save_walk(self, walk: Walk) -> None:
        """Keep the walk as it is now."""
        self._walks[walk.id] = walk

    def walk(self, walk_id: str) -> Walk | None:
        """The walk with this id, deleted or not."""
        return self._walks.get(walk_id)

    def walk_ids(self, beginning: str) -> tuple[str, ...]:
        """The ids of walks that begin so; in order, at most ten."""
        return tuple(islice((known for known in sorted(self._walks) if known.startswith(beginning)), MOST_IDS))

    def walks(self, first: date, last: date) -> tuple[Walk, ...]:
        """The walks of these days, the earliest first, without deleted ones."""
        found = (walk for walk in self._walks.values() if walk.deleted is None and first <= walk.date <= last)
        return tuple(sorted(found, key=lambda walk: (walk.date, walk.start, walk.id)))

    def save_entry(self, entry: Entry) -> None:
        """Keep the diary entry as it is now."""
        self._entries[entry.id] = entry

    def entry(self, entry_id: str) -> Entry | None:
        """The diary entry with this id, deleted or not."""
        return self._entries.get(entry_id)

    def entries(self, first: date, last: date) -> tuple[Entry, ...]:
        """The diary entries of these days, the earliest first, without deleted ones."""
        found = (entry for entry in self._entries.values() if entry.deleted is None and first <= entry.date <= last)
        return tuple(sorted(found, key=lambda entry: (entry.date, entry.at, entry.id)))

    def first_day(self) -> date | None:
        """The first day with a walk or an entry that is not deleted; None where there is none."""
        kept: list[Walk | Entry] = [*self._walks.values(), *self._entries.values()]
        return min((one.date for one in kept if one.deleted is None), default=None)
