"""What this window has added, edited and deleted, so that each of it can be taken back."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from backcoach.coach.logbook import Logbook
from backcoach.coach.protocols import Chronicle
from backcoach.domain import diary, walks
from backcoach.domain.diary import Entry
from backcoach.domain.walks import Walk

Kept = Walk | diary.Entry
"""What the log keeps."""

MOST = 100
"""How many changes can be taken back."""


class ChangedElsewhereError(Exception):
    """Another window or command has changed it meanwhile; the text is a sentence, and nothing was changed here."""


class Change(Struct, frozen=True):
    """One thing that was done.

    Attributes:
        before: what was kept before; None where it is new.
        after: what was kept then.
    """

    before: Kept | None
    after: Kept

    @property
    def did(self) -> str:
        """What was done, in a word."""
        if self.before is None:
            return "added"
        if self.before.deleted is None and self.after.deleted is not None:
            return "deleted"
        return "changed"


def delete_mark(kept: Kept, at: datetime) -> Kept:
    """The same, as deleted at this moment."""
    return walks.deleted(kept, at) if isinstance(kept, Walk) else diary.deleted(kept, at)


class Changes:
    """Puts changes into the logbook, each in a transaction of its own, and takes them back, the last one first."""

    def __init__(self, journal: Chronicle, book: Logbook) -> None:
        self._journal = journal
        self._book = book
        self._done: list[Change] = []

    @property
    def last(self) -> Change | None:
        """What would be taken back; None where there is nothing."""
        return self._done[-1] if self._done else None

    def make(self, before: Kept | None, after: Kept) -> None:
        """Keep `after` in the place of `before`.

        Raises:
            ChangedElsewhereError: what is kept is not what was before.
            JournalError: it can't be written; nothing was changed.
        """
        self._put(before, after)
        self._done = [*self._done, Change(before, after)][-MOST:]

    def undo(self, now: datetime) -> Change | None:
        """Take the last change back; what it was, None where there is nothing to take back.

        What was added is deleted; it stays, marked, as everything that is deleted.

        Raises:
            ChangedElsewhereError: another window has changed it since; that change stays.
            JournalError: it can't be written; it can be tried again.
        """
        change = self.last
        if change is None:
            return None
        try:
            self._put(change.after, change.before or delete_mark(change.after, now))
        except ChangedElsewhereError:
            self._done.pop()
            raise
        self._done.pop()
        return change

    def _put(self, before: Kept | None, after: Kept) -> None:
        with self._journal.transaction():
            if self._kept_now(after) != before:
                raise ChangedElsewhereError("It was changed in another window meanwhile: look at it again first.")
            if isinstance(after, Walk):
                self._book.save_walk(after)
            else:
                self._book.save_entry(after)

    def _kept_now(self, kept: Kept) -> Walk | Entry | None:
        return self._book.walk(kept.id) if isinstance(kept, Walk) else self._book.entry(kept.id)
