"""Looking after the journal: opening it with care, checking, backing up, setting aside, restoring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from backcoach.adapters.journal import connection, copies, schema
from backcoach.adapters.journal.copies import Backup
from backcoach.adapters.journal.failures import saying
from backcoach.adapters.journal.sqlite import SqliteJournal
from backcoach.domain.moment import Moment
from backcoach.domain.session import State
from backcoach.domain.trouble import JournalDamagedError, JournalError, JournalMissingError


def open_journal(
    path: Path, *, busy: float, create: bool = True, verify: bool = False, aside: datetime | None = None
) -> SqliteJournal:
    """Opens the journal; one that can't be read stays as it is unless the person said what to do instead.

    Args:
        path: the file.
        busy: how many seconds to wait for another's write.
        create: whether a missing file is made.
        verify: whether the whole file is checked first.
        aside: the time, only where the person has chosen to begin with an empty journal: the unreadable file is set
            aside under a name of that time.

    Raises:
        JournalDamagedError: it can't be read and nothing was chosen; the error names the newest good backup.
        JournalError: it can't be opened for another reason.
    """
    try:
        _refuse_emptied(path)
        return SqliteJournal(path, busy=busy, create=create, verify=verify or aside is not None)
    except JournalDamagedError as error:
        if aside is None:
            raise _with_offer(error, path) from error
    with saying("set aside", path):
        copies.set_aside(path, aside)
    return SqliteJournal(path, busy=busy)


def _refuse_emptied(path: Path) -> None:
    """An empty file beside backups was not always empty."""
    with saying("opened", path):
        log = connection.beside(path, "-wal")
        if path.is_file() and path.stat().st_size == 0 and not log.exists() and copies.backups(path):
            raise JournalDamagedError(f"The journal {path} is empty, yet it has backups. It was left as it is.")


def _with_offer(error: JournalDamagedError, path: Path) -> JournalDamagedError:
    backup = newest_good_backup(path)
    if backup is None:
        return JournalDamagedError(f"{error} There is no good backup of it.")
    return JournalDamagedError(
        f"{error} The newest good backup is {backup.path}, of {backup.made:%Y-%m-%d %H:%M} UTC.",
        backup=str(backup.path),
    )


def check(path: Path) -> tuple[str, ...]:
    """What is wrong with the journal, a sentence for each; nothing where it is whole.

    Raises:
        JournalMissingError: there is none.
    """
    try:
        with SqliteJournal(path, busy=copies.PATIENCE, create=False, verify=True) as journal:
            return journal.problems(everything=True)
    except JournalMissingError:
        raise
    except JournalError as error:
        return (str(error),)


def backups(path: Path) -> tuple[Backup, ...]:
    """The backups of the journal, the newest first.

    Raises:
        JournalError: their folder can't be read.
    """
    with saying("searched for backups", path):
        return copies.backups(path)


def newest_good_backup(path: Path) -> Backup | None:
    """The newest backup that is whole and can be read by this backcoach; None where there is none."""
    return next((backup for backup in backups(path) if why_unusable(backup.path) is None), None)


def why_unusable(path: Path) -> str | None:
    """Why a file can't serve as the journal, as a sentence; None where it can. It is only looked at."""
    try:
        with saying("read", path):
            if not path.is_file():
                return f"There is no file {path}."
            schema.refuse_others(path)
            with closing(connection.reading(path)) as db:
                fault = connection.first_fault(db)
                if connection.header(db).is_empty:
                    fault = "it is empty"
    except JournalError as error:
        return str(error)
    return f"The file {path} can't be used: {fault}." if fault else None


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
        wanted = copies.daily(path, now)
        if any(copies.is_daily(path, backup) and day_of(backup.made) == day_of(now) for backup in copies.backups(path)):
            return None
        with SqliteJournal(path, busy=copies.PATIENCE, create=False) as journal:
            made = journal.copy_to(wanted)
        copies.thin_out(path, now)
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
    if unusable := why_unusable(backup):
        raise JournalError(f"{unusable} Nothing was changed.")
    removals = _removals(path, now)
    with saying("restored", path), closing(connection.reading(backup)) as source:
        former, is_there = _keep_former(path, now.wall)
        if is_there:
            with closing(connection.connect(path, "mode=rw", busy=copies.PATIENCE)) as target:
                copies.backup_into(source, target)
        else:
            path.parent.mkdir(mode=connection.FOLDER_MODE, parents=True, exist_ok=True)
            copies.put_in_place(copies.copy(source, connection.beside(path, ".restored")), path)
    with SqliteJournal(path, busy=copies.PATIENCE) as journal:  # an older backup is brought up to date at once
        for name, removed in removals.items():
            journal.remember(name, removed)
    return former


def _removals(path: Path, now: Moment) -> Mapping[str, Moment]:
    """The packs for which the skin still rests, as far as the journal can be read."""
    try:
        with SqliteJournal(path, busy=copies.PATIENCE, create=False) as journal:
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
        _refuse_emptied(path)
        with SqliteJournal(path, busy=copies.PATIENCE, create=False, verify=True) as journal:
            return journal.copy_to(copies.before_restore(path, now)), True
    except JournalMissingError:
        return None, False
    except JournalDamagedError:
        return copies.set_aside(path, now), False
