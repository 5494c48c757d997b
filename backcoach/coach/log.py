"""The log of walks and the diary: what is asked of it by the screens, on the protocols."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from backcoach.coach.flares import span_of
from backcoach.coach.logbook import Logbook, Reviews
from backcoach.coach.protocols import Clock, History
from backcoach.domain.days import DAY, local_day
from backcoach.domain.diary import Entry
from backcoach.domain.form_fields import Here, TypedEntry, TypedWalk, mended_entry, mended_walk, read_entry, read_walk
from backcoach.domain.record import FLARE, Record
from backcoach.domain.session import Session
from backcoach.domain.settings import Settings
from backcoach.domain.walks import LOOKED_AT_DAYS, Agreed, Walk, WalkDay, WalkLevel, is_loggable, offered, walk_of

Kept = Walk | Entry
"""What the log keeps."""
AnyKept = TypeVar("AnyKept", bound=Kept)

TIMED = "walking"
"""The kind of record that says how much it hurt when a timed walk began; the walk takes its place."""


class ChangedElsewhereError(Exception):
    """Another window or command has changed it meanwhile; the text is a sentence, and nothing was changed here."""


class Change(Struct, frozen=True):
    """One thing that was done: what was kept `before`, None where it is new, and what was kept then."""

    before: Kept | None
    after: Kept

    @property
    def did(self) -> str:
        if self.before is None:
            return "added"
        return "deleted" if self.before.deleted is None and self.after.deleted is not None else "changed"


class Log:
    """Keeps walks and diary entries, and takes changes of them back, the last one first.

    Nothing it says is kept before it is on the disk. What is kept or looked up may raise `JournalError`; where it can't
    be written, nothing was changed. What another window has changed meanwhile raises `ChangedElsewhereError`, a field
    that can't be used `WordsError`.
    """

    def __init__(
        self,
        clock: Clock,
        journal: History,
        settings: Callable[[], Settings],
        *,
        levels: Sequence[WalkLevel],
        new_id: Callable[[], str],
    ) -> None:
        self.journal = journal
        self.book = Logbook(journal.archive)
        self._clock = clock
        self._settings = settings
        self._levels = levels
        self._new_id = new_id
        self._done: list[Change] = []

    @property
    def here(self) -> Here:
        local = self._clock.local
        return Here(local(self._clock.now().wall), local, self._settings().day_start)

    @property
    def today(self) -> date:
        here = self.here
        return local_day(here.now, here.day_start)

    @property
    def reviews(self) -> Reviews:
        return Reviews(self.journal, self._clock.local, self._settings(), self._levels)

    def keep_walk(self, typed: TypedWalk, *, of: Walk | None = None, unless_typed: datetime | None = None) -> Walk:
        """Keep what was changed of a walk, or a new one, which began `unless_typed` (or now) where nothing is typed."""
        if of is not None:
            return self._changed(of, mended_walk(of, typed, self.here))
        return self._changed(of, read_walk(typed, self._new_id(), self.here, unless_typed=unless_typed))

    def keep_entry(self, typed: TypedEntry, *, of: Entry | None = None, unless_typed: datetime | None = None) -> Entry:
        if of is not None:
            return self._changed(of, mended_entry(of, typed, self.here))
        return self._changed(of, read_entry(typed, self._new_id(), self.here, unless_typed=unless_typed))

    def delete(self, kept: Kept) -> None:
        self._changed(kept, self._as_deleted(kept))

    def undo(self) -> Change | None:
        """Take back the last thing done in this window; None where there is none.

        What was added is deleted; it stays, marked, as everything that is deleted. A change that can't be taken back
        because another window has changed it since stays for good; one that could not be written can be tried again.
        """
        if not self._done:
            return None
        change = self._done[-1]
        try:
            self._put(change.after, change.before or self._as_deleted(change.after))
        except ChangedElsewhereError:
            self._done.pop()
            raise
        return self._done.pop()

    def _as_deleted(self, kept: Kept) -> Kept:
        return kept if kept.deleted else replace(kept, deleted=self.here.now)

    def _changed(self, before: Kept | None, after: AnyKept) -> AnyKept:
        if after != before:
            self._put(before, after)
            self._done = [*self._done, Change(before, after)][-100:]
        return after

    def _put(self, before: Kept | None, after: Kept) -> None:
        with self.journal.transaction():
            if (self.book.walk(after.id) if isinstance(after, Walk) else self.book.entry(after.id)) != before:
                raise ChangedElsewhereError("It was changed in another window meanwhile: look at it again first.")
            self.book.save(after, changed=None if before is None else self.here.now)

    def note_beginning(self, session: Session, pain_before: int | None) -> None:
        if pain_before is not None:
            at, doc = session.begun.wall, {"pain_before": pain_before}
            self.journal.archive.put(Record(session.id, TIMED, at, self.reviews.day_of(at), doc))

    def settle(self) -> None:
        """Log every timed walk that has ended and is not in the log yet: here, in another window, or before a crash."""
        now = self._clock.now().wall
        for session in self.journal.ended_between(now - 8 * DAY, now + DAY):
            if not is_loggable(session) or self.book.is_logged(session.id):
                continue
            with self.journal.transaction():
                if not self.book.is_logged(session.id):
                    begun = self.journal.archive.record(session.id)
                    pain = begun.doc.get("pain_before") if begun is not None and begun.kind == TIMED else None
                    before = pain if type(pain) is int and 0 <= pain <= 10 else None
                    here = self.here
                    walk = walk_of(session, local=here.local, day_start=here.day_start, pain_before=before)
                    self._changed(None, walk)

    @property
    def level(self) -> WalkLevel:
        return self.reviews.goal(self.today)

    def offer(self) -> WalkLevel | None:
        """The level to offer now; None where there is none, or where the settings say what the goal is.

        A flare-up that has begun since the person last agreed to a level offers the one below. Otherwise there is no
        other offer on the day of an answer.
        """
        settings, today = self._settings(), self.today
        if settings.goal_level or settings.goal_minutes or settings.goal_walks:
            return None
        answers = self.book.levels()
        flares = map(span_of, self.journal.archive.newest(FLARE))
        began = any(flare.ended is None and all(answer.at < flare.noted for answer in answers) for flare in flares)
        if not began and any(self.reviews.day_of(answer.at) == today for answer in answers):
            return None
        walks = self.book.walks(today - (LOOKED_AT_DAYS - 1) * DAY, today)
        return offered(self._levels, self.level.id, _by_day(walks), today, flare_began=began)

    def agree(self, level: WalkLevel) -> date:
        """Keep that the person takes this level, or stays on it; the first day on which it holds.

        A higher one holds from tomorrow on, so that a goal that was met today stays met.
        """
        day = self.today + DAY if level.goal_minutes > self.level.goal_minutes else self.today
        with self.journal.transaction():
            # A clock that was ahead makes nothing that is kept already later than this answer.
            noted = [span_of(flare).noted for flare in self.journal.archive.newest(FLARE)]
            answered = [answer.at + timedelta.resolution for answer in self.book.levels()]
            at = max([self._clock.now().wall, *noted, *answered])
            self.book.save_level(Agreed(self._new_id(), level.id, at, day))
        return day


def _by_day(walks: Iterable[Walk]) -> list[WalkDay]:
    """The walks, in order of their days, as days, with the highest rise of pain after one of them."""
    days = []
    for day, group in groupby(walks, key=lambda walk: walk.date):
        of_day = list(group)
        rises = [walk.pain_rise for walk in of_day if walk.pain_rise is not None]
        days.append(WalkDay(day, sum(walk.minutes or 0 for walk in of_day), max(rises, default=None)))
    return days
