"""How the screens of breathing and stretching follow each other."""

from __future__ import annotations

from collections.abc import Callable

from backcoach.coach.coach import Coach
from backcoach.domain import stretches
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session
from backcoach.ui.asking import Asked
from backcoach.ui.guide import Guide
from backcoach.ui.handbook import Handbook
from backcoach.ui.preferences import Preferences
from backcoach.ui.screens.frame import CoachScreen
from backcoach.ui.screens.guided import GuidedScreen
from backcoach.ui.screens.pain_again import PainAgainScreen
from backcoach.ui.window import Window


class GuidedFlow:
    """Opens the screens before, during and after what is guided."""

    def __init__(
        self,
        window: Window,
        coach: Coach,
        book: Handbook,
        preferences: Preferences,
        get_help: Callable[[str], None],
    ) -> None:
        """Take what it needs; `get_help` shows when to get help, with a sign that was felt already."""
        self._window = window
        self._guide = Guide(coach, book, preferences)
        self._get_help = get_help

    def open(self, kind: Kind, choice: str = "") -> None:
        """Show the way to start it, at the pattern or stretch that is wanted, or else at the one chosen last."""
        self._window.push_screen(self._guide.start_screen(kind, choice))

    def screen_of(self, kind: Kind) -> GuidedScreen:
        """The screen on which a session of this kind is shown."""
        return self._guide.session_screen(kind, calm=self._window.is_calm)

    def after(self, session_id: str) -> CoachScreen | None:
        """What comes after a session that has ended; None where nothing does."""
        return self._guide.after(session_id)

    def asks_pain(self, session: Session, go_on: Callable[[], str]) -> bool:
        """Whether the pain must be said before this stretch goes on; then it is asked, and `go_on` told if sure."""
        pain = self._guide.pain_now()
        if session.kind is not Kind.STRETCH or (pain is not None and not stretches.asks_again(pain)):
            return False

        def said(value: int | None) -> None:
            if value is not None:
                if value != pain:
                    self._guide.note_pain(value)
                self._window.say(go_on())

        self._window.push_screen(PainAgainScreen(pain), said)
        return True

    def answer(self, asked: Asked) -> None:
        """Do what is asked, and go where it leads."""
        reply = self._guide.answer(asked)
        if reply.screen is not None:
            self._window.switch_screen(reply.screen)
        elif reply.opens is not None:
            self._window.show_session(reply.opens)
        elif reply.goes_back or reply.sign:
            self._window.pop_screen()
        if reply.sign:
            self._get_help(reply.sign)
        self._window.say(reply.notice)
