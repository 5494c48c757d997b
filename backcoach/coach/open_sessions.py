"""The sessions that go on, as this program knows them, and how they get into the journal.

While the journal can be written, it is asked before each change, inside the transaction of that change: so two windows
never act on different things. While it can't, the sessions go on in memory and are written as soon as it can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from backcoach.coach.protocols import Clock, Journal, JournalError
from backcoach.domain import limits
from backcoach.domain.flare import Flare
from backcoach.domain.limits import REMOVAL, LimitReachedError
from backcoach.domain.moment import ZERO, Moment, elapsed, is_plausible
from backcoach.domain.record import FLARE
from backcoach.domain.routine import Act
from backcoach.domain.session import Session


class OpenSessions:
    """Keeps the sessions in memory and in the journal alike.

    Attributes:
        sessions: those that go on, by id.
        trouble: why the journal can't be read or written now, as a sentence; empty while it can.
        unsaved: the sessions whose present state is not on the disk, by id.
        notice: what is to be said of those that could not be written at once; empty where nothing is.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.sessions: dict[str, Session] = {}
        self.trouble = ""
        self.notice = ""
        self.unsaved: dict[str, Session] = {}
        self._presses_saved: dict[str, int] = {}
        self._unsaved_moments: dict[str, Moment] = {}
        self._removals: dict[str, Moment] = {}
        self._stored_removals: tuple[Moment, Mapping[str, Moment]] | None = None

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

        The work goes by what is stored, which nobody else can change meanwhile. It may be done twice, where the journal
        fails at the first attempt: the second time on what is in memory.
        """
        try:
            with self._journal.transaction():
                overtaken = self._save_unsaved()
                self._stored_removals = None
                self.sessions = {session.id: session for session in self._journal.running()}
                changed = list(work())
                for session in changed:
                    self._journal.save(session)
        except JournalError as error:
            self.trouble = str(error)
            self.sessions |= {session.id: session for session in self.unsaved.values() if not session.is_over}
            changed = list(work())
            for session in changed:
                self._put_off(session)
        else:
            self._saved(overtaken)
        for session in changed:
            self._keep(session)

    def _put_off(self, session: Session) -> None:
        """Keep a session that can't be saved now, and from which state on."""
        before = self.sessions.get(session.id)
        self._presses_saved.setdefault(session.id, before.presses if before is not None else session.presses)
        self.unsaved[session.id] = session

    def _saved(self, overtaken: Iterable[Session]) -> None:
        said = (f"{s.kind.label}: what was done here was not saved, for another window went on." for s in overtaken)
        self.notice = " ".join(filter(None, (self.notice, *said)))
        self.unsaved.clear()
        self._presses_saved.clear()
        self._unsaved_moments.clear()
        self.trouble = ""

    def follow(self, *, everything: bool = False) -> bool:
        """Read again what others have written; whether there was anything to read."""
        if self.is_behind and not self._catch_up():
            return False
        try:
            if not (self._journal.changed_elsewhere() or everything or self.trouble):
                return False
            self._stored_removals = None
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
                overtaken = self._save_unsaved()
        except JournalError as error:
            self.trouble = str(error)
            return False
        trouble = self.trouble
        self._saved(overtaken)
        self.trouble = trouble
        return True

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

    def _is_behind_stored(self, session: Session) -> bool:
        """Whether someone has moved it elsewhere while this window could not write; a stop here counts all the same."""
        stored = self._journal.session(session.id)
        if stored is None:
            return False
        if session.is_over and not stored.is_over and session.presses > self._presses_saved[session.id]:
            return False
        if stored.presses != self._presses_saved[session.id]:
            return True
        return (stored.presses, len(stored.done)) > (session.presses, len(session.done))

    def _keep(self, session: Session) -> None:
        if session.kind.is_on_skin:
            off = {f"{REMOVAL}{session.id} {n}": s.ended for n, s in enumerate(session.done) if s.act is Act.ON}
            self._removals = off | self._removals
        if session.is_over:
            self.sessions.pop(session.id, None)
        else:
            self.sessions[session.id] = session

    def removals(self, now: Moment) -> Mapping[str, Moment]:
        """When packs came off for which the skin may still rest; the journal is asked where that may have changed."""
        known = self._stored_removals
        if known is None or now.boot_id != known[0].boot_id or now.wall < known[0].wall:
            try:
                known = self._stored_removals = now, self._journal.removals(now)
            except JournalError as error:
                self.trouble = str(error)
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
        """The moment kept under a key."""
        if key in self._unsaved_moments:
            return self._unsaved_moments[key]
        try:
            return self._journal.recall(key)
        except JournalError as error:
            self.trouble = str(error)
            return None

    def open_flare(self) -> str:
        """The id of the flare-up that goes on, as far as can be known; empty where none does."""
        try:
            flares = self._journal.archive.newest(FLARE, limit=10)
        except JournalError as error:
            self.trouble = str(error)
            return ""
        return next((flare.id for flare in flares if flare.doc.get("ended") is None), "")

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


CONFIRMED = "skin questions confirmed"
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


class Skin:
    """Keeps the limits that are about the skin (L2, L5, L6)."""

    def __init__(self, clock: Clock, ledger: OpenSessions) -> None:
        self._clock = clock
        self._open_sessions = ledger

    def is_confirmed(self) -> bool:
        """Whether the skin questions were answered within the last day (L5)."""
        now, confirmed = self._clock.now(), self._open_sessions.recall(CONFIRMED)
        if confirmed is not None and not is_plausible(confirmed, now):
            # From the future, for the clock was ahead before a restart: none, also when that time comes.
            self._open_sessions.remember(CONFIRMED, now.after(-2 * limits.CONFIRMATION_LASTS))
        return limits.confirmation_holds(confirmed, now)

    def confirm(self) -> None:
        """Keep that the person has confirmed the skin questions now (L5)."""
        self._open_sessions.remember(CONFIRMED, self._clock.now())

    def rest_left(self) -> timedelta:
        """How long the skin must still rest before the next pack (L2).

        A removal that lies in the future, because the wall clock was ahead before a restart, counts from the first
        look at it.
        """
        now = self._clock.now()
        for name, removed in self._open_sessions.removals(now).items():
            if not is_plausible(removed, now):
                self._open_sessions.keep_removal(name, now)
        return rest_left(self._open_sessions.removals(now), now)

    def keep_removals(self) -> None:
        """Keep by the clock of now when packs came off, for it was set, and a restart reckons by it."""
        now = self._clock.now()
        for name, removed in self._open_sessions.removals(now).items():
            if is_plausible(removed, now) and limits.rest_left(removed, now):
                self._open_sessions.keep_removal(name, now.after(-elapsed(removed, now)))

    def note_heat_worse(self, now: Moment) -> None:
        """Keep that heat is said to make it worse now, and in which flare-up (L6)."""
        self._open_sessions.remember(HEAT_WORSE, now)
        if flare := self._open_sessions.open_flare():
            self._open_sessions.remember(f"{HEAT_WORSE} {flare}", now)

    def check_confirmed(self) -> None:
        """Nothing, where the skin questions were answered within the last day.

        Raises:
            LimitReachedError: they were not (L5).
        """
        if not self.is_confirmed():
            raise LimitReachedError("The skin questions have not been confirmed within the last day.", limits.L5)
