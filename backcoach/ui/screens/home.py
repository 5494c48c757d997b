"""The first screen: what can be started, each with its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from backcoach.domain import wording
from backcoach.domain.moment import ZERO
from backcoach.domain.suggestions import Item
from backcoach.ui.asking import Asked
from backcoach.ui.commands import Command
from backcoach.ui.day_view import day_content, resulting, today_content
from backcoach.ui.faces import Keys
from backcoach.ui.picture import Picture
from backcoach.ui.rescue import Rescue
from backcoach.ui.screens.frame import ALWAYS, SHORT, CoachScreen
from backcoach.ui.widgets.choices import Choice, Choices
from backcoach.ui.widgets.keys_line import sign_of

ROOM_FOR_CHOICES = 18
"""How many rows the frame, the flare-up's own lines and the choices want before more of the day is shown."""
MOST = 10
"""How many of the next things are shown at most."""
MARGIN, SHORT_MARGIN = 6, 2
"""How many cells stand empty left and right of the day; in a short window there are fewer."""


class HomeScreen(CoachScreen):
    """What helps now, and the way back; the session screen stands before it while something runs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "later", "Later", tooltip="Put the one next thing off by half an hour."),
        Binding("n", "skip", "Skip", tooltip="Leave the one next thing out; nothing is owed."),
    ]

    @dataclass
    class Moved(Asked):
        """The person puts the one next thing off, or leaves it out."""

        of = "flare"

        item: Item
        left_out: bool = False

    def __init__(
        self,
        commands: Iterable[Command],
        row: Keys,
        abouts: Callable[[], Mapping[str, str]],
        rescue: Rescue | None = None,
    ) -> None:
        """Take what is listed.

        Args:
            commands: what can be done, group by group.
            row: the keys at the foot.
            abouts: tells, by action, the words beside those whose figures the plan and the settings know now.
            rescue: the way back to a backup, before all others; None where nothing was lost.
        """
        super().__init__()
        self._row = row
        self._next: Item | None = None
        self._shown: object = None
        self._commands = tuple(commands)
        self._abouts = abouts
        self._rescue = rescue

    def compose_middle(self) -> ComposeResult:
        """The day, and the list of what can be done."""
        yield Static("", id="day", markup=False)
        yield Choices(self._listed(), id="choices")
        yield Static("", id="today", markup=False)

    def _listed(self) -> tuple[Choice, ...]:
        """What can be done, with the figures that hold now."""
        first = (self._rescue.choice,) if self._rescue is not None and self._rescue.is_open else ()
        abouts = self._abouts()
        return first + tuple(
            Choice(
                f"app.{command.action}",
                sign_of(command.first_key),
                command.name,
                abouts.get(command.action, command.about),
                command.group or "",
            )
            for command in self._commands
        )

    def on_mount(self) -> None:
        """Let arrows and enter choose at once."""
        choices = self.query_one(Choices)
        choices.has_headings = self.size.height >= SHORT
        choices.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Leave out the headings where a small window has no room for them."""
        self.query_one(Choices).has_headings = event.size.height >= SHORT

    def on_screen_resume(self) -> None:
        """Tell the figures that a plan or a setting has changed meanwhile."""
        if self.is_ready:
            self.list_again()

    def list_again(self) -> None:
        """List what can be done now: with the present figures, and no way back to a backup where it was gone."""
        self.query_one(Choices).choices = self._listed()

    async def on_choices_made(self, event: Choices.Made) -> None:
        """Do what was chosen."""
        await self.app.run_action(event.id)

    def show(self, picture: Picture, notice: str) -> None:
        """Show what runs; say when the skin still rests."""
        if not notice and picture.rest_left > ZERO and not any(s.kind.is_on_skin for s in picture.sessions):
            until = f"{picture.at(picture.rest_left):%H:%M}"
            notice = f"The skin rests until {until}, {wording.clock(picture.rest_left)} more."
        super().show(picture, notice)
        self._show_day(picture)

    def _show_day(self, picture: Picture) -> None:
        """The one next thing and the rest of the day, as much of it as there is room for."""
        today, size = picture.today, self.size
        self._next = None if today is None else today.day.next
        if self._shown == (today, picture.aside, size):
            return
        self._shown = today, picture.aside, size
        full = size.height >= SHORT
        most = max(1, min(MOST, size.height - ROOM_FOR_CHOICES)) if full else 1
        width = size.width - (MARGIN if full else SHORT_MARGIN)
        content = Content("") if today is None else day_content(today, picture, width=width, most=most, full=full)
        for name, shown in (("#day", content), ("#today", today_content(today, width) if full else Content(""))):
            line = self.query_one(name, Static)
            line.update(shown)
            line.set_class(bool(shown.plain), "-shown")

    def keys_now(self, picture: Picture) -> Keys:
        """The way back to what runs, and the sessions' keys."""
        back: Keys = (("escape", "To what runs"),) if picture.sessions else ()
        today = picture.today
        later, skip = resulting(None if today is None else today.day.next, picture.local_of)
        moves: Keys = tuple(pair for pair in (("l", later), ("n", skip)) if pair[1])
        if self.size.height < SHORT:
            return (*back, *self._row, *moves, *ALWAYS)
        return (*back, *moves, *self._row, *ALWAYS)

    def action_later(self) -> None:
        """Put the one next thing off."""
        if self._next is not None and self._next.later_to is not None:
            self.post_message(self.Moved(self._next))

    def action_skip(self) -> None:
        """Leave the one next thing out."""
        if self._next is not None:
            self.post_message(self.Moved(self._next, left_out=True))
