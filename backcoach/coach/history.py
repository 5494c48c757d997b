"""What the journal keeps, also while it can't: what was written down, and the sessions that go on.

On a full or read-only disk nothing is refused: it is kept in memory, is read from here, and is tried again each second.
A journal that is merely busy is another thing: who must look before writing is told to try again. While the journal can
be written, it is asked before each change, inside its transaction: so two windows never act on different things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import TypeVar

from msgspec.structs import replace

from backcoach.coach.protocols import History, Journal, JournalBusyError, JournalError
from backcoach.domain.engine import Decision
from backcoach.domain.flare import Flare
from backcoach.domain.limits import REMOVAL
from backcoach.domain.moment import Moment, elapsed, is_plausible
from backcoach.domain.record import FLARE, Record, surplus_flares
from backcoach.domain.record_checks import is_readable
from backcoach.domain.routine import Act
from backcoach.domain.session import Session

NAMES = {"flare": "Flare-up", "walk": "Walk", "diary": "Diary", "level": "Level", "answer": "Answers"}
NAMES |= {"checklist": "Checklist", "skip": "Day"}
"""What the person calls each kind of record; the others are the program's own affair."""
MOST_REMEMBERED = 1000
"""How many records of a kind are remembered for when they can't be read any more: weeks and months, not years."""

Found = TypeVar("Found")
Other = TypeVar("Other")


class Buffered:
    """Goes on where the journal fails."""

    trouble = ""  # why it could not be read or written, until it can
    notice = ""  # what became of what could not be written at once
    failures = 0  # how often it could not be read

    def take_notice(self) -> str:
        """The notice, to be said once."""
        notice, self.notice = self.notice, ""
        return notice

    def asked(self, read: Callable[[], Found], otherwise: Other) -> Found | Other:
        """What `read` returns; `otherwise` where the journal fails."""
        try:
            return read()
        except JournalError as error:
            self.trouble = str(error)
            self.failures += 1
            return otherwise


