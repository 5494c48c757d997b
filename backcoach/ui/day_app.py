"""The window's part in the day and the flare-up: what their screens ask for, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backcoach.ui.care_app import CareApp

if TYPE_CHECKING:
    from backcoach.ui.day_desk import DayDesk
    from backcoach.ui.flare_flow import FlareFlow
    from backcoach.ui.screens.flare_form import FlareFormScreen
    from backcoach.ui.screens.home import HomeScreen


class DayApp(CareApp):
    """Answers the screens of the day; the rest of the window stands above it."""

    _days: DayDesk
    _flare: FlareFlow
    _notice: str

    def lead(self, days: DayDesk, flare: FlareFlow) -> None:
        """Take who knows the day, and who leads through the flare-up's screens."""
        self._days = days
        self._flare = flare

    def use_settings(self) -> None:
        """Let what is set take effect, on the day as well."""
        super().use_settings()
        self._days.use(self._opening.preferences.settings)

    def action_flare(self) -> None:
        """The flare-up: the one that goes on, or the way to write one down."""
        self._notice = ""
        self._flare.open()

    def on_flare_form_screen_wanted(self, message: FlareFormScreen.Wanted) -> None:
        """Keep what was said; the signs follow where it began."""
        self._answered(self._flare.settled(message.form))

    def on_flare_screen_change_wanted(self) -> None:
        """Show the form."""
        self._flare.change()

    def on_flare_screen_ended(self) -> None:
        """It is over."""
        self._answered(self._flare.ended())

    def on_home_screen_moved(self, message: HomeScreen.Moved) -> None:
        """Put a thing off, or leave it out."""
        move = self._days.leave_out if message.left_out else self._days.put_off
        self._answered(move(message.item))
