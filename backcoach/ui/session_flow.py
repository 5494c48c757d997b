"""From the wish for ice, heat or a change of position to the session, and what its keys do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from backcoach.domain.events import GoOn
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session
from backcoach.ui.asking import Asked
from backcoach.ui.desk import Desk
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.screens.start import StartScreen
from backcoach.ui.window import Window


class SessionFlow:
    """Opens the start screen, and answers it and the session's."""

    def __init__(
        self,
        window: Window,
        desk: Desk,
        walk_pressed: Callable[[Session], str | None],
        asks_pain: Callable[[Session, Callable[[], str]], bool],
    ) -> None:
        """Take what it needs.

        Args:
            window: the window.
            desk: brings it to the coach.
            walk_pressed: looks after a timed walk for which a key was pressed; what is to be said in the place of
                the desk's own words, None where there is nothing.
            asks_pain: asks how much it hurts before a stretch goes on, where that is to be asked.
        """
        self._asks_pain = asks_pain
        self._window = window
        self._desk = desk
        self._walk_pressed = walk_pressed

    def open(self, kind: Kind, length: timedelta | None = None) -> None:
        """Show the way to start it."""
        self._window.push_screen(StartScreen(self._desk.offer(kind, length), confirmed=self._desk.coach.is_confirmed()))

    def answer(self, asked: Asked) -> None:
        """Do what is asked."""
        match asked:
            case StartScreen.Confirmed(screen):
                notice = self._desk.confirm(screen.offer.kind)
                screen.confirmed = not notice
            case StartScreen.LengthWanted(screen, length):
                screen.offer, notice = self._desk.resize(screen.offer, length)
            case StartScreen.Started(screen):
                notice = self._desk.start(screen.offer)
                if not notice:
                    self._window.show_session(screen.offer.kind)
            case _:
                notice = self._pressed(asked)
        self._window.say(notice)

    def _pressed(self, asked: Asked) -> str:
        """Let a key move a session; what is to be said then."""
        if not isinstance(asked, SessionScreen.Pressed):
            return ""
        go_on = partial(self._desk.press, asked.session, GoOn(sure=True))
        if isinstance(asked.event, GoOn) and self._asks_pain(asked.session, go_on):
            return ""
        notice = self._desk.press(asked.session, asked.event)
        logged = self._walk_pressed(asked.session) if asked.session.kind is Kind.WALK else None
        return notice if logged is None else logged
