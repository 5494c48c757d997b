"""The diary: pain, water, medicine, triggers, rest and notes, each with its time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import force_setattr, replace

from backcoach.domain import text as words
from backcoach.domain import walks
from backcoach.domain.days import Local, check_stored, local_day, parse_when
from backcoach.domain.limits import MINUTE
from backcoach.domain.text import WordsError, quoted
from backcoach.domain.walks import COULDNT, Id, LogEntry, Pain, Point, Walk, check_pain, parse_pain, parse_walked


class EntryKind(StrEnum):
    """What an entry is about; the same words in commands, files and JSON."""

    PAIN = "pain"
    WATER = "water"
    MEDICINE = "medicine"
    TRIGGER = "trigger"
    REST = "rest"
    NOTE = "note"
    HELP = "help"
    """What was answered on the get-help screen, which writes it; nobody types it."""

    @property
    def label(self) -> str:
        return {"medicine": "Medicine taken", "help": "Get help"}.get(self, self.capitalize())

    @property
    def needs_text(self) -> bool:
        """Whether an entry without words would say nothing."""
        return self in {EntryKind.MEDICINE, EntryKind.TRIGGER, EntryKind.NOTE, EntryKind.HELP}


TYPED = tuple(kind for kind in EntryKind if kind is not EntryKind.HELP)
"""The kinds that a person chooses from."""


class Entry(LogEntry, frozen=True, forbid_unknown_fields=True):
    """One entry. There is no field for a dose (L10): a medicine is a name in the person's own words, and a time."""

    id: Id
    kind: EntryKind
    at: Point  # with its local offset
    date: date  # the local day, fixed when it is stored
    value: Pain | None = None  # of pain alone
    text: str = ""
    deleted: datetime | None = None

    def __post_init__(self) -> None:
        force_setattr(self, "at", check_stored(self.at, self.date, field="at", what="An entry"))
        force_setattr(self, "text", words.note(self.text, field="text"))
        if self.kind is EntryKind.PAIN:
            if self.value is None:
                raise WordsError("pain", "The pain is missing: give a whole number from 0, no pain, to 10, the worst.")
            check_pain(self.value)
        elif self.value is not None:
            raise WordsError("value", f"Only pain takes a number: for {self.kind} give words alone.")
        if self.kind.needs_text and not self.text:
            raise WordsError("text", f"The words are missing: say in your own words what to note under {self.kind}.")


def parse_kind(typed: str) -> EntryKind:
    """The kind of entry that was typed; WordsError where there is none of this name."""
    name = typed.strip().casefold()
    if name in TYPED:
        return EntryKind(name)
    raise WordsError("kind", f"{quoted(typed)} is no kind of entry: choose from {', '.join(TYPED)}.")


# -- walks and entries as a form has them: what was typed into each field, and what comes of it ---------------


class Here(Struct, frozen=True):
    """When and where something is typed: this moment in the person's zone, the zone, and when their day starts."""

    now: datetime
    local: Local
    day_start: timedelta


class TypedWalk(Struct, frozen=True):
    """The fields of a walk; "couldn't" may stand for the minutes, and a time that is not changed is empty."""

    minutes: str
    at: str = ""
    pain_before: str = ""
    pain_after: str = ""
    note: str = ""

    @classmethod
    def of(cls, walk: Walk) -> TypedWalk:
        """A kept walk as it is, its time left out."""
        before, after = ("" if pain is None else str(pain) for pain in (walk.pain_before, walk.pain_after))
        return cls(COULDNT if walk.minutes is None else str(walk.minutes), "", before, after, walk.note)


class TypedEntry(Struct, frozen=True):
    """The fields of a diary entry; those that its kind has not stay empty."""

    kind: EntryKind
    pain: str = ""
    text: str = ""
    at: str = ""


def shown_when(at: datetime) -> str:
    """A time as the field for it has it: `2026-11-20 09:30`."""
    return f"{at:%Y-%m-%d %H:%M}"


def read_walk(typed: TypedWalk, walk_id: str, here: Here, *, unless_typed: datetime | None = None) -> Walk:
    """A new walk; with no time it began at `unless_typed`, else has just ended. WordsError names the field."""
    fields = _walk_fields(typed)
    default = unless_typed or here.local(here.now.astimezone(UTC) - (fields["minutes"] or 0) * MINUTE)
    at = _when(typed.at, default, here) or default
    return walks.check_over(Walk(walk_id, at, local_day(at, here.day_start), **fields), here.now)


def edited_walk(walk: Walk, typed: TypedWalk, here: Here) -> Walk:
    """The walk with what was typed, or WordsError; its day stays as it is unless its time is changed."""
    edited = replace(walk, **_walk_fields(typed))
    if (at := _when(typed.at, walk.start, here)) is not None:
        edited = replace(edited, start=at, date=local_day(at, here.day_start))
    is_as_long = (edited.start, edited.minutes) == (walk.start, walk.minutes)
    return edited if is_as_long else walks.check_over(edited, here.now)


def read_entry(typed: TypedEntry, entry_id: str, here: Here, *, unless_typed: datetime | None = None) -> Entry:
    """A new diary entry, which is of `unless_typed` or of now where no time is typed; or WordsError."""
    default = unless_typed or here.now
    at = _when(typed.at, default, here) or default
    return Entry(entry_id, typed.kind, at, local_day(at, here.day_start), _value(typed), typed.text)


def edited_entry(entry: Entry, typed: TypedEntry, here: Here) -> Entry:
    """The entry with what was typed, or WordsError; its day stays as it is unless its time is changed."""
    edited = replace(entry, value=_value(typed), text=typed.text)
    at = _when(typed.at, entry.at, here)
    return edited if at is None else replace(edited, at=at, date=local_day(at, here.day_start))


def _walk_fields(typed: TypedWalk) -> dict[str, Any]:
    return {
        "minutes": parse_walked(typed.minutes),
        "pain_before": parse_pain(typed.pain_before, field="pain_before"),
        "pain_after": parse_pain(typed.pain_after, field="pain_after"),
        "note": typed.note,
    }


def _value(typed: TypedEntry) -> int | None:
    return parse_pain(typed.pain) if typed.kind is EntryKind.PAIN else None


def _when(typed: str, default: datetime, here: Here) -> datetime | None:
    """The time that was typed; None where it is left as it was shown, without its seconds and its offset."""
    if typed.strip() in {"", shown_when(default)}:
        return None
    return parse_when(typed, now=here.now, local=here.local, day_start=here.day_start)
