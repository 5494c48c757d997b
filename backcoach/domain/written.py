"""What the day needs of the records that the person, or another screen, has written.

Loads next to nothing, because every `status` asks it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from backcoach.domain.record import Record
from backcoach.domain.settings import Settings

WALK, DIARY, FLARE, MOVED, LEVEL, TOLD = "walk", "diary", "flare", "skip", "level", "told"
"""Kinds of records."""

PAIN = "pain"
WORST_PAIN = 10


def is_flare_on(records: Iterable[Record]) -> bool:
    """Whether one of these flare-ups goes on."""
    return any(record.doc.get("ended") is None for record in records)


def is_goal_chosen(settings: Settings, agreed: Collection[Record]) -> bool:
    """Whether the person has set a walking goal, or ever agreed to a level; else walks are suggested in flare-ups only.

    The goal itself is `levels.goal_on`, which everyone has.
    """
    goals = settings.goal_level, settings.goal_walks, settings.goal_minutes
    return bool(agreed) or any(goal is not None for goal in goals)


def walks(records: Iterable[Record]) -> tuple[tuple[str, datetime, int], ...]:
    """The walks: id, beginning and minutes; one that could not be is none."""
    found = ((record.id, record.at, record.doc.get("minutes")) for record in records)
    return tuple((walk_id, at, minutes) for walk_id, at, minutes in found if type(minutes) is int and minutes > 0)


def pains(
    walked: Iterable[Record], diary: Iterable[Record], others: Iterable[tuple[datetime, int | None]] = ()
) -> tuple[tuple[datetime, int], ...]:
    """Every note of pain with its time, the latest last: around walks, in the diary, and others."""
    found: list[tuple[datetime, Any]] = list(others)
    for record in walked:
        minutes = record.doc.get("minutes")
        length = timedelta(minutes=minutes if type(minutes) is int else 0)
        found += [(record.at, record.doc.get("pain_before")), (record.at + length, record.doc.get("pain_after"))]
    for record in diary:
        if PAIN in {record.doc.get("entry"), record.doc.get("kind")}:
            found.append((record.at, record.doc.get("value")))
    noted = [(at, value) for at, value in found if type(value) is int and 0 <= value <= WORST_PAIN]
    return tuple(sorted(noted, key=lambda pair: pair[0]))


def moved(record_id: str, item_id: str, until: datetime | None, now: datetime, day: date) -> Record:
    """An item put off until a time, or left out where that is None."""
    doc = {"item": item_id, "until": None if until is None else until.isoformat()}
    return Record(record_id, MOVED, now, day, doc)


def moves(records: Iterable[Record]) -> Mapping[str, datetime | None]:
    """What was put off or left out, by item; of two words about one the later counts."""
    found: dict[str, datetime | None] = {}
    for record in sorted(records, key=lambda record: record.at):
        item, until = record.doc.get("item"), record.doc.get("until")
        if not isinstance(item, str):
            continue
        if until is None:
            found[item] = None
        elif (at := time_of(until)) is not None:
            found[item] = at
    return found


def time_of(value: object) -> datetime | None:
    """The point in time, in UTC, that was written as text; None where it is none."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return at.astimezone(UTC) if at is not None and at.tzinfo is not None else None
