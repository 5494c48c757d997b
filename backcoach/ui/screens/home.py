"""The first screen: what can be started, each with its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from backcoach.domain import wording
from backcoach.domain.moment import ZERO
from backcoach.ui.screens.frame import ALWAYS, CoachScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult

    from backcoach.ui.faces import Keys
    from backcoach.ui.picture import Picture
    from backcoach.ui.rescue import Rescue

KEYS = {",": "comma", "!": "exclamation_mark"}
"""Textual's names of the keys that are no letters."""


class HomeScreen(CoachScreen):
    """What helps now, and the way back; the session screen stands before it while something runs."""

    def __init__(self, choices: Iterable[tuple[str, str, str, str] | None]) -> None:
        """Take the choices: action, key, name, explanation; None for a gap."""
        super().__init__()
        self._choices = tuple(choices)

    def compose_middle(self) -> ComposeResult:
        """The list of what can be done."""
        options: list[Option | None] = []
        for choice in self._choices:
            if choice is None:
                options.append(None)
                continue
            action, key, name, about = choice
            prompt = Content.assemble((f" {key}  ", "bold $accent"), (f"{name:<10}", "bold"), (f" {about}", ""))
            options.append(Option(prompt, id=action))
        yield OptionList(*options, id="choices", markup=False)

    def on_mount(self) -> None:
        """Let arrows and enter choose at once."""
        self.query_one(OptionList).focus()

    def rescue(self, rescue: Rescue) -> None:
        """Offer the way back to a backup no more, where it was gone."""
        if not rescue.is_open and rescue.choice in self._choices:
            self._choices = tuple(each for each in self._choices if each != rescue.choice)
            self.query_one(OptionList).remove_option(rescue.choice[0])

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do what was chosen."""
        if event.option_id is not None:
            await self.app.run_action(event.option_id)

    def show(self, picture: Picture, notice: str) -> None:
        """Show what runs; say when the skin still rests."""
        if not notice and picture.rest_left > ZERO:
            until = f"{picture.at(picture.rest_left):%H:%M}"
            notice = f"The skin rests until {until}, {wording.clock(picture.rest_left)} more."
        super().show(picture, notice)

    def keys_now(self, picture: Picture) -> Keys:
        """The sessions' keys, and the way back to what runs."""
        back: Keys = (("escape", "To what runs"),) if picture.sessions else ()
        own = tuple((KEYS.get(choice[1], choice[1]), choice[2]) for choice in self._choices if choice is not None)
        return (*back, *own, *ALWAYS)
