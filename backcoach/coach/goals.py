"""The walking level: what is offered, and what the person has agreed to."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from backcoach.coach.flares import newest_flare
from backcoach.coach.log import Log
from backcoach.domain.days import DAY
from backcoach.domain.levels import LOOKED_AT_DAYS, Agreed, WalkDay, WalkLevel, offered
from backcoach.domain.walks import Walk

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
