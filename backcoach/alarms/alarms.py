"""Who is told what: every channel gets every alarm, and what fails in one does no harm to the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from backcoach.domain.alarm import Alarm, Urgency

PUMP_EACH = timedelta(milliseconds=100)
"""How soon the channels are looked after again while something sounds or is on its way."""


class ChannelError(Exception):
    """A channel could not give an alarm; the text is a sentence that says why."""


class Channel:
    """One way to be noticed. Nothing here blocks; each method may raise ChannelError, and the other channels go on."""

    name = ""
    guides = False
    """Whether it gives cues too, which come every few seconds while a session guides."""

    def missing(self) -> str | None:
        """Why it can't be used here, as a sentence; None where it can."""
        return None

    def give(self, alarm: Alarm) -> None:
        """Give the alarm; what this starts goes on by itself."""
        raise NotImplementedError

    def pump(self) -> None:
        """Notice what has ended and go on with what is next."""

    def waiting(self) -> bool:
        """Whether `pump` has something to do soon."""
        return False

    def silence(self) -> None:
        """Stop what still sounds."""

    def close(self) -> None:
        """Stop, and end every program that was started."""


class Alarms:
    """All the channels as one, in the order in which they get an alarm; tones before speech, which waits for them."""

    def __init__(self, channels: Sequence[Channel] = ()) -> None:
        self._channels = tuple(channels)
        self._said: set[str] = set()
        self._unsaid: list[str] = []

    def use(self, channels: Sequence[Channel]) -> None:
        """From now on give alarms to these channels; the former ones are closed."""
        self.close()
        self._channels = tuple(channels)

    def give(self, alarm: Alarm) -> None:
        """Give the alarm to each channel, a cue only to those that guide; never fails and returns at once."""
        for channel in self._channels:
            if alarm.urgency is not Urgency.CUE or channel.guides:
                self._try(channel, partial(channel.give, alarm))

    def pump(self) -> None:
        """Look after what still sounds or is on its way; to be called when `next_check` says."""
        for channel in self._channels:
            self._try(channel, channel.pump)

    def next_check(self) -> timedelta | None:
        """How soon to call `pump`; None where nothing is to be done before the next alarm."""
        return PUMP_EACH if any(channel.waiting() for channel in self._channels) else None

    def silence(self) -> None:
        for channel in self._channels:
            self._try(channel, channel.silence)

    def close(self) -> None:
        for channel in self._channels:
            self._try(channel, channel.close)

    def problems(self) -> tuple[str, ...]:
        """What went wrong since this was last asked, each sentence once, whatever numbers are in it."""
        unsaid, self._unsaid = tuple(self._unsaid), []
        return unsaid

    def _try(self, channel: Channel, action: Callable[[], None]) -> None:
        try:
            action()
        except ChannelError as error:
            sentence = str(error)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one channel, the removal must be heard on the others
            sentence = f"The {channel.name} failed: {error!r}."
        else:
            return
        if (without_numbers := re.sub(r"\d", "", sentence)) not in self._said:
            self._said.add(without_numbers)
            self._unsaid.append(sentence)
