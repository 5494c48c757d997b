"""The parts that several commands need, put together."""

from __future__ import annotations

from backcoach.adapters.journal.sqlite import SqliteJournal
from backcoach.adapters.places import Places, find_places

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from backcoach.domain.moment import Moment
    from backcoach.domain.session import Session

BUSY_COMMAND = 5.0
"""Seconds that a command waits for the journal while someone else writes."""
BUSY_WINDOW = 0.5
"""Seconds that a window waits: its clock must go on."""


def places_of(words: argparse.Namespace) -> Places:
    """Where things lie, as the words and the environment say."""
    return find_places(getattr(words, "data_dir", None), getattr(words, "config", None))


def read_sessions(words: argparse.Namespace, now: Moment) -> tuple[Session, ...]:
    """The sessions that go on, where the clocks say they are; nothing is written.

    Raises:
        JournalError: the journal can't be read.
    """
    path = places_of(words).journal
    if not path.exists():
        return ()
    journal = SqliteJournal(path, busy=BUSY_COMMAND, create=False)
    try:
        stored = journal.running()
    finally:
        journal.close()
    return moved_on(stored, now)


def moved_on(stored: tuple[Session, ...], now: Moment) -> tuple[Session, ...]:
    """The sessions where the clocks say they are now, those that have ended left out; nothing is written."""
    if not stored:
        return ()
    # ruff: noqa: PLC0415 - most of the time nothing runs, and the rules need not be loaded
    from backcoach.domain import wording
    from backcoach.domain.engine import decide
    from backcoach.domain.events import Tick

    moved = (decide(session, Tick(), now).session for session in stored)
    return wording.in_order(tuple(session for session in moved if not session.is_over))
