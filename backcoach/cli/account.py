"""What commands work on: the person's places, settings and journal, the clock, and what goes on."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cached_property
from os import urandom
from pathlib import Path
from typing import TypeVar

from backcoach.clock import SystemClock
from backcoach.coach.logbook import Logbook, Reviews
from backcoach.coach.protocols import Journal, JournalBusyError, JournalError
from backcoach.config import Places, find_places, load_settings
from backcoach.domain.days import local_day
from backcoach.domain.engine import decide
from backcoach.domain.events import Tick
from backcoach.domain.moment import Moment
from backcoach.domain.session import Session
from backcoach.domain.settings import DAY_START, Settings
from backcoach.domain.signs import Where, where_of
from backcoach.domain.text import clean
from backcoach.domain.wording import in_order
from backcoach.exchange.files import write_whole
from backcoach.library import Library, load_content
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


def new_id() -> str:
    """A new id: 32 hexadecimal digits by chance; `uuid` would cost a command as much as all it saves."""
    return urandom(16).hex()


def print_lines(lines: Iterable[str]) -> None:
    """Print the lines, each clean; the spaces at its beginning stay."""
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        sys.stdout.write(" " * indent + clean(line) + "\n")


def print_json(document: object) -> None:
    """Print one JSON document; in ASCII alone where the output could lose a character."""
    only_ascii = "utf" not in (sys.stdout.encoding or "").lower()
    sys.stdout.write(json.dumps(document, ensure_ascii=only_ascii, indent=2) + "\n")


def warn(problems: tuple[str, ...]) -> None:
    """Say on standard error what could not be read; the rest was used."""
    for problem in problems:
        sys.stderr.write(f"backcoach: {problem}\n")


STDOUT = "-"


def put_out(words: argparse.Namespace, text: str) -> None:
    """Write the text to the file that is named; to standard output for `-`, or where none is."""
    if words.output in {None, STDOUT}:
        sys.stdout.write(text)
    else:
        write_whole(Path(words.output), text, force=words.force)
        print_lines([f"Written: {words.output}"])
