"""What the screens of the log have in common: they ask for what they need, and are filled with it."""

from __future__ import annotations

from dataclasses import dataclass

from backcoach.ui.asking import Asked
from backcoach.ui.screens.frame import CoachScreen
from backcoach.ui.stylesheets import sheets
from backcoach.ui.wishes import Look, Wish


class LogScreen(CoachScreen):
    """A screen that shows or changes what is kept in the log."""

    CSS_PATH = sheets("log")

    @dataclass
    class Wanted(Asked):
        """The person, or the screen itself, wants something of the log."""

        of = "log"

        screen: LogScreen
        wish: Wish

    def want(self, wish: Wish) -> None:
        """Ask for it."""
        self.post_message(self.Wanted(self, wish))

    def on_mount(self) -> None:
        """Ask for what is to be shown."""
        self.want(Look())

    def on_screen_resume(self) -> None:
        """Ask for it again: it may have been changed on the screen that stood before this one."""
        if self.is_ready:
            self.want(Look())
