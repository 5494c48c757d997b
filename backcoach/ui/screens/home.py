"""The first screen: what helps now, the day and the week beside it, and everything else with its key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from backcoach.domain import wording
from backcoach.domain.moment import ZERO
from backcoach.domain.review import Week
from backcoach.domain.routine import Kind
from backcoach.domain.suggestions import Item
from backcoach.ui.asking import Asked
from backcoach.ui.commands import Command
from backcoach.ui.day_view import helps_now, resulting, so_far, timeline, week_content, welcome
from backcoach.ui.faces import Keys
from backcoach.ui.picture import Picture
from backcoach.ui.rescue import Rescue
from backcoach.ui.screens.frame import ALWAYS, SHORT, TINY, CoachScreen
from backcoach.ui.widgets.choices import Choice, Choices, arranged
from backcoach.ui.widgets.first_line import FirstLine
from backcoach.ui.widgets.keys_line import sign_of

FRAME, EDGE = 6, 2
"""The cells of a panel's frame and padding in a row, and its rows above and below."""
TALL = 30
"""From so many rows on what helps now has room for more than itself."""
ROOMY = 110
"""From so many columns on everything is listed with a few words."""
WIDE = 76
"""From so many columns the day so far and the week stand beside what comes."""
HUES = {"flare": "heat", "get_help": "alarm", "open('positions')": "posture"}
"""The hue of a command's name, where it is no session of that hue."""


Shown = TypeVar("Shown", bound=Widget)


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
        week: Callable[[], Week | None],
        rescue: Rescue | None = None,
    ) -> None:
        """Take what is listed.

        Args:
            commands: what can be done, group by group.
            row: the keys at the foot.
            abouts: tells, by action, the words beside those whose figures the plan and the settings know now.
            week: the walks of this week; None where they can't be read now.
            rescue: the way back to a backup, before all others; None where nothing was lost.
        """
        super().__init__()
        self._row = row
        self._next: Item | None = None
        self._shown: object = None
        self._commands = tuple(commands)
        self._abouts = abouts
        self._week = week
        self._rescue = rescue

    def compose_middle(self) -> ComposeResult:
        """Panels: what helps now, so far today, the day, the week; and the list of everything."""
        with Container(id="panels"):
            for name, title in (("helps", "What helps now"), ("so-far", "So far today"), ("day", "Today")):
                yield titled(Static("", id=name, classes="panel", markup=False), title)
            yield titled(Static("", id="week", classes="panel", markup=False), "This week")
        choices = Choices(self._listed(), id="choices")
        choices.set_reactive(Choices.here, -1)
        yield titled(choices, "Everything")

    def _listed(self) -> tuple[Choice, ...]:
        """What can be done, with the figures that hold now."""
        first = (self._rescue.choice,) if self._rescue is not None and self._rescue.is_open else ()
        abouts = self._abouts()
        return first + tuple(
            Choice(
                f"app.{command.action}",
                sign_of(command.first_key),
                command.name,
                abouts.get(command.action, command.about) if has_abouts(self.app.size) else "",
                hue=_hue_of(command.action),
            )
            for command in self._commands
        )

    def on_mount(self) -> None:
        """Let arrows and enter choose at once; enter alone means what helps now."""
        self.query_one(Choices).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Leave out what a small window has no room for."""
        if any(choice.about for choice in self.query_one(Choices).choices) != has_abouts(event.size):
            self.list_again()

    def on_screen_resume(self) -> None:
        """Tell the figures that a plan or a setting has changed meanwhile."""
        if self.is_ready:
            self.list_again()

    def list_again(self) -> None:
        """List what can be done now: with the present figures, and no way back to a backup where it was gone."""
        self.query_one(Choices).choices = self._listed()

    async def on_choices_made(self, event: Choices.Made) -> None:
        """Do what was chosen; where nothing was, what helps now."""
        kind = None if self._next is None else self._next.kind
        await self.app.run_action(event.id or ("app.flare" if kind is None else f"app.session('{kind}')"))

    def show(self, picture: Picture, notice: str) -> None:
        """Show what runs; say when the skin still rests."""
        if not notice and picture.rest_left > ZERO and not any(s.kind.is_on_skin for s in picture.sessions):
            until = f"{picture.at(picture.rest_left):%H:%M}"
            notice = f"The skin rests until {until}, {wording.clock(picture.rest_left)} more."
        super().show(picture, notice)
        if picture.today is not None and picture.today.line:
            day, *_, until = picture.today.line.split(" · ")
            line = self.query_one(FirstLine)
            line.aside = f"{day.partition(',')[0]} · {until} · {picture.aside}"
        self._show_day(picture)

    def _show_day(self, picture: Picture) -> None:
        """What helps now and the rest of the day, as much of it as there is room for."""
        today, size = picture.today, self.size
        self._next = None if today is None else today.day.next
        if self._shown == (today, picture.aside, size):
            return
        self._shown = today, picture.aside, size
        is_new = today is None or not (today.flare or today.day.items or today.pains)
        self.set_class(is_new, "-new")
        self.query_one("#helps", Static).border_title = "Welcome" if is_new else "What helps now"
        if is_new or today is None:
            self._put("helps", welcome())
            self._put("day", Content(""))
            return
        is_wide, is_short = size.width >= WIDE, size.height < SHORT
        left = (size.width * 3 // 5 if is_wide else size.width) - FRAME
        lines = 1 if size.height < TINY else 2 if is_short else 3 if size.height < TALL else 5
        below = len(arranged(self._listed(), size.width - FRAME)) + EDGE
        rows = size.height - 2 * EDGE - (lines + EDGE) - below
        self._put("helps", helps_now(today, picture, width=left, height=lines))
        if is_short:
            return
        self._put("day", timeline(today, picture, width=left, height=rows))
        if is_wide:
            right = size.width - left - 2 * FRAME
            self._put("so-far", so_far(today, width=right))
            self._put("week", week_content(self._week(), width=right, height=min(9, rows - 1)))

    def _put(self, name: str, content: Content) -> None:
        self.query_one(f"#{name}", Static).update(content)

    def keys_now(self, picture: Picture) -> Keys:
        """The way back to what runs, and the sessions' keys."""
        keys: Keys = (("escape", "To what runs"),) if picture.sessions else ()
        item = None if picture.today is None else picture.today.day.next
        if item is None:
            return (*keys, *self._row, *ALWAYS)
        later, skip = resulting(item, picture.local_of)
        moves: Keys = tuple((key, word) for key, word, able in (("l", "Later", later), ("n", "Skip", skip)) if able)
        return (*keys, ("enter", f"Start {item.kind}"), *moves, *ALWAYS, ("ctrl+p", "Commands"))

    def action_later(self) -> None:
        """Put the one next thing off."""
        if self._next is not None and self._next.later_to is not None:
            self.post_message(self.Moved(self._next))

    def action_skip(self) -> None:
        """Leave the one next thing out."""
        if self._next is not None:
            self.post_message(self.Moved(self._next, left_out=True))


def has_abouts(size: Size) -> bool:
    """Whether there is room for a few words beside each name, in two columns."""
    return size.width >= ROOMY and size.height >= TALL


def titled(widget: Shown, title: str) -> Shown:
    """The widget with a title on its border."""
    widget.border_title = title
    return widget


def _hue_of(action: str) -> str:
    found = re.fullmatch(r"session\('(\w+)'\)", action)
    return found[1] if found and found[1] in set(Kind) else HUES.get(action, "")
