"""A notification on the desktop, which takes the place of the one before of the same kind of session."""

from __future__ import annotations

import html
import os
import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from backcoach.alarms.alarms import Channel, ChannelError
from backcoach.alarms.programs import Child, Children, Installed
from backcoach.coach.protocols import Clock
from backcoach.domain.alarm import Alarm, Urgency
from backcoach.domain.routine import Kind
from backcoach.domain.text import clean

APPLE_SCRIPT = """on run argv
    display notification (item 2 of argv) with title (item 1 of argv)
end run
"""
"""Read from standard input; the texts are its arguments, so nothing in them is ever script."""

_LONGEST = timedelta(seconds=5)

_SHOWN_AS = {
    Urgency.CUE: ("--urgency=low", "--expire-time=5000"),
    Urgency.NOTICE: ("--urgency=normal", "--expire-time=30000"),
    Urgency.REMOVAL: ("--urgency=critical", "--expire-time=0"),
}
"""How long each stays, in milliseconds; the call to take a pack off stays until it is answered."""


class DesktopNotification(Channel):
    """Shows notifications through `notify-send`, on macOS through `osascript`."""

    name = "desktop notification"

    def __init__(self, clock: Clock) -> None:
        self._notifiers = Installed(("notify-send", "osascript"))
        self._children = Children(clock, _LONGEST)
        self._sending: dict[Child, Alarm | None] = {}
        """None for what is to be taken back as soon as its number is known."""
        self._shown: dict[Kind, str] = {}
        self._knows_numbers = True
        """As libnotify 0.8 does; an older one is left to the hints, by which dunst, mako and others replace."""

    def missing(self) -> str | None:
        match self._notifiers.first():
            case None:
                return "No program that notifies was found; install notify-send (libnotify-bin, libnotify)."
            case "notify-send":
                return _no_desktop()
            case _:
                return None

    def give(self, alarm: Alarm) -> None:
        if reason := self.missing():
            raise ChannelError(reason)
        try:
            self.pump()  # which tells whose place this one takes
        finally:
            self._send(alarm)

    def pump(self) -> None:
        """Learn the numbers of what was shown."""
        complaint = ""
        for child in self._children.look():
            if child not in self._sending:
                continue
            alarm = self._sending.pop(child)
            number = next((line for line in child.lines if line.isdecimal()), "")
            if child.failed and self._knows_numbers and any("nknown option" in line for line in child.lines):
                self._knows_numbers = False
                if alarm is not None:
                    self._send(alarm)
            elif child.failed:
                complaint = f"The notification could not be shown: {child.complaint}."
            elif number and alarm is not None:
                self._shown[alarm.kind] = number
            elif number:
                self._take_back(number)
        if complaint:
            raise ChannelError(complaint)

    def waiting(self) -> bool:
        return len(self._children) > 0

    def silence(self) -> None:
        """Take back what is shown, where `gdbus` is there to do it, and what is on its way as soon as it is known."""
        self._sending = dict.fromkeys(self._sending)
        for number in self._shown.values():
            self._take_back(number)
        self._shown.clear()

    def close(self) -> None:
        """Let what is on its way arrive; what is shown stays, because a pack that is still on must still come off."""
        self._children.close()
        self._sending.clear()

    def _send(self, alarm: Alarm) -> None:
        headline, text = clean(alarm.headline), clean(alarm.text)
        if self._notifiers.first() == "osascript":
            child = self._children.start(["osascript", "-", headline, text], typed=APPLE_SCRIPT)
        else:
            tag = f"backcoach-{alarm.kind.value}"
            words = ["notify-send", "--app-name=backcoach", *_SHOWN_AS[alarm.urgency]]
            words += [f"--hint=string:x-canonical-private-synchronous:{tag}", f"--hint=string:x-dunst-stack-tag:{tag}"]
            if self._knows_numbers:
                words.append("--print-id")
                words += [f"--replace-id={self._shown[alarm.kind]}"] if alarm.kind in self._shown else []
            child = self._children.start([*words, "--", headline, html.escape(text, quote=False)])
        self._sending[child] = alarm

    def _take_back(self, number: str) -> None:
        bus = "org.freedesktop.Notifications"
        place = ["--session", "--dest", bus, "--object-path", "/org/freedesktop/Notifications"]
        if shutil.which("gdbus"):
            with suppress(ChannelError):
                self._children.start(["gdbus", "call", *place, "--method", f"{bus}.CloseNotification", number])


def _no_desktop() -> str | None:
    """Why `notify-send` would reach nobody; None where it may."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS") or os.environ.get("DISPLAY"):
        return None
    if runtime and Path(runtime, "bus").exists():
        return None
    return "There is no desktop to notify here: DBUS_SESSION_BUS_ADDRESS and DISPLAY are not set."
