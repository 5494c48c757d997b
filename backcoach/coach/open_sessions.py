"""The sessions that go on, as this program knows them, and how they get into the journal.

While the journal can be written, it is asked before each change, inside the transaction of that change: so two windows
never act on different things. While it can't, the sessions go on in memory and are written as soon as it can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from backcoach.coach.outbox import Patient, PatientArchive
from backcoach.coach.protocols import Journal, JournalError
from backcoach.domain import limits
from backcoach.domain.events import Decision
from backcoach.domain.flare import Flare
from backcoach.domain.limits import REMOVAL
from backcoach.domain.moment import ZERO, Moment, elapsed, is_plausible
from backcoach.domain.review import Used
from backcoach.domain.routine import Act
from backcoach.domain.session import Session


class PatientHistory(Patient):
    """A history that doesn't fail, and the sessions that go on: kept in memory and in the journal alike."""

    def __init__(self, journal: Journal) -> None:
        self.archive = PatientArchive(journal)
        self.transaction = self.archive.transaction
        self._journal = journal
        self.sessions: dict[str, Session] = {}
        self.notice = ""  # what became of those that could not be written at once
        self.unsaved: dict[str, Session] = {}
        self._presses_saved: dict[str, int] = {}
        self._unsaved_moments: dict[str, Moment] = {}
        self._removals: dict[str, Moment] = {}
        self._stored_removals: tuple[Moment, Mapping[str, Moment]] | None = None

    def names_of_unsaved(self) -> tuple[str, ...]:
        kinds = {session.kind.label: None for session in self.unsaved.values()}
        return (*kinds, *(key.capitalize() for key in self._unsaved_moments))

    def change(self, work: Callable[[], list[Decision]]) -> list[Decision]:
        """Decide in one transaction, and keep the sessions of the decisions, which are handed on.

        The work goes by what is stored, which nobody else can change meanwhile. It may be done twice, where the journal
        fails at the first attempt: the second time on what is in memory.
        """
        try:
            with self._journal.transaction():
                overtaken = self._save_unsaved()
                self._read()
                made = work()
                for decision in made:
                    self._journal.save(decision.session)
        except JournalError as error:
            self.trouble = str(error)
            self.sessions |= {session.id: session for session in self.unsaved.values() if not session.is_over}
            made = work()
            for session in [decision.session for decision in made]:
                before = self.sessions.get(session.id, session)
                self._presses_saved.setdefault(session.id, before.presses)
                self.unsaved[session.id] = session
        else:
            self._saved(overtaken)
            self.trouble = ""
        for session in [decision.session for decision in made]:
            if session.kind.is_on_skin:
                off = {f"{REMOVAL}{session.id} {n}": s.ended for n, s in enumerate(session.done) if s.act is Act.ON}
                self._removals = off | self._removals
            if session.is_over:
                self.sessions.pop(session.id, None)
            else:
                self.sessions[session.id] = session
        return made

    def follow(self, *, everything: bool = False) -> bool:
        """Write what waits, and read again what others have written; whether there was anything to read."""
        try:
            if self.unsaved or self._unsaved_moments:
                with self._journal.transaction():
                    overtaken = self._save_unsaved()
                self._saved(overtaken)
            if not (self._journal.changed_elsewhere() or everything or self.trouble):
                return False
            self._read()
        except JournalError as error:
            self.trouble = str(error)
            return False
        self.trouble = ""
        return True

    def _read(self) -> None:
        self._stored_removals = None
        self.sessions = {session.id: session for session in self._journal.running()}

    def _save_unsaved(self) -> list[Session]:
        """Write what is not on the disk yet; those sessions in which a key of this window counts no more."""
        overtaken = []
        for session in self.unsaved.values():
            if not self._is_behind_stored(session):
                self._journal.save(session)
            elif session.presses > self._presses_saved[session.id]:
                overtaken.append(session)
        for key, moment in self._unsaved_moments.items():
            self._journal.remember(key, moment)
        return overtaken

    def _saved(self, overtaken: Iterable[Session]) -> None:
        said = (f"{s.kind.label}: what was done here was not saved, for another window went on." for s in overtaken)
        self.notice = " ".join(filter(None, (self.notice, *said)))
        self.unsaved.clear()
        self._presses_saved.clear()
        self._unsaved_moments.clear()

    def _is_behind_stored(self, session: Session) -> bool:
        """Whether someone has moved it elsewhere while this window could not write; a stop here counts all the same."""
        stored = self._journal.session(session.id)
        if stored is None:
            return False
        saved = self._presses_saved[session.id]
        if session.is_over and not stored.is_over and session.presses > saved:
            return False
        return stored.presses != saved or (stored.presses, len(stored.done)) > (session.presses, len(session.done))

    def removals(self, now: Moment) -> Mapping[str, Moment]:
        """When packs came off for which the skin may still rest; the journal is asked where that may have changed."""
        known = self._stored_removals
        if known is None or now.boot_id != known[0].boot_id or now.wall < known[0].wall:
            known = self._stored_removals = self.asked(lambda: (now, self._journal.removals(now)), known)
        return {**self._removals, **(known[1] if known is not None else {})}

    def keep_removal(self, name: str, moment: Moment) -> None:
        """Keep when a pack came off, by the clock as it is now."""
        self._removals[name] = moment
        self._stored_removals = None
        self.remember(name, moment)

    def remember(self, key: str, moment: Moment) -> None:
        """Keep a moment under a key, in memory until the journal takes it."""
        try:
            with self._journal.transaction():
                self._journal.remember(key, moment)
        except JournalError as error:
            self.trouble = str(error)
            self._unsaved_moments[key] = moment

    def recall(self, key: str) -> Moment | None:
        if key in self._unsaved_moments:
            return self._unsaved_moments[key]
        return self.asked(lambda: self._journal.recall(key), None)

    def ended(self, session_id: str) -> Session | None:
        """The session with this id, if it has ended."""
        session = self.unsaved.get(session_id) or self.asked(lambda: self._journal.session(session_id), None)
        return session if session is not None and session.is_over else None

    def ended_between(self, first: datetime, last: datetime) -> tuple[Session, ...]:
        found = {s.id: s for s in self.unsaved.values() if s.is_over and first <= s.since.wall < last}
        stored = self.asked(lambda: self._journal.ended_between(first, last), ())
        found = {session.id: session for session in stored} | found
        return tuple(sorted(found.values(), key=lambda session: (session.since.wall, session.id)))

    def used_between(self, first: datetime, last: datetime) -> tuple[Used, ...]:
        """As any history's, but what is not saved yet is left out."""
        return self.archive.asked(lambda: self._journal.used_between(first, last), ())


HEAT_WORSE = "heat made it worse"


def rest_left(removals: Mapping[str, Moment], now: Moment) -> timedelta:
    """How long the skin must still rest after any pack that came off (L2)."""
    return max((limits.rest_left(removed, now) for removed in removals.values()), default=ZERO)


def heat_made_it_worse(recall: Callable[[str], Moment | None], flare: Flare | None, now: Moment) -> bool:
    """Whether heat was said to make it worse in this flare-up; without one, whether it ever was (L6).

    A moment in the future tells nothing of the flare-up: the clock was ahead before a restart.
    """
    worse = recall(HEAT_WORSE)
    if flare is None or worse is None:
        return worse is not None
    if recall(f"{HEAT_WORSE} {flare.id}") is not None:
        return True
    return is_plausible(worse, now) and elapsed(worse, now) <= flare.lasted(now)
