"""Which screen stands in front, and what it is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeGuard

from msgspec.structs import replace
from textual.screen import Screen

from backcoach.domain import limits
from backcoach.domain.routine import Kind
from backcoach.domain.session import State
from backcoach.ui.kit import Kit
from backcoach.ui.parts import Parts
from backcoach.ui.picture import Picture, picture_of
from backcoach.ui.screens.frame import CoachScreen
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.window import Window


class Stage:
    """Puts the screen in front that fits what goes on, and shows it the picture.

    Attributes:
        notice: what is to be said below the first line; empty where nothing.
    """

    def __init__(self, window: Window, kit: Kit, parts: Parts) -> None:
        self.notice = ""
        self._window = window
        self._kit = kit
        self._parts = parts
        self._led: set[str] = set()

    def picture(self) -> Picture:
        """What can be seen now."""
        kit = self._kit
        today = kit.days.today()  # before the rest: reading it may tell of a trouble
        return replace(picture_of(kit.coach, kit.book.archive), mark=kit.opening.mark, today=today)

    def show(self) -> None:
        """Show what is so on the screen in front; on another one, where that fits better."""
        picture, screen = self.picture(), self._window.screen
        self._kit.around.set_title(picture.title)
        self._kit.around.stay_awake(any(s.kind.is_guided and s.state is State.RUNNING for s in picture.sessions))
        following = self._after_guided(picture)
        if following is not None and shows_sessions(screen) and screen.kind is not None:
            self._window.switch_screen(following)
        elif shows_sessions(screen) and not picture.sessions:
            self._window.pop_screen()
        elif shows_sessions(screen) and (instead := self._instead_of(screen, picture)) is not None:
            self._window.switch_screen(instead)
        elif isinstance(screen, CoachScreen) and screen.is_ready:
            screen.show(picture, self.notice)

    def _after_guided(self, picture: Picture) -> CoachScreen | None:
        """What comes after a guided session that has ended since the picture before this one; None where nothing."""
        led = {session.id for session in picture.sessions if session.kind.is_guided}
        ended, self._led = self._led - led, led
        return next((after for each in ended if (after := self._parts.guided.after(each)) is not None), None)

    def _instead_of(self, screen: SessionScreen, picture: Picture) -> SessionScreen | None:
        """The screen that shows the session in the middle, where that is another one; None where it is this one."""
        session = screen.session_in(picture)
        if session is None or screen.kind is (session.kind if session.kind.is_guided else None):
            return None
        return self._screen_of(session.kind if session.kind.is_guided else screen.chosen)

    def _screen_of(self, kind: Kind | None) -> SessionScreen:
        """The screen on which a session of this kind is shown; for None, the one that needs the person."""
        return self._parts.guided.screen_of(kind) if kind is not None and kind.is_guided else SessionScreen(kind)

    def open_sessions(self, kind: Kind | None = None) -> None:
        """Put what runs before the first screen, and the session of this kind in its middle."""
        while not (isinstance(self._window.screen, HomeScreen) or shows_sessions(self._window.screen)):
            self._window.pop_screen()
        screen = self._window.screen
        if shows_sessions(screen):
            screen.choose(kind)
            self.show()
        else:
            self._window.push_screen(self._screen_of(kind))

    @property
    def yields(self) -> bool:
        """Whether what runs may come to the front by itself."""
        screen = self._window.screen
        return isinstance(screen, CoachScreen) and screen.yields

    def open(self, kind: Kind, length: timedelta | None = None, choice: str = "") -> None:
        """Show the session of this kind, or the way to start it.

        Args:
            kind: the kind of session.
            length: of one application, or between two changes of position; the usual one where it is None.
            choice: the pattern, the stretch or the plan; empty for the one chosen last.
        """
        self.notice = ""
        if self._kit.coach.session_of(kind) is not None:
            if asked := " and ".join(filter(None, (limits.minutes(length) if length else "", choice))):
                self.notice = f"{kind.label} goes on already, and was not begun anew with {asked}: x stops it first."
            self.open_sessions(kind)
        elif kind is Kind.WALK:
            self._parts.log.open(kind)
        else:
            self._make_way()
            if kind.is_guided:
                self._parts.guided.open(kind, choice)
            else:
                self._parts.sessions.open(kind, length)

    def _make_way(self) -> None:
        """Leave a screen that another one takes the place of."""
        screen = self._window.screen
        if isinstance(screen, CoachScreen) and screen.gives_way:
            self._window.pop_screen()

    def leave(self) -> None:
        """Back: from a start screen, from what runs to the first screen, from there to what runs."""
        self.notice = ""
        if not isinstance(self._window.screen, HomeScreen):
            self._window.pop_screen()
        elif self._kit.coach.sessions:
            self.open_sessions()


def shows_sessions(screen: Screen[Any]) -> TypeGuard[SessionScreen]:
    """Whether the screen is one of those that show what runs, which are loaded only once something does."""
    return isinstance(screen, CoachScreen) and screen.shows_sessions
