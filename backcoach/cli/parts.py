"""The parts that several commands need, put together."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from backcoach.adapters.places import Places, find_places
from backcoach.ports import JournalDamagedError, JournalError, JournalNewerError

if TYPE_CHECKING:
    import argparse

    from backcoach.domain.moment import Moment
    from backcoach.domain.session import Session
    from backcoach.domain.signs import Where
    from backcoach.ports import Clock, Journal

BUSY_COMMAND = 5.0
"""Seconds that a command waits for the journal while someone else writes."""
BUSY_WINDOW = 0.5
"""Seconds that a window waits: its clock must go on."""


def places_of(words: argparse.Namespace) -> Places:
    """Where things lie, as the words and the environment say."""
    return find_places(getattr(words, "data_dir", None), getattr(words, "config", None))


def where_now(places: Places) -> Where:
    """Whose numbers are shown: as the settings say, else as the territory of the locale does."""
    # ruff: noqa: PLC0415 - every prompt asks this module for its journal
    from backcoach.adapters.settings import load_settings
    from backcoach.domain.signs import where_of

    settings, _ = load_settings(places.config_file)
    return where_of(settings.region, os.environ)


def open_for_window(places: Places, clock: Clock) -> tuple[Journal, str]:
    """The journal, and what is to be said about it: the window opens whatever state the disk is in.

    A file that can't be read is set aside under a new name, never overwritten. Where nothing can be kept, the sessions
    live as long as the window.

    Raises:
        JournalNewerError: a newer backcoach has written it; it is left untouched.
    """
    from backcoach.adapters.journal.health import Replacement, open_journal
    from backcoach.adapters.journal.memory import MemoryJournal

    try:
        return open_journal(places.journal, busy=BUSY_WINDOW, verify=True), ""
    except JournalNewerError:
        raise
    except JournalDamagedError as damage:
        notice = f"{damage} It is set aside, and an empty journal begun."
        if damage.backup:
            notice += f" To go back to the backup: backcoach restore {damage.backup}"
        try:
            instead = Replacement(now=clock.now().wall)
            return open_journal(places.journal, busy=BUSY_WINDOW, instead=instead), notice
        except JournalError as error:
            return MemoryJournal(), f"Nothing can be saved now, the timers work: {error}"
    except JournalError as error:
        return MemoryJournal(), f"Nothing can be saved now, the timers work: {error}"


def running(journal: Journal, now: Moment) -> tuple[Session, ...]:
    """The sessions that go on, where the clocks say they are; nothing is written.

    Raises:
        JournalError: the journal can't be read.
    """
    stored = journal.running()
    if not stored:
        return ()
    from backcoach.domain import wording
    from backcoach.domain.engine import decide
    from backcoach.domain.events import Tick

    moved = (decide(session, Tick(), now).session for session in stored)
    return wording.in_order(tuple(session for session in moved if not session.is_over))
