"""How the help screens follow each other: over anything, and from an emergency sign only to the first screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import SystemModalScreen

from backcoach.domain.signs import Level, whose_numbers
from backcoach.ui.screens.home import HomeScreen

if TYPE_CHECKING:
    from textual.app import App

    from backcoach.ui.handbook import Handbook
    from backcoach.ui.help_desk import Asked, HelpDesk
    from backcoach.ui.screens.frame import CoachScreen
    from backcoach.ui.screens.help import HelpScreen


class HelpFlow:
    """Opens and closes the help screens of the window."""

    def __init__(self, app: App[int], desk: HelpDesk, book: Handbook) -> None:
        self._app = app
        self._book = book
        self.desk = desk

    def open(self, wanted: CoachScreen.HelpWanted | None = None) -> None:
        """Show the signs; on the help screen itself, ask again where the round is over. What leads is paused.

        Args:
            wanted: with what to begin; None for all signs, one after another.
        """
        from backcoach.ui.screens.help import HelpScreen  # noqa: PLC0415 - the first picture need not wait for it

        while isinstance(self._app.screen, SystemModalScreen):
            self._app.pop_screen()
        if isinstance(self._app.screen, HelpScreen):
            self._app.screen.ask_again(self.desk.begin())
            return
        if wanted is None:
            asked = self.desk.begin()
        else:
            asked = self.desk.begin(
                start_with=wanted.start_with, sign=wanted.sign, daily=wanted.daily, reason=wanted.reason
            )
        self.desk.pause_what_leads()
        as_list = wanted is not None and wanted.daily
        screen = HelpScreen(asked, self._book.region, self._whose(), as_list=as_list)
        self._app.push_screen(screen)
        if asked.round.answers:
            self.answered(screen)

    def answered(self, screen: HelpScreen) -> None:
        """Keep the answers; an emergency sign shows the number first and then stops everything."""
        asked = screen.asked
        if asked.round.found is not Level.EMERGENCY:
            self.desk.keep(asked)
            return
        from backcoach.ui.screens.emergency import EmergencyScreen  # noqa: PLC0415 - the same

        call = EmergencyScreen(self._book.region, self._whose(), self._said(asked))
        self._app.switch_screen(call)
        call.stopped = self.desk.stop_everything()
        self.desk.keep(asked)

    def close(self) -> None:
        """From the number to call, to the first screen."""
        while not isinstance(self._app.screen, HomeScreen):
            self._app.pop_screen()

    def _whose(self) -> str:
        return whose_numbers(self._book.region, self._book.where)

    def _said(self, asked: Asked) -> str:
        answer = asked.round.there[0]
        return f"You said yes at {self.desk.local(answer.at):%H:%M}: {answer.sign.text}."
