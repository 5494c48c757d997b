"""What a day, a week, a month or a flare-up comes to, from the records of its days alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from backcoach.domain.days import DAY, MONDAY, Local, local_day, week_of
from backcoach.domain.diary import Entry, EntryKind
from backcoach.domain.routine import Act, Kind
from backcoach.domain.session import Ending, Session
from backcoach.domain.stretches import counts
from backcoach.domain.text import figure
from backcoach.domain.walks import Walk

PAIN_BEFORE, PAIN_AFTER = timedelta(hours=1), timedelta(minutes=15)
"""How long before a session a pain counts as that before it, and how long after it as that after it (ours)."""
FEWEST = 5
"""Of fewer sessions than these nothing is said but that they are too few."""


Uses = Counter[str]
"""How many applications of ice and heat, and sessions of stretches and breathing, there were, by kind."""


def uses_by_day(sessions: Iterable[Session], local: Local, day_start: timedelta) -> dict[date, Uses]:
    """What was used, by the day on which it began: applications that ended, also of a session that goes on."""
    found: defaultdict[date, Uses] = defaultdict(Counter)
    for session in sessions:
        used = [step.began for step in session.done if step.act is Act.ON and step.length]
        if session.kind.is_guided and session.is_over and counts(session):
            used = [session.begun]
        for began in used:
            found[local_day(local(began.wall), day_start)][session.kind] += 1
    return found


class Run(Struct, frozen=True):
    """A session or a walk that is over; the pain after it may be said from when it had `eased` on."""

    kind: Kind
    begun: datetime
    eased: datetime
    ended: datetime


class Helped(Struct, frozen=True):
    """The mean pain before and after the sessions of a kind of which both are known."""

    kind: Kind
    times: int
    pain_before: float
    pain_after: float
    change: float

    @property
    def change_words(self) -> str:
        """How much the pain had changed: `1.4 lower`, `the same`."""
        return f"{figure(abs(self.change))} {'lower' if self.change < 0 else 'higher'}" if self.change else "the same"


def was_used(session: Session) -> bool:
    """Whether something was done in a session that is over or nearly so, and nobody left it to itself."""
    if session.why in {Ending.UNCONFIRMED, Ending.EMERGENCY}:
        return False
    if session.kind.is_guided:
        return counts(session)
    return any(step.length and step.act is not Act.OFF for step in session.done)


def pain_before(pains: Sequence[tuple[datetime, int]], begun: datetime) -> int | None:
    """The last of these pains, which are in order, within the hour before the beginning; None where there is none."""
    n = bisect_right(pains, begun, key=lambda pain: pain[0])
    return pains[n - 1][1] if n and begun - pains[n - 1][0] <= PAIN_BEFORE else None


def helped(runs: Iterable[Run], pains: Sequence[tuple[datetime, int]]) -> tuple[Helped, ...]:
    """What the pains, which are in order, were before and after the runs of each kind; it is no cause."""
    found: defaultdict[Kind, list[tuple[int, int]]] = defaultdict(list)
    for run in runs:
        before, n = pain_before(pains, run.begun), bisect_left(pains, run.eased, key=lambda pain: pain[0])
        if before is not None and n < len(pains) and pains[n][0] <= run.ended + PAIN_AFTER:
            found[run.kind].append((before, pains[n][1]))
    return tuple(_helped(kind, found[kind]) for kind in Kind if kind in found)


def _helped(kind: Kind, pairs: Sequence[tuple[int, int]]) -> Helped:
    before, after = mean(pair[0] for pair in pairs) or 0, mean(pair[1] for pair in pairs) or 0
    return Helped(kind, len(pairs), before, after, round(after - before, 1))


class Day(Struct, frozen=True):
    """One local day, the earliest first; "couldn't today" is neutral: no walk, no minutes, no part of any figure."""

    date: date
    entries: tuple[Walk, ...] = ()
    diary: tuple[Entry, ...] = ()
    uses: Uses = field(default_factory=Counter)
    goal_minutes: int | None = None  # of the level in force on this day

    @property
    def walks(self) -> int:
        return sum(walk.is_walked for walk in self.entries)

    @property
    def minutes(self) -> int:
        return sum(walk.minutes or 0 for walk in self.entries)

    @property
    def longest_minutes(self) -> int:
        return max((walk.minutes or 0 for walk in self.entries), default=0)

    @property
    def could_not(self) -> bool:
        """Whether it was noted that walking was not possible, and no walk was taken."""
        return bool(self.entries) and not self.walks

    @property
    def met(self) -> bool | None:
        return None if self.goal_minutes is None else self.minutes >= self.goal_minutes

    @property
    def pain_before(self) -> float | None:
        return mean(walk.pain_before for walk in self.entries if walk.is_walked)

    @property
    def pain_after(self) -> float | None:
        return mean(walk.pain_after for walk in self.entries if walk.is_walked)

    @property
    def pain(self) -> float | None:
        return mean(self.pains)

    @property
    def pains(self) -> tuple[int, ...]:
        """All pain noted on the day, the latest last: with walks, and in the diary, where only pain has a value."""
        noted: list[tuple[datetime, int | None]] = []
        for walk in self.entries:
            over = walk.start + timedelta(minutes=walk.minutes or 0)
            noted += [(walk.start, walk.pain_before), (over, walk.pain_after)]
        noted += [(entry.at, entry.value) for entry in self.diary]
        return tuple(pain for _, pain in sorted(noted, key=lambda one: one[0]) if pain is not None)

    @property
    def pain_latest(self) -> int | None:
        return self.pains[-1] if self.pains else None

    @property
    def is_empty(self) -> bool:
        return not self.entries and not self.diary and not self.uses

    def as_json(self) -> dict[str, object]:
        """The day as `week --json` prints it."""
        names = ("walks", "minutes", "goal_minutes", "met", "pain_before", "pain_after")
        figures = {name: getattr(self, name) for name in names}
        used = {"ice": self.uses[Kind.ICE], "heat": self.uses[Kind.HEAT], "stretches": self.uses[Kind.STRETCH]}
        return {"date": self.date.isoformat(), **figures, **used}


class Period(Struct, frozen=True):
    """Days that follow each other, at least one: a week, a month, a flare-up, the time that a report covers."""

    days: tuple[Day, ...]

    @property
    def start(self) -> date:
        return self.days[0].date

    @property
    def end(self) -> date:
        return self.days[-1].date

    @property
    def total_minutes(self) -> int:
        return sum(day.minutes for day in self.days)

    @property
    def walks(self) -> int:
        return sum(day.walks for day in self.days)

    @property
    def days_walked(self) -> int:
        return sum(day.walks > 0 for day in self.days)

    @property
    def days_met(self) -> int:
        return sum(day.met is True for day in self.days)

    @property
    def longest_minutes(self) -> int:
        return max(day.longest_minutes for day in self.days)

    @property
    def uses(self) -> Uses:
        return sum((day.uses for day in self.days), Counter())

    @property
    def could_not(self) -> int:
        return sum(day.could_not for day in self.days)

    @property
    def pain(self) -> float | None:
        return mean(day.pain for day in self.days)

    @property
    def worst_pain(self) -> int | None:
        return max((pain for day in self.days for pain in day.pains), default=None)

    @property
    def pain_with_walks(self) -> tuple[float | None, float | None]:
        walks = [walk for day in self.days for walk in day.entries if walk.is_walked]
        return mean(walk.pain_before for walk in walks), mean(walk.pain_after for walk in walks)

    @property
    def is_empty(self) -> bool:
        return all(day.is_empty for day in self.days)

    def diary(self, kind: EntryKind) -> tuple[Entry, ...]:
        return tuple(entry for day in self.days for entry in day.diary if entry.kind is kind)

    def weeks(self, week_start: int = MONDAY) -> tuple[Period, ...]:
        """The period by weeks, of which the first and the last one may be shorter."""
        by_week = groupby(self.days, key=lambda day: week_of(day.date, week_start))
        return tuple(replace(self, days=tuple(days)) for _, days in by_week)


class Week(Struct, frozen=True):
    """Seven days, the minutes of the seven before them, and what helped in the four weeks up to their end."""

    period: Period
    previous_total_minutes: int = 0
    helped: tuple[Helped, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The week as `week --json` prints it."""
        period, names = self.period, ("total_minutes", "walks", "days_walked", "longest_minutes")
        span = {"start": period.start.isoformat(), "end": period.end.isoformat()}
        figures = {name: getattr(period, name) for name in names}
        days = [day.as_json() for day in period.days]
        more = {"previous_total_minutes": self.previous_total_minutes, "helped": [asdict(one) for one in self.helped]}
        return {**span, "days": days, **figures, **more}


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of the values that there are, to one decimal, a half upwards; None where there are none."""
    known = [value for value in values if value is not None]
    return int(sum(known) / len(known) * 10 + 0.5) / 10 if known else None


def period_of(
    first: date,
    last: date,
    *,
    walks: Iterable[Walk] = (),
    diary: Iterable[Entry] = (),
    uses: Mapping[date, Uses] | None = None,
    goal: Callable[[date], int | None] = lambda _day: None,
) -> Period:
    """The days from first to last, each with what belongs to it; what is deleted or of other days is left out."""
    walked: defaultdict[date, list[Walk]] = defaultdict(list)
    noted: defaultdict[date, list[Entry]] = defaultdict(list)
    for walk in sorted(walks, key=lambda walk: (walk.start, walk.id)):
        if walk.deleted is None:
            walked[walk.date].append(walk)
    for entry in sorted(diary, key=lambda entry: (entry.at, entry.id)):
        if entry.deleted is None:
            noted[entry.date].append(entry)
    used, days = uses or {}, (first + DAY * n for n in range((last - first).days + 1))
    return Period(
        tuple(Day(day, tuple(walked[day]), tuple(noted[day]), used.get(day, Counter()), goal(day)) for day in days)
    )
