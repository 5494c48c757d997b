"""A few sentences, and what can be done now: after a stop, a refusal, or pain that has risen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from backcoach.ui.asking import Asked
from backcoach.ui.screens.frame import ALWAYS, CoachScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from backcoach.ui.faces import Keys
    from backcoach.ui.picture import Picture


class AdviceScreen(CoachScreen):
    """Says what is so, and offers breathing and positions; never another round."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "app.leave_screen", "Back"),
        Binding("l", "positions", "Positions", tooltip="Positions to lie or sit in."),
    ]

    @dataclass
    class PositionsWanted(Asked):
        """The person wants to see positions to rest in."""

    def __init__(self, title: str, sentences: Sequence[str], *, offers: bool = True) -> None:
        """Take what is said.

        Args:
            title: in a few words.
            sentences: each on lines of its own.
            offers: whether breathing and positions are offered.
        """
        super().__init__()
        self._title = title
        self._sentences = tuple(sentences)
        self._offers = offers

    def compose_middle(self) -> ComposeResult:
        """Title and sentences."""
        with VerticalScroll(id="advice"):
            yield Static(self._title, id="advice-title", markup=False)
            for sentence in self._sentences:
                yield Static(sentence, classes="advice-line", markup=False)

    def keys_now(self, picture: Picture) -> Keys:
        """What is offered."""
        del picture
        offers: Keys = (("b", "Breathe"), ("l", "Positions")) if self._offers else ()
        return (*offers, ("enter", "Back"), *ALWAYS)

    def action_positions(self) -> None:
        """Show the positions."""
        self.post_message(self.PositionsWanted())
