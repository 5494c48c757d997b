"""What the coach needs from the outside, as protocols; adapters keep to them, tests bring their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import date, datetime

    from backcoach.domain.alarm import Alarm
    from backcoach.domain.diary import Entry
    from backcoach.domain.moment import Moment, Reading
    from backcoach.domain.session import Session
    from backcoach.domain.walks import Walk


class Clock(Protocol):
    """The only way to learn the time."""

    def now(self) -> Moment:
        """This moment, on the wall clock and on the boot clock."""

    def reading(self) -> Reading:
        """This moment and the monotonic clock, to notice jumps by."""

    def local(self, wall: datetime) -> datetime:
        """The same point in time in the person's own zone."""


class JournalError(Exception):
    """The journal can't be read or written now; the text says why and what would help."""


class Journal(Protocol):
    """Where sessions and answers are kept. Every method may raise `JournalError`.

    What is read inside a `transaction` can't be changed by anyone else before it ends; what is written in it is
    on the disk when it has ended, or not at all.
    """

    def transaction(self) -> AbstractContextManager[None]:
        """One write transaction; an exception inside undoes it."""

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

    def last_removal(self) -> Moment | None:
        """When a pack of ice or heat last came off; None where none ever did."""

    def remember(self, key: str, moment: Moment) -> None:
        """Keep a moment under a key: the answers to the skin questions, heat that made it worse."""

    def recall(self, key: str) -> Moment | None:
        """The moment kept under the key; None where there is none."""


class ChannelError(Exception):
    """A channel could not give an alarm; the text says why."""


class AlarmChannel(Protocol):
    """One way to be noticed: the terminal's bell, a notification, a tone, a spoken word.

    `give` returns at once and never blocks; what it starts goes on by itself.
    """

    name: str

    def missing(self) -> str | None:
        """Why it can't be used here, as a sentence; None where it can."""

    def give(self, alarm: Alarm) -> None:
        """Give the alarm.

        Raises:
            ChannelError: it could not be given; the other channels go on.
        """

    def silence(self) -> None:
        """Stop what still sounds."""

    def close(self) -> None:
        """Stop, and let go of what is held; nothing is given after it."""


class Announcer(Protocol):
    """All channels together: what the coach speaks through. A failing channel harms nobody here."""

    def give(self, alarm: Alarm) -> None:
        """Give the alarm on every channel that can."""

    def silence(self) -> None:
        """Stop what still sounds."""


class Logbook(Protocol):
    """Where walks and diary entries are kept. Every method may raise `JournalError`.

    Transactions are those of the journal that it belongs to. What is deleted stays, marked, so that it can come
    back; only the methods that ask for one id give it.
    """

    def save_walk(self, walk: Walk) -> None:
        """Keep the walk as it is now: new, edited, deleted or brought back."""

    def walk(self, walk_id: str) -> Walk | None:
        """The walk with this id, deleted or not."""

    def walk_ids(self, beginning: str) -> tuple[str, ...]:
        """The ids of walks, deleted ones too, that begin so; in order, at most ten."""

    def walks(self, first: date, last: date) -> tuple[Walk, ...]:
        """The walks of these days, the earliest first, without deleted ones; takes no longer for more other days."""

    def save_entry(self, entry: Entry) -> None:
        """Keep the diary entry as it is now."""

    def entry(self, entry_id: str) -> Entry | None:
        """The diary entry with this id, deleted or not."""

    def entries(self, first: date, last: date) -> tuple[Entry, ...]:
        """The diary entries of these days, the earliest first, without deleted ones."""

    def first_day(self) -> date | None:
        """The first day with a walk or an entry that is not deleted; None where there is none."""