class BufferedArchive(Buffered):
    """An archive that never fails: what the journal can't take waits, what it can't give is as it was last read."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._unsaved: dict[str, Record] = {}
        self._written: dict[str, Record] | None = None
        self._last: dict[tuple[str, str], tuple[Record, ...]] = {}

    def names_of_unsaved(self) -> tuple[str, ...]:
        kinds = (NAMES.get(record.kind) for record in self._unsaved.values())
        return tuple(dict.fromkeys(name for name in kinds if name))

    def catch_up(self) -> None:
        """Write what the journal has not taken yet; where it could not be read, try whether it can."""
        try:
            if self._unsaved:
                with self.transaction():
                    return
            if self.trouble:
                self._journal.archive.record("")
                self.trouble = ""
        except JournalError as error:
            self.trouble = str(error)

    def put(self, record: Record) -> None:
        if self._written is not None:
            self._written[record.id] = record
            return
        try:
            with self.transaction():
                self.put(record)
        except JournalBusyError as error:
            self._unsaved[record.id] = record
            self.trouble = str(error)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """As a history's; one inside another joins it, and undoes only its own part when it fails."""
        before = None if self._written is None else dict(self._written)
        try:
            if before is None:
                self._written = {}
                yield from self._outermost()
                self._written = None
            else:
                yield
        except BaseException:
            self._written = before
            raise

    def _outermost(self) -> Iterator[None]:
        has_begun = is_done = False
        try:
            with self._journal.transaction():
                has_begun = True
                yield
                is_done = True
                for record in self._waiting().values():
                    self._journal.archive.put(record)
                said = self._keep_one_flare()
        except JournalError as error:
            if (has_begun and not is_done) or isinstance(error, JournalBusyError):
                raise
            if not has_begun:  # then the work is done here, for memory alone
                yield
            self._unsaved = self._waiting()
            self.trouble = str(error)
        else:
            self._unsaved.clear()
            self.trouble = ""
            self.notice = " ".join(filter(None, (self.notice, said)))

    def _keep_one_flare(self) -> str:
        """Let one flare-up go on where windows began several while none could write; what is to be said of it."""
        if not any(record.kind == FLARE for record in self._unsaved.values()):
            return ""
        archive, said = self._journal.archive, []
        for flare, entries in surplus_flares(filter(is_readable, archive.newest(FLARE, limit=10))):
            for each in (replace(flare, deleted=True), *entries):
                archive.put(each)
            doc, pain = flare.doc, flare.doc.get("pain")
            words = (f"plan {doc.get('plan')}", "" if pain is None else f"pain {pain}", doc.get("trigger"))
            said.append(", ".join(filter(None, words)))
        kept = "A flare-up was begun in two windows while nothing could be saved: the one with the earlier onset stays"
        return f"{kept} open, the other is deleted ({'; '.join(said)})." if said else ""

    def record(self, record_id: str) -> Record | None:
        waiting = self._waiting().get(record_id)
        if waiting is not None:
            return waiting
        try:
            return self._journal.archive.record(record_id)
        except JournalError as error:
            self.trouble = str(error)
            return next((record for found in self._last.values() for record in found if record.id == record_id), None)

    def records(
        self, kind: str, *, first: date | None = None, last: date | None = None, deleted: bool = False
    ) -> tuple[Record, ...]:
        kept = self._read(
            "days", kind, lambda: self._journal.archive.records(kind, first=first, last=last, deleted=deleted)
        )
        if not (self._waiting() or self.trouble):
            return kept  # years of walks are looked at once, not three times
        found = (record for record in kept if deleted or not record.deleted)
        found = (record for record in found if (first or date.min) <= record.date <= (last or date.max))
        return tuple(sorted(found, key=lambda record: (record.date, record.at, record.id)))

    def newest(self, kind: str, *, limit: int = 1) -> tuple[Record, ...]:
        most = limit + len(self._unsaved)
        kept = self._read("newest", kind, lambda: self._journal.archive.newest(kind, limit=most))
        found = (record for record in kept if not record.deleted)
        return tuple(sorted(found, key=lambda record: (record.at, record.id), reverse=True)[:limit])

    def first_day(self, kind: str) -> date | None:
        kept = self.asked(lambda: self._journal.archive.first_day(kind), None)
        days = [record.date for record in self._waiting().values() if record.kind == kind and not record.deleted]
        return min((kept, *days) if kept is not None else days, default=None)

    def problems(self) -> tuple[str, ...]:
        return self.asked(self._journal.archive.problems, ())

    def _waiting(self) -> dict[str, Record]:
        return {**self._unsaved, **(self._written or {})}

    def _read(self, how: str, kind: str, read: Callable[[], tuple[Record, ...]]) -> tuple[Record, ...]:
        """What is kept and what waits; where that can't be read now, as it was when last asked for in this way."""
        found = self.asked(read, self._last.get((how, kind), ()))
        if len(found) <= MOST_REMEMBERED:
            self._last[how, kind] = found
        waiting = {record.id: record for record in self._waiting().values() if record.kind == kind}
        return tuple(({record.id: record for record in found} | waiting).values()) if waiting else found


