"""Looking after the journal: checking it, its daily backup, and going back to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from datetime import date, datetime
from os import urandom
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from backcoach.coach.protocols import JournalDamagedError, JournalError, JournalMissingError
from backcoach.domain.engine import Stop, decide
from backcoach.domain.moment import Moment
from backcoach.domain.session import Ending, Session, State
from backcoach.domain.sync import ARRIVED, Document
from backcoach.store import backups, file
from backcoach.store.backups import PATIENCE
from backcoach.store.file import saying
from backcoach.store.journal import SqliteJournal
from backcoach.store.shared_journal import SharedJournal


def check(path: Path) -> tuple[str, ...]:
    """What is wrong with the journal, a sentence for each; where there is none, a `JournalMissingError`."""
    try:
        with SqliteJournal(path, busy=PATIENCE, create=False, verify=True) as journal:
            return journal.problems()
    except JournalMissingError:
        raise
    except JournalError as error:
        return (str(error),)


def daily_backup(path: Path, now: datetime, day_of: Callable[[datetime], date] = datetime.date) -> Path | None:
    """Make the backup of the day that `day_of` tells, and keep the last seven; None where this day has one.

    For a journal that is damaged (`JournalDamagedError`) no earlier one is removed.
    """
    with saying("backed up", path):
        if any(day_of(backup.made) == day_of(now) for backup in backups.dailies(path)):
            return None
        with SqliteJournal(path, busy=PATIENCE, create=False, verify=True) as journal:
            made = journal.copy_to(backups.named(path, "daily", now))
        # Those of a clock that was ahead go first; no other copy is removed.
        for backup in sorted(backups.dailies(path), key=lambda one: one.made > now)[7:]:
            backup.path.unlink(missing_ok=True)
        return made


def restore(path: Path, backup: Path, *, now: Moment) -> Path | None:
    """Put a backup in the journal's place; what was there is kept, as one more copy or set aside, in the path returned.

    Windows that are open see it as they see any change. The skin knows nothing of backups: where it still rests, it
    goes on to rest (L2), what goes on on other machines is not forgotten, and while a pack lies on it nothing is
    restored (L1). What has ended since does not go on again, nor does a pack while the skin rests. The machine stays
    the one that it was, also with the backup of another. A journal of a newer one is left untouched, with a
    `JournalError`.
    """
    if unusable := backups.why_unusable(backup):
        raise JournalError(f"{unusable} Nothing was changed.")
    with saying("restored", path), closing(file.connect_to_read(backup)) as source:
        begun = source.execute("SELECT id FROM sessions WHERE ended IS NULL").fetchall()
        known = _known(path, now, [session_id for (session_id,) in begun])
        path.parent.mkdir(mode=file.FOLDER_MODE, parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".restore-", dir=path.parent) as folder:
            new = backups.copy(source, Path(folder) / path.name)
            _go_on(new, known, now, is_new=not path.exists())
            former, is_there = _keep_former(path, now.wall)
            if not is_there:
                file.make_file(path)  # fails where another window has been faster
            with (
                closing(file.connect_to_read(new)) as whole,
                closing(file.connect(path, "mode=rw", busy=PATIENCE)) as db,
            ):
                backups.backup_into(whole, db)
    return former


class _Known(NamedTuple):
    """What a restore must not forget, as far as the journal can be read."""

    machine: str = ""
    away: Sequence[Document] = ()
    """What goes on on other machines."""
    moments: Mapping[str, Moment] = {}
    """When that became known, and when packs came off."""
    over: Sequence[Session] = ()
    """What has ended and goes on in the backup."""
    rests: bool = False


def _known(path: Path, now: Moment, begun: Sequence[str]) -> _Known:
    """What the journal knows of the `begun` sessions, and more; a JournalError where a pack is on the skin."""
    try:
        with SharedJournal(path, busy=PATIENCE, create=False) as journal:
            machine, running, removals = journal.machine, journal.running(), journal.removals(now)
            away = [document for document in journal.documents("") if document.on]
            over = [session for each in begun if (session := journal.session(each)) and session.is_over]
            arrived = {name: journal.recall(name) for name in (f"{ARRIVED}{one.kept.id}" for one in away)}
    except JournalError:
        return _Known()
    for session in filter(_is_on, running):
        way_out = "take the pack off and stop it with x, then restore. Nothing was changed."
        raise JournalError(f"{session.kind.label} is on the skin: {way_out}")
    moments = {**removals, **{name: moment for name, moment in arrived.items() if moment is not None}}
    return _Known(machine, away, moments, over, rests=bool(removals))


def _go_on(new: Path, known: _Known, now: Moment, *, is_new: bool) -> None:
    """Tell the restored journal what a backup can't know."""
    with SharedJournal(new, busy=PATIENCE) as journal:
        if known.machine or is_new:
            journal.become(known.machine or urandom(16).hex())
        own = {session.id for session in journal.running()}
        away = [document for document in known.away if document.kept.id not in own]
        journal.take(away, now, {})
        for name, moment in known.moments.items():
            journal.remember(name, moment)
        for session in known.over:
            with suppress(JournalError):  # the backup's can't be read
                journal.save(session)
        if known.rests or any(each.session is not None and each.session.kind.is_on_skin for each in away):
            for session in filter(_is_on, journal.running()):
                journal.save(decide(session, Stop(Ending.OTHER_PACK), now).session)


def _is_on(session: Session) -> bool:
    """Whether a pack lies on the skin, or may."""
    return session.step.is_application and session.state is not State.WAITING


def _keep_former(path: Path, now: datetime) -> tuple[Path | None, bool]:
    """Where the former journal is kept, as a copy or, where damaged, set aside; whether it is still in its place."""
    try:
        with SqliteJournal(path, busy=PATIENCE, create=False, verify=True) as journal:
            return journal.copy_to(backups.named(path, "before-restore", now)), True
    except JournalMissingError:
        return None, False
    except JournalDamagedError:
        return backups.set_aside(path, now), False
