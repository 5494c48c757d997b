"""The log of walks and the diary: what is asked of it by the screens, on the protocols."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from backcoach.coach.changes import Change, Changes, Kept, delete_mark
from backcoach.coach.logbook import Logbook
from backcoach.coach.protocols import Chronicle, Clock
from backcoach.coach.reviews import Reviews
from backcoach.domain.days import DAY, local_day
from backcoach.domain.diary import Entry
from backcoach.domain.form_fields import Here, TypedEntry, TypedWalk, mended_entry, mended_walk, read_entry, read_walk
from backcoach.domain.levels import WalkLevel
from backcoach.domain.record import Record
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session
from backcoach.domain.settings import Settings
from backcoach.domain.walks import Walk, is_loggable, walk_of

TIMED = "walking"
"""The kind of record that says how much it hurt when a timed walk began; the walk takes its place."""

LOOKED_BACK = 8 * DAY
"""How far back timed walks are looked for that ended while no window was open to log them."""


class Log:
    """Keeps walks and diary entries; nothing it says is kept before it is on the disk.

    Args:
        clock: the clock.
        journal: whose transactions the logbook's are.
        book: where walks and entries are kept.
        settings: tells the settings as they are now.
        levels: all walking levels, the lightest first.
        new_id: makes ids.
    """

    def __init__(
        self,
        clock: Clock,
        journal: Chronicle,
        book: Logbook,
        settings: Callable[[], Settings],
        *,
        levels: Sequence[WalkLevel],
        new_id: Callable[[], str],
    ) -> None:
        self.clock = clock
        self.journal = journal
        self.book = book
        self.settings = settings
        self.levels = tuple(levels)
        self.new_id = new_id
        self.changes = Changes(journal, book)

    @property
    def here(self) -> Here:
        """This moment, and whose it is."""
        local = self.clock.local
        return Here(local(self.clock.now().wall), local, self.settings().day_start)

    @property
    def today(self) -> date:
        """The person's day."""
        here = self.here
        return local_day(here.now, here.day_start)

    @property
    def reviews(self) -> Reviews:
        """What days, weeks and other spans came to, by the settings as they are now."""
        return Reviews(self.book, self.journal, self.clock.local, self.settings(), self.levels)

    # -- what is typed ------------------------------------------------------------------------------------------

    def keep_walk(self, typed: TypedWalk, *, of: Walk | None = None, unless_typed: datetime | None = None) -> Walk:
        """Keep a new walk, or what was changed of one.

        Args:
            typed: the fields.
            of: the walk that is edited; None for a new one.
            unless_typed: when a new one began where nothing else is typed; now where it is None.

        Raises:
            WordsError: a field can't be used; nothing was kept.
            ChangedElsewhereError: another window has changed it meanwhile.
            JournalError: it can't be written.
        """
        if of is None:
            walk = read_walk(typed, self.new_id(), self.here, unless_typed=unless_typed)
        else:
            walk = mended_walk(of, typed, self.here)
        if walk != of:
            self.changes.make(of, walk)
        return walk

    def keep_entry(self, typed: TypedEntry, *, of: Entry | None = None, unless_typed: datetime | None = None) -> Entry:
        """Keep a new diary entry, or what was changed of one; arguments and errors are those of `keep_walk`."""
        if of is None:
            entry = read_entry(typed, self.new_id(), self.here, unless_typed=unless_typed)
        else:
            entry = mended_entry(of, typed, self.here)
        if entry != of:
            self.changes.make(of, entry)
        return entry

    def delete(self, kept: Kept) -> None:
        """Delete a walk or an entry; it stays, marked.

        Raises:
            ChangedElsewhereError: another window has changed it meanwhile.
            JournalError: it can't be written.
        """
        self.changes.make(kept, delete_mark(kept, self.here.now))

    def undo(self) -> Change | None:
        """Take back the last thing done in this window; None where there is none.

        Raises:
            ChangedElsewhereError: another window has changed it since.
            JournalError: it can't be written.
        """
        return self.changes.undo(self.here.now)

    # -- walks that are timed -----------------------------------------------------------------------------------

    def note_beginning(self, session: Session, pain_before: int | None) -> None:
        """Keep how much it hurt when a timed walk began."""
        if pain_before is None:
            return
        at = session.begun.wall
        day = local_day(self.clock.local(at), self.settings().day_start)
        self.journal.archive.put(Record(session.id, TIMED, at, day, {"pain_before": pain_before}))

    def settle(self) -> tuple[Walk, ...]:
        """Log every timed walk that has ended and is not in the log yet: here, in another window, or before a crash.

        Raises:
            JournalError: it can't be read or written now.
        """
        now = self.clock.now().wall
        ended = self.journal.ended_between(now - LOOKED_BACK, now + DAY)
        found = (self.log_timed(session) for session in ended if session.kind is Kind.WALK)
        return tuple(walk for walk in found if walk is not None)

    def log_timed(self, session: Session) -> Walk | None:
        """Log a timed walk, where no other window has done it already; None where there is nothing to log.

        Raises:
            JournalError: it can't be written now.
        """
        if not is_loggable(session) or self.book.walk(session.id) is not None:
            return None
        with self.journal.transaction():
            if self.book.walk(session.id) is not None:
                return None
            pain_before = self._noted_at_beginning(session)
            day_start = self.settings().day_start
            walk = walk_of(session, local=self.clock.local, day_start=day_start, pain_before=pain_before)
            self.changes.make(None, walk)
        return walk

    def _noted_at_beginning(self, session: Session) -> int | None:
        record = self.journal.archive.record(session.id)
        if record is None or record.kind != TIMED:
            return None
        pain = record.doc.get("pain_before")
        return pain if type(pain) is int and 0 <= pain <= 10 else None  # noqa: PLR2004 - as `check_pain` has it
