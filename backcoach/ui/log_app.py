"""The part of the window that looks after walks, diary and review."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from backcoach.ui.care_app import CareApp

if TYPE_CHECKING:
    from collections.abc import Callable

    from backcoach.coach import Coach
    from backcoach.coach.coach import Look
    from backcoach.coach.log import Log
    from backcoach.domain.routine import Kind
    from backcoach.ui.log_desk import LogDesk
    from backcoach.ui.screens.log import LogScreen
    from backcoach.ui.screens.session import SessionScreen

LOG_SCREENS = ("walk", "diary", "review")


class LogApp(CareApp):
    """Opens the screens of the log and brings their wishes to its desk."""

    def use_log(self, coach: Coach, log: Callable[[], Log]) -> None:
        """Take what makes the log, which the first picture does not wait for."""
        self._log_parts = coach, log

    @cached_property
    def _log_desk(self) -> LogDesk:
        from backcoach.ui.log_desk import LogDesk  # noqa: PLC0415 - as `use_log` says

        coach, log = self._log_parts
        return LogDesk(self, coach, log())

    def _open_sessions(self, kind: Kind | None = None) -> None:
        """Put what runs before the first screen."""
        raise NotImplementedError

    def say(self, notice: str) -> None:
        """Show what is so, and say this."""
        self._answered(notice)

    def show_session(self, kind: Kind) -> None:
        """Put the session of this kind in the middle."""
        self._open_sessions(kind)

    def open_log(self, name: str) -> bool:
        """Open the log's screen of this name; whether there is one."""
        return name in LOG_SCREENS and self._log_desk.open(name)

    def follow_log(self, look: Look) -> str:
        """After a look at the clocks: what is to be said about the log; empty where nothing."""
        return self._log_desk.follow(changed=look.changed)

    def log_walk(self, message: SessionScreen.Pressed, notice: str) -> str:
        """After a key to a session: where it has ended a walk, the walk is logged; what is to be said then."""
        logged = self._log_desk.pressed(message.session)
        return notice if logged is None else logged

    def on_log_screen_wanted(self, message: LogScreen.Wanted) -> None:
        """Bring it to the log."""
        self._log_desk.answer(message.screen, message.wish)
