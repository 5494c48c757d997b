"""What the screens of the log show, read for the days on them and for no others."""

from __future__ import annotations

from datetime import date

from backcoach.coach.flares import span_of
from backcoach.coach.log import Log
from backcoach.domain.days import month_of
from backcoach.domain.record import FLARE
from backcoach.domain.walks import Walk
from backcoach.ui import log_words
from backcoach.ui.log_views import Board
from backcoach.ui.screens.day import DayPage, DayScreen
from backcoach.ui.screens.log import LogScreen
from backcoach.ui.screens.review import ReviewScreen
from backcoach.ui.screens.saved import Offered, Outcome, SavedScreen
from backcoach.ui.screens.walk import NewWalkForm
from backcoach.ui.wishes import View


class LogPages:
    """Fills the screens. Every method may raise `JournalError`."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def fill(self, screen: LogScreen) -> None:
        """Show on this screen what is kept now."""
        if isinstance(screen, ReviewScreen):
            screen.fill(self._board(screen))
        elif isinstance(screen, DayScreen):
            screen.fill(DayPage(self._log.reviews.day(screen.day), self._log.today))
        elif isinstance(screen, SavedScreen):
            screen.fill(self._outcome(screen))
        elif isinstance(screen, NewWalkForm):
            screen.fill(self._goal_words(screen.day))

    def _offered(self) -> Offered | None:
        level = self._log.offer()
        return None if level is None else Offered(level, self._log.level)

    def _goal_words(self, day: date) -> str:
        """The day's goal, what was walked of it, and today another level where one is offered."""
        reviews, today = self._log.reviews, self._log.today
        level, walked = reviews.goal(day), log_words.of_goal(reviews.day(day))
        if day != today:
            return f"Walk on {log_words.long_day(day)} · {log_words.level_words(level)} · {walked}"
        offer = self._offered()
        lines = [f"Walk · {log_words.level_words(level)} · today {walked}"]
        lines += [f"{offer.level.title} is offered: the review (r) takes it."] if offer else []
        return "\n".join(lines)

    def _outcome(self, screen: SavedScreen) -> Outcome:
        kept, book = screen.outcome.kept, self._log.book
        now = book.walk(kept.id) if isinstance(kept, Walk) else book.entry(kept.id)
        if not isinstance(now, Walk):
            return Outcome(now or kept)
        return Outcome(now, self._log.reviews.day(now.date), self._offered())

    def _board(self, screen: ReviewScreen) -> Board:
        today, reviews = self._log.today, self._log.reviews
        match screen.view:
            case View.WEEK:
                week = reviews.week(screen.day)
                holds_today = week.period.start <= today <= week.period.end
                offer = self._offered() if holds_today else None
                remark = "" if holds_today else self._before_all(week.period.end)
                return Board(View.WEEK, week.period, today, week, remark=remark, offered=offer)
            case View.MONTH:
                period = reviews.period(*month_of(screen.day))
                return Board(View.MONTH, period, today, remark=self._before_all(period.end))
            case View.FLARE:
                return self._flare(screen)

    def _before_all(self, last: date) -> str:
        first = self._log.book.first_day()
        return f"The log begins on {log_words.long_day(first)}." if first is not None and last < first else ""

    def _flare(self, screen: ReviewScreen) -> Board:
        today, reviews = self._log.today, self._log.reviews
        spans = [span_of(record) for record in self._log.journal.archive.records(FLARE)]
        if not spans:
            week = reviews.week(today)
            return Board(View.WEEK, week.period, today, week, remark="No flare-up is noted.", offered=self._offered())
        screen.flare = max(-len(spans), screen.flare)
        span = spans[screen.flare]
        last = today if span.ended is None else min(today, max(span.first, reviews.day_of(span.ended)))
        nth = f"Flare-up {len(spans) + 1 + screen.flare} of {len(spans)}."
        period = reviews.period(min(span.first, last), last)
        return Board(View.FLARE, period, today, goes_on=span.ended is None, remark=nth if len(spans) > 1 else "")
