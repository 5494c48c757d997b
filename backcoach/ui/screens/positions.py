"""Cards of positions to rest in: a drawing, how to get there, and where it comes from."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from backcoach.domain.handbook import Position
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import ReadingScreen, put
from backcoach.ui.widgets.figure import Drawing
from backcoach.ui.widgets.plain_text import PlainText

BESIDE = 90
"""From so many columns on the drawing stands beside the words."""
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
        """The card in front."""
        return self._cards[self._place]

    def compose_middle(self) -> ComposeResult:
        with VerticalScroll(id="card", classes="panel", can_focus=False):
            yield Drawing(id="drawing")
            yield PlainText(id="steps")

    def on_resize(self, event: events.Resize) -> None:
        """Put the drawing beside the words where there is room."""
        self.set_class(event.size.width >= BESIDE, "-beside")
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Leave out a drawing that has no room; half of one helps nobody."""
        drawing = self.query_one(Drawing)
        room = self.query_one("#card").scrollable_content_region.width
        drawing.display = room >= drawing.get_content_width(self.size, self.size)

    def show(self, picture: Picture, notice: str) -> None:
        super().show(picture, notice)
        card, panel = self.position, self.query_one("#card")
        panel.border_title = card.title
        panel.border_subtitle = f"{self._place + 1} of {len(self._cards)}"
        steps = "\n".join(f"{n}. {step}" for n, step in enumerate(card.steps, start=1))
        put(self, "#steps", f"{steps}\n\nSources: {', '.join(card.sources)}")
        self.query_one(Drawing).figure = card.drawing
        self._fit()

    def action_turn(self, by: int) -> None:
        """The next card, or the one before; after the last comes the first."""
        self._place = (self._place + by) % len(self._cards)
        self.query_one("#card").scroll_home(animate=False)
        self.post_message(self.Shown())
