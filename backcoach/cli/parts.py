"""The parts that several commands need, put together."""

from __future__ import annotations

import argparse

from backcoach.coach.protocols import Journal
from backcoach.config import Places, find_places
from backcoach.domain.engine import decide
from backcoach.domain.events import Tick
from backcoach.domain.moment import Moment
from backcoach.domain.session import Session
from backcoach.domain.wording import in_order

BUSY_COMMAND = 5.0
"""Seconds that a command waits for the journal while someone else writes."""
BUSY_WINDOW = 0.5
"""Seconds that a window waits: its clock must go on."""


def places_of(words: argparse.Namespace) -> Places:
    """Where things lie, as the words and the environment say."""
    return find_places(getattr(words, "data_dir", None), getattr(words, "config", None))


def going_on(journal: Journal, now: Moment) -> tuple[Session, ...]:
    """The sessions that go on, where the clocks say they are; nothing is written.

    Raises:
        JournalError: the journal can't be read.
    """
    stored = journal.running()
    if not stored:
        return ()

    moved = (_moved_on(session, now) for session in stored)
    return in_order(tuple(session for session in moved if not session.is_over))


def _moved_on(session: Session, now: Moment) -> Session:
    if session.still_stands(now):
        return session

    return decide(session, Tick(), now).session
