"""The parts of the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from backcoach.domain.session import Session
from backcoach.domain.settings import Settings
from backcoach.ui.asking import Asked
from backcoach.ui.cards import Cards
from backcoach.ui.care import Care
from backcoach.ui.flare_flow import FlareFlow
from backcoach.ui.guided_flow import GuidedFlow
from backcoach.ui.help_desk import HelpDesk
from backcoach.ui.help_flow import HelpFlow
from backcoach.ui.kit import Kit
from backcoach.ui.log_desk import LogDesk
from backcoach.ui.session_flow import SessionFlow
from backcoach.ui.window import Part, Window


class Parts:
    """The parts of the window. Each is loaded when it is first wanted: the first picture waits for none."""

    def __init__(self, window: Window, kit: Kit, use: Callable[[Settings, str], None]) -> None:
        """Take the window, what it works with, and what lets a changed setting take effect."""
        self._window = window
        self._kit = kit
        self._use = use

    def answer(self, asked: Asked) -> None:
        """Bring what a screen asks for to the part that answers."""
        part: Part = getattr(self, asked.of)
        part.answer(asked)

    @cached_property
    def sessions(self) -> SessionFlow:
        """Ice, heat and posture, and the keys of every session."""
        return SessionFlow(self._window, self._kit.desk, self._walk_pressed, self._asks_pain)

    def _asks_pain(self, session: Session, go_on: Callable[[], str]) -> bool:
        return self.guided.asks_pain(session, go_on)

    def _walk_pressed(self, session: Session) -> str | None:
        return self.log.pressed(session)

    @cached_property
    def guided(self) -> GuidedFlow:
        """Breathing and stretches."""
        kit = self._kit
        return GuidedFlow(self._window, kit.coach, kit.book, kit.preferences, lambda sign: self.help.open(sign=sign))

    @cached_property
    def log(self) -> LogDesk:
        """Walks, diary and review."""
        return LogDesk(self._window, self._kit.coach, self._kit.log())

    @cached_property
    def flare(self) -> FlareFlow:
        """The flare-up."""
        return FlareFlow(self._window, self._kit.coach.clock, self._kit.days, lambda: self.help)

    @cached_property
    def help(self) -> HelpFlow:
        """When to get help."""
        return HelpFlow(self._window, HelpDesk(self._kit.coach, self._kit.book), self._kit.book)

    @cached_property
    def cards(self) -> Cards:
        """Positions and checklists."""
        return Cards(self._window, self._kit.coach.clock, self._kit.book)

    @cached_property
    def care(self) -> Care:
        """The settings, and the way back to a backup."""
        return Care(self._window, self._kit, self._use)
