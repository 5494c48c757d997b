"""Notifications of the desktop and of the terminal, the terminal's bell, and a command of the person's own."""

from __future__ import annotations

import html
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

from backcoach.alarms.alarms import Channel, ChannelError
from backcoach.alarms.programs import Child, ProgramChannel, is_in_runtime_dir
from backcoach.coach.protocols import Clock
from backcoach.domain.alarm import Alarm, Urgency
from backcoach.domain.routine import Kind
from backcoach.domain.text import clean

APPLE_SCRIPT = """on run argv
    display notification (item 2 of argv) with title (item 1 of argv)
end run
"""
"""The texts are its arguments, so nothing in them is ever script."""

_SHOWN_AS = {
    Urgency.CUE: ("--urgency=low", "--expire-time=5000"),
    Urgency.NOTICE: ("--urgency=normal", "--expire-time=30000"),
    Urgency.REMOVAL: ("--urgency=critical", "--expire-time=0"),
}
"""How long each stays, in milliseconds; the call to take a pack off stays until it is answered."""


class DesktopNotification(ProgramChannel):
    """Shows notifications through `notify-send`, on macOS through `osascript`."""

    name = "desktop notification"

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, ("notify-send", "osascript"), timedelta(seconds=5))
        self._sending: dict[Child, Alarm | None] = {}
        """None for what is to be taken back as soon as its number is known."""
        self._shown: dict[Kind, str] = {}
        self._knows_numbers = True
        """As libnotify 0.8 does; an older one is left to the hints, by which dunst, mako and others replace."""

    def missing(self) -> str | None:
        match self._program():
            case None:
                return "No program for notifications was found; install notify-send (libnotify-bin, libnotify)."
            case "notify-send" if not _has_desktop():
                return "There is no desktop to notify here: DBUS_SESSION_BUS_ADDRESS and DISPLAY are not set."
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
        if self._program() == "osascript":
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


class AlarmCommand(ProgramChannel):
    """Runs the person's own command at each alarm and each repeat; its environment says what it is about."""

    name = "alarm command"

    def __init__(self, clock: Clock, words: Sequence[str]) -> None:
        super().__init__(clock, words[:1], timedelta(seconds=10))
        self._words = words

    def missing(self) -> str | None:
        return None if self._program() else f"The alarm command {self._words[0]} was not found."

    def give(self, alarm: Alarm) -> None:
        if reason := self.missing():
            raise ChannelError(reason)
        state = "" if alarm.state is None else alarm.state.value
        about = {"KIND": alarm.kind.value, "STATE": state, "TEXT": clean(alarm.text)}
        self._children.start(self._words, env={f"BACKCOACH_{name}": value for name, value in about.items()})

    def pump(self) -> None:
        failed = [child for child in self._children.look() if child.failed]
        if failed:
            raise ChannelError(f"The alarm command failed: {failed[0].complaint}.")

    def silence(self) -> None:
        """Let it go on: a message that is on its way is not called back by the key that answers the alarm."""

    def close(self) -> None:
        self._children.stop()
        super().close()


def _has_desktop() -> bool:
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS") or os.environ.get("DISPLAY")) or is_in_runtime_dir("bus")


_ONLY_9 = frozenset({"iTerm.app", "WarpTerminal"})
_ONLY_777 = frozenset({"ghostty", "WezTerm"})
_BOTH_BUT_777_IS_BETTER = ("xterm-kitty", "xterm-ghostty", "foot", "rxvt", "konsole")
_PASSTHROUGH = ("tmux", "show-options", "-Apqv", "allow-passthrough")


class _Written(Channel):
    """A channel that writes text; `failure` is said where that can't be done."""

    failure = ""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._out = write

    def write(self, text: str) -> None:
        try:
            self._out(text)
        except (OSError, ValueError) as error:
            raise ChannelError(f"{self.failure}: {error}.") from error


class TerminalBell(_Written):
    """Rings the terminal's bell, which every terminal and tmux have, though many have it switched off."""

    name = "bell"
    failure = "The terminal's bell could not be rung"

    def give(self, alarm: Alarm) -> None:
        del alarm
        self.write("\a")


class TextLines(_Written):
    """A line for each alarm, with the time: for the journal of the system, or whoever reads what `remind` prints."""

    name = "line of text"
    failure = "The standard output could not be written"

    def __init__(self, write: Callable[[str], None], clock: Clock) -> None:
        super().__init__(write)
        self._clock = clock

    def give(self, alarm: Alarm) -> None:
        self.say(f"{alarm.headline}. {alarm.text}")

    def say(self, text: str) -> None:
        """Write the text with the time before it."""
        self.write(f"{self._clock.local(self._clock.now().wall):%H:%M:%S}  {clean(text)}\n")


class TerminalNotification(_Written):
    """Asks the terminal to show a notification; one that can't shows nothing."""

    name = "terminal notification"
    failure = "The terminal's notification could not be written"

    def __init__(self, write: Callable[[str], None], environ: Mapping[str, str] = os.environ) -> None:
        super().__init__(write)
        self._environ = environ

    def missing(self) -> str | None:
        """Why nothing would be shown; asks tmux, where it runs in one, which takes a few milliseconds."""
        if reason := self._rubbish():
            return reason
        if self._environ.get("TMUX") and _passthrough() in {"off", None}:
            return "tmux keeps notifications to itself; allow them with: tmux set -g allow-passthrough on"
        return None

    def give(self, alarm: Alarm) -> None:
        if reason := self._rubbish():
            raise ChannelError(reason)
        title, body = (clean(text).replace(";", ",") for text in (alarm.headline, alarm.text))  # ; ends a field
        sequences = self._sequences(title, body)
        if self._environ.get("TMUX"):
            sequences = ["\x1bPtmux;" + each.replace("\x1b", "\x1b\x1b") + "\x1b\\" for each in sequences]
        self.write("".join(sequences))

    def _rubbish(self) -> str | None:
        """Why this terminal would print the sequences as rubbish; None where it wouldn't."""
        term = self._environ.get("TERM", "")
        if term in {"", "dumb", "linux"}:
            said = term or "TERM is not set"
            return f"This terminal ({said}) has no notifications; one with a window of its own has."
        if self._environ.get("STY"):
            return "GNU screen does not let notifications through; run backcoach outside of it."
        return None

    def _sequences(self, title: str, body: str) -> list[str]:
        nine, rxvt = f"\x1b]9;{title}: {body}\a", f"\x1b]777;notify;{title};{body}\a"
        program, term = self._environ.get("TERM_PROGRAM", ""), self._environ.get("TERM", "")
        if program in _ONLY_9:
            return [nine]
        if program in _ONLY_777 or term.startswith(_BOTH_BUT_777_IS_BETTER):
            return [rxvt]
        return [nine, rxvt]


def _passthrough() -> str | None:
    """What the passthrough of tmux is: on, all or off; empty where there is no such option, None where none can say."""
    try:
        asked = subprocess.run(
            _PASSTHROUGH, capture_output=True, text=True, timeout=1, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return asked.stdout.strip()
