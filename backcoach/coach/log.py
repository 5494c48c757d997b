"""Walks, diary entries and walking levels: read from the archive, reviewed by day and week, changed and undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from backcoach.coach.protocols import Archive, Clock, History
from backcoach.domain import review
from backcoach.domain.days import DAY, WEEK, Local, local_day, week_of
from backcoach.domain.diary import Entry, Here, TypedEntry, TypedWalk, edited_entry, edited_walk, read_entry, read_walk
from backcoach.domain.engine import NotNowError
from backcoach.domain.flare import Flare
from backcoach.domain.moment import ZERO
from backcoach.domain.record import DIARY, FLARE, LEVEL, TIMED, WALK, Record, all_pains, is_flare_on
from backcoach.domain.record_checks import entry_of, entry_record, flare_of, level_of, walk_of, walk_record
from backcoach.domain.review import Day, Helped, Period, Run, Week
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session
from backcoach.domain.settings import Settings
from backcoach.domain.walks import (
    LOOKED_AT_DAYS,
    Agreed,
    Walk,
    WalkLevel,
    goal_on,
    is_loggable,
    minutes_of,
    offered,
)

Kept = Walk | Entry
AnyKept = TypeVar("AnyKept", bound=Kept)
Found = TypeVar("Found")


class LogRecords:
    """The walks, diary entries and levels of an archive; one that can't be read is left out and named in `problems`."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._problems: dict[str, str] = {}

    def save(self, kept: Kept, *, changed: datetime | None = None) -> None:
        """Keep it; of one that was here before, when it is `changed`."""
        record = walk_record(kept) if isinstance(kept, Walk) else entry_record(kept)
        doc = record.doc if changed is None else {**record.doc, "changed": changed.isoformat()}
        self._archive.put(replace(record, doc=doc))

    def is_logged(self, walk_id: str) -> bool:
        """Whether a walk of this id is or was here, or was deleted on another machine."""
        record = self._archive.record(walk_id)
        return record is not None and record.kind == WALK

    def now(self, kept: Kept) -> Kept | None:
        """What is kept now of the same id."""
        return self.walk(kept.id) if isinstance(kept, Walk) else self.entry(kept.id)

    def walk(self, walk_id: str) -> Walk | None:
        return self._one(WALK, walk_id, walk_of)

    def walks(self, first: date, last: date, *, deleted: bool = False) -> tuple[Walk, ...]:
        return tuple(self.readable(self._archive.records(WALK, first=first, last=last, deleted=deleted), walk_of))

    def entry(self, entry_id: str) -> Entry | None:
        return self._one(DIARY, entry_id, entry_of)

    def entries(self, first: date, last: date) -> tuple[Entry, ...]:
        return tuple(self.readable(self._archive.records(DIARY, first=first, last=last), entry_of))

    def first_day(self) -> date | None:
        firsts = (self._archive.first_day(kind) for kind in (WALK, DIARY))
        return min((day for day in firsts if day is not None), default=None)

    def save_level(self, agreed: Agreed) -> None:
        self._archive.put(Record(agreed.id, LEVEL, agreed.at, agreed.date, {"level": agreed.level}))

    def levels(self) -> tuple[Agreed, ...]:
        return tuple(self.readable(self._archive.records(LEVEL), level_of))

    def flares(self) -> list[Flare]:
        return list(self.readable(self._archive.records(FLARE), flare_of))

    def problems(self) -> tuple[str, ...]:
        return (*self._archive.problems(), *self._problems.values())

    def _one(self, kind: str, record_id: str, read: Callable[[Record], Found]) -> Found | None:
        record = self._archive.record(record_id)
        return next(self.readable([record], read), None) if record is not None and record.kind == kind else None

    def readable(self, records: Iterable[Record], read: Callable[[Record], Found]) -> Iterator[Found]:
        for record in records:
            if record.is_gone:
                continue
            try:
                kept = read(record)
            except ValueError as error:
                why = str(error).rstrip(".")
                self._problems[record.id] = (
                    f"The {record.kind} {record.id} of {record.date} can't be read ({why}); "
                    "it stays as it is, and a newer backcoach may be able to."
                )
            else:
                self._problems.pop(record.id, None)
                yield kept


