"""Before a session of ice, heat or posture: its length, its plan, and for ice and heat the skin questions (L5)."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from backcoach.domain import limits, wording
from backcoach.domain.limits import SKIN_QUESTIONS, minutes
from backcoach.domain.moment import ZERO
from backcoach.ui.pain_question import BEFORE
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import CoachScreen
from backcoach.ui.sessions import Offer
from backcoach.ui.widgets.plain_text import PlainText

MINUTE = timedelta(minutes=1)
_MINUTE = Binding.Group("Minute")


class StartScreen(CoachScreen):
    """One look, one or two presses of enter."""

    gives_way = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "skip_pain", "Skip", tooltip="Leave the question for the pain unanswered."),
        Binding("enter", "confirm", "Yes to all", tooltip="Yes to each of the skin questions."),
        Binding("enter", "start", "Start"),
        Binding("plus,equals_sign", "minute(1)", "A minute more", group=_MINUTE),
        Binding("minus", "minute(-1)", "A minute less", group=_MINUTE),
    ]

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        self.offer = offer
        self.asks_pain = BEFORE
        self.confirmed = True
        """Whether nothing is left to be asked before it can start; only a key of this window answers the questions."""
        self._refusal = ""

    def compose_middle(self) -> ComposeResult:
        self.confirmed = not self.offer.kind.is_on_skin or self.window.coach.is_confirmed()
        with VerticalScroll(id="start", classes="panel", can_focus=False) as start:
            start.border_title = self.offer.kind.label
            yield PlainText(id="offer")
            yield PlainText(id="questions")
            yield PlainText(id="enter")

    def show(self, picture: Picture, notice: str) -> None:
        """Show the offer; where it can't be started now, why, in the place of the questions."""
        if self.offer.kind.is_on_skin:
            self._refusal = self._why_not(picture)
            self.confirmed = self.confirmed and self.window.coach.is_confirmed()  # they were asked a day ago
            self.asks_pain = "" if self._refusal else self.asks_pain
        super().show(picture, notice)
        self.query_one("#offer", PlainText).update(self._offer())
        self.query_one("#questions", PlainText).update(self._questions())
        self.query_one("#enter", PlainText).update(self._enter())

    def _offer(self) -> Content:
        offer = self.offer
        head = (f"{offer.kind.label}, {minutes(offer.length)}", f"bold ${offer.kind}")
        more = [(f"\n{offer.about}", "")] + [(f"\n{extra}", "$muted") for extra in (offer.plan, offer.remark) if extra]
        return Content.assemble(head, *more)

    def _questions(self) -> Content:
        if not self.offer.kind.is_on_skin or self._refusal:
            return Content("")
        mark, head = (
            ("✓", "You said yes to all of this today:") if self.confirmed else ("·", "Before you put it on, check:")
        )
        return Content(head + "".join(f"\n {mark} {question}" for question in SKIN_QUESTIONS))

    def _why_not(self, picture: Picture) -> str:
        """Why no pack can go on now; empty where one can."""
        on = next((session.kind.label for session in picture.sessions if session.kind.is_on_skin), "")
        if on:
            return f"{on} goes on: stop it with x before {self.offer.kind.label} begins."
        if (rest := picture.rest_left) > ZERO:
            return f"Your skin rests until {picture.at(rest):%H:%M}, {wording.clock(rest)} more. {limits.L2.named}."
        return ""

    def _enter(self) -> Content:
        if self._refusal:
            return Content(self._refusal)
        if self.is_asking:
            return Content("")
        action, words = ("start", "Start") if self.confirmed else ("confirm", "Yes to all")
        cap = f"bold $background on ${self.offer.kind} @click=screen.{action}"
        return Content.assemble((" enter ", cap), f"  {words}")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ask first, then start; neither where no pack can go on now."""
        if action in {"confirm", "start"}:
            return not self._refusal and not self.is_asking and self.confirmed is (action == "start")
        return super().check_action(action, parameters)

    def action_confirm(self) -> None:
        refusal = self.window.sessions.confirm(self.offer.kind)
        self.confirmed = not refusal
        self.window.say(refusal)

    def action_start(self) -> None:
        notice = self.window.sessions.start(self.offer)
        if not notice:
            self.window.show_sessions(self.offer.kind)
        self.window.say(notice)

    def action_minute(self, by: int) -> None:
        """A minute more or less, within the limits."""
        self.offer, notice = self.window.sessions.resize(self.offer, self.offer.length + by * MINUTE)
        self.window.say(notice)
