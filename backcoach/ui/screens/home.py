"""The first screen: what can be started, each with its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backcoach.domain import wording
from backcoach.domain.moment import ZERO
from backcoach.ui.screens.frame import ALWAYS, SHORT, CoachScreen
from backcoach.ui.widgets.choices import Choice, Choices
from backcoach.ui.widgets.keys_line import sign_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual import events
    from textual.app import ComposeResult

    from backcoach.ui.commands import Command
    from backcoach.ui.faces import Keys
    from backcoach.ui.picture import Picture
    from backcoach.ui.rescue import Rescue


class HomeScreen(CoachScreen):
    """What helps now, and the way back; the session screen stands before it while something runs."""

    def __init__(
        self, commands: Iterable[Command], row: Keys, abouts: Mapping[str, str], rescue: Rescue | None = None
    ) -> None:
        """Take what is listed.

        Args:
            commands: what can be done, group by group.
            row: the keys at the foot.
            abouts: by action, the words beside those whose figures the plan and the settings know.
            rescue: the way back to a backup, before all others; None where nothing was lost.
        """
        super().__init__()
        self._row = row
        first = () if rescue is None else (rescue.choice,)
        self._choices = first + tuple(
            Choice(
                f"app.{command.action}",
                sign_of(command.first_key),
                command.name,
                abouts.get(command.action, command.about),
                command.group or "",
            )
            for command in commands
        )

    def compose_middle(self) -> ComposeResult:
        """The list of what can be done."""
        yield Choices(self._choices, id="choices")

    def on_mount(self) -> None:
        """Let arrows and enter choose at once."""
        self.query_one(Choices).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Leave out the headings where a small window has no room for them."""
        self.query_one(Choices).has_headings = event.size.height >= SHORT

    def rescue(self, rescue: Rescue) -> None:
        """Offer the way back to a backup no more, where it was gone."""
        if not rescue.is_open:
            choices = self.query_one(Choices)
            choices.choices = tuple(choice for choice in choices.choices if choice != rescue.choice)

    async def on_choices_made(self, event: Choices.Made) -> None:
        """Do what was chosen."""
        await self.app.run_action(event.id)

    def show(self, picture: Picture, notice: str) -> None:
        """Show what runs; say when the skin still rests."""
        if not notice and picture.rest_left > ZERO:
            until = f"{picture.at(picture.rest_left):%H:%M}"
            notice = f"The skin rests until {until}, {wording.clock(picture.rest_left)} more."
        super().show(picture, notice)

    def keys_now(self, picture: Picture) -> Keys:
        """The way back to what runs, and the sessions' keys."""
        back: Keys = (("escape", "To what runs"),) if picture.sessions else ()
        return (*back, *self._row, *ALWAYS)