class Reviews:
    """What a day, a week or any span of days came to; no other days are read for it."""

    def __init__(self, journal: History, local: Local, settings: Settings, levels: Sequence[WalkLevel]) -> None:
        self.records = LogRecords(journal.archive)
        self._journal = journal
        self._local = local
        self._settings = settings
        self._levels = levels

    def day_of(self, wall: datetime) -> date:
        return local_day(self._local(wall), self._settings.day_start)

    def goal(self, day: date) -> WalkLevel:
        return goal_on(day, self._levels, self.records.levels(), self._settings)

    def week(self, day: date, *, helped_until: date | None = None) -> Week:
        """The week that holds this day, as the settings begin it; with what helped up to its end or that day."""
        first, last = week_of(day, self._settings.week_start.weekday)
        before = self.records.walks(first - WEEK * DAY, first - DAY)
        helped = () if helped_until is None else self.helped(min(last, helped_until))
        return Week(self.period(first, last), sum(walk.minutes or 0 for walk in before), helped)

    def day(self, day: date) -> Day:
        return self.period(day, day).days[0]

    def helped(self, last: date) -> tuple[Helped, ...]:
        """How the pain changed with each kind of session in the four weeks up to this day."""
        first, archive = last - (4 * WEEK - 1) * DAY, self._journal.archive
        before, after = first - DAY, last + DAY
        flares = [(one.wall("noted") or one.at, one.doc.get("pain"), one.date) for one in archive.records(FLARE)]
        walked, diary = (archive.records(kind, first=before, last=after) for kind in (WALK, DIARY))
        pains = all_pains(walked, diary, flares)
        sessions = (one for one in self._journal.ended_between(*self._around(first, last)) if review.was_used(one))
        runs = [
            Run(one.kind, one.begun.wall, one.eased, one.since.wall)
            for one in sessions
            if one.kind is not Kind.WALK and first <= self.day_of(one.begun.wall) <= last
        ]
        for walk in self.records.walks(first, last):
            end = walk.start + timedelta(minutes=walk.minutes or 0)
            runs += [Run(Kind.WALK, walk.start, end, end)] if walk.is_walked else []
        return review.helped(runs, [(at, pain) for at, pain, _ in pains])

    def _around(self, first: date, last: date) -> tuple[datetime, datetime]:
        """The days from first to last in every zone, and as the wall clock may have been set meanwhile."""
        begin = datetime.combine(first - 3 * DAY, time(), UTC)
        return begin, datetime.combine(last + 4 * DAY, time(), UTC) + self._settings.day_start

    def period(self, first: date, last: date) -> Period:
        agreed, journal = self.records.levels(), self._journal
        # Those that have ended come last: one that ends between two looks is in both, and counts as it is there.
        sessions = [*journal.running(), *(one for _, one in journal.elsewhere())]
        by_id = {one.id: one for one in (*sessions, *journal.ended_between(*self._around(first, last)))}
        return review.period_of(
            first,
            last,
            walks=self.records.walks(first, last),
            diary=self.records.entries(first, last),
            uses=review.uses_by_day(by_id.values(), self._local, self._settings.day_start),
            goal=lambda day: goal_on(day, self._levels, agreed, self._settings).goal_minutes,
        )


class Change(Struct, frozen=True):
    """One thing that was done: what was kept `before`, None where it is new, and what was kept then."""

    before: Kept | None
    after: Kept

    @property
    def did(self) -> str:
        if self.before is None:
            return "added"
        return "deleted" if self.before.deleted is None and self.after.deleted is not None else "changed"


class Logbook:
    """Keeps walks and diary entries as they are typed, and undoes what was done in this window, the last thing first.

    Nothing was changed where `JournalError`, `WordsError`, or for another window's change `NotNowError` is raised.
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
        self.records = LogRecords(journal.archive)
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
            return self._changed(of, edited_walk(of, typed, self.here))
        return self._changed(of, read_walk(typed, self._new_id(), self.here, unless_typed=unless_typed))

    def keep_entry(self, typed: TypedEntry, *, of: Entry | None = None, unless_typed: datetime | None = None) -> Entry:
        if of is not None:
            return self._changed(of, edited_entry(of, typed, self.here))
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
        except NotNowError:
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
            if self.records.now(after) != before:
                raise NotNowError("It was changed in another window meanwhile. Look at it again first.")
            self.records.save(after, changed=None if before is None else self.here.now)

    def note_beginning(self, session: Session, pain_before: int | None) -> None:
        """Keep the pain before a walk that is timed, until `settle` logs it."""
        if pain_before is not None:
            at, doc = session.begun.wall, {"pain_before": pain_before}
            self.journal.archive.put(Record(session.id, TIMED, at, self.reviews.day_of(at), doc))

    def settle(self) -> None:
        """Log every timed walk that has ended and is not in the log yet: here, in another window, or before a crash."""
        now = self._clock.now().wall
        for session in self.journal.ended_between(now - 8 * DAY, now + DAY):
            if not is_loggable(session) or self.records.is_logged(session.id):
                continue
            with self.journal.transaction():
                if not self.records.is_logged(session.id):
                    begun = self.journal.archive.record(session.id)
                    before = begun.doc.get("pain_before") if begun is not None and begun.kind == TIMED else None
                    walked = sum((step.length for step in session.done), ZERO)
                    start, day = self._clock.local(session.begun.wall), self.reviews.day_of(session.begun.wall)
                    self._changed(None, Walk(session.id, start, day, minutes_of(walked), before))

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
        answers = self.records.levels()
        flares = [one.wall("noted") or one.at for one in self.journal.archive.newest(FLARE) if is_flare_on((one,))]
        began = any(all(answer.at < noted for answer in answers) for noted in flares)
        if not began and any(self.reviews.day_of(answer.at) == today for answer in answers):
            return None
        walks = self.records.walks(today - (LOOKED_AT_DAYS - 1) * DAY, today)
        return offered(self._levels, self.level.id, walks, today, flare_began=began)

    def agree(self, level: WalkLevel) -> date:
        """Keep that the person takes this level, or stays on it; the first day on which it holds.

        A higher one holds from tomorrow on, so that a goal that was met today stays met.
        """
        day = self.today + DAY if level.goal_minutes > self.level.goal_minutes else self.today
        with self.journal.transaction():
            # A clock that was ahead makes nothing that is kept already later than this answer.
            noted = [one.wall("noted") or one.at for one in self.journal.archive.newest(FLARE)]
            answered = [answer.at + timedelta.resolution for answer in self.records.levels()]
            at = max([self._clock.now().wall, *noted, *answered])
            self.records.save_level(Agreed(self._new_id(), level.id, at, day))
        return day
