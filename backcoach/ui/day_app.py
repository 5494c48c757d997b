"""The window's part in the day and the flare-up: what their screens ask for, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backcoach.ui.flare_flow import FlareFlow
from backcoach.ui.log_app import LogApp
from backcoach.ui.picture import picture_of

if TYPE_CHECKING:
    from backcoach.coach.coach import Look
    from backcoach.ui.day_desk import DayDesk
    from backcoach.ui.help_flow import HelpFlow
    from backcoach.ui.picture import Picture
    from backcoach.ui.screens.flare_form import FlareFormScreen
    from backcoach.ui.screens.home import HomeScreen


class DayApp(LogApp):
    """Answers the screens of the day; the rest of the window stands above it."""

    _days: DayDesk
    _flare: FlareFlow
    _notice: str

    def use_day(self, days: DayDesk, help_flow: HelpFlow) -> None:
        """Take who knows the day; before anything is shown."""
        self._days = days
        self._flare = FlareFlow(self, self._desk.coach.clock, days, help_flow)

    def follow_day(self, look: Look) -> None:
        """After a look at the clocks: work the day out anew where anything changed, and ask what is to be asked."""
        self._days.look(changed=look.changed or look.jumped)
        self._flare.look()

    def picture_now(self, trouble: str) -> Picture:
        """What can be seen now.

        Args:
            trouble: why something that was written down could not be saved; empty where all is saved.
        """
        picture = picture_of(self._desk.coach, trouble or self._days.trouble)
        return replace(picture, mark=self._opening.mark, today=self._days.today())

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
