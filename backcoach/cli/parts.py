"""The parts that several commands need, put together."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from backcoach.adapters.journal.sqlite import SqliteJournal
from backcoach.adapters.places import Places, find_places
from backcoach.adapters.settings import load_settings
from backcoach.domain import wording
from backcoach.domain.engine import decide
from backcoach.domain.events import Tick
from backcoach.domain.signs import where_of

if TYPE_CHECKING:
    import argparse

    from backcoach.adapters.content import Library
    from backcoach.domain.moment import Moment
    from backcoach.domain.session import Session
    from backcoach.domain.settings import Settings
    from backcoach.domain.signs import Where

BUSY_COMMAND = 5.0
"""Seconds that a command waits for the journal while someone else writes."""
BUSY_WINDOW = 0.5
"""Seconds that a window waits: its clock must go on."""


def places_of(words: argparse.Namespace) -> Places:
    """Where things lie, as the words and the environment say."""
    return find_places(getattr(words, "data_dir", None), getattr(words, "config", None))


def where_of_person(settings: Settings) -> Where:
    """Whose numbers are shown: as the settings say, else as the territory of the locale does."""
    return where_of(settings.region, os.environ)


def settings_of(places: Places, library: Library) -> tuple[Settings, tuple[str, ...]]:
    """What the person has set, and a sentence for each thing in the file that can't be used.

    A settings file that was asked for and is not there is said, and every setting has its default: the coach opens.
    """
    settings, problems = load_settings(places.config_file, {"plan": library.plans})
    said = tuple(str(problem) for problem in problems)
    if places.config_asked and not places.config_file.exists():
        missing = f"There is no settings file {places.config_file}; every setting has its default. The first one saved"
        said = (f"{missing} in the coach makes it.", *said)
    return settings, said


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
    moved = (decide(session, Tick(), now).session for session in stored)
    return wording.in_order(tuple(session for session in moved if not session.is_over))
