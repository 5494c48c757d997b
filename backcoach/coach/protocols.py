"""What the coach needs from the outside, as protocols; adapters keep to them, tests bring their own."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Protocol

from backcoach.domain.alarm import Alarm
from backcoach.domain.breathing import Pattern
from backcoach.domain.first_minute import Prompt
from backcoach.domain.handbook import Advice, Checklist, Item, Pose, Position
from backcoach.domain.moment import Moment, Reading
from backcoach.domain.plans import Plan
from backcoach.domain.record import Record
from backcoach.domain.session import HeatKind, Session
from backcoach.domain.settings import Explained, Settings, Value
from backcoach.domain.signs import Region, Sign
from backcoach.domain.stretches import Stretch
from backcoach.domain.walks import WalkLevel


class Clock(Protocol):
    """The only way to learn the time; a reading is this moment and the monotonic clock, to notice jumps by."""

    def now(self) -> Moment: ...
    def reading(self) -> Reading: ...
    def local(self, wall: datetime) -> datetime: ...


class Archive(Protocol):
    """Where what the person writes down is kept, as records of a kind: part of the journal.

    The `newest` come the latest first, and what was deleted is found by its id only, unless asked for. A record that
    can't be read stays as it is, and `problems` names it.
    """

    def put(self, record: Record) -> None: ...
    def record(self, record_id: str) -> Record | None: ...
    def records(
        self, kind: str, *, first: date | None = None, last: date | None = None, deleted: bool = False
    ) -> tuple[Record, ...]: ...
    def newest(self, kind: str, *, limit: int = 1) -> tuple[Record, ...]: ...
    def first_day(self, kind: str) -> date | None: ...
    def problems(self) -> tuple[str, ...]: ...


class History(Protocol):
    """What was done and written down: all that the day, the log and the flare-ups need of a journal.

    The coach's own keeps in memory what the journal can't take; only its transactions raise, where it is busy. Spans
    are in UTC, from their first to before their last moment; what they find is in order.
    """

    @property
    def archive(self) -> Archive: ...

    def transaction(self) -> AbstractContextManager[None]:
        """Change the journal while nobody else does; all is on the disk at the end, or, after an exception, nothing."""

    def ended_between(self, first: datetime, last: datetime) -> tuple[Session, ...]: ...

    def running(self) -> tuple[Session, ...]: ...

    def elsewhere(self) -> tuple[tuple[str, Session], ...]:
        """The sessions that go on on other machines, each with the name of its own."""

    def removals(self, now: Moment) -> Mapping[str, Moment]:
        """When packs came off for which the skin may still rest, by a name; what is remembered under it counts."""

    def recall(self, key: str) -> Moment | None: ...

    def recall_all(self, beginning: str) -> Mapping[str, Moment]:
        """The moments kept under keys that begin so, by the rest of their keys."""


class Journal(History, Protocol):
    """Where sessions and answers are kept. Every method, also of its archive, may raise `JournalError`."""

    def reading(self) -> AbstractContextManager[None]:
        """Read what belongs together: no one's writing comes between, and nobody is kept from it."""

    def changed_elsewhere(self) -> bool:
        """Whether someone else has written since this was last asked; cheap enough for each second."""

    @property
    def file(self) -> object:
        """Which file is open: another one where another has taken its place, the same after a restore."""

    def stamp_of(self, kept: Record | Session) -> str:
        """What is there under its id, even if it can't be read; empty where nothing is."""

    def session(self, session_id: str) -> Session | None: ...
    def save(self, session: Session) -> None: ...
    def keep(self, kept: Record | Session, written: datetime) -> None: ...
    def remember(self, key: str, moment: Moment) -> None: ...


class Content(Protocol):
    """All content, with the person's own, by id; levels and what has no ids stand in the order of use."""

    plans: Mapping[str, Plan]
    patterns: Mapping[str, Pattern]
    stretches: Mapping[str, Stretch]
    positions: Mapping[str, Position]
    poses: Mapping[str, Pose]
    signs: Mapping[str, Sign]
    heat: Mapping[str, HeatKind]
    checklists: Mapping[str, Checklist]
    questions: Mapping[str, Checklist]
    notices: Mapping[str, Item]
    settings: Mapping[str, Explained]
    themes: Mapping[str, dict[str, str]]
    levels: tuple[WalkLevel, ...]
    regions: tuple[Region, ...]
    advice: tuple[Advice, ...]
    first_minute: tuple[Prompt, ...]


class Announcer(Protocol):
    """All channels together: what the coach speaks through. A failing channel harms nobody here."""

    def give(self, alarm: Alarm) -> None: ...
    def silence(self) -> None: ...


class Errand(Protocol):
    """Something else that time brings: the reminders of the day's plan, the daily backup."""

    name: str

    def look(self, now: Moment) -> str:
        """Do what is due, if anything; never blocks. What is to be said on the screen, empty where nothing."""

    def wait(self, now: Moment) -> timedelta | None:
        """How long until there is something to do; None where nothing is known of."""
        del now
        return None


class SettingsError(Exception):
    """A setting can't be saved; the text says why and what would help. The file is as it was."""


class SettingsKeeper(Protocol):
    """Where the settings are kept; loading tells what in the file could not be used, saving None the default."""

    def load(self) -> tuple[Settings, tuple[str, ...]]: ...
    def save(self, key: str, value: Value) -> None: ...


class JournalError(Exception):
    """The journal can't be read or written now; the text says why and what would help."""


class JournalBusyError(JournalError):
    """Another window or command has been writing for longer than could be waited."""


class JournalMissingError(JournalError):
    """There is no journal yet, and none was to be made."""


class JournalDamagedError(JournalError):
    """It can't be read, or not all of it; it was left untouched. `backup` is the path of the newest good one."""

    def __init__(self, sentence: str, *, backup: str = "") -> None:
        super().__init__(sentence)
        self.backup = backup
