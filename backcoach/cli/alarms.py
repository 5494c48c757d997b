"""The alarm channels that are on, and `backcoach alarm-test`, which gives an alarm on each of them in turn."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from backcoach.alarms.alarms import PUMP_EACH, Channel, ChannelError
from backcoach.alarms.notifications import CueBell, DesktopNotification, TerminalBell, TerminalNotification
from backcoach.alarms.tones import Tones
from backcoach.alarms.voice import Speech, Voice
from backcoach.cli.command import Words, command
from backcoach.clock import SystemClock
from backcoach.coach.protocols import Clock
from backcoach.config import find_places, load_settings
from backcoach.domain.alarm import Alarm, Sound, Urgency
from backcoach.domain.moment import elapsed
from backcoach.domain.routine import Kind
from backcoach.domain.settings import Settings

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


def channels_of(settings: Settings, clock: Clock, sounds: Path, write: Callable[[str], None] | None) -> list[Channel]:
    """The channels that are on, tones before speech, which waits for them; `write` is None without a terminal."""
    channels: list[Channel] = []
    tones: Tones | None = None
    if settings.tones:
        bell = CueBell(write) if write is not None and settings.bell else None
        tones = Tones(sounds, clock, volume=settings.tones_volume, otherwise=bell)
        channels.append(tones)
    if settings.speech:
        voice = Voice(settings.speech_voice or "", settings.speech_rate, settings.speech_volume)
        channels.append(Speech(clock, voice, tones.busy if tones else lambda: False))
    if settings.desktop:
        channels.append(DesktopNotification(clock))
    if write is not None and settings.terminal:
        channels.append(TerminalNotification(write))
    if write is not None and settings.bell:
        channels.append(TerminalBell(write))
    return channels


@command("alarm-test")
def give_test_alarms(words: Words) -> int:
    """Give the alarm on each channel, one after the other; 0 where at least one could be used."""
    # Signals are only noted: an exception while a program is being started would leave that one behind.
    asked_to_end: list[int] = []
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, lambda number, _: asked_to_end.append(number))
    places, clock = find_places(words.data_dir, words.config), SystemClock()
    settings, _ = load_settings(places.config_file)
    given = []
    channels = channels_of(settings, clock, places.sounds, _write)
    for channel in channels:
        given.append(_give(channel, clock, asked_to_end))
        if asked_to_end:
            return 128 + asked_to_end[0]
    on = {channel.name for channel in channels}
    for kind in (Tones, Speech, DesktopNotification, TerminalNotification, TerminalBell):
        if kind.name not in on:
            sys.stdout.write(f"{kind.name}: switched off in the settings\n")
    return 0 if any(given) else 1


def _give(channel: Channel, clock: Clock, asked_to_end: list[int]) -> bool:
    """Give the alarm and wait until all of it is heard, or someone asks to end; the next must not speak over it."""
    missing = channel.missing()
    if missing is None:
        try:
            channel.give(TEST)
            began = clock.now()
            while not asked_to_end and channel.waiting() and elapsed(began, clock.now()) < LONGEST:
                channel.pump()
                time.sleep(PUMP_EACH.total_seconds() / 2)
        except ChannelError as error:
            missing = str(error)
        finally:
            channel.close()
    if asked_to_end:
        return False
    sys.stdout.write(f"{channel.name}: {'given' if missing is None else f'not possible. {missing}'}\n")
    sys.stdout.flush()
    return missing is None


def _write(text: str) -> None:
    if not sys.stderr.isatty():
        raise OSError("standard error is no terminal")
    sys.stderr.write(text)
    sys.stderr.flush()
