"""Looking after the journal: checking, the daily backup, restoring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from backcoach.coach.protocols import JournalDamagedError, JournalError, JournalMissingError
from backcoach.domain.moment import Moment
from backcoach.domain.session import State
from backcoach.store import backups, file
from backcoach.store.backups import PATIENCE
from backcoach.store.file import saying
from backcoach.store.journal import SqliteJournal


def check(path: Path) -> tuple[str, ...]:
    """What is wrong with the journal, a sentence for each; nothing where it is whole.

    Raises:
        JournalMissingError: there is none.
    """
    try:
        with SqliteJournal(path, busy=PATIENCE, create=False, verify=True) as journal:
            return journal.problems(everything=True)
    except JournalMissingError:
        raise
    except JournalError as error:
        return (str(error),)


def _day_in_utc(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def daily_backup(path: Path, now: datetime, day_of: Callable[[datetime], date] = _day_in_utc) -> Path | None:
    """Makes the day's backup and keeps the last seven.

    Args:
        path: the journal.
        now: the time.
        day_of: the day that a moment belongs to: the person's own; UTC's where nothing is said.

    Returns:
        Where it lies; None where this day has one.

    Raises:
        JournalDamagedError: the journal is damaged; no earlier backup is removed for it.
        JournalError: it can't be made.
    """
    with saying("backed up", path):
        wanted = backups.daily(path, now)
        if any(
            backups.is_daily(path, backup) and day_of(backup.made) == day_of(now) for backup in backups.backups(path)
        ):
            return None
        with SqliteJournal(path, busy=PATIENCE, create=False) as journal:
            made = journal.copy_to(wanted)
        backups.thin_out(path, now)
        return made


def restore(path: Path, backup: Path, *, now: Moment) -> Path | None:
    """Puts a backup in the journal's place; what was there is kept, as one more copy or set aside.

    Windows that are open see it as they see any change. The skin knows nothing of backups: where it still rests, it
    goes on to rest (L2), and while a pack lies on it nothing is restored (L1).

    Returns:
        Where the former journal lies; None where there was none.

    Raises:
        JournalNewerError: the journal is a newer backcoach's; it is left untouched.
        JournalError: the backup can't be used, a pack is on the skin, or something can't be written.
    """
    if unusable := backups.why_unusable(backup):
        raise JournalError(f"{unusable} Nothing was changed.")
    removals = _removals(path, now)
    with saying("restored", path), closing(file.connect_to_read(backup)) as source:
        former, is_there = _keep_former(path, now.wall)
        if is_there:
            with closing(file.connect(path, "mode=rw", busy=PATIENCE)) as target:
                backups.backup_into(source, target)
        else:
            path.parent.mkdir(mode=file.FOLDER_MODE, parents=True, exist_ok=True)
            backups.put_in_place(backups.copy(source, file.beside(path, ".restored")), path)
    with SqliteJournal(path, busy=PATIENCE) as journal:
        for name, removed in removals.items():
            journal.remember(name, removed)
    return former


def _removals(path: Path, now: Moment) -> Mapping[str, Moment]:
    """The packs for which the skin still rests, as far as the journal can be read."""
    try:
        with SqliteJournal(path, busy=PATIENCE, create=False) as journal:
            running, removals = journal.running(), journal.removals(now)
    except JournalError:
        return {}
    lies = (each for each in running if each.step.is_application and each.state is not State.WAITING)
    if on := next(lies, None):
        raise JournalError(
            f"{on.kind.label} is on the skin: take the pack off and stop it with x, then restore. Nothing was changed."
        )
    return removals


def _keep_former(path: Path, now: datetime) -> tuple[Path | None, bool]:
    """Where the former journal is kept, and whether the file is still there and good enough to be written to."""
    try:
        with SqliteJournal(path, busy=PATIENCE, create=False, verify=True) as journal:
            return journal.copy_to(backups.before_restore(path, now)), True
    except JournalMissingError:
        return None, False
    except JournalDamagedError:
        return backups.set_aside(path, now), False
