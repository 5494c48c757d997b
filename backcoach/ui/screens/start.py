"""Before a session of ice, heat or posture: its length, its plan, and for ice and heat the skin questions (L5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from backcoach.domain import limits, wording
from backcoach.domain.limits import SKIN_QUESTIONS, minutes
from backcoach.domain.moment import ZERO
from backcoach.ui.asking import Asked
from backcoach.ui.faces import Keys
from backcoach.ui.offers import Offer
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import ALWAYS, CoachScreen
from backcoach.ui.stylesheets import sheets

MINUTE = timedelta(minutes=1)


class StartScreen(CoachScreen):
    """One look, one or two presses of enter."""

    CSS_PATH = sheets("start")

    gives_way = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "obvious", "Confirm, start", tooltip="Confirm the skin questions; then start."),
        Binding("plus,equals_sign", "minute(1)", "A minute more", key_display="+"),
        Binding("minus", "minute(-1)", "A minute less", key_display="-"),
    ]

    @dataclass
    class Confirmed(Asked):
        """All the skin questions are answered yes."""

        of = "sessions"

        screen: StartScreen

    @dataclass
    class Started(Asked):
        """The person starts it."""

        of = "sessions"

        screen: StartScreen

    @dataclass
    class LengthWanted(Asked):
        """The person wants another length; whoever knows the plan answers with a new offer."""

        of = "sessions"

        screen: StartScreen
        length: timedelta

    def __init__(self, offer: Offer, *, confirmed: bool) -> None:
        super().__init__()
        self.offer = offer
        self.confirmed = confirmed
        self._refusal = ""

    def compose_middle(self) -> ComposeResult:
        """The offer, the questions, and what enter does."""
        with VerticalScroll(id="start", can_focus=False):
            yield Static("", id="offer", markup=False)
            yield Static("", id="questions", markup=False)
            yield Static("", id="enter", markup=False)

    def show(self, picture: Picture, notice: str) -> None:
        """Show the offer; where it can't be started now, why, in the place of the questions."""
        self._refusal = self._why_not(picture) if self.offer.kind.is_on_skin else ""
        super().show(picture, notice)
        self.query_one("#offer", Static).update(self._offer())
        self.query_one("#questions", Static).update(self._questions())
        self.query_one("#enter", Static).update(self._enter())

    def _offer(self) -> Content:
        offer = self.offer
        lines = [(f"{offer.kind.label}  {minutes(offer.length)}", "bold"), (f"\n{offer.about}", "")]
        lines += [(f"\n{extra}", "") for extra in (offer.plan, offer.remark) if extra]
        return Content.assemble(*lines)

    def _questions(self) -> Content:
        if not self.offer.kind.is_on_skin or self._refusal:
            return Content("")
        mark, head = ("✓", "Confirmed:") if self.confirmed else ("·", "Before it goes on, is all of this so?")
        return Content(head + "".join(f"\n {mark} {question}" for question in SKIN_QUESTIONS))

    def _why_not(self, picture: Picture) -> str:
        """Why no pack can go on now; empty where one can."""
        on = next((session.kind.label for session in picture.sessions if session.kind.is_on_skin), "")
        if on:
            return f"{on} goes on: stop it with x before {self.offer.kind.label} begins."
        if (rest := picture.rest_left) > ZERO:
            return f"The skin rests until {picture.at(rest):%H:%M}, {wording.clock(rest)} more. {limits.L2.named}."
        return ""

    def _enter(self) -> Content:
        if self._refusal:
            return Content(self._refusal)
        words = "start" if self.confirmed or not self.offer.kind.is_on_skin else "all of this is so"
        return Content.assemble(("enter", "bold $accent"), f"  {words}")

    def keys_now(self, picture: Picture) -> Keys:
        """Enter, minutes, back."""
        del picture
        ready = self.confirmed or not self.offer.kind.is_on_skin
        obvious: Keys = () if self._refusal else (("enter", "Start" if ready else "All is so"),)
        return (*obvious, ("plus", ""), ("minus", "Minute"), ("escape", "Back"), *ALWAYS)

    def action_obvious(self) -> None:
        """Confirm first, then start."""
        if self.offer.kind.is_on_skin and not self.confirmed:
            self.post_message(self.Confirmed(self))
        else:
            self.post_message(self.Started(self))

    def action_minute(self, by: int) -> None:
        """A minute more or less."""
        self.post_message(self.LengthWanted(self, self.offer.length + by * MINUTE))
