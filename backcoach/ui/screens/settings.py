"""All settings, from the table that also makes the file and the page: one list, a sentence, and a field to type in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from backcoach.domain.checks import shown
from backcoach.domain.settings import BY_KEY, SETTINGS, Setting, Settings, Value
from backcoach.ui.asking import Asked
from backcoach.ui.faces import Keys
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import ALWAYS, CoachScreen
from backcoach.ui.stylesheets import sheets

KEY_WIDTH = max(len(setting.key) for setting in SETTINGS)


def following(setting: Setting, settings: Settings) -> Value:
    """The value after the present one, of a setting that has only a few."""
    return setting.few[(setting.few.index(setting.of(settings)) + 1) % len(setting.few)]


class SettingsScreen(CoachScreen):
    """Enter changes what is marked: a switch at once, a word to the next one, anything else in a field."""

    CSS_PATH = sheets("settings")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", tooltip="Back; what was not confirmed by enter is not kept."),
        Binding("delete", "default", "Default", tooltip="Take the setting out, so that its default holds."),
    ]

    @dataclass
    class Chosen(Asked):
        """The person wants this value for a setting; None for the default."""

        of = "care"

        screen: SettingsScreen
        setting: Setting
        value: Value

    @dataclass
    class Typed(Asked):
        """The person has typed this for a setting."""

        of = "care"

        screen: SettingsScreen
        setting: Setting
        text: str

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._edited: Setting | None = None

    def compose_middle(self) -> ComposeResult:
        """The list; below it what the marked setting does, and the field."""
        yield OptionList(*self._options(), id="settings", markup=False)
        with Vertical(id="setting"):
            yield Static("", id="setting-says", markup=False)
            yield Input(id="setting-field", compact=True)
            yield Static("", id="setting-wrong", markup=False)

    def on_mount(self) -> None:
        """Let arrows and enter choose at once."""
        field = self.query_one(Input)
        field.display = False
        self.query_one(OptionList).focus()

    def _options(self) -> Iterator[Option]:
        group = None
        for setting in SETTINGS:
            if setting.group is not group:
                group = setting.group
                yield Option(Content.styled(group.value, "bold $accent"), disabled=True)
            yield Option(self._row(setting), id=setting.key)

    def _row(self, setting: Setting) -> Content:
        value = setting.of(self._settings)
        is_default = value == setting.default
        text = setting.default_shown if is_default else shown(setting.written(value))
        if value is not None and setting.unit:
            text += f" {setting.unit}"
        style = "$text-muted" if is_default else "bold"
        return Content.assemble(f"  {setting.key:<{KEY_WIDTH}}  ", (text, style))

    @property
    def marked(self) -> Setting | None:
        """The setting that the arrows stand on."""
        option = self.query_one(OptionList).highlighted_option
        return BY_KEY.get(option.id or "") if option is not None else None

    def keys_now(self, picture: Picture) -> Keys:
        """Enter, the default, back."""
        del picture
        if self._edited is not None:
            return (("enter", "Save"), ("escape", "Leave as it was"))
        return (("enter", "Change"), ("delete", "Default"), ("escape", "Back"), *ALWAYS)

    def answer(self, setting: Setting, settings: Settings, refusal: str) -> None:
        """Show the settings as they are now, or why a value was refused, at the field.

        Args:
            setting: what was to be set.
            settings: what is set now.
            refusal: why nothing was saved, as a sentence; empty where it was.
        """
        self.query_one("#setting-wrong", Static).update(Content(refusal))
        self.set_class(bool(refusal), "-wrong")
        self.show_settings(settings)
        if not refusal and setting is self._edited:
            self._close_field()

    def show_settings(self, settings: Settings) -> None:
        """Show each setting as it is now."""
        self._settings = settings
        choices = self.query_one(OptionList)
        for each in SETTINGS:
            choices.replace_option_prompt(each.key, self._row(each))

    # -- what the person does -----------------------------------------------------------------------------------

    @on(OptionList.OptionHighlighted)
    def _marked(self) -> None:
        """Say what the marked setting does."""
        if (setting := self.marked) is None:
            return
        says = f"{setting.says} It must be {setting.expects}; the default is {setting.default_shown}."
        self.query_one("#setting-says", Static).update(Content(says))
        self.remove_class("-wrong")

    @on(OptionList.OptionSelected)
    def _change(self) -> None:
        """A switch and a word change at once; anything else opens the field."""
        if (setting := self.marked) is None:
            return
        if setting.few:
            self.post_message(self.Chosen(self, setting, following(setting, self._settings)))
            return
        self._edited = setting
        written = setting.written(setting.of(self._settings))
        field = self.query_one(Input)
        field.value = "" if written is None else str(written)
        field.display = True
        field.focus()
        self.call_after_refresh(self.query_one(OptionList).scroll_to_highlight)
        self.post_message(self.Shown())

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        if self._edited is not None:
            self.post_message(self.Typed(self, self._edited, event.value))

    def action_default(self) -> None:
        """Take the setting out of the file."""
        if self._edited is None and (setting := self.marked) is not None:
            self.post_message(self.Chosen(self, setting, None))

    async def action_back(self) -> None:
        """Close the field, or leave the screen."""
        if self._edited is None:
            await self.app.run_action("app.leave_screen")
            return
        self.remove_class("-wrong")
        self._close_field()

    def _close_field(self) -> None:
        if self._edited is None:
            return
        self._edited = None
        self.query_one(Input).display = False
        self.query_one(OptionList).focus()
        self.post_message(self.Shown())
