"""A notification on the desktop, which takes the place of the one before of the same kind of session."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import timedelta

from backcoach.adapters.alarms.notifiers import APPLE_SCRIPT, no_desktop, notify_send, osascript, take_back
from backcoach.adapters.alarms.processes import FAREWELL, Child, Children
from backcoach.adapters.alarms.programs import Programs
from backcoach.domain.alarm import Alarm
from backcoach.domain.routine import Kind
from backcoach.ports import ChannelError, Clock

_LONGEST = timedelta(seconds=5)


class DesktopNotification:
    """Shows notifications through `notify-send`, on macOS through `osascript`.

    Args:
        clock: tells how long a notifier has been at it.
    """

    name = "desktop notification"

    def __init__(self, clock: Clock) -> None:
        self._programs = Programs(("notify-send", "osascript"))
        self._children = Children(clock, _LONGEST)
        self._sending: dict[Child, Alarm] = {}
        self._shown: dict[Kind, str] = {}
        self._unwanted: set[Child] = set()
        self._with_id = True

    def missing(self) -> str | None:
        """Why no notification would be seen."""
        match self._programs.first():
            case None:
                return "No program that notifies was found; install notify-send (libnotify-bin, libnotify)."
            case "notify-send":
                return no_desktop()
            case _:
                return None

    def give(self, alarm: Alarm) -> None:
        """Show the alarm's words.

        Raises:
            ChannelError: there is no way to, or the one before could not be shown.
        """
        reason = self.missing()
        if reason is not None:
            raise ChannelError(reason)
        late: ChannelError | None = None
        try:
            self.pump()
        except ChannelError as error:
            late = error
        self._send(alarm)
        if late is not None:
            raise late

    def pump(self) -> None:
        """Learn the numbers of what was shown.

        Raises:
            ChannelError: a notification could not be shown.
        """
        complaint: str | None = None
        for child in self._children.look():
            complaint = self._ended(child) or complaint
        if complaint is not None:
            raise ChannelError(complaint)

    def waiting(self) -> bool:
        """Whether `pump` has something to do soon."""
        return len(self._children) > 0

    def silence(self) -> None:
        """Take back what is shown, where `gdbus` is there to do it, and what is on its way as soon as it is known."""
        self._unwanted.update(self._sending)
        for number in self._shown.values():
            self._take_back(number)
        self._shown.clear()

    def close(self) -> None:
        """Let what is on its way arrive; what is shown stays, because a pack that is still on must still come off."""
        self._children.close(patience=FAREWELL)
        self._sending.clear()
        self._unwanted.clear()

    def _send(self, alarm: Alarm) -> None:
        if self._programs.first() == "osascript":
            child = self._children.start(osascript(alarm), typed=APPLE_SCRIPT)
        else:
            replaces = self._shown.get(alarm.kind)
            child = self._children.start(notify_send(alarm, replaces, with_id=self._with_id))
        self._sending[child] = alarm

    def _ended(self, child: Child) -> str | None:
        """Keep the number of what a notifier showed; what went wrong, if it showed nothing."""
        alarm = self._sending.pop(child, None)
        unwanted = child in self._unwanted
        self._unwanted.discard(child)
        if alarm is None:
            return None
        if child.failed:
            if self._with_id and "nknown option" in child.said:
                self._with_id = False
                if not unwanted:
                    self._send(alarm)
                return None
            return f"The notification could not be shown: {child.complaint}."
        number = next((line for line in child.lines if line.isdecimal()), None)
        if number is not None and unwanted:
            self._take_back(number)
        elif number is not None:
            self._shown[alarm.kind] = number
        return None

    def _take_back(self, number: str) -> None:
        if shutil.which("gdbus"):
            with suppress(ChannelError):
                self._children.start(take_back(number))
