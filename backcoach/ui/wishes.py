"""What the screens of the log ask for: values, brought to the desk by the window."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from backcoach.domain.values import dataclass

if TYPE_CHECKING:
    from datetime import date, datetime

    from backcoach.coach.changes import Kept
    from backcoach.domain.diary import Entry, EntryKind
    from backcoach.domain.levels import WalkLevel
    from backcoach.domain.typed import TypedEntry, TypedWalk
    from backcoach.domain.walks import Walk


class View(StrEnum):
    """What the review shows, in the order in which its key goes through them."""

    WEEK = "week"
    MONTH = "month"
    FLARE = "flare-up"


@dataclass(frozen=True, slots=True)
class KeepWalk:
    """Keep a new walk, or what was changed of one; its fields are those of `Log.keep_walk`."""

    typed: TypedWalk
    of: Walk | None = None
    unless_typed: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeepEntry:
    """Keep a new diary entry, or what was changed of one."""

    typed: TypedEntry
    of: Entry | None = None
    unless_typed: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskPainBefore:
    """Walk now: ask for the pain first."""


@dataclass(frozen=True, slots=True)
class NewWalk:
    """A form for a walk on a day.

    Attributes:
        day: the day; one to come stands for today.
        typed: the minutes, as far as they are typed already.
    """

    day: date
    typed: str = ""


@dataclass(frozen=True, slots=True)
class StartWalk:
    """Begin a walk that is timed.

    Attributes:
        pain_before: as typed.
    """

    pain_before: str


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A form for a new entry of this kind; on this day, or now where it is None."""

    kind: EntryKind
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A form for what is kept.

    Attributes:
        kept: the walk or entry.
        at_note: whether the note is meant.
    """

    kept: Kept
    at_note: bool = False


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete what is kept."""

    kept: Kept


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last thing done."""


@dataclass(frozen=True, slots=True)
class Agree:
    """The person takes this level, or stays on it."""

    level: WalkLevel


@dataclass(frozen=True, slots=True)
class Look:
    """What is there to be shown on this screen, as of now."""


@dataclass(frozen=True, slots=True)
class OpenDay:
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
