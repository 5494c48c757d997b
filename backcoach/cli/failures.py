"""Which errors are sentences for the person; all others are faults of the program and go to the log."""

from __future__ import annotations

from backcoach.cli.parser import WrongWordsError
from backcoach.domain.errors import JournalError
from backcoach.domain.events import NotNowError
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.text import WordsError
from backcoach.exchange.import_report import ExchangeError


class CannotError(Exception):
    """It could not be done; the text says why and what would be right. Exit status 1."""


EXPECTED = (CannotError, LimitReachedError, NotNowError, JournalError, ExchangeError)
WRONG_WORDS = (WordsError, WrongWordsError)


def unknown_id(error: Exception) -> bool:
    """Whether the words were right as such, but nothing that is kept answers to them."""
    return getattr(error, "field", None) == "id"
