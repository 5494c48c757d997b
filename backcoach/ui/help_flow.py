"""How the help screens follow each other: over anything, and from an emergency sign only to the first screen."""

from __future__ import annotations

from textual.screen import SystemModalScreen

from backcoach.domain.signs import Level, whose_numbers
from backcoach.ui.asking import Asked
from backcoach.ui.handbook import Handbook
from backcoach.ui.help_desk import HelpDesk, KeptRound
from backcoach.ui.screens.emergency import EmergencyScreen
from backcoach.ui.screens.help import HelpScreen
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.window import Window


class HelpFlow:
    """Opens and closes the help screens of the window."""

    def __init__(self, window: Window, desk: HelpDesk, book: Handbook) -> None:
        self._window = window
        self._book = book
        self.desk = desk

    def open(self, *, start_with: Level | None = None, sign: str = "", daily: bool = False, reason: str = "") -> None:
        """Show the signs; on the help screen itself, ask again where the round is over. What leads is paused.

        Args:
            start_with: the level that is asked first.
            sign: the id of a sign that was felt already: it is answered yes at once.
            daily: whether the urgent signs are asked as one list, where one key says none of these.
            reason: why it is asked, as a sentence.
        """
        while isinstance(self._window.screen, SystemModalScreen):
            self._window.pop_screen()
        if isinstance(self._window.screen, HelpScreen):
            self._window.screen.ask_again(self.desk.begin())
            return
        asked = self.desk.begin(start_with=start_with, sign=sign, daily=daily, reason=reason)
        self.desk.pause_what_leads()
        screen = HelpScreen(asked, self._book.region, self._whose(), as_list=daily)
        self._window.push_screen(screen)
        if asked.round.answers:
            self._answered(screen)

    def answer(self, asked: Asked) -> None:
        """Keep what was answered; an emergency sign has stopped everything when its screen is closed."""
        match asked:
            case HelpScreen.Answered(screen):
                self._answered(screen)
                self._window.say("")
            case EmergencyScreen.Closed():
                self._close()

    def _answered(self, screen: HelpScreen) -> None:
        """Keep the answers; an emergency sign shows the number first and then stops everything."""
        asked = screen.asked
        if asked.round.found is not Level.EMERGENCY:
            self.desk.keep(asked)
            return
        call = EmergencyScreen(self._book.region, self._whose(), self._said(asked))
        self._window.switch_screen(call)
        call.stopped = self.desk.stop_everything()
        self.desk.keep(asked)

    def _close(self) -> None:
        """From the number to call, to the first screen."""
        while not isinstance(self._window.screen, HomeScreen):
            self._window.pop_screen()

    def _whose(self) -> str:
        return whose_numbers(self._book.region, self._book.where)

    def _said(self, asked: KeptRound) -> str:
        answer = asked.round.there[0]
        return f"You said yes at {self.desk.local(answer.at):%H:%M}: {answer.sign.text}."
