"""What the words of a command and the system name: folders, settings, this moment, the journal, other machines."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from os import urandom
from pathlib import Path
from threading import Thread
from typing import TypeVar

from backcoach.cli.command import Words, warn
from backcoach.clock import SystemClock
from backcoach.coach.log import Reviews
from backcoach.coach.protocols import (
    Clock,
    Errand,
    Journal,
    JournalBusyError,
    JournalDamagedError,
    JournalError,
    JournalMissingError,
)
from backcoach.config import Places, find_places, load_settings, place, stamp
from backcoach.domain.days import local_day, parse_when
from backcoach.domain.diary import Here
from backcoach.domain.moment import Moment, elapsed
from backcoach.domain.settings import Settings
from backcoach.exchange import ExchangeError
from backcoach.library import Library
from backcoach.store import maintenance
from backcoach.store.file import IN_MEMORY
from backcoach.store.journal import SqliteJournal
from backcoach.store.shared_journal import SharedJournal

Given = TypeVar("Given")

BUSY_COMMAND = 30.0
"""Seconds that a command waits for the journal while someone else writes."""
BUSY_WINDOW = 0.5
"""Seconds that a window waits: its clock must go on."""


def settings_of(places: Places, library: Library) -> tuple[Settings, tuple[str, ...]]:
    """The settings, and a sentence for each thing in the file that can't be used, or for a missing file."""
    settings, said = load_settings(places.config_file, {"plan": library.plans})
    if places.config_asked and not places.config_file.exists():
        missing = f"There is no settings file {places.config_file}; every setting has its default. The first that"
        said = (f"{missing} you save in the coach makes it.", *said)
    return settings, said


def new_id() -> str:
    """A new id: 32 hexadecimal digits by chance; `uuid` would cost a command as much as all it saves."""
    return urandom(16).hex()


def sync_apart(places: Places, settings: Settings) -> None:
    """Sync with the folder of the settings in a process of its own, which nobody waits for."""
    if settings.sync_folder and places.journal.exists():
        called = [sys.executable, "-P", "-m", "backcoach", "--data-dir", str(places.data)]
        with suppress(OSError):
            subprocess.Popen(
                [*called, "sync", settings.sync_folder],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )


class Aside(Errand):
    """An errand whose work is done in a thread, `every` so often; what it finds wrong is said when it is new."""

    def __init__(
        self, name: str, every: timedelta, work: Callable[[Moment], list[str]], *, is_waited_for: bool = False
    ) -> None:
        self.name = name
        self._every = every
        self._work = work
        self._is_waited_for = is_waited_for  # when the program quits
        self._began: Moment | None = None
        self._thread = Thread()
        self._found: list[str] = []
        self._said: list[str] = []

    def look(self, now: Moment) -> str:
        """Begin the work where it is time; what there is to say of the last one."""
        if self._thread.is_alive():
            return ""
        fresh = [sentence for sentence in dict.fromkeys(self._found) if sentence not in self._said]
        self._said = self._found
        if self._began is None or elapsed(self._began, now) >= self._every:
            self._began = now
            self._thread = Thread(target=self._do, args=[now], daemon=not self._is_waited_for)
            self._thread.start()
        return " ".join(fresh)

    def _do(self, now: Moment) -> None:
        self._found = self._work(now)


def backup_errand(path: Path, clock: Clock, day_start: Callable[[], timedelta]) -> Aside:
    """Makes one backup for each of the person's days; these start `day_start` after midnight."""

    def work(now: Moment) -> list[str]:
        try:
            maintenance.daily_backup(path, now.wall, lambda wall: local_day(clock.local(wall), day_start()))
        except JournalMissingError:
            return []  # nothing was saved yet, so nothing can be lost
        except JournalDamagedError as damage:
            return [f"{damage} What is wrong, and the way back to a backup: backcoach check"]
        except JournalError as error:
            return [f"The daily backup could not be made. {error}"]
        return []

    return Aside("daily backup", timedelta(minutes=10), work, is_waited_for=True)


def sync_errand(path: Path, folder: Callable[[], str | None]) -> Aside:
    """Syncs at the start, and when something has changed here or in the `folder` that is set."""
    seen: object = None
    found: list[str] = []

    def work(now: Moment) -> list[str]:
        nonlocal seen, found
        if not (named := folder()):
            return found
        from backcoach.exchange.sync_folder import own_file, sync  # most have no such folder

        try:
            shared = place(named)
            with SharedJournal(path, busy=BUSY_COMMAND) as journal:
                own = own_file(shared, journal)
                here = (journal.newest(), [(each, stamp(each)) for each in sorted(shared.glob("*")) if each != own])
                if here != seen:
                    found = sync(journal, shared, now).skipped
                    seen = here
        except JournalBusyError:
            pass  # someone is writing: the next look comes soon
        except (ExchangeError, JournalError, OSError) as error:
            found = [f"The folder of other machines could not be synced. {error}"]
        return found

    return Aside("sync", timedelta(seconds=5), work)


def open_journal(path: Path, wall: Callable[[], datetime]) -> tuple[SqliteJournal, str]:
    """The journal of a person's sessions, and why it can't be used now: it is tried again at each use then.

    What runs is kept in memory meanwhile. A `JournalDamagedError` where it is damaged.
    """
    opening = partial(SqliteJournal, path, busy=BUSY_WINDOW, verify=True, wall=wall)
    try:
        return opening(), ""
    except JournalDamagedError:
        raise
    except JournalError as error:
        return opening(late=True), str(error)


class Environment:
    """What a command works with that reads or changes the journal; `now` is local, to the second."""

    def __init__(self, words: Words) -> None:
        self.places = find_places(words.data_dir, words.config)
        self.clock = SystemClock()
        self.now: datetime = self.clock.local(self.clock.wall_now()).replace(microsecond=0)

    @cached_property
    def _loaded(self) -> tuple[Settings, tuple[str, ...]]:
        return load_settings(self.places.config_file)

    @cached_property
    def settings(self) -> Settings:
        """The settings; what can't be used of them is said once, on standard error."""
        settings, problems = self._loaded
        warn(problems)
        return settings

    def sync(self) -> None:
        """After a change: sync with the folder of the settings, where there is one."""
        sync_apart(self.places, self._loaded[0])

    @property
    def today(self) -> date:
        return local_day(self.now, self.settings.day_start)

    @property
    def here(self) -> Here:
        return Here(self.now, self.clock.local, self.settings.day_start)

    def when(self, text: str) -> datetime:
        return parse_when(text, now=self.now, local=self.clock.local, day_start=self.settings.day_start)

    def reviews(self, journal: Journal) -> Reviews:
        return Reviews(journal, self.clock.local, self.settings, Library().levels)

    def write(self, change: Callable[[SqliteJournal], Given]) -> Given:
        """Change the journal in one transaction."""
        self._check_folder()
        with (
            SqliteJournal(self.places.journal, busy=BUSY_COMMAND, wall=self.clock.wall_now) as journal,
            journal.transaction(),
        ):
            given = change(journal)
        self.sync()
        return given

    def read(self, look: Callable[[Journal], Given]) -> Given:
        """Look into the journal; where there is none yet, into an empty one, and none is made."""
        self._check_folder()
        path = self.places.journal if self.places.journal.exists() else IN_MEMORY
        with SqliteJournal(path, busy=BUSY_COMMAND, create=False, wall=self.clock.wall_now) as journal:
            return look(journal)

    def _check_folder(self) -> None:
        folder = self.places.data
        if folder.exists() and not folder.is_dir():
            raise JournalError(f"Your data can't be kept in {folder}, which is a file: name a folder with --data-dir.")
