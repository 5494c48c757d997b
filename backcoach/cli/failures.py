"""Which errors are sentences for the person; all others are faults of the program and go to the log."""

from __future__ import annotations

from backcoach.adapters.exchange.archive import ExchangeError
from backcoach.domain.engine import NotNowError
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.text import WordsError
from backcoach.ports import JournalError


class CannotError(Exception):
    """It could not be done; the text says why and what would be right. Exit status 1."""


def expected() -> tuple[type[Exception], ...]:
    """The errors whose text is for the person."""
    return (CannotError, LimitReachedError, NotNowError, JournalError, ExchangeError)


def wrong_words() -> type[Exception]:
    """The error of words that can't be used."""
    return WordsError


def unknown_id(error: Exception) -> bool:
    """Whether the words were right as such, but nothing that is kept answers to them."""
    return isinstance(error, WordsError) and error.field == "id"
