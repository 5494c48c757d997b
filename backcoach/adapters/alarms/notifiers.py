"""How the desktop's notifications are asked for on each system."""

from __future__ import annotations

import html
import os
from pathlib import Path

from backcoach.adapters.alarms.plain import plain
from backcoach.domain.alarm import Alarm, Urgency

APPLE_SCRIPT = """on run argv
    display notification (item 2 of argv) with title (item 1 of argv)
end run
"""
"""Read from standard input; the texts are its arguments, so nothing in them is ever script."""

_LEVELS = {Urgency.CUE: "low", Urgency.NOTICE: "normal", Urgency.REMOVAL: "critical"}
_EXPIRES_MS = {Urgency.CUE: 5_000, Urgency.NOTICE: 30_000, Urgency.REMOVAL: 0}
"""How long each stays, in milliseconds; the call to take a pack off stays until it is answered."""


def notify_send(alarm: Alarm, replaces: str | None, *, with_id: bool) -> list[str]:
    """The call of `notify-send`.

    Args:
        alarm: what to show.
        replaces: the number of the notification whose place it takes.
        with_id: whether this `notify-send` knows numbers (libnotify 0.8 does); an older one is left to the hints,
            by which dunst, mako and others replace.
    """
    tag = f"backcoach-{alarm.kind.value}"
    words = [
        "notify-send",
        "--app-name=backcoach",
        f"--urgency={_LEVELS[alarm.urgency]}",
        f"--expire-time={_EXPIRES_MS[alarm.urgency]}",
        f"--hint=string:x-canonical-private-synchronous:{tag}",
        f"--hint=string:x-dunst-stack-tag:{tag}",
    ]
    if with_id:
        words.append("--print-id")
        if replaces is not None:
            words.append(f"--replace-id={replaces}")
    return [*words, "--", plain(alarm.headline), html.escape(plain(alarm.text), quote=False)]


def take_back(number: str) -> list[str]:
    """The call that removes a shown notification."""
    bus = "org.freedesktop.Notifications"
    place = ["--session", "--dest", bus, "--object-path", "/org/freedesktop/Notifications"]
    return ["gdbus", "call", *place, "--method", f"{bus}.CloseNotification", number]


def osascript(alarm: Alarm) -> list[str]:
    """The call of `osascript`, which reads `APPLE_SCRIPT`."""
    return ["osascript", "-", plain(alarm.headline), plain(alarm.text)]


def no_desktop() -> str | None:
    """Why `notify-send` would reach nobody; None where it may."""
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS") or os.environ.get("DISPLAY"):
        return None
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and Path(runtime, "bus").exists():
        return None
    return "There is no desktop to notify here: DBUS_SESSION_BUS_ADDRESS and DISPLAY are not set."
