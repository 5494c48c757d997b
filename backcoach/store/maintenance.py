"""Looking after the journal: checking it, restoring, and the daily backup, which is made beside the event loop."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from secrets import token_hex

from backcoach.coach.protocols import Clock, Errand, JournalDamagedError, JournalError, JournalMissingError
from backcoach.domain.days import local_day
from backcoach.domain.moment import ZERO, Moment, elapsed
from backcoach.domain.session import State
from backcoach.domain.sync import ARRIVED, Document
from backcoach.store import backups, file
from backcoach.store.backups import PATIENCE
from backcoach.store.file import saying
from backcoach.store.journal import SqliteJournal
from backcoach.store.shared_journal import SharedJournal

QUICK = 2 * 1024 * 1024
"""Up to this size, in bytes, the check takes a moment that nobody notices. It takes longer the more is kept, and the
coach opens as fast with fifty years of walks as with one week of them."""


def check(path: Path) -> tuple[str, ...]:
    """What is wrong with the journal, a sentence for each; where there is none, a `JournalMissingError`."""
    try:
        with SqliteJournal(path, busy=PATIENCE, create=False, verify=True) as journal:
            return journal.problems(everything=True)
    except JournalMissingError:
        raise
    except JournalError as error:
        return (str(error),)


def comes_first(path: Path) -> bool:
    """Whether the whole file is to be checked before it is used: it is small, or was found damaged the last time."""
    with suppress(OSError):
        was_damaged = _mark(path).exists()
        _mark(path).unlink(missing_ok=True)
        return was_damaged or not path.exists() or path.stat().st_size <= QUICK
    return True


def _mark(path: Path) -> Path:
    return file.beside(path, ".check-first")


def daily_backup(
    path: Path, now: datetime, day_of: Callable[[datetime], date] = lambda wall: wall.astimezone(UTC).date()
) -> Path | None:
    """Make the backup of the day that `day_of` tells, and keep the last seven; None where this day has one.

    Raises:
        JournalDamagedError: the journal is damaged; no earlier backup is removed for it.
        JournalError: it can't be made.
    """
    with saying("backed up", path):
        if any(day_of(backup.made) == day_of(now) for backup in backups.dailies(path)):
            return None
        with SqliteJournal(path, busy=PATIENCE, create=False) as journal:
            made = journal.copy_to(backups.named(path, "daily", now))
        # Those of a clock that was ahead go first; no other copy is removed.
        for backup in sorted(backups.dailies(path), key=lambda one: one.made > now)[7:]:
            backup.path.unlink(missing_ok=True)
        return made


class DailyBackup(Errand):
    """An errand that makes one backup for each of the person's days; these start `day_start` after midnight.

    Unless it `is_checked`, the whole journal is checked once before; damage is set aside when the coach opens next.
    """

    name = "daily backup"

    def __init__(
        self, path: Path, clock: Clock, day_start: Callable[[], timedelta] = lambda: ZERO, *, is_checked: bool = True
    ) -> None:
        self._path = path
        self._clock = clock
        self._day_start = day_start
        self._is_checked = is_checked
        self._made_on: date | None = None
        self._tried: Moment | None = None
        self._work: Future[str] | None = None
        self._said = ""

    def day_of(self, wall: datetime) -> date:
        return local_day(self._clock.local(wall), self._day_start())

    def look(self, now: Moment) -> str:
        """Begin the day's backup where there is none; the sentence about one that failed, once."""
        said = ""
        if self._work is not None and self._work.done():
            before, self._said, self._work = self._said, self._work.result(), None
            said = self._said if self._said != before else ""
        is_soon = self._tried is not None and elapsed(self._tried, now) < timedelta(minutes=10)
        if self._work is None and self.day_of(now.wall) != self._made_on and not is_soon:
            self._tried = now
            self._work = ThreadPoolExecutor(1).submit(self._make, now)
        return said

    def wait(self, now: Moment) -> timedelta:
        """How long until the next day starts, to an hour where the clocks change that night."""
        tomorrow = self.day_of(now.wall) + timedelta(days=1)
        return datetime.combine(tomorrow, time(), self._clock.local(now.wall).tzinfo) + self._day_start() - now.wall

    def _make(self, now: Moment) -> str:
        """Make the day's backup; what there is to say."""
        try:
            if not self._is_checked:
                SqliteJournal(self._path, busy=PATIENCE, create=False, verify=True).close()
                self._is_checked = True
            daily_backup(self._path, now.wall, self.day_of)
        except JournalMissingError:
            return ""  # nothing was saved yet, so nothing can be lost
        except JournalDamagedError as damage:
            with suppress(OSError):
                _mark(self._path).touch(mode=file.FILE_MODE)
            return f"{damage} Quit and open backcoach again to set it aside and go back to a backup."
        except JournalError as error:
            return f"The daily backup could not be made. {error}"
        self._made_on = self.day_of(now.wall)
        return ""


