"""The log of walks and the diary: what is asked of it by the screens, on the protocols."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from backcoach.coach.flares import newest_flare
from backcoach.coach.logbook import Logbook, Reviews
from backcoach.coach.protocols import Clock, History
from backcoach.domain import diary, walks
from backcoach.domain.days import DAY, local_day
from backcoach.domain.diary import Entry
from backcoach.domain.form_fields import Here, TypedEntry, TypedWalk, mended_entry, mended_walk, read_entry, read_walk
from backcoach.domain.levels import LOOKED_AT_DAYS, Agreed, WalkDay, WalkLevel, offered
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
        journal: History,
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
        return pain if type(pain) is int and 0 <= pain <= 10 else None


Kept = Walk | diary.Entry
"""What the log keeps."""

MOST = 100
"""How many changes can be taken back."""


class ChangedElsewhereError(Exception):
    """Another window or command has changed it meanwhile; the text is a sentence, and nothing was changed here."""


class Change(Struct, frozen=True):
    """One thing that was done.

    Attributes:
        before: what was kept before; None where it is new.
        after: what was kept then.
    """

    before: Kept | None
    after: Kept

    @property
    def did(self) -> str:
        """What was done, in a word."""
        if self.before is None:
            return "added"
        if self.before.deleted is None and self.after.deleted is not None:
            return "deleted"
        return "changed"


def delete_mark(kept: Kept, at: datetime) -> Kept:
    """The same, as deleted at this moment."""
    return walks.deleted(kept, at) if isinstance(kept, Walk) else diary.deleted(kept, at)


class Changes:
    """Puts changes into the logbook, each in a transaction of its own, and takes them back, the last one first."""

    def __init__(self, journal: History, book: Logbook) -> None:
        self._journal = journal
        self._book = book
        self._done: list[Change] = []

    @property
    def last(self) -> Change | None:
        """What would be taken back; None where there is nothing."""
        return self._done[-1] if self._done else None

    def make(self, before: Kept | None, after: Kept) -> None:
        """Keep `after` in the place of `before`.

        Raises:
            ChangedElsewhereError: what is kept is not what was before.
            JournalError: it can't be written; nothing was changed.
        """
        self._put(before, after)
        self._done = [*self._done, Change(before, after)][-MOST:]

    def undo(self, now: datetime) -> Change | None:
        """Take the last change back; what it was, None where there is nothing to take back.

        What was added is deleted; it stays, marked, as everything that is deleted.

        Raises:
            ChangedElsewhereError: another window has changed it since; that change stays.
            JournalError: it can't be written; it can be tried again.
        """
        change = self.last
        if change is None:
            return None
        try:
            self._put(change.after, change.before or delete_mark(change.after, now))
        except ChangedElsewhereError:
            self._done.pop()
            raise
        self._done.pop()
        return change

    def _put(self, before: Kept | None, after: Kept) -> None:
        with self._journal.transaction():
            if self._kept_now(after) != before:
                raise ChangedElsewhereError("It was changed in another window meanwhile: look at it again first.")
            self._book.save(after)

    def _kept_now(self, kept: Kept) -> Walk | Entry | None:
        return self._book.walk(kept.id) if isinstance(kept, Walk) else self._book.entry(kept.id)


MICROSECOND = timedelta(microseconds=1)


class Goals:
    """Offers levels by their rule; only the person takes one. Every method may raise `JournalError`."""

    def __init__(self, log: Log) -> None:
        self._log = log

    @property
    def level(self) -> WalkLevel:
        """Today's level, with the settings' figures in the place of its own."""
        return self._log.reviews.goal(self._log.today)

    def offer(self) -> WalkLevel | None:
        """The level to offer now; None where there is none, or where the settings say what the goal is.

        A flare-up that has begun since the person last agreed to a level offers the one below. Otherwise there is no
        other offer on the day of an answer.
        """
        log, settings, today = self._log, self._log.settings(), self._log.today
        if settings.goal_level or settings.goal_minutes or settings.goal_walks:
            return None
        answers = log.book.levels()
        flare = newest_flare(log.journal.archive)
        began = flare is not None and flare.goes_on and all(answer.at < flare.noted for answer in answers)
        if not began and any(log.reviews.day_of(answer.at) == today for answer in answers):
            return None
        first = today - (LOOKED_AT_DAYS - 1) * DAY
        days = walk_days(log.book.walks(first, today))
        return offered(log.levels, self.level.id, days, today, flare_began=began)

    def agree(self, level: WalkLevel) -> date:
        """Keep that the person takes this level, or stays on it; a higher one holds from tomorrow on.

        So a goal that was met today stays met.

        Returns:
            The first day on which it holds.
        """
        log = self._log
        day = log.today + DAY if level.goal_minutes > self.level.goal_minutes else log.today
        with log.journal.transaction():
            log.book.save_level(Agreed(log.new_id(), level.id, self._after_all(log.clock.now().wall), day))
        return day

    def _after_all(self, now: datetime) -> datetime:
        """Now; a clock that was ahead makes nothing that is kept already later than this answer."""
        at = [now, *(answer.at + MICROSECOND for answer in self._log.book.levels())]
        flare = newest_flare(self._log.journal.archive)
        return max([*at, flare.noted] if flare is not None else at)


def walk_days(walks: tuple[Walk, ...]) -> list[WalkDay]:
    """The walks by their days, with the highest rise of pain after one of them."""
    by_day: defaultdict[date, list[Walk]] = defaultdict(list)
    for walk in walks:
        by_day[walk.date].append(walk)
    return [
        WalkDay(
            day,
            sum(walk.minutes or 0 for walk in of_day),
            max((walk.pain_rise for walk in of_day if walk.pain_rise is not None), default=None),
        )
        for day, of_day in by_day.items()
    ]
