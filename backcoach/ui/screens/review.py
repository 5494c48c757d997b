"""The review: a week as columns, a month or a flare-up as a calendar; any day of them to be opened."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size

from backcoach.coach.log import Kept
from backcoach.domain import week_text
from backcoach.domain.days import DAY, EARLIEST, WEEK, month_of
from backcoach.domain.record import FLARE
from backcoach.domain.review import Period, Week
from backcoach.domain.text import count, figure
from backcoach.domain.week_text import BEGIN, MONTHS, days_name
from backcoach.ui import log_words
from backcoach.ui.picture import Picture
from backcoach.ui.screens.day import DayScreen
from backcoach.ui.screens.frame import put
from backcoach.ui.screens.log import DayKeys, LevelScreen
from backcoach.ui.widgets import charts
from backcoach.ui.widgets.text import PlainText

YEAR = timedelta(weeks=52)
DRAWN_WIDTH, DRAWN_HEIGHT = 76, 20
"""In a smaller window the days are lines."""

_DAY, _YEAR, _PERIOD = Binding.Group("Day"), Binding.Group("Year"), Binding.Group("Before, after")


class View(StrEnum):
    """What the review shows, in the order in which its key goes through them."""

    WEEK = "week"
    MONTH = "month"
    FLARE = "flare-up"


class ReviewScreen(LevelScreen, DayKeys):
    """Days to look back on; the arrows go through them."""

    BINDINGS = [
        Binding("enter", "open", "Open", tooltip="The entries of this day."),
        Binding("left", "go(-1)", "Week, month or flare-up before", group=_PERIOD),
        Binding("right", "go(1)", "Week, month or flare-up after", group=_PERIOD),
        Binding("up", "day(-1)", "Day before", group=_DAY),
        Binding("down", "day(1)", "Day after", group=_DAY),
        Binding("e", "edit", "Edit", tooltip="Change the entry of this day, or choose which."),
        Binding("delete,backspace", "delete", "Delete", tooltip="Delete the entry of this day, or choose which."),
        Binding("v", "view", "Week, month, flare-up", tooltip="From the week to the month to flare-ups."),
        Binding("t", "this_week", "This week"),
        Binding("pageup", "page(-1)", "Lines above", show=False),
        Binding("pagedown", "page(1)", "Lines below", show=False),
        Binding("less_than_sign", "year(-1)", "Year before", key_display="<", group=_YEAR),
        Binding("greater_than_sign", "year(1)", "Year after", key_display=">", group=_YEAR),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.view = View.WEEK
        self.flare = -1
        """Which flare-up is shown, counted from the last one at -1."""
        self._today = EARLIEST
        self._period = Period(())
        self._week: Week | None = None
        self._remark = ""
        self._goes_on = False
        self._drawn_in = Size()

    def compose_middle(self) -> ComposeResult:
        self.day = self._today = self.logbook.today
        yield PlainText(id="figures")
        with VerticalScroll(id="review", classes="panel", can_focus=False):
            yield PlainText(id="days")
        yield PlainText(id="sentence")

    def show(self, picture: Picture, notice: str) -> None:
        """Show it as it is now: over midnight, this week becomes another one."""
        super().show(picture, notice)
        if self.logbook.today != self._today:
            was_today = self.day == self._today
            self.day = self.logbook.today if was_today else self.day
            self.reload()
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Draw anew where another window or a notice leaves another room to the days."""
        is_filled = bool(self._period.days) and self.is_attached
        if is_filled and self.query_one("#review").scrollable_content_region.size != self._drawn_in:
            self._draw()

    def fill(self) -> None:
        self._today = self.logbook.today
        self._read()
        self.day = max(self._period.start, min(self.day, self._period.end, self._today))
        self._draw()

    def _read(self) -> None:
        """Read the days that are shown, and no others."""
        reviews, self._week, self.offered, self._remark = self.logbook.reviews, None, None, ""
        flares = self.logbook.journal.archive.records(FLARE) if self.view is View.FLARE else ()
        if self.view is View.FLARE and not flares:
            self.view, self.day, self._remark = View.WEEK, self._today, "No flare-up is noted."
        match self.view:
            case View.WEEK:
                self._week = reviews.week(self.day, helped_until=self._today)
                self._period = self._week.period
                if self._period.start <= self._today <= self._period.end:
                    self.offered = self.logbook.offer()
            case View.MONTH:
                self._period = reviews.period(*month_of(self.day))
            case View.FLARE:
                self.flare = max(-len(flares), self.flare)
                flare = flares[self.flare]
                ended = flare.wall("ended")
                last = self._today
                if ended is not None:
                    last = min(last, max(flare.date, reviews.day_of(ended)))
                self._period, self._goes_on = reviews.period(min(flare.date, last), last), ended is None
                if len(flares) > 1:
                    self._remark = f"Flare-up {len(flares) + 1 + self.flare} of {len(flares)}."
        first = self.logbook.records.first_day()
        if first is not None and self._period.end < first:
            self._remark = f"The log begins on {log_words.long_day(first)}."

    # -- what is shown ------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        if not self.is_attached:
            return  # it was closed before the new size was there
        panel = self.query_one("#review")
        panel.border_title = _title(self.view, self._period, self._today, goes_on=self._goes_on)
        width, height = self._drawn_in = panel.scrollable_content_region.size
        is_drawn = self.size.width >= DRAWN_WIDTH and self.size.height >= DRAWN_HEIGHT
        self.set_class(not is_drawn, "-lines")
        put(self, "#figures", _figures(self._period, self._week))
        put(self, "#days", Content("\n").join(self._days(width, height, is_drawn=is_drawn)))
        sentence = week_text.sentence(self._week, self._today) if self._week else _walked(self._period, self._today)
        said = [Content.styled(sentence, "bold"), Content(self._remark), Content.styled(self.offer_words, "$accent")]
        said += [Content(week_text.helped_words(self._week.helped))] if self._week else []
        put(self, "#sentence", Content("\n").join(part for part in said if part))
        if not is_drawn:
            row = (self.day - self._period.start).days
            self.call_after_refresh(panel.scroll_to_region, Region(0, row, 1, 1), animate=False)
        self.call_after_refresh(self._fit)  # the sentence may be shorter now
        self.refresh_bindings()

    def _days(self, width: int, height: int, *, is_drawn: bool) -> list[Content]:
        days = self._period.days
        if not is_drawn:
            lines = week_text.rows(days, width, self._today)
            return [
                Content(line.replace(" ", charts.HERE, 1) if day.date == self.day else line).highlight_regex(
                    "[▇█▉▊▋▌▍▎▏]+", style="$walk"
                )
                for line, day in zip(lines, days, strict=True)
            ]
        if self.view is View.WEEK:
            return charts.week(days, width=width, height=height, here=self.day)
        start = self.window.services.preferences.settings.week_start.weekday
        return charts.calendar(days, week_start=start, width=width, height=height, here=self.day, today=self._today)

    # -- keys ---------------------------------------------------------------------------------------------------

    def _to(self, day: date) -> None:
        self.day = max(EARLIEST + WEEK * DAY, min(day, self._today))
        if self._period.start <= self.day <= self._period.end:
            self._draw()
        elif self.view is View.FLARE:
            self.day = max(self._period.start, min(self.day, self._period.end))
        else:
            self.reload()

    def action_pick(self, day: str) -> None:
        """The day that was clicked; a second click opens it."""
        picked = date.fromisoformat(day)
        if picked == self.day:
            self.action_open()
        else:
            self._to(picked)

    def action_go(self, by: int) -> None:
        match self.view:
            case View.WEEK:
                self._to(self.day + by * WEEK * DAY)
            case View.MONTH:
                first, last = month_of(self.day)
                there, end = month_of(first - DAY if by < 0 else last + DAY)
                self._to(min(there.replace(day=1) + (self.day.day - 1) * DAY, end))
            case View.FLARE:
                self.flare = min(-1, self.flare + by)
                self.reload()

    def action_day(self, by: int) -> None:
        if by > 0 and self.day >= self._today:
            self.action_page(by)
        else:
            self._to(self.day + by * DAY)

    def action_page(self, by: int) -> None:
        """To the lines above or below; the day stays."""
        panel = self.query_one("#review")
        panel.scroll_relative(y=by * max(1, panel.size.height - 1), animate=False)

    def action_year(self, by: int) -> None:
        if self.view is not View.FLARE:
            self._to(self.day + by * YEAR)

    def action_this_week(self) -> None:
        self.view, self.day = View.WEEK, self.logbook.today
        self.reload()

    def action_view(self) -> None:
        views = tuple(View)
        self.view = views[(views.index(self.view) + 1) % len(views)]
        self.flare = -1
        self.reload()

    @property
    def kept(self) -> Kept | None:
        """The only entry of this day; None where there are several or none."""
        day = self._period.days[(self.day - self._period.start).days]
        entries: tuple[Kept, ...] = (*day.entries, *day.diary)
        return entries[0] if len(entries) == 1 else None

    def action_open(self) -> None:
        self.window.push_screen(DayScreen(self.day))