def restore(path: Path, backup: Path, *, now: Moment) -> Path | None:
    """Put a backup in the journal's place; what was there is kept, as one more copy or set aside.

    Windows that are open see it as they see any change. The skin knows nothing of backups: where it still rests, it
    goes on to rest (L2), what goes on on other machines is not forgotten, and while a pack lies on it nothing is
    restored (L1). The machine stays the one that it was, also with the backup of another.

    Returns:
        Where the former journal lies; None where there was none.

    Raises:
        JournalError: the journal is a newer backcoach's, and left untouched; the backup can't be used, a pack is on the
            skin, or something can't be written.
    """
    if unusable := backups.why_unusable(backup):
        raise JournalError(f"{unusable} Nothing was changed.")
    machine, away, moments = _kept_through_restore(path, now)
    with saying("restored", path), closing(file.connect_to_read(backup)) as source:
        former, is_there = _keep_former(path, now.wall)
        if is_there:
            with closing(file.connect(path, "mode=rw", busy=PATIENCE)) as target:
                backups.backup_into(source, target)
        else:
            path.parent.mkdir(mode=file.FOLDER_MODE, parents=True, exist_ok=True)
            whole = backups.copy(source, file.beside(path, ".restored"))
            file.make_file(path)  # fails where another window has been faster
            whole.replace(path)
            backups.sync(path.parent)
    with SharedJournal(path, busy=PATIENCE) as journal:
        if machine or former is None:
            journal.become(machine or token_hex(16))
        journal.take(away, now, {})
        for name, moment in moments.items():
            journal.remember(name, moment)
    return former


def _kept_through_restore(path: Path, now: Moment) -> tuple[str, Sequence[Document], Mapping[str, Moment]]:
    """What a restore must not forget, as far as the journal can be read.

    The machine's id, what goes on elsewhere, and when packs came off; a JournalError where one is on the skin.
    """
    try:
        with SharedJournal(path, busy=PATIENCE, create=False) as journal:
            machine, running, moments = journal.machine, journal.running(), dict(journal.removals(now))
            away = [document for document in journal.documents("") if document.on]
            arrived = {name: journal.recall(name) for name in (f"{ARRIVED}{one.kept.id}" for one in away)}
    except JournalError:
        return "", (), {}
    for session in running:
        if session.step.is_application and session.state is not State.WAITING:
            way_out = "take the pack off and stop it with x, then restore. Nothing was changed."
            raise JournalError(f"{session.kind.label} is on the skin: {way_out}")
    return machine, away, moments | {name: moment for name, moment in arrived.items() if moment is not None}


def _keep_former(path: Path, now: datetime) -> tuple[Path | None, bool]:
    """Where the former journal is kept, and whether the file is still there and good enough to be written to."""
    try:
        with SqliteJournal(path, busy=PATIENCE, create=False, verify=True) as journal:
            return journal.copy_to(backups.named(path, "before-restore", now)), True
    except JournalMissingError:
        return None, False
    except JournalDamagedError:
        return backups.set_aside(path, now), False
