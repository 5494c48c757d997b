"""The part of the window that looks after walks, diary and review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from backcoach.ui.care_app import CareApp
from backcoach.ui.log_desk import LogDesk

if TYPE_CHECKING:
    from backcoach.coach import Coach
    from backcoach.coach.coach import Look
    from backcoach.coach.log import Log
    from backcoach.domain.routine import Kind
    from backcoach.ui.screens.log import LogScreen
    from backcoach.ui.screens.session import SessionScreen


class LogApp(CareApp):
    """Opens the screens of the log and brings their wishes to its desk."""

    def use_log(self, coach: Coach, log: Log) -> None:
        """Take the log; before anything is shown."""
        self._log_desk = LogDesk(self, coach, log)

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
        return self._log_desk.open(name)

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

    # -- keys that are text in a field --------------------------------------------------------------------------

    async def action_unless_typing(self, action: str) -> None:
        """Do what a key means that is text in a field."""
        await self.run_action(action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that is text in a field means nothing else there."""
        if action == "unless_typing":
            return not isinstance(self.focused, Input)
        return super().check_action(action, parameters)
