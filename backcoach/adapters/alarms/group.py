"""All the channels as one: what fails in one of them does no harm to the others and is said once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Protocol, runtime_checkable

from backcoach.domain.alarm import Alarm, Urgency
from backcoach.ports import AlarmChannel, ChannelError

PUMP_EACH = timedelta(milliseconds=100)
"""How soon the channels are looked after again while something sounds or is on its way."""


@runtime_checkable
class Pumped(AlarmChannel, Protocol):
    """A channel that goes on after `give` has returned and is looked after until it has nothing more to do."""

    def pump(self) -> None:
        """Notice what has ended and go on with what is next; never blocks.

        Raises:
            ChannelError: what was given before could not be carried out.
        """

    def waiting(self) -> bool:
        """Whether `pump` has something to do soon."""


class Alarms:
    """Gives an alarm to every channel.

    Args:
        channels: in the order in which they get it; tones before speech, which waits for them.
    """

    def __init__(self, channels: Sequence[AlarmChannel]) -> None:
        self._said: set[str] = set()
        self._unsaid: list[str] = []
        self._take(channels)

    def _take(self, channels: Sequence[AlarmChannel]) -> None:
        """Sort out once who is looked after: to ask each of them at each beat costs as much as to look after it."""
        self._channels = tuple(channels)
        self._pumped = tuple(channel for channel in self._channels if isinstance(channel, Pumped))

    def available(self) -> tuple[tuple[str, str | None], ...]:
        """Each channel's name, and why it can't be used here or None."""
        return tuple((channel.name, channel.missing()) for channel in self._channels)

    def use(self, channels: Sequence[AlarmChannel]) -> None:
        """From now on give alarms to these channels; the former ones are closed.

        Args:
            channels: as for a new group.
        """
        self.close()
        self._take(channels)

    def give(self, alarm: Alarm) -> None:
        """Give the alarm to each channel; never fails and returns at once.

        A cue, which comes every few seconds, goes only to the channels that guide.
        """
        for channel in self._channels:
            if alarm.urgency is Urgency.CUE and not getattr(channel, "guides", False):
                continue
            self._try(channel, partial(channel.give, alarm))

    def pump(self) -> None:
        """Look after what still sounds or is on its way; to be called when `next_check` says."""
        for channel in self._pumped:
            self._try(channel, channel.pump)

    def next_check(self) -> timedelta | None:
        """How soon to call `pump`; None where nothing is to be done before the next alarm."""
        return PUMP_EACH if any(channel.waiting() for channel in self._pumped) else None

    def silence(self) -> None:
        """Stop what sounds, everywhere."""
        for channel in self._channels:
            self._try(channel, channel.silence)

    def close(self) -> None:
        """Stop, and end every program that was started."""
        for channel in self._channels:
            self._try(channel, channel.close)

    def problems(self) -> tuple[str, ...]:
        """What went wrong since this was last asked, each sentence once for as long as the program runs."""
        unsaid, self._unsaid = tuple(self._unsaid), []
        return unsaid

    def _try(self, channel: AlarmChannel, action: Callable[[], None]) -> None:
        try:
            action()
        except ChannelError as error:
            self._note(str(error))
        except Exception as error:  # noqa: BLE001 -- whatever is wrong with one channel, the removal must be heard on the others
            self._note(f"The {channel.name} failed: {error!r}.")

    def _note(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            self._unsaid.append(sentence)
