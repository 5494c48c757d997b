"""Walks that were timed: into the log as soon as they have ended, here, in another window or before a crash."""

from __future__ import annotations

from backcoach.coach.protocols import JournalError
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session
from backcoach.domain.walks import Walk
from backcoach.ui.screens.log import LogScreen
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.screens.walk import PainAfterForm
from backcoach.ui.window import Window


class TimedWalks:
    """Brings walks that have ended into the log, and asks for the pain after them."""

    def __init__(self, app: Window) -> None:
        self._app = app
        self._may_wait = True
        """Whether a timed walk may have ended that is not in the log yet."""
        self._is_said = False
        """Whether one certainly has: only then a log that can't take it is worth a word beside the journal's own."""
        self._is_walking = False

    def pressed(self, session: Session) -> str | None:
        """After a key to a walk: log it where that has ended it, and ask for the pain after it.

        Returns:
            What is to be said in the place of the coach's own words; None where there is nothing.
        """
        if self._app.coach.session_of(Kind.WALK) is not None:
            return None
        self._may_wait = self._is_said = True
        notice = self._settle()
        walk = self._logged(session.id)
        if walk is None:
            return notice or None
        if isinstance(self._app.screen, SessionScreen) and not self._app.coach.sessions:
            self._app.pop_screen()
        self._app.push_screen(PainAfterForm(walk))
        return notice

    def _logged(self, walk_id: str) -> Walk | None:
        try:
            return self._app.logbook.book.walk(walk_id)
        except JournalError:
            return None

    def _settle(self) -> str:
        """Log what has ended; what is to be said about it. Tries again later where it could not be."""
        if not self._may_wait:
            return ""
        try:
            self._app.logbook.settle()
        except JournalError as error:
            return f"The walk is not in the log yet: {error}" if self._is_said else ""
        self._may_wait = self._is_said = False
        return ""

    def follow(self, *, changed: bool) -> str:
        """After a look at the clocks, log what has ended and show what others have changed; what is to be said."""
        was_walking, self._is_walking = self._is_walking, self._app.coach.session_of(Kind.WALK) is not None
        ended = was_walking and not self._is_walking
        self._may_wait, self._is_said = self._may_wait or changed or ended, self._is_said or ended
        notice = self._settle()
        screen = self._app.screen
        if changed and isinstance(screen, LogScreen) and screen.is_ready:
            screen.reload()
        return notice
