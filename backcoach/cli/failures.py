"""Which errors are sentences for the person; all others are faults of the program and go to the log."""

from __future__ import annotations


class CannotError(Exception):
    """It could not be done; the text says why and what would be right. Exit status 1."""


def expected() -> tuple[type[Exception], ...]:
    """The errors whose text is for the person."""
    # ruff: noqa: PLC0415 - loaded when something has failed, and not by every command
    from backcoach.domain.engine import NotNowError
    from backcoach.domain.limits import LimitReachedError
    from backcoach.exchange.import_report import ExchangeError
    from backcoach.ports import JournalError

    return (CannotError, LimitReachedError, NotNowError, JournalError, ExchangeError)


def wrong_words() -> tuple[type[Exception], ...]:
    """The errors of words that can't be used."""
    from backcoach.cli.parser import WrongWordsError
    from backcoach.domain.text import WordsError

    return (WordsError, WrongWordsError)


def unknown_id(error: Exception) -> bool:
    """Whether the words were right as such, but nothing that is kept answers to them."""
    return getattr(error, "field", None) == "id"
