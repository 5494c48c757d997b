"""The journal for the window, which opens whatever state the disk is in, and the way back to a backup."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from msgspec import Struct

from backcoach.cli.parts import BUSY_WINDOW
from backcoach.coach.protocols import Clock
from backcoach.config import Places
from backcoach.domain.errors import JournalDamagedError, JournalError
from backcoach.store import backups, errands, maintenance
from backcoach.store.journal import SqliteJournal

CANT_SAVE = "Nothing can be saved now; the timers work, and it is tried again each second."


class Lost(Struct, frozen=True):
    """A journal that could not be read and was set aside, and the newest good backup of it.

    Attributes:
        path: where the journal is.
        backup: the backup.
        clock: tells the time, for the name under which the present journal is kept.
    """

    path: Path
    backup: Path
    clock: Clock

    @property
    def about(self) -> str:
        """Which backup it is, in a few words."""
        made = next((each.made for each in backups.backups(self.path) if each.path == self.backup), None)
        when = f"of {self.clock.local(made):%a %d %b %H:%M}" if made is not None else self.backup.name
        return f"to the backup {when}"

    def go_back(self) -> str:
        """Put the backup in the journal's place; what was done, as a sentence.

        Raises:
            JournalError: it could not be done; nothing was changed.
        """
        former = maintenance.restore(self.path, self.backup, now=self.clock.now())
        kept = f" What this window had saved is kept as {former}." if former is not None else ""
        return f"The journal is again as in the backup {self.backup.name}.{kept}"


class WindowJournal(Struct, frozen=True):
    """The journal of a window.

    Attributes:
        journal: it; where it can't be opened yet, that is tried each second.
        notice: what is to be said about it at once; empty where all is well.
        lost: what was set aside, and the backup that can take its place; None where nothing is to be had.
        is_checked: whether the whole file was checked; a large one is checked after the first picture.
    """

    journal: SqliteJournal
    notice: str = ""
    lost: Lost | None = None
    is_checked: bool = True


def open_for_window(places: Places, clock: Clock) -> WindowJournal:
    """The journal, and what is to be said about it.

    A file that can't be read is set aside under a new name, never overwritten. One of a newer backcoach stays as it is.
    Where nothing can be kept, what is shown lives in the window, and is written as soon as that is possible.
    """
    path = places.journal
    is_checked = errands.comes_first(path)
    opening = partial(SqliteJournal, path, busy=BUSY_WINDOW)
    try:
        return WindowJournal(opening(verify=is_checked), is_checked=is_checked)
    except JournalDamagedError as damage:
        return _begin_anew(path, clock, damage)
    except JournalError:
        return WindowJournal(opening(verify=is_checked, late=True), CANT_SAVE, is_checked=is_checked)


def _begin_anew(path: Path, clock: Clock, damage: JournalDamagedError) -> WindowJournal:
    """An empty journal in the place of one that can't be read, and the way back to a backup."""
    lost = Lost(path, Path(damage.backup), clock) if damage.backup else None
    opening = partial(SqliteJournal, path, busy=BUSY_WINDOW, aside=clock.now().wall)
    try:
        journal = opening()
    except JournalError:
        return WindowJournal(opening(late=True), f"{CANT_SAVE} {damage}")
    said = "The journal was damaged. It is set aside, and an empty one begun."
    if lost is None:
        return WindowJournal(journal, f"{said} There is no good backup of it; backcoach paths says where it lies.")
    way = f"Press g to go back {lost.about}, or later: backcoach restore {lost.backup}"
    return WindowJournal(journal, f"{said} {way}", lost)
