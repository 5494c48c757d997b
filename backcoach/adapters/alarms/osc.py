"""A notification through the terminal itself, which reaches the person's desk over ssh too.

Two sequences are in use: OSC 777 with a title and a body (foot, kitty, Ghostty, WezTerm, Konsole, urxvt), OSC 9 with a
body alone (iTerm2, Warp). Many of the first kind know the second too and would show one alarm twice,
so a terminal that says its name gets the one that it knows best, and only an unknown one gets both.

tmux swallows both. Wrapped in its passthrough they come through, if the person allows it: since tmux 3.3 that is an
option, off until it is set; before it was always so.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping

from backcoach.adapters.alarms.plain import plain
from backcoach.domain.alarm import Alarm
from backcoach.ports import ChannelError

_ONLY_9 = frozenset({"iTerm.app", "WarpTerminal"})
_ONLY_777 = frozenset({"ghostty", "WezTerm"})
_BOTH_BUT_777_IS_BETTER = ("xterm-kitty", "xterm-ghostty", "foot", "rxvt", "konsole")
_PASSTHROUGH = ("tmux", "show-options", "-Apqv", "allow-passthrough")


class TerminalNotification:
    """Asks the terminal to show a notification; one that can't shows nothing.

    Args:
        write: writes to the terminal.
        environ: the environment that says which terminal it is.
    """

    name = "terminal notification"

    def __init__(self, write: Callable[[str], None], environ: Mapping[str, str] = os.environ) -> None:
        self._write = write
        self._environ = environ

    def missing(self) -> str | None:
        """Why nothing would be shown; asks tmux, where it runs in one, which takes a few milliseconds."""
        term = self._environ.get("TERM", "")
        if term in {"", "dumb", "linux"}:
            return (
                f"This terminal ({term or 'TERM is not set'}) has no notifications; one with a window of its own has."
            )
        if self._environ.get("STY"):
            return "GNU screen does not let notifications through; run backcoach outside of it."
        if self._environ.get("TMUX") and _passthrough() in {"off", None}:
            return "tmux keeps notifications to itself; allow them with: tmux set -g allow-passthrough on"
        return None

    def give(self, alarm: Alarm) -> None:
        """Write the sequences.

        Raises:
            ChannelError: this terminal would print them as rubbish, or can't be written to.
        """
        if self._environ.get("TERM", "") in {"", "dumb", "linux"} or self._environ.get("STY"):
            raise ChannelError(str(self.missing()))
        try:
            self._write("".join(map(self._wrapped, self._sequences(_field(alarm.headline), _field(alarm.text)))))
        except (OSError, ValueError) as error:
            raise ChannelError(f"The terminal's notification could not be written: {error}.") from error

    def silence(self) -> None:
        """Nothing sounds on, and the terminal takes nothing back."""

    def close(self) -> None:
        """Nothing is held."""

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


def _field(text: str) -> str:
    """The text as a field of a sequence: nothing in it ends the field or the sequence."""
    return plain(text).replace(";", ",")


def _passthrough() -> str | None:
    """What the passthrough of tmux is: on, all or off; empty where there is no such option, None where none can say."""
    try:
        asked = subprocess.run(
            _PASSTHROUGH, capture_output=True, text=True, timeout=1, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return asked.stdout.strip()
