"""What the screens of the log ask for: values, brought to the desk by the window."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from backcoach.coach.log import Kept
from backcoach.domain.diary import Entry, EntryKind
from backcoach.domain.form_fields import TypedEntry, TypedWalk
from backcoach.domain.levels import WalkLevel
from backcoach.domain.walks import Walk


class View(StrEnum):
    """What the review shows, in the order in which its key goes through them."""

    WEEK = "week"
    MONTH = "month"
    FLARE = "flare-up"


class KeepWalk(Struct, frozen=True):
    """Keep a new walk, or what was changed of one; its fields are those of `Log.keep_walk`."""

    typed: TypedWalk
    of: Walk | None = None
    unless_typed: datetime | None = None


class KeepEntry(Struct, frozen=True):
    """Keep a new diary entry, or what was changed of one."""

    typed: TypedEntry
    of: Entry | None = None
    unless_typed: datetime | None = None


class AskPainBefore(Struct, frozen=True):
    """Walk now: ask for the pain first."""


class NewWalk(Struct, frozen=True):
    """A form for a walk on a day.

    Attributes:
        day: the day; one to come stands for today.
        typed: the minutes, as far as they are typed already.
    """

    day: date
    typed: str = ""


class StartWalk(Struct, frozen=True):
    """Begin a walk that is timed.

    Attributes:
        pain_before: as typed.
    """

    pain_before: str


class NewEntry(Struct, frozen=True):
    """A form for a new entry of this kind; on this day, or now where it is None."""

    kind: EntryKind
    day: date | None = None


class Edit(Struct, frozen=True):
    """A form for what is kept.

    Attributes:
        kept: the walk or entry.
        at_note: whether the note is meant.
    """

    kept: Kept
    at_note: bool = False


class Delete(Struct, frozen=True):
    """Delete what is kept."""

    kept: Kept


class Undo(Struct, frozen=True):
    """Take back the last thing done."""


class Agree(Struct, frozen=True):
    """The person takes this level, or stays on it."""

    level: WalkLevel


class Look(Struct, frozen=True):
    """What is there to be shown on this screen, as of now."""


class OpenDay(Struct, frozen=True):
    """The entries of a day."""

    day: date


Wish = (
    KeepWalk
    | KeepEntry
    | AskPainBefore
    | NewWalk
    | StartWalk
    | NewEntry
    | Edit
    | Delete
    | Undo
    | Agree
    | Look
    | OpenDay
)
