"""What a command about walks, diary and weeks works on: the journal's logbook, the clock and the settings."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TypeVar

from backcoach.cli.parts import BUSY_COMMAND, places_of
from backcoach.clock import SystemClock
from backcoach.coach.logbook import Logbook, Reviews
from backcoach.coach.protocols import Journal
from backcoach.config import load_settings
from backcoach.domain.days import DAY_START, local_day
from backcoach.domain.errors import JournalBusyError, JournalError
from backcoach.domain.settings import Settings
from backcoach.library import load_content
from backcoach.store.file import IN_MEMORY
from backcoach.store.journal import SqliteJournal

Given = TypeVar("Given")

PATIENCE = timedelta(seconds=30)
"""How long a command tries in all: SQLite's own waiting is unfair, and one of many can starve in it."""
PAUSE = 0.01
"""Seconds between two tries."""


class Account:
    """The person's data, as the words of the command line name it.

    Attributes:
        places: where things lie.
        clock: the clocks.
        now: this moment in the person's zone, to the second.
    """

    def __init__(self, words: argparse.Namespace) -> None:
        self.places = places_of(words)
        self.clock = SystemClock()
        self.now: datetime = self.clock.local(self.clock.wall_now()).replace(microsecond=0)

    @cached_property
    def settings(self) -> Settings:
        """What the person has set; what can't be used of it is said once, on standard error."""
        settings, problems = load_settings(self.places.config_file)
        warn(tuple(map(str, problems)))
        return settings

    @property
    def day_start(self) -> timedelta:
        """How long after midnight the person's day starts."""
        return self.settings.day_start if self.places.config_file.exists() else DAY_START

    @property
    def today(self) -> date:
        """The person's day that runs now."""
        return local_day(self.now, self.day_start)

    def write(self, change: Callable[[Journal], Given]) -> Given:
        """Change the journal in one transaction; when this returns, the change is on the disk.

        Args:
            change: what to do; it may be done again from the start where another was writing.

        Raises:
            JournalError: nothing was changed; the text says why.
        """
        self._check_folder()

        def once() -> Given:
            with SqliteJournal(self.places.journal, busy=BUSY_COMMAND) as journal, journal.transaction():
                return change(journal)

        return self._patiently(once)

    def read(self, look: Callable[[Journal], Given]) -> Given:
        """Look into the journal; where there is none yet, into an empty one, and none is made.

        Raises:
            JournalError: it can't be read.
        """
        if not self.places.journal.exists():
            self._check_folder()

            with SqliteJournal(IN_MEMORY, busy=0) as journal:
                return look(journal)

        def once() -> Given:
            with SqliteJournal(self.places.journal, busy=BUSY_COMMAND, create=False) as journal:
                return look(journal)

        return self._patiently(once)

    def _check_folder(self) -> None:
        folder = self.places.data
        if folder.exists() and not folder.is_dir():
            raise JournalError(f"The journal can't lie in {folder}, which is a file: name a folder with --data-dir.")

    def _patiently(self, act: Callable[[], Given]) -> Given:
        """Do it; again and again where another is writing, until patience ends."""
        started = None
        while True:
            try:
                return act()
            except JournalBusyError:
                now = self.clock.reading().monotonic
                started = started or now
                if now - started > PATIENCE:
                    raise
                time.sleep(PAUSE)

    def reviews(self, journal: Journal) -> Reviews:
        """The days and weeks of a journal."""
        return Reviews(Logbook(journal.archive), journal, self.clock.local, self.settings, load_content().levels)


def warn(problems: tuple[str, ...]) -> None:
    """Say on standard error what could not be read; the rest was used."""
    for problem in problems:
        sys.stderr.write(f"backcoach: {problem}\n")
