"""Fields of a form: a name, a row to type into, and below it the sentence that says what is wrong there."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from backcoach.domain.text import clean
from backcoach.ui.pain_question import DIGITS, pain_of
from backcoach.ui.widgets.footer import CAP
from backcoach.ui.widgets.text import PlainText


class TextBox(Input, inherit_bindings=False):
    """Takes what is typed or pasted, all of it, without what a terminal would obey; enter is the screen's."""

    BINDINGS = [each for each in Input.BINDINGS if isinstance(each, Binding) and each.key != "enter"]

    def __init__(self, value: str = "", placeholder: str = "", *, id: str | None = None, max_length: int = 0) -> None:
        super().__init__(value, placeholder, id=id, max_length=max_length, compact=True, select_on_focus=True)
        self.cursor_blink = False

    def on_paste(self, event: events.Paste) -> None:
        """Make one line of all, of which the base would take the first."""
        event.text = clean(event.text)


class PainBox(TextBox):
    """Takes a pain by one key: a digit, or `t` for ten. Anything else stays text, so that it can be said of it."""

    @dataclass
    class Chosen(Message):
        """A pain was given by its key."""

        box: PainBox

    def on_key(self, event: events.Key) -> None:
        """Take the pain and say so; a key that was on its way when the next pain got the keys is that one's."""
        focused = self.screen.focused
        if isinstance(focused, PainBox) and focused is not self:
            focused.on_key(event)
            return
        pain = pain_of((event.character or "").casefold())
        if pain is None:
            return
        event.stop()
        event.prevent_default()
        self.value = str(pain)
        self.cursor_position = len(self.value)
        # The next pain has the keys at once: the next digit may have been typed already.
        boxes = list(self.screen.query(PainBox))
        for following in boxes[boxes.index(self) + 1 :][:1]:
            self.screen.set_focus(following)
        self.post_message(self.Chosen(self))


class Field(Vertical):
    """One field of a form."""

    DEFAULT_CSS = """
    Field { height: auto; max-width: 120; }
    Field > Horizontal { height: 1; }
    Field .field-label { width: 15; color: $text-muted; }
    Field .field-here { width: 15; display: none; text-style: bold; }
    Field:focus-within .field-here { display: block; }
    Field:focus-within .field-label { display: none; }
    Field Input { width: 1fr; background: $panel; }
    Field Input:focus { background-tint: $background 0%; }
    Field .field-keys { width: auto; }
    Field .field-wrong { display: none; height: auto; color: $error; text-style: bold; }
    Field.-wrong .field-wrong { display: block; }
    """

    def __init__(self, name: str, label: str, value: str = "", hint: str = "", *, is_pain: bool = False) -> None:
        """Take what the field is.

        Args:
            name: by which a `WordsError` and the form know it.
            label: its name for the person.
            value: what stands in it at first.
            hint: what stands in it, dimmed, while it is empty: what may be typed.
            is_pain: whether it takes a pain by one key.
        """
        super().__init__(id=f"field-{name}", name=name)
        self.first = clean(value)
        self.box = (PainBox if is_pain else TextBox)(self.first, hint)
        self._label = label
        self._wrong = PlainText(classes="field-wrong")

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield PlainText(f"  {self._label}", classes="field-label")
            yield PlainText(f"▸ {self._label}", classes="field-here")  # where the keys go, not by colour alone
            yield self.box
            if isinstance(self.box, PainBox):
                given = ((key, f"screen.press_in('{self.name}', '{key}')") for key in DIGITS.split())
                keys = ((f"{key} ", f"{CAP} @click={click}") for key, click in given)
                yield PlainText(Content.assemble(*keys), classes="field-keys")
        yield self._wrong

    def say(self, sentence: str) -> None:
        """Show what is wrong with it; nothing where the sentence is empty."""
        self._wrong.update(Content(sentence))
        self.set_class(bool(sentence), "-wrong")
