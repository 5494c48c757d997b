"""What a command about walks, diary and weeks works on: the journal's logbook, the clock and the settings."""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from os import urandom
from typing import TYPE_CHECKING, TypeVar

from backcoach.adapters.journal.sqlite import SqliteJournal
from backcoach.adapters.logbook import ArchiveLogbook
from backcoach.adapters.places import find_places
from backcoach.adapters.settings import load_settings
from backcoach.adapters.system_clock import SystemClock
from backcoach.domain.days import local_day
from backcoach.ports import JournalBusyError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from datetime import date, datetime

    from backcoach.coach.reviews import Reviews
    from backcoach.ports import Journal

BUSY = 5.0
"""Seconds that SQLite waits for another's lock before it gives up once."""
PATIENCE = timedelta(seconds=30)
"""How long a command tries in all: SQLite's own waiting is unfair, and one of many can starve in it."""
PAUSE = 0.01
"""Seconds between two tries."""

Given = TypeVar("Given")


class Account:
    """The person's data, as the words of the command line name it.

    Attributes:
        places: where things lie.
        clock: the clocks.
        now: this moment in the person's zone, to the second.
        settings: what the person has set.
    """

    def __init__(self, words: argparse.Namespace) -> None:
        self.places = find_places(getattr(words, "data_dir", None), getattr(words, "config", None))
        self.clock = SystemClock()
        self.now: datetime = self.clock.local(self.clock.now().wall).replace(microsecond=0)
        self.settings, problems = load_settings(self.places.config_file)
        for problem in problems:
            sys.stderr.write(f"backcoach: {problem}\n")

    @property
    def today(self) -> date:
        """The person's day that runs now."""
        return local_day(self.now, self.settings.day_start)

    def write(self, change: Callable[[Journal], Given]) -> Given:
        """Change the journal in one transaction; when this returns, the change is on the disk.

        Args:
            change: what to do; it may be done again from the start where another was writing.

        Raises:
            JournalError: nothing was changed; the text says why.
        """
        started = self.clock.reading().monotonic
        while True:
            try:
                with SqliteJournal(self.places.journal, busy=BUSY) as journal, journal.transaction():
                    return change(journal)
            except JournalBusyError:
                if self.clock.reading().monotonic - started > PATIENCE:
                    raise
                time.sleep(PAUSE)

    def read(self, look: Callable[[Journal], Given]) -> Given:
        """Look into the journal; where there is none yet, into an empty one, and none is made.

        Raises:
            JournalError: it can't be read.
        """
        if not self.places.journal.exists():
            from backcoach.adapters.journal.memory import MemoryJournal  # noqa: PLC0415 - only before the first save

            return look(MemoryJournal())
        started = self.clock.reading().monotonic
        while True:
            try:
                with SqliteJournal(self.places.journal, busy=BUSY, create=False) as journal:
                    return look(journal)
            except JournalBusyError:
                if self.clock.reading().monotonic - started > PATIENCE:
                    raise
                time.sleep(PAUSE)

    def reviews(self, journal: Journal) -> Reviews:
        """The days and weeks of a journal."""
        from backcoach.adapters.levels import levels  # noqa: PLC0415 - only what reviews needs them
        from backcoach.coach.reviews import Reviews  # noqa: PLC0415 - the same

        return Reviews(ArchiveLogbook(journal.archive), journal, self.clock.local, self.settings, levels())


def new_id() -> str:
    """A new id for what is kept: 32 hexadecimal digits by chance; `uuid` would cost as much as the whole save."""
    return urandom(16).hex()


def warn(problems: tuple[str, ...]) -> None:
    """Say on standard error what could not be read; the rest was used."""
    for problem in problems:
        sys.stderr.write(f"backcoach: {problem}\n")
