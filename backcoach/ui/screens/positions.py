"""Cards of positions to rest in: a drawing, how to get there, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from backcoach.domain.handbook import Position
from backcoach.ui.faces import Keys
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import ALWAYS, ReadingScreen, put
from backcoach.ui.stylesheets import sheets
from backcoach.ui.widgets.figure import Drawing

BESIDE = 90
"""From so many columns on the drawing stands beside the words."""


class PositionsScreen(ReadingScreen):
    """One card at a time."""

    CSS_PATH = sheets("cards")

    read_on = "#card"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,n,enter", "turn(1)", "Next card", tooltip="The next position."),
        Binding("left", "turn(-1)", "Card before", tooltip="The position before."),
    ]

    def __init__(self, positions: Iterable[Position]) -> None:
        super().__init__()
        self._positions = tuple(positions)
        self._place = 0

    @property
    def position(self) -> Position:
        """The card in front."""
        return self._positions[self._place]

    def compose_middle(self) -> ComposeResult:
        """The card."""
        yield Static("", id="title", markup=False)
        with VerticalScroll(id="card", can_focus=False):
            yield Drawing(id="drawing")
            yield Static("", id="steps", markup=False)

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
        """Show the card."""
        super().show(picture, notice)
        card = self.position
        put(self, "#title", f"{card.title}   {self._place + 1} of {len(self._positions)}")
        steps = "\n".join(f"{n}. {step}" for n, step in enumerate(card.steps, start=1))
        put(self, "#steps", f"{steps}\n(sources {', '.join(card.sources)})")
        self.query_one(Drawing).figure = card.drawing
        self._fit()

    def keys_now(self, picture: Picture) -> Keys:
        """The cards before and after."""
        del picture
        return (("left", ""), ("right", "Card"), ("up", ""), ("down", "Read on"), ("escape", "Back"), *ALWAYS)

    def action_turn(self, by: int) -> None:
        """The next card, or the one before; after the last comes the first."""
        self._place = (self._place + by) % len(self._positions)
        self.query_one("#card").scroll_home(animate=False)
        self.post_message(self.Shown())
