"""What is written: the terminal's bell, its notifications (OSC 9 and OSC 777), and plain lines of text.

Notifications through the terminal itself reach the person's desk over ssh too. Two sequences are in use: OSC 777 with a
title and a body (foot, kitty, Ghostty, WezTerm, Konsole, urxvt), OSC 9 with a body alone (iTerm2, Warp). Many of the
first kind know the second too and would show one alarm twice, so a terminal that says its name gets the one that it
knows best, and only an unknown one gets both.

tmux swallows both. Wrapped in its passthrough they come through, if the person allows it: since tmux 3.3 that is an
option, off until it is set; before it was always so.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping

from backcoach.alarms.alarms import Channel, ChannelError
from backcoach.coach.protocols import Clock
from backcoach.domain.alarm import Alarm, Urgency
from backcoach.domain.text import clean

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


class CueBell(TerminalBell):
    """Stands in for the tones of a guided session; all other alarms ring the bell anyway."""

    def give(self, alarm: Alarm) -> None:
        if alarm.urgency is Urgency.CUE:
            super().give(alarm)


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
        self.write("".join(map(self._wrapped, self._sequences(title, body))))

    def _rubbish(self) -> str | None:
        """Why this terminal would print the sequences as rubbish; None where it wouldn't."""
        term = self._environ.get("TERM", "")
        if term in {"", "dumb", "linux"}:
            said = term or "TERM is not set"
            return f"This terminal ({said}) has no notifications; one with a window of its own has."
        if self._environ.get("STY"):
            return "GNU screen does not let notifications through; run backcoach outside of it."
        return None

    def _sequences(self, title: str, body: str) -> tuple[str, ...]:
        nine, rxvt = f"\x1b]9;{title}: {body}\a", f"\x1b]777;notify;{title};{body}\a"
        program, term = self._environ.get("TERM_PROGRAM", ""), self._environ.get("TERM", "")
        if program in _ONLY_9:
            return (nine,)
        if program in _ONLY_777 or term.startswith(_BOTH_BUT_777_IS_BETTER):
            return (rxvt,)
        return (nine, rxvt)

    def _wrapped(self, sequence: str) -> str:
        if not self._environ.get("TMUX"):
            return sequence
        return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def _passthrough() -> str | None:
    """What the passthrough of tmux is: on, all or off; empty where there is no such option, None where none can say."""
    try:
        asked = subprocess.run(
            _PASSTHROUGH, capture_output=True, text=True, timeout=1, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return asked.stdout.strip()
