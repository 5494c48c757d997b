"""The first screen: what helps now, the day and the week beside it, and everything else with its key."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.content import Content
from textual.geometry import Size

from backcoach.coach.day import Today
from backcoach.coach.protocols import JournalError
from backcoach.domain import wording
from backcoach.domain.moment import ZERO
from backcoach.domain.review import Week
from backcoach.ui.commands import COMMANDS, LISTED
from backcoach.ui.day_view import everything, helps_now, so_far, timeline, week_content, welcome
from backcoach.ui.pain_question import AFTER
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import NARROW, PAIN_ASKED, SHORT, TALL, TINY, CoachScreen, put, titled
from backcoach.ui.theme import stylesheets
from backcoach.ui.widgets.text import FirstLine, PlainText

FRAME, EDGE = 6, 2
"""The cells of a panel's frame and padding in a row, and its rows above and below."""
ROOMY = 110
"""From so many columns on everything is listed with a few words."""


class HomeScreen(CoachScreen):
    """What helps now, and the way back; the session screen stands before it while something runs."""

    CSS_PATH = stylesheets("app", "home")  # the window's own: the first picture waits for no other

    asks_pain = AFTER

    BINDINGS = [
        Binding("escape", "app.leave_screen", "To the timer"),
        PAIN_ASKED,
        Binding("enter", "first_minute", "It happened", tooltip="You're guided through the first minute, aloud."),
        Binding("enter", "helps_now", "Start", tooltip="What helps now."),
        Binding("l", "later", "Later", tooltip="Put what helps now off for a while."),
        Binding("n", "skip", "Skip", tooltip="Leave out what helps now."),
    ]

    _today: Today
    _shown: object = None

    def compose_middle(self) -> ComposeResult:
        with Container(id="panels"):
            for name, title in (("helps", "What helps now"), ("so-far", "So far today"), ("day", "Today")):
                yield titled(PlainText(id=name, classes="panel"), title)
            yield titled(PlainText(id="week", classes="panel"), "This week")
        yield titled(PlainText(id="everything", classes="panel"), "Everything")

    def show(self, picture: Picture, notice: str) -> None:
        """Show what runs, elsewhere too; say when the skin still rests."""
        if not notice and picture.rest_left > ZERO and not any(s.kind.is_on_skin for s in picture.sessions):
            until = f"{picture.at(picture.rest_left):%H:%M}"
            notice = f"Your skin has its break until {until}, {wording.clock(picture.rest_left)} more."
        notice = " ".join([notice, *(f"{said}." for said in picture.elsewhere)]).strip()
        self._today = picture.today
        super().show(picture, notice)
        if self._today.line:
            day, *_, until = self._today.line.split(" · ")
            line = self.query_one(FirstLine)
            line.aside = f"{day.partition(',')[0]} · {until} · {picture.aside}"
        self._show_day(picture)

    def _show_day(self, picture: Picture) -> None:
        """What helps now and the rest of the day, as much of it as there is room for."""
        today, size = picture.today, self.size
        shown = (today, picture.aside, size, self._listed(), self.window.sessions.abouts())
        if self._shown == shown:
            return
        self._shown = shown
        is_new = not (today.flare or today.day.items or today.pains)
        self.set_class(is_new, "-new")
        self.query_one("#helps", PlainText).border_title = "Welcome" if is_new else "What helps now"
        below = self._show_everything(size)
        if is_new:
            invitation, about = welcome(), Content(self.window.content.notices["notice"].text).stylize("$muted")
            rows = size.height - 2 * EDGE - below - len(invitation.split()) - 1
            if len(about.wrap(size.width - FRAME)) <= rows:
                invitation = Content("\n\n").join((invitation, about))
            put(self, "#helps", invitation)
            put(self, "#day", Content(""))
            return
        is_wide, is_short = size.width >= NARROW, size.height < SHORT
        left = (size.width * 3 // 5 if is_wide else size.width) - FRAME
        lines = 1 if size.height < TINY else 2 if is_short else 3 if size.height < TALL else 5
        rows = size.height - 2 * EDGE - (lines + EDGE) - below
        put(self, "#helps", helps_now(today, picture, width=left, height=lines))
        if is_short:
            return
        put(self, "#day", timeline(today, picture, width=left, height=rows))
        if is_wide:
            right = size.width - left - 2 * FRAME
            put(self, "#so-far", so_far(today, width=right))
            put(self, "#week", week_content(self._week(), width=right, height=min(9, rows - 1)))

    def _show_everything(self, size: Size) -> int:
        """List what can be done now; the rows that it takes with its frame."""
        is_roomy = size.width >= ROOMY and size.height >= TALL
        rows = everything(self._listed(), self.window.sessions.abouts(), width=size.width - FRAME, says_more=is_roomy)
        put(self, "#everything", Content("\n").join(rows))
        return len(rows) + EDGE

    def _listed(self) -> list[Binding]:
        rescue = {"rescue"} if self.window.services.opening.offers_rescue else set()
        listed = [command for command in COMMANDS if command.action in rescue | set(LISTED)]
        return sorted(listed, key=lambda command: command.action in LISTED)

    def _week(self) -> Week | None:
        """The walks of this week; None where they can't be read now."""
        log = self.window.logbook
        try:
            return log.reviews.week(log.today)
        except JournalError:
            return None

    def allowed(self) -> dict[str, bool]:
        item, has_flare = self._today.day.next, self._today.flare is not None
        return super().allowed() | {
            "first_minute": not has_flare,
            "helps_now": has_flare,
            "later": item is not None and item.later_to is not None,
            "skip": item is not None,
        }

    async def action_helps_now(self) -> None:
        """Start what helps now; where nothing is planned, look at the flare-up."""
        item = self._today.day.next
        await self.run_action("app.flare" if item is None else f"app.session('{item.kind}')")

    async def action_first_minute(self) -> None:
        await self.run_action("app.open('now')")

    def action_later(self) -> None:
        if (item := self._today.day.next) is not None:
            self.attempt(lambda: self.window.services.days.put_off(item), says="")

    def action_skip(self) -> None:
        if (item := self._today.day.next) is not None:
            self.attempt(lambda: self.window.services.days.leave_out(item), says="")
