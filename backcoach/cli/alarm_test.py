"""`backcoach alarm-test`: an alarm on every channel in turn, and why a channel can't be used."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from backcoach.adapters.alarms.bell import TerminalBell
from backcoach.adapters.alarms.desktop import DesktopNotification
from backcoach.adapters.alarms.osc import TerminalNotification
from backcoach.adapters.system_clock import SystemClock
from backcoach.domain.alarm import Alarm, Sound, Urgency
from backcoach.domain.routine import Kind
from backcoach.ports import AlarmChannel, ChannelError

if TYPE_CHECKING:
    import argparse

TEST = Alarm(
    Sound.REMOVE,
    Kind.ICE,
    "Alarm test",
    "This is how backcoach says that something is over.",
    "This is an alarm test.",
    Urgency.REMOVAL,
)


def give_test_alarms(words: argparse.Namespace) -> int:
    """Give the alarm on each channel; 0 where at least one could be used."""
    del words
    given = [_give(channel) for channel in channels()]
    return 0 if any(given) else 1


def channels() -> list[AlarmChannel]:
    """Every channel that there is, the terminal's written to standard error."""
    return [TerminalBell(_write), TerminalNotification(_write), DesktopNotification(SystemClock())]


def _give(channel: AlarmChannel) -> bool:
    missing = channel.missing()
    if missing is None:
        try:
            channel.give(TEST)
        except ChannelError as error:
            missing = str(error)
        finally:
            channel.close()
    sys.stdout.write(f"{channel.name}: {'given' if missing is None else f'not possible. {missing}'}\n")
    return missing is None


def _write(text: str) -> None:
    if not sys.stderr.isatty():
        raise OSError("standard error is no terminal")
    sys.stderr.write(text)
    sys.stderr.flush()
