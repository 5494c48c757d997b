"""The frame that all screens share: the first line, a notice, the middle, the keys at the foot."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.dom import DOMNode
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from backcoach.coach.protocols import JournalError
from backcoach.coach.sessions import pause_what_leads
from backcoach.domain.engine import NotNowError
from backcoach.domain.text import WordsError
from backcoach.ui.pain_question import AFTER, BEFORE, pain_of
from backcoach.ui.picture import Picture
from backcoach.ui.theme import stylesheets
from backcoach.ui.widgets.choice_list import ChoiceList
from backcoach.ui.widgets.footer import KeysFooter, keyed
from backcoach.ui.widgets.text import FirstLine, PlainText

if TYPE_CHECKING:
    from backcoach.ui.app import BackcoachApp

SHORT, TINY = 16, 8
"""Under so many rows a screen leaves out its empty ones, and then all but what must be known."""
TALL = 30
"""From so many rows on there is room for what one can do without."""
NARROW = 76
"""Under so many columns what would stand beside stands below."""

_PAIN = Binding.Group("Pain")
PAIN_BINDINGS: list[BindingType] = [
    Binding("0", "pain(0)", "Pain now", key_display="0–9", group=_PAIN),
    *(Binding(f"{value}", f"pain({value})", "Pain now", show=False) for value in range(1, 10)),
    Binding("t", "pain(10)", "Pain ten", group=_PAIN),
]
"""For a screen that has `action_pain`: how much it hurts, by one key."""
PAIN_SKIPPED = Binding("enter", "say_pain('enter')", "Skip", tooltip="Skip the question about your pain.")
PAIN_ASKED = Binding("0", "say_pain('0')", "Pain", key_display="0–9", tooltip="How much it hurts now; t is ten.")
"""For a screen that has `asks_pain`: name the keys at its foot while it asks; what they mean is `takes_pain`."""

_DIGIT = re.compile(r"\d")


def put(node: DOMNode, selector: str, text: str | Content) -> None:
    """Put plain text into a line below the node, where it is another one; styles may give an empty line no room."""
    line, shown = node.query_one(selector, PlainText), Content(text) if isinstance(text, str) else text
    if not (isinstance(line.content, Content) and line.content.is_same(shown)):
        # Other digits take the same room: to lay out the whole screen each second costs more than all else.
        line.update(shown, layout=_DIGIT.sub("0", str(line.content)) != _DIGIT.sub("0", shown.plain))
        line.set_class(bool(shown), "-shown")


Titled = TypeVar("Titled", bound=Widget)


def titled(widget: Titled, title: str) -> Titled:
    widget.border_title = title
    return widget


class CoachScreen(Screen[None]):
    """A screen with the first line above and the keys below; the middle is its own."""

    CSS_PATH = stylesheets()

    class Shown(Message):
        """The screen has come to the front and wants a picture."""

    is_ready = False
    """Whether its widgets are there to be shown something."""
    yields: bool = True
    """Whether a session that needs the person may take its place; else it waits until the screen is left."""
    gives_way = False
    """Whether it is left when another session is to be started."""
    short = SHORT
    """Under so many rows it leaves out what can be missed."""
    asks_pain: str = ""
    """Whether the pain before or after a session may be asked for here; digits and `t` have no other meaning then."""
    read_on = ""
    """The selector of the part that is read on by keys where the window is low; empty for none."""
    read = ""
    """What has been in sight to its end, of what must be read before a key says yes or no to all of it."""
    is_asking = False
    """Whether it is asked for now."""
    only_own_keys: bool = False
    """Whether the footer leaves out the keys that work anywhere."""

    def compose(self) -> ComposeResult:
        self._make_room(self.app.size)
        yield FirstLine(id="first-line")
        yield PlainText(id="notice")
        yield PlainText(id="asked")
        yield from self.compose_middle()
        yield KeysFooter()

    def compose_middle(self) -> ComposeResult:
        yield from ()

    @property
    def window(self) -> BackcoachApp:
        return cast("BackcoachApp", self.app)

    def on_mount(self) -> None:
        """Show something from the first drawing on: else it would be drawn empty, and then again."""
        self.is_ready = True
        self.show(self.window.picture(), self.window.notice)

    @on(events.DescendantFocus)
    def _typing(self, event: events.DescendantFocus) -> None:
        """Pause what leads while a field takes each letter as text: `o`, it hurts, would not end it then (L8)."""
        if isinstance(event.widget, Input):
            pause_what_leads(self.window.coach)

    def on_resize(self, event: events.Resize) -> None:
        """Leave out what a small window has no room for, and show as much as another window has room for."""
        if self.is_ready and event.size != self._room:
            self.call_after_refresh(self.ask_to_be_shown)
        self._make_room(event.size)

    def _make_room(self, size: Size) -> None:
        self._room = size
        heights = {"-short": size.height < self.short, "-tiny": size.height < TINY, "-tall": size.height >= TALL}
        self.update_classes({"-narrow": size.width < NARROW, **heights})

    def takes_pain(self, key: str) -> bool:
        """Whether the key answers the question for the pain, or is the `enter` that only skips it.

        Any other key takes the question away, and does what it always does.
        """
        pain, what, value = self.window.pain, self.asks_pain, pain_of(key)
        if not pain.is_asked(what):
            return False
        after, pain.after = pain.after, None if what == AFTER else pain.after
        if what == BEFORE:
            self.asks_pain = ""
        if value is None:
            self.ask_to_be_shown()
            return what == BEFORE and key == "enter"
        if what == AFTER and after is not None:
            self.window.note_pain_after(after, value)
        else:
            self.window.services.guidance.note_pain(value, BEFORE)
            self.window.say(f"Pain {value} noted.")
        return True

    def allowed(self) -> dict[str, bool]:
        """Whether each of this screen's actions may be done now; one that is not named may be done always."""
        return {"say_pain": self.is_asking}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let nothing be done before its widgets are there."""
        return self.is_ready and self.allowed().get(action, super().check_action(action, parameters))

    def action_say_pain(self, key: str) -> None:
        self.takes_pain(key)

    def attempt(self, work: Callable[[], object], *, says: str | None = None) -> None:
        """Do it and say this, or say why that can't be; a second key that came before the answer is lost."""
        if not self.is_current:
            return
        try:
            work()
        except WordsError as error:
            self.refuse(error.field, str(error))
        except NotNowError as error:
            self.refuse("", str(error))
        except JournalError as error:
            self.refuse("", f"It can't be saved now: {error}")
        else:
            if says is not None:
                self.window.say(says)

    def refuse(self, field: str, sentence: str) -> None:
        """Say why; `field` is the name of the field that is meant, where there is one."""
        del field
        self.window.say(sentence)

    def action_select(self) -> None:
        """Choose the marked line of the list."""
        self.query_one(ChoiceList).action_select()

    def action_read_on(self) -> None:
        """Scroll on by what is in sight; at its end the keys may mean another thing."""
        self.query_one(self.read_on).scroll_page_down(animate=False, force=True, on_complete=self.ask_to_be_shown)

    def has_read(self, text: str) -> bool:
        """Whether this text, which stands in what is read on, is laid out as it is now, and was in sight to its end."""
        if self.read != text:
            part = self.query_one(self.read_on)
            is_at_end = part.scroll_offset.y >= part.max_scroll_y
            if is_at_end and all(map(_is_laid_out, part.query(PlainText) or [part])):
                self.read = text
        return self.read == text

    def ask_to_be_shown(self) -> None:
        """Have the window show what is true now: something has changed here, or what is in sight, and so the keys."""
        self.post_message(self.Shown())

    def on_screen_resume(self) -> None:
        if self.is_ready:
            self.ask_to_be_shown()

    def show(self, picture: Picture, notice: str) -> None:
        """Show what can be seen now; a screen adds its own middle."""
        line = self.query_one(FirstLine)
        line.text, line.aside = picture.line, picture.aside
        put(self, "#notice", " ".join(part for part in (notice, _unsaved(picture, notice)) if part))
        asked = self.window.pain.words(self.asks_pain, self.size.width - 4)
        self.is_asking = bool(asked)
        put(self, "#asked", keyed(asked))
        footer = self.query_one(KeysFooter)
        footer.look()
        if self.read_on:  # what is laid out only then may be in sight to its end
            self.call_after_refresh(footer.look)


def _is_laid_out(text: Widget) -> bool:
    """Whether this text or list has the rows that it needs now."""
    room = text.scrollable_content_region.size
    return bool(room) and text.get_content_height(room, room, room.width) == text.virtual_size.height


def _unsaved(picture: Picture, notice: str) -> str:
    """What is not saved, and why, unless the notice says why already."""
    if not picture.trouble:
        return ""
    what = f"Not saved yet ({', '.join(picture.unsaved)})" if picture.unsaved else "Not saved"
    return f"{what}." if picture.trouble in notice else f"{what}: {picture.trouble}"


_READ_ON = Binding.Group("Read on")


class ReadingScreen(CoachScreen):
    """A screen of which a part is read on by the arrows where the window is low."""

    BINDINGS = [
        Binding("down,pagedown", "roll(1)", "Down", group=_READ_ON),
        Binding("up,pageup", "roll(-1)", "Up", group=_READ_ON),
    ]

    def action_roll(self, by: int) -> None:
        self.query_one(self.read_on).scroll_relative(y=by, animate=False)
