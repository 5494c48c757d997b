"""A few sentences, and what can be done now: after a stop, a refusal, or pain that has risen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from backcoach.ui.pain_question import AFTER
from backcoach.ui.screens.frame import CoachScreen
from backcoach.ui.widgets.plain_text import PlainText

RESTING = "Rest from stretching now. Slow breathing or another position may suit you better."
"""What is offered in the place of a stretch (source 003)."""


class AdviceScreen(CoachScreen):
    """Says what is so, and offers breathing and positions; never another round."""

    gives_way = True
    asks_pain = AFTER

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "app.leave_screen", "Back"),
        Binding("b", "offered(\"session('breathe')\")", "Breathe"),
        Binding("k", "offered(\"open('positions')\")", "Positions"),
    ]

    def __init__(self, title: str, sentences: Sequence[str], *, offers: bool = True) -> None:
        """Take a title of a few words, sentences, and whether breathing and positions are offered."""
        super().__init__()
        self._title = title
        self._sentences = tuple(sentences)
        self._offers = offers

    def compose_middle(self) -> ComposeResult:
        with VerticalScroll(classes="about-it"):
            yield PlainText(self._title, id="advice-title")
            for sentence in self._sentences:
                yield PlainText(sentence, classes="advice-line")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "offered":
            return self._offers
        return super().check_action(action, parameters)

    async def action_offered(self, action: str) -> None:
        await self.run_action(f"app.{action}")
