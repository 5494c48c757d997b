"""What the window and its parts are to each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, Protocol

from textual.screen import Screen

from backcoach.domain.routine import Kind
from backcoach.ui.picture import Picture

PartName = Literal["sessions", "guided", "log", "flare", "help", "cards", "care"]
"""The parts that answer, by their names in `ui.parts`."""


class Part(Protocol):
    """A part of the window: it opens its own screens, and answers what they ask for."""

    def answer(self, asked: Any) -> None:
        """Do what is asked, and show what came of it."""


class Shows(Protocol):
    """A screen of the window."""

    def show(self, picture: Picture, notice: str) -> None:
        """Show what can be seen now, and what is to be said."""


class Window(Protocol):
    """What a part needs of the window."""

    @property
    def screen(self) -> Screen[Any]:
        """The screen in front."""

    @property
    def screen_stack(self) -> Sequence[Screen[Any]]:
        """All screens that are open, the one in front last."""

    @property
    def is_calm(self) -> bool:
        """Whether nothing may move on the screen."""

    def push_screen(self, screen: Screen[Any], callback: Callable[[Any], None] | None = None) -> object:
        """Put a screen in front; `callback` takes its answer, if it gives one."""

    def switch_screen(self, screen: Screen[Any]) -> object:
        """Put a screen in the place of the one in front."""

    def pop_screen(self) -> object:
        """Take the screen in front away."""

    def introduce(self, screen: Shows) -> None:
        """Show what is so on a screen that is about to be drawn for the first time."""

    def show_picture(self) -> None:
        """Show what is so on the screen in front."""

    def say(self, notice: str) -> None:
        """Show what is so after something was done, and say this; an empty notice takes the former one away."""

    def show_session(self, kind: Kind) -> None:
        """Put the session of this kind in the middle."""
