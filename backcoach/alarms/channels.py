"""The alarm channels that are on, as the settings say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from backcoach.alarms.alarms import Channel
from backcoach.alarms.notifications import CueBell, DesktopNotification, TerminalBell, TerminalNotification
from backcoach.alarms.tones import Tones
from backcoach.alarms.voice import Speech, Voice
from backcoach.coach.protocols import Clock
from backcoach.domain.settings import Settings


def channels_of(settings: Settings, clock: Clock, sounds: Path, write: Callable[[str], None] | None) -> list[Channel]:
    """The channels that are on, tones before speech, which waits for them.

    Args:
        settings: what is set.
        clock: tells the time.
        sounds: the folder of the tones' files.
        write: writes to the terminal; None where there is none.
    """
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
