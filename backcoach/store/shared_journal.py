"""The journal as the sync sees it: each record and session with its stamp, whichever machine it is from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from os import urandom

from backcoach.coach.history import HEAT_WORSE
from backcoach.domain.limits import MINUTE
from backcoach.domain.moment import ZERO, Moment, elapsed
from backcoach.domain.record import WALK, all_pains
from backcoach.domain.session import Ending, Session
from backcoach.domain.sync import ARRIVED, NOT_SHARED, PAIN_ARRIVED, Document, pinned
from backcoach.domain.walks import is_loggable
from backcoach.store import file
from backcoach.store.journal import SESSION, SqliteJournal, last_removal

AT_ONCE = 500
"""How many versions one transaction takes in: a window that wants to write waits no longer than for these."""


class SharedJournal(SqliteJournal):
    """A journal that shares what it keeps with those of other machines: each record and session with its stamp."""

    def latest(self) -> str:
        """The latest stamp, which tells whether something has changed; the cues of what is being led do not count."""
        rows = self.rows(
            "SELECT max(stamp) FROM records UNION ALL SELECT * FROM (SELECT stamp FROM sessions"
            " WHERE ended IS NOT NULL OR kind NOT IN ('breathe', 'stretch') ORDER BY stamp DESC LIMIT 1)"
        )
        return max((stamp or "" for (stamp,) in rows), default="")

    def newest(self) -> object:
        """A value that differs after each change that other machines are to see, also after one that is dated back."""
        return self.latest(), self.rows("SELECT max(rowid) FROM records UNION ALL SELECT max(rowid) FROM sessions")

    def documents(self, name: str) -> list[Document]:
        """Each record and session that can be read; what goes on here says so by the name of this machine.

        A walk that has ended comes with its record in the log: no other machine is to log it too.
        """
        with self.reading():
            rows = self.rows("SELECT 0, id, stamp, '' FROM records UNION ALL SELECT 1, id, stamp, away FROM sessions")
            records = self.archive.everything()
            sessions = self._sessions(SESSION)
        stamps = {(bool(is_session), its_id): (stamp, away) for is_session, its_id, stamp, away in rows}
        walked = {record.id for record in records if record.kind == WALK}
        found = [
            Document(stamps[False, record.id][0], record=record) for record in records if record.kind not in NOT_SHARED
        ]
        for session in sessions:
            stamp, away = stamps[True, session.id]
            if not is_loggable(session) or session.id in walked:
                found.append(Document(stamp, session=session, on="" if session.is_over else away or name))
        return sorted(found, key=lambda one: one.key)

    def become(self, machine: str) -> None:
        """Be this machine, whatever the backup was of: what goes on on the machine of that is elsewhere now."""
        with self.transaction():
            file.become(self._db, machine)

    def settle(self) -> bool:
        """Take an id of its own where the file was copied from another system; whether it did so now.

        Not while a session is running here: it would be another machine's, and nobody would give its alarm.
        """
        with self.transaction():
            known = dict(self.rows("SELECT key, value FROM meta WHERE key LIKE 'machine%'"))
            if known.get(file.here()) == self.machine or self.running():
                return False
            is_copied = len(known) > 1 and file.here() not in known
            file.become(self._db, urandom(16).hex() if is_copied else known.get(file.here(), self.machine))
        return is_copied

    def take(self, documents: Sequence[Document], now: Moment, ages: Mapping[str, timedelta]) -> None:
        """Keep these versions, unless one here is later by now, or what is here can't be read.

        The `ages` are those of the sessions' anchors, by stamp; with no age it is as new as if it were now.
        """
        in_order = sorted(documents, key=lambda one: one.key)
        for first in range(0, len(in_order), AT_ONCE):
            with self.transaction():
                for document in in_order[first : first + AT_ONCE]:
                    kind = "session" if document.record is None else document.record.kind
                    is_unreadable = (kind, document.kept.id) in self.unreadable
                    if not is_unreadable and self.stamp_of(document.kept) <= document.stamp:
                        self._take(document, now.after(-ages.get(document.stamp, ZERO)))

    def _take(self, document: Document, anchor: Moment) -> None:
        if document.session is not None:
            self.save(document.session, document.stamp)
            away = (
                "" if document.session.is_over or document.machine == self.machine else document.on or "another machine"
            )
            self.write("UPDATE sessions SET away = ? WHERE id = ?", (away, document.session.id))
            if document.machine != self.machine:
                self._pin(document.session, anchor)
        elif document.record is not None:
            self.archive.put_version(document.record, document.stamp)
            self.forget(f"{PAIN_ARRIVED}{document.record.id}")
            pains = all_pains([document.record], [document.record])
            if document.machine != self.machine and any(at - anchor.wall > MINUTE for at, _, _ in pains):
                self.remember(f"{PAIN_ARRIVED}{document.record.id}", anchor)

    def _pin(self, session: Session, anchor: Moment) -> None:
        """Remember by the clocks of this machine when a session elsewhere was as it says, and its pack came off.

        So that heat made it worse is known here too (L6).
        """
        if not session.is_over:
            self.remember(f"{ARRIVED}{session.id}", anchor)
        elif session.why is Ending.WORSE:
            known = self.recall(HEAT_WORSE)
            if known is None or elapsed(known, anchor):
                self.remember(HEAT_WORSE, anchor)
        self.write(
            "UPDATE sessions SET removed_n = ?, removed_wall = ?, removed_boot = ?, removed_us = ? WHERE id = ?",
            (*last_removal(pinned(session, anchor)), session.id),
        )