class BufferedHistory(Buffered):
    """A history that never fails, and the sessions that go on: in memory, and in the journal once it takes them."""

    def __init__(self, journal: Journal) -> None:
        self.archive = BufferedArchive(journal)
        self.transaction = self.archive.transaction
        self._journal = journal
        self.sessions: dict[str, Session] = {}
        self._elsewhere: tuple[tuple[str, Session], ...] = ()
        self.unsaved: dict[str, Session] = {}
        self._told = ""
        self._file: object = None
        self._presses_saved: dict[str, int] = {}
        self._unsaved_moments: dict[str, Moment] = {}
        self._removals: dict[str, Moment] = {}
        self._stored_removals: tuple[Moment, Mapping[str, Moment]] | None = None

    @property
    def any_trouble(self) -> str:
        """Why sessions, or what is written down, could not be read or written; empty where they can be."""
        return self.trouble or self.archive.trouble

    def names_of_unsaved(self) -> tuple[str, ...]:
        kinds = {session.kind.label: None for session in self.unsaved.values()}
        return (*kinds, *(key.capitalize() for key in self._unsaved_moments), *self.archive.names_of_unsaved())

    def change(self, work: Callable[[], list[Decision]]) -> list[Decision]:
        """Decide in one transaction, and keep the sessions of the decisions, which are handed on.

        The work goes by what is stored, which nobody else can change meanwhile. It may be done twice, where the journal
        fails at the first attempt: the second time on what is in memory. A refusal takes back all that it wrote.
        """
        try:
            with self._journal.transaction():
                self._find_lost()
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
            changed = self._journal.changed_elsewhere() or everything or bool(self.trouble)
            if changed:
                self._find_lost()
            if self.unsaved or self._unsaved_moments:
                with self._journal.transaction():
                    overtaken = self._save_unsaved()
                self._saved(overtaken)
            if not changed:
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
        self._elsewhere = self._journal.elsewhere()

    def _find_lost(self) -> None:
        """What goes on here and the journal knows nothing of, as another file has taken its place, is written anew."""
        file, self._file = self._file, self._journal.file
        for session in self.sessions.values() if file not in {None, self._file} else ():
            if session.id not in self.unsaved and not self._journal.stamp_of(session):
                self.unsaved[session.id] = session
                self._presses_saved[session.id] = session.presses

    def _save_unsaved(self) -> list[Session]:
        """Write what is not on the disk yet; returns the sessions in which a key pressed here counts no more."""
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
        said = (
            f"{s.kind.label}: what was done here was not saved, because another window was further on."
            for s in overtaken
        )
        self.notice = " ".join(filter(None, (self.notice, *said)))
        self.unsaved.clear()
        self._presses_saved.clear()
        self._unsaved_moments.clear()

    def _is_behind_stored(self, session: Session) -> bool:
        """Whether someone has moved it elsewhere while this window could not write; a stop here counts all the same."""
        stored, saved = self._journal.session(session.id), self._presses_saved[session.id]
        if stored is None or (session.is_over and not stored.is_over and session.presses > saved):
            return False
        return stored.presses != saved or (stored.presses, len(stored.done)) > (session.presses, len(session.done))

    def news(self) -> tuple[str, ...]:
        """Write what waits; what is to be said of what came so late, and of a trouble that is new."""
        self.archive.catch_up()
        before, self._told = self._told, self.any_trouble
        return tuple(filter(None, (self.archive.take_notice(), self._told if self._told != before else "")))

    def running(self) -> tuple[Session, ...]:
        return tuple(self.sessions.values())

    def elsewhere(self) -> tuple[tuple[str, Session], ...]:
        return self._elsewhere

    def removals(self, now: Moment) -> Mapping[str, Moment]:
        """When packs came off for which the skin may still rest; the journal is asked where that may have changed."""
        known = self._stored_removals
        if known is None or now.boot_id != known[0].boot_id or now.wall < known[0].wall:
            known = self._stored_removals = self.asked(lambda: (now, self._journal.removals(now)), known)
        return {**self._removals, **(known[1] if known is not None else {})}

    def keep_removal(self, name: str, moment: Moment) -> None:
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

    def remember_heat_worse(self, now: Moment) -> None:
        """Keep that heat made it worse, and in which flare-up."""
        self.remember(HEAT_WORSE, now)
        newest = self.asked(lambda: self._journal.archive.newest(FLARE, limit=10), ())
        if flare := next((flare for flare in newest if flare.doc.get("ended") is None), None):
            self.remember(f"{HEAT_WORSE} {flare.id}", now)

    def recall(self, key: str) -> Moment | None:
        return self._unsaved_moments.get(key) or self.asked(lambda: self._journal.recall(key), None)

    def recall_all(self, beginning: str) -> Mapping[str, Moment]:
        return self.asked(lambda: self._journal.recall_all(beginning), {})

    def ended(self, session_id: str) -> Session | None:
        session = self.unsaved.get(session_id) or self.asked(lambda: self._journal.session(session_id), None)
        return session if session is not None and session.is_over else None

    def ended_between(self, first: datetime, last: datetime) -> tuple[Session, ...]:
        found = {s.id: s for s in self.unsaved.values() if s.is_over and first <= s.since.wall < last}
        stored = self.asked(lambda: self._journal.ended_between(first, last), ())
        found = {session.id: session for session in stored} | found
        return tuple(sorted(found.values(), key=lambda session: (session.since.wall, session.id)))


HEAT_WORSE = "heat made it worse"


def heat_made_it_worse(history: History, flare: Flare | None, now: Moment) -> bool:
    """Whether heat was said to make it worse in this flare-up; without one, whether it ever was (L6).

    A moment in the future tells nothing of the flare-up: the clock was ahead before a restart.
    """
    worse = history.recall(HEAT_WORSE)
    if flare is None or worse is None:
        return worse is not None
    if history.recall(f"{HEAT_WORSE} {flare.id}") is not None:
        return True
    return is_plausible(worse, now) and elapsed(worse, now) <= flare.lasted(now)
