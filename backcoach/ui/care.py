"""What looks after settings and data: the settings' screen, and the way back to a backup."""

from __future__ import annotations

from collections.abc import Callable

from backcoach.domain.settings import Settings
from backcoach.ui.asking import Asked
from backcoach.ui.kit import Kit
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.screens.settings import SettingsScreen
from backcoach.ui.window import Window


class Care:
    """Opens the settings, keeps what is chosen there, and goes back to a backup."""

    def __init__(self, window: Window, kit: Kit, use: Callable[[Settings, str], None]) -> None:
        """Take what it needs; `use` lets the settings take effect, of which the named field was changed."""
        self._window = window
        self._coach = kit.coach
        self._preferences = kit.preferences
        self._rescue = kit.opening.rescue
        self._use = use

    def open(self) -> None:
        """Show all settings."""
        if not isinstance(self._window.screen, SettingsScreen):
            self._window.push_screen(SettingsScreen(self._preferences.settings))

    def answer(self, asked: Asked) -> None:
        """Keep it, or say on the screen why that can't be."""
        match asked:
            case SettingsScreen.Chosen(screen, setting, value):
                refusal = self._preferences.keep(setting, value)
            case SettingsScreen.Typed(screen, setting, text):
                refusal = self._preferences.keep_typed(setting, text)
            case _:
                return
        screen.answer(setting, self._preferences.settings, refusal)
        if not refusal:
            self._use(self._preferences.settings, setting.field)

    def follow(self) -> None:
        """Show what is set now on the screens that show settings."""
        for screen in self._window.screen_stack:
            if isinstance(screen, SettingsScreen):
                screen.show_settings(self._preferences.settings)
            elif isinstance(screen, HomeScreen):
                screen.list_again()

    def rescue(self) -> None:
        """Put the backup in the place of the damaged journal, where that is offered."""
        rescue = self._rescue
        if rescue is None or not rescue.is_open:
            return
        notice = rescue.choose(self._coach)
        for screen in self._window.screen_stack:
            if isinstance(screen, HomeScreen):
                screen.list_again()
        self._window.say(notice)
