"""Keeping machines alike that share a folder, by itself: what a window and `remind` do for `sync_folder`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Thread

from backcoach.cli.environment import BUSY_COMMAND
from backcoach.coach.protocols import JournalBusyError, JournalError
from backcoach.domain.moment import Moment, elapsed
from backcoach.store.shared import SharedJournal

EACH = timedelta(seconds=5)
"""How often a window looks whether there is something to sync."""


def place(folder: str) -> Path:
    return Path(folder).expanduser().absolute()


class SyncErrand:
    """An errand that syncs in a thread of its own: at the start, and when something has changed here or in the folder.

    What can't be done or was skipped is said once; it is tried again at each look.

    Args:
        path: where the journal lies; it is opened for that thread alone.
        folder: the folder that is set now, if any.
    """

    name = "sync"

    def __init__(self, path: Path, folder: Callable[[], str | None]) -> None:
        self._path = path
        self._folder = folder
        self._work: Thread | None = None
        self._began: Moment | None = None
        self._seen: object = None
        self._found: list[str] = []
        self._said: set[str] = set()

    def look(self, now: Moment) -> str:
        """Begin the next look at the folder; what there is to say of the last one."""
        is_soon = self._began is not None and elapsed(self._began, now) < EACH
        if is_soon or (self._work is not None and self._work.is_alive()):
            return ""
        fresh = [sentence for sentence in dict.fromkeys(self._found) if sentence not in self._said]
        self._said.update(fresh)
        self._found = []
        if folder := self._folder():
            self._began = now
            self._work = Thread(target=self._sync, args=[place(folder), now], daemon=True)  # never waited for
            self._work.start()
        return " ".join(fresh)

    def wait(self, now: Moment) -> None:
        del now

    def _sync(self, folder: Path, now: Moment) -> None:
        from backcoach.exchange.import_report import ExchangeError  # most have no such folder
        from backcoach.exchange.sync_folder import own_file, sync  # the same

        try:
            with SharedJournal(self._path, busy=BUSY_COMMAND) as journal:
                own = own_file(folder, journal)
                seen = (journal.newest(), [_stamp(path) for path in sorted(folder.glob("*")) if path != own])
                if seen != self._seen:
                    self._found = sync(journal, folder, now).skipped
                    self._seen = seen
        except JournalBusyError:
            pass  # someone is writing: the next look comes soon
        except (ExchangeError, JournalError, OSError) as error:
            self._found = [f"The folder of other machines could not be synced. {error}"]


def _stamp(path: Path) -> tuple[str, int, int]:
    with suppress(OSError):
        found = path.lstat()
        return path.name, found.st_mtime_ns, found.st_size
    return path.name, 0, 0
