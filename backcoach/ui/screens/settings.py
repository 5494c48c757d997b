"""All settings, from the table that also makes the file and the page: one list, a sentence, and a field to type in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList

from backcoach.domain.documents import FieldError
from backcoach.domain.settings import BY_KEY, SETTINGS, Setting, Value
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import CoachScreen, put, titled
from backcoach.ui.widgets.choice_list import ChoiceList
from backcoach.ui.widgets.fields import TextBox
from backcoach.ui.widgets.text import PlainText


def told(setting: Setting, value: Value) -> str:
    """A value in the person's words: `on`, `30 minutes`, `22:00`, or what holds where nothing is set."""
    if value is None:
        return setting.unset
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{setting.written(value)} {setting.unit}".strip()


class SettingsScreen(CoachScreen):
    """Enter changes what is marked: a switch at once, a word to the next one, anything else in a field."""

    BINDINGS = [
        Binding("enter", "save", "Save"),
        Binding("enter", "change", "Change", tooltip="Change the marked setting."),
        Binding("escape", "discard", "Keep as it was"),
        Binding("delete", "default", "Default", tooltip="Take the setting out, so that its default holds."),
    ]

    heading = "Settings"

    def __init__(self) -> None:
        super().__init__()
        self._edited: Setting | None = None

    def compose_middle(self) -> ComposeResult:
        yield titled(ChoiceList(self._lines(), id="settings", at=self.first), self.heading)
        yield PlainText(" ".join(self.window.ticker.problems), id="setting-problems")
        with Vertical(id="setting"):
            yield PlainText(id="setting-says")
            yield TextBox(id="setting-field")
            yield PlainText(id="setting-wrong")

    def on_mount(self) -> None:
        self.query_one(Input).display = False

    @property
    def first(self) -> str:
        return SETTINGS[0].key

    def _lines(self) -> Iterator[tuple[str, Content]]:
        group = None
        for setting in SETTINGS:
            if setting.group is not group:
                group = setting.group
                yield "", Content.styled(group.value, "bold $accent")
            yield setting.key, self._row(setting)

    def _row(self, setting: Setting) -> Content:
        value = setting.of(self.window.services.preferences.settings)
        style = "$muted" if value == setting.default else "bold"
        if isinstance(value, bool):
            style = "bold $success" if value else "$muted"
        return Content.assemble(f"{self._label(setting):<{self._widest}}  ", (told(setting, value), style))

    @cached_property
    def _widest(self) -> int:
        return max(len(each.label) for each in self.window.content.settings.values())

    def _label(self, setting: Setting) -> str:
        return self.window.content.settings[setting.key].label

    @property
    def marked(self) -> Setting | None:
        return BY_KEY.get(self.query_one(ChoiceList).chosen)

    def show(self, picture: Picture, notice: str) -> None:
        super().show(picture, notice)
        self._tell()

    def show_settings(self) -> None:
        self.query_one(ChoiceList).show(self._lines())

    def allowed(self) -> dict[str, bool]:
        typed = self._edited is not None
        return super().allowed() | {"save": typed, "discard": typed, "change": not typed, "default": not typed}

    # -- what the person does -----------------------------------------------------------------------------------

    @on(OptionList.OptionHighlighted)
    def _marked(self) -> None:
        self.remove_class("-wrong")
        self._tell()

    def _tell(self) -> None:
        if (setting := self.marked) is not None:
            default, expects = told(setting, setting.default), setting.expects.replace(" in quotes", "")
            says = f"{self.window.content.settings[setting.key].says} It must be {expects}; the default is {default}."
            put(self, "#setting-says", says)

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_change()

    def action_change(self) -> None:
        """A switch and a word change at once; anything else opens the field."""
        setting = self.marked
        if setting is None:
            return
        value = setting.of(self.window.services.preferences.settings)
        if setting.few:
            self._keep(setting, setting.few[(setting.few.index(value) + 1) % len(setting.few)])
            return
        self._edited = setting
        written = setting.written(value)
        field = self.query_one(Input)
        field.value = "" if written is None else str(written)
        field.display = True
        self.set_focus(field)
        self.call_after_refresh(self.query_one(ChoiceList).scroll_to_highlight)
        self.refresh_bindings()

    def action_save(self) -> None:
        """Keep what was typed; the reason, where it can't be the value."""
        if self._edited is not None:
            try:
                self._keep(self._edited, self._edited.typed(self.query_one(Input).value))
            except FieldError as wrong:
                self._answer(self._edited, wrong.sentence)

    def action_default(self) -> None:
        if (setting := self.marked) is not None:
            self._keep(setting, None)

    def _keep(self, setting: Setting, value: Value) -> None:
        self._answer(setting, self.window.services.preferences.keep(setting, value))

    def _answer(self, setting: Setting, refusal: str) -> None:
        """Let it take effect and say so; or say why it was refused, at the field."""
        put(self, "#setting-wrong", refusal)
        self.set_class(bool(refusal), "-wrong")
        if refusal:
            return
        settings = self.window.services.preferences.settings
        self.window.use(settings, setting.field)
        self.show_settings()
        self.action_discard()
        self.window.say(f"{self._label(setting)}: {told(setting, setting.of(settings))}.")

    def action_discard(self) -> None:
        self._edited = None
        self.remove_class("-wrong")
        self.query_one(Input).display = False
        self.set_focus(self.query_one(ChoiceList))
        self.refresh_bindings()
