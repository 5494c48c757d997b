"""The channels that are heard, put together as the person has set them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backcoach.adapters.alarms.speakers import Voice
from backcoach.adapters.alarms.speech import Speech
from backcoach.adapters.alarms.tones import Tones
from backcoach.domain.alarm import Urgency

if TYPE_CHECKING:
    from pathlib import Path

    from backcoach.domain.alarm import Alarm
    from backcoach.domain.settings import Settings
    from backcoach.ports import AlarmChannel, Clock


class OnlyCues:
    """A channel that stands in for the tones of a guided session; all else it is given in its own right."""

    def __init__(self, channel: AlarmChannel) -> None:
        self._channel = channel
        self.name = channel.name

    def missing(self) -> str | None:
        """Why it can't be used here."""
        return self._channel.missing()

    def give(self, alarm: Alarm) -> None:
        """Give a cue.

        Raises:
            ChannelError: it could not be given.
        """
        if alarm.urgency is Urgency.CUE:
            self._channel.give(alarm)

    def silence(self) -> None:
        """Stop what still sounds."""
        self._channel.silence()

    def close(self) -> None:
        """Let go."""
        self._channel.close()


def heard_channels(settings: Settings, clock: Clock, folder: Path, bell: AlarmChannel | None) -> list[AlarmChannel]:
    """Tones and speech, each where it is switched on; tones first, for which speech waits.

    Args:
        settings: what the person has set.
        clock: tells how old a tone, or a word, is.
        folder: where the sound files are kept.
        bell: what rings in the place of a cue's tone that can't be played; None for nothing.
    """
    tones = Tones(folder, clock, volume=settings.tones_volume, otherwise=None if bell is None else OnlyCues(bell))
    channels: list[AlarmChannel] = [tones] if settings.tones else []
    if settings.speech:
        voice = Voice(settings.speech_voice or "", settings.speech_rate, settings.speech_volume)
        channels.append(Speech(clock, voice=voice, tone_sounds=tones.busy))
    return channels
