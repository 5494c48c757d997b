"""What the coach needs from the outside, as protocols; adapters keep to them, tests bring their own."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from backcoach.domain.alarm import Alarm
from backcoach.domain.moment import Moment, Reading
from backcoach.domain.record import Record
from backcoach.domain.review import Used
from backcoach.domain.session import Session
from backcoach.domain.settings import Settings, Value


class Clock(Protocol):
    """The only way to learn the time."""

    def now(self) -> Moment: ...

    def reading(self) -> Reading:
        """This moment and the monotonic clock, to notice jumps by."""

    def local(self, wall: datetime) -> datetime:
        """The same point in time in the person's own zone."""


class History(Protocol):
    """What was done and written down: all that the day, the log and the flare-ups need of a journal.

    The coach's own keeps in memory what the journal can't take; only its transactions raise, where it is busy.
    """

    @property
    def archive(self) -> Archive:
        """What the person has written down, kept in the same place and in the same transactions."""

    def transaction(self) -> AbstractContextManager[None]:
        """One write transaction: nobody else changes what is read in it; an exception inside undoes it.

        What is written in it is on the disk when it has ended, or not at all.
        """

    def ended_between(self, first: datetime, last: datetime) -> tuple[Session, ...]:
        """The sessions that ended from `first` up to, but not at, `last` (wall times, UTC), the oldest first."""

    def used_between(self, first: datetime, last: datetime) -> tuple[Used, ...]:
        """What was used and ended from `first` up to, but not at, `last` (UTC), in order of its beginning.

        Each application of ice or heat, also those of sessions that go on; each session of stretches or breathing
        that has ended and in which anything was done.
        """

    def removals(self, now: Moment) -> Mapping[str, Moment]:
        """When packs of ice or heat came off for which the skin may still rest now, by a name for each.

        What was remembered under such a name, because a clock was set, counts instead of what the session says.
        """

    def recall(self, key: str) -> Moment | None:
        """The moment kept under the key; None where there is none."""


class Journal(History, Protocol):
    """Where sessions and answers are kept. Every method may raise `JournalError`."""

    def reading(self) -> AbstractContextManager[None]:
        """What is read inside belongs together: no one's writing comes between, and nobody is kept from it."""

    def changed_elsewhere(self) -> bool:
        """Whether someone else has written since this was last asked; cheap enough for each second."""

    def running(self) -> tuple[Session, ...]:
        """The sessions that have not ended, the oldest first."""

    def session(self, session_id: str) -> Session | None:
        """The session with this id, ended or not."""

    def save(self, session: Session) -> None:
        """Keep the session as it is now, with the steps that it has finished."""

    def finished(self, *, limit: int = 50) -> tuple[Session, ...]:
        """The sessions that have ended, the newest first."""

    def remember(self, key: str, moment: Moment) -> None:
        """Keep a moment under a key: the answers to the skin questions, heat that made it worse."""


class Archive(Protocol):
    """Where what the person writes down is kept; part of the journal. Every method may raise `JournalError`."""

    def put(self, record: Record) -> None:
        """Keep the record; one with the same id is replaced."""

    def record(self, record_id: str) -> Record | None:
        """The record with this id, deleted or not."""

    def starting_with(self, kind: str, beginning: str) -> tuple[Record, ...]:
        """The records of a kind, deleted or not, whose ids begin so; at most ten."""

    def records(
        self, kind: str, *, first: date | None = None, last: date | None = None, deleted: bool = False
    ) -> tuple[Record, ...]:
        """The records of a kind in order of time, of the local days from `first` to `last`, both included."""

    def newest(self, kind: str, *, limit: int = 1) -> tuple[Record, ...]:
        """The records of a kind that were not deleted, the latest point in time first."""

    def first_day(self, kind: str) -> date | None:
        """The first local day with a record of a kind that was not deleted; None where there is none."""

    def problems(self) -> tuple[str, ...]:
        """A sentence for each record that was asked for and can't be read; it stays as it is, and the rest goes on."""


class Announcer(Protocol):
    """All channels together: what the coach speaks through. A failing channel harms nobody here."""

    def give(self, alarm: Alarm) -> None: ...

    def silence(self) -> None: ...


class SettingsError(Exception):
    """A setting can't be saved; the text says why and what would help. The file is as it was."""


class SettingsKeeper(Protocol):
    """Where the settings are kept."""

    def load(self) -> tuple[Settings, tuple[str, ...]]:
        """The settings, and a sentence for each thing in the file that could not be used; never an error."""

    def save(self, key: str, value: Value) -> None:
        """Keep one value under its key, or raise `SettingsError`; None brings back the default."""


class JournalError(Exception):
    """The journal can't be read or written now; the text says why and what would help."""


class JournalBusyError(JournalError):
    """Another window or command has been writing for longer than could be waited."""


class JournalFullError(JournalError):
    """The disk has no room for what was to be written."""


class JournalReadOnlyError(JournalError):
    """What is kept can be read, but nothing can be written."""


class JournalMissingError(JournalError):
    """There is no journal yet, and none was to be made."""


class JournalNewerError(JournalError):
    """A newer backcoach has written it; it was left untouched."""


class JournalDamagedError(JournalError):
    """It can't be read, or not all of it; it was left untouched. `backup` is the path of the newest good one."""

    def __init__(self, sentence: str, *, backup: str = "") -> None:
        super().__init__(sentence)
        self.backup = backup