def _figures(period: Period, week: Week | None) -> Content:
    parts = [count(period.total_minutes, "minute").split(), count(period.walks, "walk").split()]
    if week is not None:
        parts.append([f"{period.days_walked} of {len(period.days)}", "days"])
    else:
        parts.append(count(period.days_walked, "day").split())
    if period.longest_minutes:
        parts.append([f"{period.longest_minutes}", "longest"])
    if week is not None and week.previous_total_minutes:
        more = period.total_minutes - week.previous_total_minutes
        parts.append([f"{more:+,}", "on last week"])
    if week is None and period.pain is not None:
        parts.append([figure(period.pain), "pain on average"])
    return Content("    ").join(
        Content.assemble((value, "bold $walk"), (f" {word}", "$muted")) for value, word in parts
    )


def _title(view: View, period: Period, today: date, *, goes_on: bool) -> str:
    start, end = period.start, period.end
    year = "" if start.year != end.year or end.year == today.year else f" {end.year}"
    match view:
        case View.WEEK:
            return f"Week of {days_name(start, end)}{year}"
        case View.MONTH:
            return f"{MONTHS[start.month - 1]} {start.year}"
        case _ if goes_on:
            return f"Flare-up since {start.day} {MONTHS[start.month - 1]} {start.year}"
        case _:
            return f"Flare-up of {days_name(start, end)}" + ("" if start.year != end.year else f" {end.year}")


def _walked(period: Period, today: date) -> str:
    """What stands under a month or a flare-up."""
    if not period.is_empty:
        return f"You walked {count(period.total_minutes, 'minute')} on {count(period.days_walked, 'day')}."
    is_now = period.start <= today <= period.end
    return BEGIN.replace("this week", "this time") if is_now else "Nothing is noted for this time."
