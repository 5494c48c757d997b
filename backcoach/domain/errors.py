"""What keeps the journal from being read or written; each error is a sentence for the person."""

from __future__ import annotations


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
    """It can't be read, or not all of it; it was left untouched.

    Attributes:
        backup: the path of the newest good backup; empty where there is none or nobody has looked.
    """

    def __init__(self, sentence: str, *, backup: str = "") -> None:
        super().__init__(sentence)
        self.backup = backup
