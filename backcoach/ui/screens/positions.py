"""Cards of positions to rest in: a figure, how to get there, and where it comes from."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from backcoach.domain.handbook import Position
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import ReadingScreen, put
from backcoach.ui.widgets.figure import Figure, extent_of
from backcoach.ui.widgets.plain_text import PlainText

BESIDE = 90
"""From so many columns on the figure stands beside the words."""
_CARD = Binding.Group("Card")


class PositionsScreen(ReadingScreen):
    """One card at a time."""

    read_on = "#card"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Card before", group=_CARD),
        Binding("right,n,enter", "turn(1)", "Next card", group=_CARD),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._place = 0

    @property
    def _cards(self) -> tuple[Position, ...]:
        return tuple(self.window.content.positions.values())

    @property
    def position(self) -> Position:
        return self._cards[self._place]

    def compose_middle(self) -> ComposeResult:
        with VerticalScroll(id="card", classes="panel", can_focus=False):
            yield Figure(id="figure")
            yield PlainText(id="steps")

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= BESIDE, "-beside")

    def show(self, picture: Picture, notice: str) -> None:
        super().show(picture, notice)
        card, panel = self.position, self.query_one("#card")
        panel.border_title = card.title
        panel.border_subtitle = f"{self._place + 1} of {len(self._cards)}"
        steps = "\n".join(f"{n}. {step}" for n, step in enumerate(card.steps, start=1))
        put(self, "#steps", f"{steps}\n\nSources: {', '.join(card.sources)}")
        figure, pose = self.query_one(Figure), self.window.content.poses[card.pose]
        figure.extent = extent_of(pose)
        figure.pose = pose

    def action_turn(self, by: int) -> None:
        self._place = (self._place + by) % len(self._cards)
        self.query_one("#card").scroll_home(animate=False)
        self.ask_to_be_shown()
