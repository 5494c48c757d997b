"""Walks, diary entries and levels, kept as records of the journal's archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from msgspec.structs import replace

from backcoach.coach.flares import span_of
from backcoach.coach.protocols import Archive, History
from backcoach.domain.days import DAY, WEEK, Local, local_day, week_of
from backcoach.domain.diary import Entry
from backcoach.domain.record import DIARY, FLARE, LEVEL, WALK, Record, all_pains
from backcoach.domain.records import entry_of, entry_record, level_of, walk_of, walk_record
from backcoach.domain.review import (
    Day,
    Helped,
    Period,
    Run,
    Week,
    helped,
    period_of,
    total_minutes,
    uses_by_day,
    was_used,
)
from backcoach.domain.routine import Kind
from backcoach.domain.settings import Settings
from backcoach.domain.walks import Agreed, Walk, WalkLevel, goal_on

Kept = TypeVar("Kept")


class Logbook:
    """What an archive has of them. A record that can't be read is left out, and is named in `problems`."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._problems: dict[str, str] = {}

    def save(self, kept: Walk | Entry, *, changed: datetime | None = None) -> None:
        """Keep it; of one that was here before, when it is `changed`."""
        record = walk_record(kept) if isinstance(kept, Walk) else entry_record(kept)
        doc = record.doc if changed is None else {**record.doc, "changed": changed.isoformat()}
        self._archive.put(replace(record, doc=doc))

    def is_logged(self, walk_id: str) -> bool:
        """Whether a walk of this id is or was here, or was deleted on another machine."""
        record = self._archive.record(walk_id)
        return record is not None and record.kind == WALK

    def walk(self, walk_id: str) -> Walk | None:
        return self._one(WALK, walk_id, walk_of)

    def walks(self, first: date, last: date, *, deleted: bool = False) -> tuple[Walk, ...]:
        return tuple(self._readable(self._archive.records(WALK, first=first, last=last, deleted=deleted), walk_of))

    def entry(self, entry_id: str) -> Entry | None:
        return self._one(DIARY, entry_id, entry_of)

    def entries(self, first: date, last: date) -> tuple[Entry, ...]:
        return tuple(self._readable(self._archive.records(DIARY, first=first, last=last), entry_of))

    def first_day(self) -> date | None:
        """The first day with a walk or an entry that is not deleted; None where there is none."""
        firsts = (self._archive.first_day(kind) for kind in (WALK, DIARY))
        return min((day for day in firsts if day is not None), default=None)

    def save_level(self, agreed: Agreed) -> None:
        self._archive.put(Record(agreed.id, LEVEL, agreed.at, agreed.date, {"level": agreed.level}))

    def levels(self) -> tuple[Agreed, ...]:
        return tuple(self._readable(self._archive.records(LEVEL), level_of))

    def problems(self) -> tuple[str, ...]:
        return (*self._archive.problems(), *self._problems.values())

    def _one(self, kind: str, record_id: str, read: Callable[[Record], Kept]) -> Kept | None:
        record = self._archive.record(record_id)
        return next(self._readable([record], read), None) if record is not None and record.kind == kind else None

    def _readable(self, records: Iterable[Record], read: Callable[[Record], Kept]) -> Iterator[Kept]:
        for record in records:
            if record.is_gone:
                continue
            try:
                found = read(record)
            except ValueError as error:
                why = str(error).rstrip(".")
                self._problems[record.id] = (
                    f"The {record.kind} {record.id} of {record.date} can't be read ({why}); "
                    "it stays as it is, and a newer backcoach may know it."
                )
            else:
                self._problems.pop(record.id, None)
                yield found


class Reviews:
    """Answers what a span of days came to. What it reads grows with the span, and not with what is kept beside it."""

    def __init__(self, journal: History, local: Local, settings: Settings, levels: Sequence[WalkLevel]) -> None:
        self.logbook = Logbook(journal.archive)
        self._journal = journal
        self._local = local
        self._settings = settings
        self._levels = levels

    def day_of(self, wall: datetime) -> date:
        return local_day(self._local(wall), self._settings.day_start)

    def goal(self, day: date) -> WalkLevel:
        return goal_on(day, self._levels, self.logbook.levels(), self._settings)

    def week(self, day: date, *, helped_until: date | None = None) -> Week:
        """The week that holds this day, as the settings begin it; with what helped up to its end or that day."""
        first, last = week_of(day, self._settings.week_start.weekday)
        before = self.logbook.walks(first - WEEK * DAY, first - DAY)
        helped = () if helped_until is None else self.helped(min(last, helped_until))
        return Week(self.period(first, last), total_minutes(before, first - WEEK * DAY, first - DAY), helped)

    def day(self, day: date) -> Day:
        return self.period(day, day).days[0]

    def helped(self, last: date) -> tuple[Helped, ...]:
        """How the pain changed with each kind of session in the four weeks up to this day."""
        first, archive = last - (4 * WEEK - 1) * DAY, self._journal.archive
        before, after = first - DAY, last + DAY
        flares = [(span_of(flare).noted, flare.doc.get("pain"), flare.date) for flare in archive.records(FLARE)]
        pains = all_pains(
            archive.records(WALK, first=before, last=after), archive.records(DIARY, first=before, last=after), flares
        )
        sessions = (one for one in self._journal.ended_between(*self._around(first, last)) if was_used(one))
        runs = [
            Run(one.kind, one.begun.wall, one.eased, one.since.wall)
            for one in sessions
            if one.kind is not Kind.WALK and first <= self.day_of(one.begun.wall) <= last
        ]
        for walk in self.logbook.walks(first, last):
            end = walk.start + timedelta(minutes=walk.minutes or 0)
            runs += [Run(Kind.WALK, walk.start, end, end)] if walk.is_walked else []
        return helped(runs, [(at, pain) for at, pain, _ in pains])

    def _around(self, first: date, last: date) -> tuple[datetime, datetime]:
        """The days from first to last with one more on both sides, which every zone lies within."""
        begin = datetime.combine(first - DAY, time(), UTC)
        return begin, datetime.combine(last + 2 * DAY, time(), UTC) + self._settings.day_start

    def period(self, first: date, last: date) -> Period:
        """The days from first to last, each with all that is known of it."""
        agreed = self.logbook.levels()
        used = self._journal.used_between(*self._around(first, last))
        return period_of(
            first,
            last,
            walks=self.logbook.walks(first, last),
            diary=self.logbook.entries(first, last),
            uses=uses_by_day(used, self._local, self._settings.day_start),
            goal=lambda day: goal_on(day, self._levels, agreed, self._settings).goal_minutes,
        )
