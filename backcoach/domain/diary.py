"""The diary: pain, water, medicine, triggers, rest and notes, each with its time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec.structs import force_setattr

from backcoach.domain import text as words
from backcoach.domain.days import check_stored, local_day
from backcoach.domain.text import WordsError, quoted
from backcoach.domain.walks import Id, LogEntry, Pain, Point, check_pain


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
        return _LABELS.get(self, self.value.capitalize())

    @property
    def needs_text(self) -> bool:
        """Whether an entry without words would say nothing."""
        return self in {EntryKind.MEDICINE, EntryKind.TRIGGER, EntryKind.NOTE, EntryKind.HELP}


_LABELS = {EntryKind.MEDICINE: "Medicine taken", EntryKind.HELP: "Get help"}

TYPED = tuple(kind for kind in EntryKind if kind is not EntryKind.HELP)
"""The kinds that a person chooses from."""


class Entry(LogEntry, frozen=True, forbid_unknown_fields=True):
    """One entry. There is no field for a dose (L10): a medicine is a name in the person's own words, and a time.

    It was noted `at` a time with its local offset; its `date`, the local day, is fixed when it is stored. Only pain has
    a value; the text is clean. WordsError says which value can't be so.
    """

    id: Id
    kind: EntryKind
    at: Point
    date: date
    value: Pain | None = None
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
            raise WordsError("value", f"Only pain has a number: for {self.kind} give words alone.")
        if self.kind.needs_text and not self.text:
            raise WordsError("text", f"The words are missing: say in your own what to keep under {self.kind}.")


def noted(
    entry_id: str,
    kind: EntryKind,
    at: datetime,
    *,
    day_start: timedelta = timedelta(0),
    value: int | None = None,
    text: str = "",
) -> Entry:
    """An entry on the local day that its time belongs to; WordsError where it can't be so."""
    return Entry(entry_id, kind, at, local_day(at, day_start), value, text)


def parse_kind(typed: str) -> EntryKind:
    """The kind of entry that was typed; WordsError where there is none of this name."""
    name = typed.strip().casefold()
    if name in TYPED:
        return EntryKind(name)
    raise WordsError("kind", f"{quoted(typed)} is no kind of entry: choose from {', '.join(TYPED)}.")
