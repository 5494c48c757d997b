"""The frame that all screens share: the first line, a notice, the middle, the keys at the foot."""

from __future__ import annotations

from typing import ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.dom import DOMNode
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from backcoach.ui.faces import Keys
from backcoach.ui.picture import Picture
from backcoach.ui.widgets.first_line import FirstLine
from backcoach.ui.widgets.keys_line import KeyHint, KeysLine
from backcoach.ui.window import Window

SHORT, TINY = 16, 8
"""Under so many rows a screen leaves out its empty ones, and then all but what must be known."""

NARROW = 76
"""Under so many columns what would stand beside stands below."""

HELP_KEY = ("exclamation_mark", "Get help")

ALWAYS: Keys = (HELP_KEY, ("question_mark", "Keys"), ("q", "Quit"))
"""The keys that work on every screen, last in its row."""


def put(node: DOMNode, selector: str, text: str) -> None:
    """Put plain text into a line below the node, where it is another one; styles may give an empty line no room."""
    line = node.query_one(selector, Static)
    if line.content != text:
        line.update(Content(text))
        line.set_class(bool(text), "-shown")


class CoachScreen(Screen[None]):
    """A screen with the first line above and the keys below; the middle is its own."""

    class Shown(Message):
        """The screen has come to the front and wants a picture."""

    is_ready = False
    """Whether its widgets are there to be shown something."""

    yields = True
    """Whether a session that needs the person may take its place; else it waits until the screen is left."""

    gives_way = False
    """Whether it is left when another session is to be started."""

    shows_sessions = False
    """Whether it shows what runs; `SessionScreen` and those after it."""

    short = SHORT
    """Under so many rows it leaves out what can be missed."""

    is_locked = False
    """Whether only its own keys work, and none of those that work anywhere."""

    def compose(self) -> ComposeResult:
        """The frame, and the middle within it."""
        yield FirstLine(id="first-line")
        yield Static("", id="notice", markup=False)
        yield from self.compose_middle()
        yield KeysLine(id="keys")

    def compose_middle(self) -> ComposeResult:
        """What is this screen's own."""
        yield from ()

    def on_mount(self) -> None:
        """Show something from the first drawing on: else it would be drawn empty, and then again."""
        self._make_room(self.size)
        self.is_ready = True
        cast("Window", self.app).introduce(self)

    def on_resize(self, event: events.Resize) -> None:
        """Leave out what a small window has no room for, and show as much as another window has room for."""
        if self.is_ready and event.size != self._room:
            self.call_after_refresh(self.post_message, self.Shown())
        self._make_room(event.size)

    def _make_room(self, size: Size) -> None:
        self._room = size
        before = self.classes
        self.set_class(size.width < NARROW, "-narrow", update=False)
        self.set_class(size.height < self.short, "-short", update=False)
        self.set_class(size.height < TINY, "-tiny", update=False)
        if self.classes != before:  # all widgets are styled again: once, not for each of the three
            self.update_node_styles()

    def on_screen_resume(self) -> None:
        """Ask to be shown what is true now."""
        if self.is_ready:
            self.post_message(self.Shown())

    def on_keys_line_key_chosen(self, message: KeysLine.KeyChosen) -> None:
        """Do what the key does."""
        message.stop()
        self.app.simulate_key(message.key)

    def show(self, picture: Picture, notice: str) -> None:
        """Show what can be seen now; a screen adds its own middle."""
        line = self.query_one(FirstLine)
        line.text, line.aside = picture.line, picture.aside
        put(self, "#notice", " ".join(part for part in (notice, self._unsaved(picture, notice)) if part))
        self.query_one(KeysLine).hints = tuple(KeyHint(*pair) for pair in self.keys_now(picture))

    def keys_now(self, picture: Picture) -> Keys:
        """The keys that work now, the obvious one first."""
        raise NotImplementedError

    @staticmethod
    def _unsaved(picture: Picture, notice: str) -> str:
        """What is not saved, and why, unless the notice says why already."""
        if not picture.trouble:
            return ""
        what = f"Not saved yet ({', '.join(picture.unsaved)})" if picture.unsaved else "Not saved"
        return f"{what}." if picture.trouble in notice else f"{what}: {picture.trouble}"


class ReadingScreen(CoachScreen):
    """A screen of which a part is read on by the arrows where the window is low."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,pagedown", "roll(1)", "Down", show=False),
        Binding("up,pageup", "roll(-1)", "Up", show=False),
    ]

    read_on: ClassVar[str]
    """The selector of that part."""

    def action_roll(self, by: int) -> None:
        """Read on where the window is low."""
        self.query_one(self.read_on).scroll_relative(y=by, animate=False)
