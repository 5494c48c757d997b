"""The part of the window that looks after settings and data: the settings' screen, the way back to a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import App

from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.screens.settings import SettingsScreen

if TYPE_CHECKING:
    from pathlib import PurePath

    from textual.driver import Driver

    from backcoach.domain.settings_table import Setting
    from backcoach.ui.desk import Desk
    from backcoach.ui.opening import Opening
    from backcoach.ui.surroundings import Surroundings


class CareApp(App[int]):
    """Opens the settings, keeps what is chosen there, and goes back to a backup."""

    def __init__(
        self,
        driver_class: type[Driver] | None,
        css_path: list[str | PurePath],
        desk: Desk,
        around: Surroundings,
        opening: Opening,
    ) -> None:
        super().__init__(driver_class=driver_class, css_path=css_path)
        self._desk = desk
        self._around = around
        self._opening = opening

    def _answered(self, notice: str) -> None:
        """Show what came of a key, and say what there is to say."""
        raise NotImplementedError

    def use_settings(self) -> None:
        """Let what is set take effect."""
        settings = self._opening.preferences.settings
        self.theme = settings.theme_name
        self._around.use(settings)

    def action_settings(self) -> None:
        """Show all settings."""
        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen(self._opening.preferences.settings))

    @on(SettingsScreen.Chosen)
    def _setting_chosen(self, message: SettingsScreen.Chosen) -> None:
        refusal = self._opening.preferences.keep(message.setting, message.value)
        self._setting_answered(message.screen, message.setting, refusal)

    @on(SettingsScreen.Typed)
    def _setting_typed(self, message: SettingsScreen.Typed) -> None:
        refusal = self._opening.preferences.keep_typed(message.setting, message.text)
        self._setting_answered(message.screen, message.setting, refusal)

    def _setting_answered(self, screen: SettingsScreen, setting: Setting, refusal: str) -> None:
        settings = self._opening.preferences.settings
        screen.answer(setting, settings, refusal)
        if not refusal:
            self._desk.use(settings, setting.field)
            self.use_settings()

    def action_rescue(self) -> None:
        """Put the backup in the place of the damaged journal."""
        rescue = self._opening.rescue
        if rescue is None or not rescue.is_open:
            return
        notice = rescue.choose(self._desk.coach)
        for screen in self.screen_stack:
            if isinstance(screen, HomeScreen):
                screen.list_again()
        self._answered(notice)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The way back to a backup is a key only where there is one."""
        if action == "rescue":
            return self._opening.rescue is not None and self._opening.rescue.is_open
        return super().check_action(action, parameters)
