"""Days, weeks and other spans put together from all that is kept; the same for the window and every command."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from backcoach.coach.logbook import Logbook
from backcoach.coach.protocols import Chronicle
from backcoach.domain.days import DAY, WEEK, Local, local_day, week_of
from backcoach.domain.levels import WalkLevel, goal_on
from backcoach.domain.review import Day, Period, Uses, Week, period_of, total_minutes, uses_by_day
from backcoach.domain.settings import Settings
from backcoach.domain.walks import Walk


class Reviews:
    """Answers what a span of days came to. What it reads grows with the span, and not with what is kept beside it.

    Every method may raise `JournalError`.

    Args:
        logbook: the walks, the diary and the levels agreed to.
        journal: the sessions.
        local: the person's zone.
        settings: what the person has set.
        levels: the walking levels, the lightest first.
    """

    def __init__(
        self, logbook: Logbook, journal: Chronicle, local: Local, settings: Settings, levels: Sequence[WalkLevel]
    ) -> None:
        self.logbook = logbook
        self._journal = journal
        self._local = local
        self._settings = settings
        self._levels = levels

    def day_of(self, wall: datetime) -> date:
        """The person's day that a point in time belongs to."""
        return local_day(self._local(wall), self._settings.day_start)

    def goal(self, day: date) -> WalkLevel:
        """The walking goal of a day."""
        return goal_on(day, self._levels, self.logbook.levels(), self._settings)

    def week(self, day: date) -> Week:
        """The week that holds this day, as the settings begin it."""
        first, last = week_of(day, self._settings.week_start.weekday)
        walks = self.logbook.walks(first - WEEK * DAY, last)
        return Week(self._period(first, last, walks), total_minutes(walks, first - WEEK * DAY, first - DAY))

    def period(self, first: date, last: date) -> Period:
        """The days from first to last, each with all that is known of it."""
        return self._period(first, last, self.logbook.walks(first, last))

    def day(self, day: date) -> Day:
        """One day."""
        return self.period(day, day).days[0]

    def _period(self, first: date, last: date, walks: Sequence[Walk]) -> Period:
        agreed = self.logbook.levels()
        return period_of(
            first,
            last,
            walks=walks,
            diary=self.logbook.entries(first, last),
            uses=self._uses(first, last),
            goal=lambda day: goal_on(day, self._levels, agreed, self._settings).goal_minutes,
        )

    def _uses(self, first: date, last: date) -> dict[date, Uses]:
        """The uses of these days; asked for with a day more on both sides, which every zone lies within."""
        begin = datetime.combine(first - DAY, time(), UTC)
        end = datetime.combine(last + 2 * DAY, time(), UTC) + self._settings.day_start
        return uses_by_day(self._journal.used_between(begin, end), self._local, self._settings.day_start)
