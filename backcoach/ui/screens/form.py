"""A form: fields under each other, one for each line; what is wrong is said at its field, and nothing is kept then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from backcoach.domain.text import clean
from backcoach.ui.faces import Keys
from backcoach.ui.picture import Picture
from backcoach.ui.screens.log import LogScreen
from backcoach.ui.widgets.fields import Field, FieldSpec, PainBox, TextBox

LEAVE: Keys = (("escape", "Leave"), ("f1", "Help"))
"""The ways out of a form; `!` is text there, and f1 means it everywhere."""

WORDS = ("note", "text")
"""The fields that hold the person's own words."""


class FormScreen(LogScreen):
    """Fields to be filled in; letters are text here, and the keys that work anywhere do so again after escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", "Field before", show=False),
        Binding("down", "go(1)", "Next field", show=False),
    ]

    yields = False
    """Nobody's half a sentence is taken away; the first line says what calls."""

    def __init__(self, title: str, fields: Sequence[FieldSpec], *, first: str = "", about: str = "") -> None:
        """Take what is asked.

        Args:
            title: what it is about, one or more lines.
            fields: the fields from top to bottom.
            first: the name of the field that takes the first key; the first one where it is empty.
            about: to what words belong that were typed and not saved; empty where none are to be found again.
        """
        super().__init__()
        self.about = about
        self._drafts: dict[str, str] = {}
        self._title = title
        self._fields = {spec.name: Field(spec) for spec in fields}
        self._first = first or fields[0].name

    def compose_middle(self) -> ComposeResult:
        """What it is about, the fields, and what applies to all of them."""
        with VerticalScroll(id="form", can_focus=False):
            yield Static(self._title, id="form-title", markup=False)
            yield from self._fields.values()
            yield Static("", id="form-help", markup=False)
            yield Static("", id="form-foot", markup=False)

    def find_again(self, drafts: dict[str, str]) -> bool:
        """Show the words that were typed here and not saved, and keep what is typed now; whether there were any."""
        self._drafts = drafts
        return self._words is not None and self.about in drafts

    @property
    def _words(self) -> Field | None:
        return next((self._fields[name] for name in WORDS if name in self._fields), None) if self.about else None

    def on_mount(self) -> None:
        """Take the first key."""
        if self._words is not None and self.about in self._drafts:
            self._words.box.value = self._drafts[self.about]
        self._fields[self._first].box.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Words are what is hard to type again."""
        words = self._words
        if words is None or event.input is not words.box:
            return
        if event.value == clean(words.spec.value):
            self._drafts.pop(self.about, None)
        else:
            self._drafts[self.about] = event.value

    def fill(self, title: str) -> None:
        """Show another title."""
        self._title = title
        self.query_one("#form-title", Static).update(Content(title))

    def wrong(self, name: str, sentence: str) -> None:
        """Say at a field what is wrong with it, and go there; under all of them where none is meant."""
        for field in self._fields.values():
            field.say("")
        found = self._fields.get(name)
        self.query_one("#form-foot", Static).update(Content("" if found else sentence))
        if found is not None:
            found.say(sentence)
            found.box.focus()
            found.scroll_visible(animate=False)

    def box(self, name: str) -> TextBox:
        """What a field is typed into."""
        return self._fields[name].box

    def value(self, name: str) -> str:
        """What stands in a field; nothing where there is no such field."""
        field = self._fields.get(name)
        return "" if field is None else field.box.value

    @property
    def here(self) -> str:
        """The name of the field that has the keys; empty where none has."""
        return next((name for name, field in self._fields.items() if field.box.has_focus), "")

    def keys_now(self, picture: Picture) -> Keys:
        """Enter, other fields, away."""
        del picture
        between: Keys = (("up", ""), ("down", "Field")) if len(self._fields) > 1 else ()
        return (("enter", self.enter_does(self.here)), *between, *LEAVE)

    def enter_does(self, name: str) -> str:
        """What enter does in this field, in a word."""
        del name
        return "Save"

    def on_descendant_focus(self) -> None:
        """Other words and keys belong to another field."""
        here = self._fields.get(self.here)
        self.query_one("#form-help", Static).update(Content(here.spec.help if here else ""))
        if here is not None:
            self.call_after_refresh(here.scroll_visible, animate=False)
        self.post_message(self.Shown())

    def on_descendant_blur(self) -> None:
        """The same."""
        self.post_message(self.Shown())

    def action_go(self, by: int) -> None:
        """To another field, round and round."""
        names = list(self._fields)
        at = names.index(self.here) if self.here else -1
        self._fields[names[(at + by) % len(names)]].box.focus()

    def after(self, name: str) -> None:
        """Go to the field after this one, or save after the last."""
        names = list(self._fields)
        if name == names[-1]:
            self.save()
        else:
            self._fields[names[names.index(name) + 1]].box.focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.entered(self.here)

    @on(PainBox.Chosen)
    def _chosen(self, event: PainBox.Chosen) -> None:
        event.stop()
        self.pain_given(next(name for name, field in self._fields.items() if field.box is event.box))

    def entered(self, name: str) -> None:
        """Enter was pressed in this field."""
        del name
        self.save()

    def pain_given(self, name: str) -> None:
        """A pain was given in this field by its one key."""
        self.after(name)

    def save(self) -> None:
        """Ask for it to be kept."""
        raise NotImplementedError
