"""Weeks, months and flare-ups of the log, read for the days that are shown and for no others; and walking levels."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from backcoach.domain.days import DAY, local_day
from backcoach.domain.levels import LOOKED_AT_DAYS, Agreed, WalkDay, WalkLevel, level_on, offered
from backcoach.domain.review import WEEK, Period, Uses, Week, month_of, period_of, total_minutes, week_of
from backcoach.domain.routine import Act, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from backcoach.coach.log import Log
    from backcoach.domain.session import Session

FLARE = "flare"
"""The kind of record of a flare-up."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a flare-up.

    Attributes:
        first: the local day of its onset.
        last: the day it ended, or today.
        goes_on: whether it has not ended.
    """

    first: date
    last: date
    goes_on: bool


class Reviews:
    """Reads what a screen of the review shows.

    Args:
        log: the log.
        levels: all walking levels, the lightest first.
    """

    def __init__(self, log: Log, levels: Sequence[WalkLevel]) -> None:
        self._log = log
        self._levels = tuple(levels)

    # -- days ---------------------------------------------------------------------------------------------------

    def week(self, day: date) -> Week:
        """The week that holds this day.

        Raises:
            JournalError: it can't be read.
        """
        first, last = week_of(day, self._log.settings().week_start.weekday)
        before = self._log.book.walks(first - WEEK * DAY, first - DAY)
        return Week(self.period(first, last), total_minutes(before, first - WEEK * DAY, first - DAY))

    def month(self, day: date) -> Period:
        """The month that holds this day.

        Raises:
            JournalError: it can't be read.
        """
        return self.period(*month_of(day))

    def period(self, first: date, last: date) -> Period:
        """These days, each with what was noted and used.

        Raises:
            JournalError: it can't be read.
        """
        book = self._log.book
        return period_of(
            first,
            last,
            walks=book.walks(first, last),
            diary=book.entries(first, last),
            uses=self._uses(first, last),
            goal=self._goals(),
        )

    def first_day(self) -> date | None:
        """The first day with anything in the log; None where there is nothing.

        Raises:
            JournalError: it can't be read.
        """
        return self._log.book.first_day()

    def _uses(self, first: date, last: date) -> Mapping[date, Uses]:
        begin = datetime.combine(first - DAY, time(), UTC)
        end = datetime.combine(last + 2 * DAY, time(), UTC)
        sessions = self._log.journal.ended_between(begin, end)
        return uses_by_day(sessions, lambda at: local_day(self._log.clock.local(at), self._day_start()))

    def _day_start(self) -> timedelta:
        return self._log.settings().day_start

    # -- flare-ups ----------------------------------------------------------------------------------------------

    def flares(self) -> tuple[Span, ...]:
        """The days of each flare-up, the earliest first.

        Raises:
            JournalError: they can't be read.
        """
        today = self._log.today
        spans = []
        for record in self._log.journal.archive.records(FLARE):
            ended = _ended(record.doc)
            end = today if ended is None else local_day(self._log.clock.local(ended), self._day_start())
            spans.append(Span(record.date, max(record.date, end), goes_on=ended is None))
        return tuple(spans)

    # -- levels -------------------------------------------------------------------------------------------------

    def _goals(self) -> Callable[[date], int]:
        """Tells the goal of a day in minutes: the settings', else that of the level in force on it."""
        agreed, settings = self._log.book.levels(), self._log.settings()

        def goal(day: date) -> int:
            level = level_on(day, self._levels, agreed, wanted=settings.goal_level)
            return (settings.goal_minutes or level.minutes) * (settings.goal_walks or level.times)

        return goal

    def level(self) -> WalkLevel:
        """The level in force today, with the settings' walks and minutes in place of its own.

        Raises:
            JournalError: it can't be read.
        """
        return level_on(self._log.today, self._levels, self._log.book.levels(), wanted=self._log.settings().goal_level)

    def goal_words(self) -> str:
        """Today's goal in words: `First steps: 2 min, 3 times a day`.

        Raises:
            JournalError: it can't be read.
        """
        level, settings = self.level(), self._log.settings()
        times = settings.goal_walks or level.times
        often = "once a day" if times == 1 else f"{times} times a day"
        name = "Your goal" if settings.goal_minutes or settings.goal_walks else level.title
        return f"{name}: {settings.goal_minutes or level.minutes} min, {often}"

    def offer(self) -> WalkLevel | None:
        """The level to offer now; None where there is none, or the settings name the level or the minutes.

        Once the person has said yes or no to it, there is no other offer on that day.

        Raises:
            JournalError: it can't be read.
        """
        settings, today = self._log.settings(), self._log.today
        if settings.goal_level or settings.goal_minutes or settings.goal_walks:
            return None
        said = self._log.book.levels()
        answered = said[-1] if said else None
        flares = self._log.journal.archive.newest(FLARE)
        began = bool(flares) and _ended(flares[0].doc) is None and (not answered or answered.at < _noted(flares[0].doc))
        if not began and answered is not None and answered.date >= today:
            return None
        first = today - (LOOKED_AT_DAYS - 1) * DAY
        return offered(self._levels, self.level().id, self._walk_days(first, today), today, flare_began=began)

    def _walk_days(self, first: date, last: date) -> list[WalkDay]:
        walks = self._log.book.walks(first, last)
        rises: dict[date, int | None] = {}
        minutes: Counter[date] = Counter()
        for walk in walks:
            minutes[walk.date] += walk.minutes or 0
            known = [rise for rise in (rises.get(walk.date), walk.pain_rise) if rise is not None]
            rises[walk.date] = max(known, default=None)
        return [WalkDay(day, minutes[day], rise) for day, rise in rises.items()]

    def agree(self, level: WalkLevel) -> None:
        """Keep the level that the person takes, or stays on.

        Raises:
            JournalError: it can't be written.
        """
        at = self._log.clock.now().wall
        with self._log.journal.transaction():
            self._log.book.save_level(Agreed(self._log.new_id(), level.id, at, self._log.today))


def uses_by_day(sessions: Sequence[Session], day_of: Callable[[datetime], date]) -> Mapping[date, Uses]:
    """How often ice, heat, stretches and breathing were used, by the day on which each ended.

    Args:
        sessions: sessions that have ended.
        day_of: tells the local day of a point in time.
    """
    counts: dict[date, Counter[Kind]] = {}
    for session in sessions:
        if session.kind.is_on_skin:
            ends = [step.ended.wall for step in session.done if step.act is Act.ON]
        else:
            ends = [session.since.wall] if session.done else []
        for end in ends:
            counts.setdefault(day_of(end), Counter())[session.kind] += 1
    return {
        day: Uses(count[Kind.ICE], count[Kind.HEAT], count[Kind.STRETCH], count[Kind.BREATHE])
        for day, count in counts.items()
    }


def _ended(doc: Mapping[str, object]) -> datetime | None:
    return _wall(doc.get("ended"))


def _noted(doc: Mapping[str, object]) -> datetime:
    return _wall(doc.get("noted")) or datetime.max.replace(tzinfo=UTC)


def _wall(moment: object) -> datetime | None:
    """The wall clock of a moment as it is kept; None where there is none."""
    wall = moment.get("wall") if isinstance(moment, dict) else None
    try:
        return datetime.fromisoformat(wall) if isinstance(wall, str) else None
    except ValueError:
        return None
