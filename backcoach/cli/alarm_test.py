"""`backcoach alarm-test`: an alarm on every channel in turn, and why a channel can't be used."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from datetime import timedelta

from backcoach.alarms.alarms import PUMP_EACH, Channel, ChannelError
from backcoach.alarms.channels import channels_of
from backcoach.alarms.notifications import DesktopNotification, TerminalBell, TerminalNotification
from backcoach.alarms.tones import Tones
from backcoach.alarms.voice import Speech
from backcoach.cli.account import places_of
from backcoach.cli.parser import Command
from backcoach.clock import SystemClock
from backcoach.coach.protocols import Clock
from backcoach.config import load_settings
from backcoach.domain.alarm import Alarm, Sound, Urgency
from backcoach.domain.moment import elapsed
from backcoach.domain.routine import Kind

TEST = Alarm(
    Sound.REMOVE,
    Kind.ICE,
    "Alarm test",
    "This is how backcoach says that something is over.",
    "This is an alarm test.",
    Urgency.REMOVAL,
)

LONGEST = timedelta(seconds=10)
"""How long one channel may take to be heard to its end."""


def try_alarms(words: argparse.Namespace) -> int:
    """Give the alarm on each channel, one after the other; 0 where at least one could be used."""
    asked_to_end: list[
        int
    ] = []  # only noted: an exception while a program is being started would leave that one behind
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, lambda number, _: asked_to_end.append(number))
    places, clock = places_of(words), SystemClock()
    settings, _ = load_settings(places.config_file)
    given = []
    for channel in channels_of(settings, clock, places.sounds, _write):
        given.append(_give(channel, clock, asked_to_end))
        if asked_to_end:
            return 128 + asked_to_end[0]
    switches = {
        Tones.name: settings.tones,
        Speech.name: settings.speech,
        DesktopNotification.name: settings.desktop,
        TerminalNotification.name: settings.terminal,
        TerminalBell.name: settings.bell,
    }
    off = [name for name, is_on in switches.items() if not is_on]
    sys.stdout.write("".join(f"{name}: switched off in the settings\n" for name in off))
    return 0 if any(given) else 1


def _give(channel: Channel, clock: Clock, asked_to_end: list[int]) -> bool:
    missing = channel.missing()
    if missing is None:
        try:
            channel.give(TEST)
            _hear_out(channel, clock, asked_to_end)
        except ChannelError as error:
            missing = str(error)
        finally:
            channel.close()
    if asked_to_end:
        return False
    sys.stdout.write(f"{channel.name}: {'given' if missing is None else f'not possible. {missing}'}\n")
    sys.stdout.flush()
    return missing is None


def _hear_out(channel: Channel, clock: Clock, asked_to_end: list[int]) -> None:
    """Wait until all of it is heard, or someone asks to end; the next channel must not speak over it.

    Raises:
        ChannelError: it could not be given after all.
    """
    began = clock.now()
    while not asked_to_end and channel.waiting() and elapsed(began, clock.now()) < LONGEST:
        channel.pump()
        time.sleep(PUMP_EACH.total_seconds() / 2)


def _write(text: str) -> None:
    if not sys.stderr.isatty():
        raise OSError("standard error is no terminal")
    sys.stderr.write(text)
    sys.stderr.flush()


COMMANDS = {"alarm-test": Command("give an alarm on every channel in turn", try_alarms)}
