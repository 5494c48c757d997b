"""The sessions that go on, as this program knows them, and how they get into the journal.

While the journal can be written, it is asked before each change, inside the transaction of that change: so two windows
never act on different things. While it can't, the sessions go on in memory and are written as soon as it can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from backcoach.domain.moment import Moment
from backcoach.domain.routine import Act
from backcoach.domain.session import Session
from backcoach.ports import Journal, JournalError


class Ledger:
    """Keeps the sessions in memory and in the journal alike.

    Attributes:
        sessions: those that go on, by id.
        trouble: why the journal can't be read or written now, as a sentence; empty while it can.
        unsaved: ids of sessions whose present state is not on the disk.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.sessions: dict[str, Session] = {}
        self.trouble = ""
        self.unsaved: dict[str, Session] = {}
        self._unsaved_moments: dict[str, Moment] = {}
        self._last_removal: Moment | None = None
        self._stored_removal: Moment | None = None
        self._knows_removal = False

    @property
    def is_behind(self) -> bool:
        """Whether something shown is not on the disk yet."""
        return bool(self.unsaved or self._unsaved_moments)

    def names_of_unsaved(self) -> tuple[str, ...]:
        """What is not on the disk yet, in words for the person."""
        kinds = {session.kind.label: None for session in self.unsaved.values()}
        return (*kinds, *(key.capitalize() for key in self._unsaved_moments))

    def change(self, work: Callable[[], Iterable[Session]]) -> None:
        """Do the work in one transaction and keep the sessions that it returns.

        The work may be done twice, where the journal fails at the first attempt: the second time on what is in memory.
        """
        try:
            with self._journal.transaction():
                self._knows_removal = False  # nobody else can change it from here on: the work goes by what is stored
                changed = list(work())
                for session in changed:
                    self._journal.save(session)
        except JournalError as error:
            self.trouble = str(error)
            changed = list(work())
            self.unsaved.update({session.id: session for session in changed})
        for session in changed:
            self._keep(session)

    def current(self, session_id: str) -> Session | None:
        """The session as it is now: in the journal, or in memory where that can't be read."""
        if self.trouble:
            return self.sessions.get(session_id)
        return self._journal.session(session_id)

    def follow(self, *, everything: bool = False) -> bool:
        """Read again what others have written; whether there was anything to read."""
        if self.is_behind and not self._catch_up():
            return False
        try:
            if not (self._journal.changed_elsewhere() or everything or self.trouble):
                return False
            self._knows_removal = False
            self.sessions = {session.id: session for session in self._journal.running()}
        except JournalError as error:
            self.trouble = str(error)
            return False
        self.trouble = ""
        return True

    def _catch_up(self) -> bool:
        """Write what is not on the disk yet; whether that went well."""
        try:
            with self._journal.transaction():
                for session in self.unsaved.values():
                    if not self._is_behind_stored(session):
                        self._journal.save(session)
                for key, moment in self._unsaved_moments.items():
                    self._journal.remember(key, moment)
        except JournalError as error:
            self.trouble = str(error)
            return False
        self.unsaved.clear()
        self._unsaved_moments.clear()
        return True

    def _is_behind_stored(self, session: Session) -> bool:
        """Whether another window has moved the session further, while this one could not write."""
        stored = self._journal.session(session.id)
        return stored is not None and (stored.presses, len(stored.done)) > (session.presses, len(session.done))

    def _keep(self, session: Session) -> None:
        for step in session.done:
            if step.act is Act.ON and (self._last_removal is None or step.ended.wall > self._last_removal.wall):
                self._last_removal = step.ended
        if session.is_over:
            self.sessions.pop(session.id, None)
        else:
            self.sessions[session.id] = session

    def last_removal(self) -> Moment | None:
        """When a pack last came off, as far as can be known; the journal is asked where it may have changed."""
        if not self._knows_removal:
            try:
                self._stored_removal = self._journal.last_removal()
                self._knows_removal = True
            except JournalError as error:
                self.trouble = str(error)
        known = [removal for removal in (self._stored_removal, self._last_removal) if removal is not None]
        return max(known, key=lambda removal: removal.wall, default=None)

    def remember(self, key: str, moment: Moment) -> None:
        """Keep a moment under a key, in memory until the journal takes it."""
        try:
            with self._journal.transaction():
                self._journal.remember(key, moment)
        except JournalError as error:
            self.trouble = str(error)
            self._unsaved_moments[key] = moment

    def recall(self, key: str) -> Moment | None:
        """The moment kept under a key."""
        if key in self._unsaved_moments:
            return self._unsaved_moments[key]
        try:
            return self._journal.recall(key)
        except JournalError as error:
            self.trouble = str(error)
            return None

    # -- what is over -------------------------------------------------------------------

    def ended(self, session_id: str) -> Session | None:
        """The session with this id, if it has ended."""
        session = self.unsaved.get(session_id)
        if session is None:
            try:
                session = self._journal.session(session_id)
            except JournalError as error:
                self.trouble = str(error)
        return session if session is not None and session.is_over else None

    def ended_between(self, first: datetime, last: datetime) -> tuple[Session, ...]:
        """The sessions that ended from `first` up to, but not at, `last` (wall times, UTC), as far as can be known.

        The oldest comes first.
        """
        found = {s.id: s for s in self.unsaved.values() if s.is_over and first <= s.since.wall < last}
        try:
            found = {session.id: session for session in self._journal.ended_between(first, last)} | found
        except JournalError as error:
            self.trouble = str(error)
        return tuple(sorted(found.values(), key=lambda session: (session.since.wall, session.id)))
