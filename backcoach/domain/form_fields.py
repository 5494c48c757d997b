"""Walks and diary entries as a form has them: what was typed into each field, and what comes of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from backcoach.domain import diary, walks
from backcoach.domain.days import Local, parse_when
from backcoach.domain.diary import Entry, EntryKind, noted
from backcoach.domain.text import note
from backcoach.domain.walks import COULDNT, Walk, parse_minutes, parse_pain, taken


class Here(Struct, frozen=True):
    """When and where something is typed.

    Attributes:
        now: this moment in the person's zone.
        local: the person's zone.
        day_start: how long after midnight their day starts, 0 to 6 h.
    """

    now: datetime
    local: Local
    day_start: timedelta


class TypedWalk(Struct, frozen=True):
    """The fields of a walk.

    Attributes:
        minutes: a whole number, or the beginning of "couldn't" for a day on which walking was not possible.
        at: when it began; what it was shown as, or empty, where it is not changed.
        pain_before: a whole number; empty where it was not noted.
        pain_after: the same.
        note: the person's own words.
    """

    minutes: str
    at: str = ""
    pain_before: str = ""
    pain_after: str = ""
    note: str = ""


class TypedEntry(Struct, frozen=True):
    """The fields of a diary entry; those that its kind has not stay empty.

    Attributes:
        kind: what it is about.
        pain: a whole number.
        text: the person's own words.
        at: when; what it was shown as, or empty, where it is not changed.
    """

    kind: EntryKind
    pain: str = ""
    text: str = ""
    at: str = ""


def shown_when(at: datetime) -> str:
    """A time as the field for it has it: `2026-11-20 09:30`."""
    return f"{at:%Y-%m-%d %H:%M}"


def is_couldnt(typed: str) -> bool:
    """Whether the minutes say that walking was not possible: `c`, `couldn't` or anything between."""
    word = typed.strip().casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return bool(word) and COULDNT.startswith(word)


def read_walk(typed: TypedWalk, walk_id: str, here: Here, *, unless_typed: datetime | None = None) -> Walk:
    """A new walk from what was typed.

    Args:
        typed: the fields.
        walk_id: its id.
        here: when and where it is typed.
        unless_typed: when it began where nothing else is typed; where it is None, the walk has just ended.

    Raises:
        WordsError: a field can't be used; the error names it.
    """
    minutes = _minutes(typed.minutes)
    default = unless_typed or walks.just_ended(here.now, minutes, here.local)
    walk = taken(
        walk_id,
        _when(typed.at, default, here) or default,
        minutes,
        day_start=here.day_start,
        pain_before=parse_pain(typed.pain_before, field="pain_before"),
        pain_after=parse_pain(typed.pain_after, field="pain_after"),
        note=note(typed.note),
    )
    return walks.check_over(walk, here.now)


def mended_walk(walk: Walk, typed: TypedWalk, here: Here) -> Walk:
    """The walk with what was typed; its day stays as it is unless its time is changed.

    Raises:
        WordsError: a field can't be used; the error names it.
    """
    mended = replace(
        walk,
        minutes=_minutes(typed.minutes),
        pain_before=parse_pain(typed.pain_before, field="pain_before"),
        pain_after=parse_pain(typed.pain_after, field="pain_after"),
        note=note(typed.note),
    )
    at = _when(typed.at, walk.start, here)
    moved = mended if at is None else walks.restarted(mended, at, day_start=here.day_start)
    return moved if (moved.start, moved.minutes) == (walk.start, walk.minutes) else walks.check_over(moved, here.now)


def read_entry(typed: TypedEntry, entry_id: str, here: Here, *, unless_typed: datetime | None = None) -> Entry:
    """A new diary entry from what was typed; the arguments are those of `read_walk`.

    Raises:
        WordsError: a field can't be used; the error names it.
    """
    default = unless_typed or here.now
    at = _when(typed.at, default, here) or default
    return noted(entry_id, typed.kind, at, day_start=here.day_start, value=_value(typed), text=typed.text)


def mended_entry(entry: Entry, typed: TypedEntry, here: Here) -> Entry:
    """The entry with what was typed; its day stays as it is unless its time is changed.

    Raises:
        WordsError: a field can't be used; the error names it.
    """
    mended = replace(entry, value=_value(typed), text=typed.text)
    at = _when(typed.at, entry.at, here)
    return mended if at is None else diary.moved(mended, at, day_start=here.day_start)


def _minutes(typed: str) -> int | None:
    return None if is_couldnt(typed) else parse_minutes(typed)


def _value(typed: TypedEntry) -> int | None:
    return parse_pain(typed.pain) if typed.kind is EntryKind.PAIN else None


def _when(typed: str, default: datetime, here: Here) -> datetime | None:
    """The time that was typed; None where it is left as it was shown, without its seconds and its offset."""
    if typed.strip() in {"", shown_when(default)}:
        return None
    return parse_when(typed, now=here.now, local=here.local, day_start=here.day_start)
