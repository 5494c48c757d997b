"""The review: a week with its bars, a month, a flare-up; any day of them to be opened."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from backcoach.coach.log import Kept
from backcoach.domain.days import DAY, EARLIEST, WEEK, month_of
from backcoach.ui.faces import Keys
from backcoach.ui.log_views import Board, lines_of
from backcoach.ui.picture import Picture
from backcoach.ui.screens.by_day import ByDay
from backcoach.ui.screens.frame import ALWAYS
from backcoach.ui.screens.saved import OfferKeys
from backcoach.ui.widgets.lines import LinesView
from backcoach.ui.wishes import Delete, Edit, Look, OpenDay, Undo, View

YEAR = timedelta(weeks=52)
NARROW = 44
"""Under so many columns the lines take all of them."""


class ReviewScreen(OfferKeys, ByDay):
    """Days to look back on; the arrows go through them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(-1)", "Week before", tooltip="The week, month or flare-up before."),
        Binding("right", "go(1)", "Week after", tooltip="The week, month or flare-up after."),
        Binding("up", "day(-1)", "Day before"),
        Binding("down", "day(1)", "Day after"),
        Binding("pageup", "page(-1)", "Lines above", show=False),
        Binding("pagedown", "page(1)", "Lines below", show=False),
        Binding("less_than_sign", "year(-1)", "Year before", key_display="<"),
        Binding("greater_than_sign", "year(1)", "Year after", key_display=">"),
        Binding("t", "this_week", "This week"),
        Binding("enter", "open", "Open", tooltip="The entries of this day."),
        Binding("e", "edit", "Edit", tooltip="Change the entry of this day, or choose which."),
        Binding("delete,backspace", "delete", "Delete", tooltip="Delete the entry of this day, or choose which."),
        Binding("u", "undo", "Undo", tooltip="Take back what was last added, changed or deleted here."),
        Binding("v", "view", "Week, month, flare-up", tooltip="Go from the week to the month to flare-ups."),
    ]

    def __init__(self, day: date) -> None:
        """Take the day whose week is shown first."""
        super().__init__()
        self.day = day
        self.view = View.WEEK
        self.flare = -1
        """Which flare-up is shown, counted from the last one at -1."""
        self._board: Board | None = None

    def compose_middle(self) -> ComposeResult:
        """The lines."""
        yield LinesView(id="review")

    def fill(self, board: Board) -> None:
        """Show what is kept of these days now."""
        self._board = board
        self.view = board.view
        self.offered = board.offered
        self.day = max(board.period.start, min(self.day, board.period.end, board.today))
        self._draw()
        self.post_message(self.Shown())

    def on_resize(self, event: events.Resize) -> None:
        """A narrow window has no column to spare."""
        self.set_class(event.size.width < NARROW, "-narrow")

    def on_lines_view_resized(self) -> None:
        """Another width has room for other columns."""
        self._draw()

    def on_lines_view_filled(self) -> None:
        """The keys tell whether there is more."""
        self.post_message(self.Shown())

    def _draw(self) -> None:
        if self._board is None:
            return
        view = self.query_one("#review", LinesView)
        lines = lines_of(self._board, view.size.width, self.day)
        view.show(lines.texts, lines.first_row + (self.day - self._board.period.start).days)

    def keys_now(self, picture: Picture) -> Keys:
        """What is shown, the days, what can be done with one."""
        del picture
        more: Keys = (("pagedown", "More"),) if self.query_one("#review", LinesView).has_more else ()
        across = {View.WEEK: "Week", View.MONTH: "Month", View.FLARE: "Flare-up"}[self.view]
        following = {View.WEEK: "Month", View.MONTH: "Flare-ups", View.FLARE: "Weeks"}[self.view]
        return (
            ("enter", "Open"),
            ("left", ""),
            ("right", across),
            ("up", ""),
            ("down", "Day"),
            *self.offer_keys,
            *more,
            ("t", "This week"),
            ("e", "Edit"),
            ("delete", "Delete"),
            ("u", "Undo"),
            ("w", "Walk, or 1-9"),
            ("v", following),
            ("escape", "Back"),
            *ALWAYS,
        )

    # -- keys ---------------------------------------------------------------------------------------------------

    def _to(self, day: date) -> None:
        board = self._board
        if board is None:
            return
        self.day = max(EARLIEST + WEEK * DAY, min(day, board.today))
        if board.period.start <= self.day <= board.period.end:
            self._draw()
        elif board.view is View.FLARE:
            self.day = max(board.period.start, min(self.day, board.period.end))
        else:
            self.want(Look())

    def action_go(self, by: int) -> None:
        """To the week, month or flare-up beside this one."""
        match self.view:
            case View.WEEK:
                self._to(self.day + by * WEEK * DAY)
            case View.MONTH:
                first, last = month_of(self.day)
                there, end = month_of(first - DAY if by < 0 else last + DAY)
                self._to(min(there.replace(day=1) + (self.day.day - 1) * DAY, end))
            case View.FLARE:
                self.flare = min(-1, self.flare + by)
                self.want(Look())

    def action_day(self, by: int) -> None:
        """To the day beside this one; after today, to the lines below."""
        if self._board is not None and by > 0 and self.day >= self._board.today:
            self.action_page(by)
        else:
            self._to(self.day + by * DAY)

    def action_page(self, by: int) -> None:
        """To the lines above or below; the day stays."""
        view = self.query_one("#review", LinesView)
        view.scroll_relative(y=by * max(1, view.size.height - 1), animate=False)

    def action_year(self, by: int) -> None:
        """To the same week a year away."""
        if self.view is not View.FLARE:
            self._to(self.day + by * YEAR)

    def action_this_week(self) -> None:
        """To today."""
        if self._board is not None:
            self.view, self.day = View.WEEK, self._board.today
            self.want(Look())

    def action_view(self) -> None:
        """Week, month, flare-up, and round again."""
        views = tuple(View)
        self.view = views[(views.index(self.view) + 1) % len(views)]
        self.flare = -1
        self.want(Look())

    @property
    def _entries(self) -> tuple[Kept, ...]:
        if self._board is None:
            return ()
        day = self._board.period.days[(self.day - self._board.period.start).days]
        return (*day.entries, *day.diary)

    def action_open(self) -> None:
        """The entries of this day."""
        self.want(OpenDay(self.day))

    def action_edit(self) -> None:
        """Change the only entry of this day; of several, one must be chosen."""
        self.want(Edit(self._entries[0]) if len(self._entries) == 1 else OpenDay(self.day))

    def action_delete(self) -> None:
        """Delete the only entry of this day; of several, one must be chosen."""
        self.want(Delete(self._entries[0]) if len(self._entries) == 1 else OpenDay(self.day))

    def action_undo(self) -> None:
        """Take back the last thing done."""
        self.want(Undo())

    def on_click(self, event: events.Click) -> None:
        """A click goes to its day."""
        board, view = self._board, self.query_one("#review", LinesView)
        if board is None or not view.region.contains(event.screen_x, event.screen_y):
            return
        row = event.screen_y - view.region.y + int(view.scroll_offset.y)
        first = lines_of(board, view.size.width, self.day).first_row
        if 0 <= row - first < len(board.period.days):
            self._to(board.period.start + (row - first) * DAY)
