"""Which errors are sentences for the person; all others are faults of the program and go to the log."""

from __future__ import annotations


class CannotError(Exception):
    """It could not be done; the text says why and what would be right. Exit status 1."""


def expected() -> tuple[type[Exception], ...]:
    """The errors whose text is for the person."""
    # ruff: noqa: PLC0415 - asked for only once something went wrong
    from backcoach.domain.events import NotNowError
    from backcoach.domain.limits import LimitReachedError
    from backcoach.ports import JournalError

    return (CannotError, LimitReachedError, NotNowError, JournalError)
