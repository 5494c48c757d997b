"""A few sentences, and what can be done now: after a stop, a refusal, or pain that has risen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from backcoach.ui.faces import Keys
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import ALWAYS, CoachScreen
from backcoach.ui.stylesheets import sheets


class AdviceScreen(CoachScreen):
    """Says what is so, and offers breathing and positions; never another round."""

    CSS_PATH = sheets("session", "start", "steps")

    gives_way = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "app.leave_screen", "Back"),
    ]

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
        with VerticalScroll(classes="about-it"):
            yield Static(self._title, id="advice-title", markup=False)
            for sentence in self._sentences:
                yield Static(sentence, classes="advice-line", markup=False)

    def keys_now(self, picture: Picture) -> Keys:
        """What is offered."""
        del picture
        offers: Keys = (("b", "Breathe"), ("k", "Positions")) if self._offers else ()
        return (*offers, ("enter", "Back"), *ALWAYS)
