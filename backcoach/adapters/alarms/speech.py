"""Spoken words, one voice at a time.

A word can only follow when the one before has ended, and nothing here waits for that: no thread, no signal. The owner
calls `pump` every 100 ms while there is something to say, which costs one look at a process.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

from backcoach.adapters.alarms.players import DEVICES, no_sound
from backcoach.adapters.alarms.processes import FAREWELL, Child, Children
from backcoach.adapters.alarms.programs import Programs
from backcoach.adapters.alarms.speakers import SPEAKERS, Voice, call, hush
from backcoach.adapters.alarms.speech_queue import SpeechQueue, interrupts
from backcoach.domain.alarm import Alarm, Urgency
from backcoach.ports import ChannelError, Clock

_LONGEST = timedelta(seconds=30)


def _never() -> bool:
    return False


class Speech:
    """Says the words of the alarms: removal first and at once, cues never late, nothing twice.

    Args:
        clock: tells how long words have waited.
        voice: how they are to sound.
        tone_sounds: whether a tone sounds now; all but cues wait for its end, so that both are understood.
        devices: the folder of the sound devices.
    """

    name = "speech"
    guides = True
    """Whether it gives cues too."""

    def __init__(
        self,
        clock: Clock,
        *,
        voice: Voice | None = None,
        tone_sounds: Callable[[], bool] = _never,
        devices: Path = DEVICES,
    ) -> None:
        self._clock = clock
        self._voice = voice or Voice()
        self._tone_sounds = tone_sounds
        self._devices = devices
        self._programs = Programs(SPEAKERS)
        self._children = Children(clock, _LONGEST)
        self._queue = SpeechQueue()
        self._speaking: tuple[Child, Alarm] | None = None

    def missing(self) -> str | None:
        """Why nothing can be said."""
        if self._voice.volume <= 0:
            return "The volume of the voice is 0; the settings can raise it."
        if self._programs.first() is None:
            return "No program that speaks was found; any of these would do: " + ", ".join(SPEAKERS) + "."
        return no_sound(self._devices)

    def give(self, alarm: Alarm) -> None:
        """Say the alarm's words as soon as it is their turn.

        Raises:
            ChannelError: nothing can be said here, or what was being said has failed.
        """
        if not alarm.spoken or self._voice.volume <= 0:
            return
        reason = self.missing()
        if reason is not None:
            raise ChannelError(reason)
        self._queue = self._queue.with_added(alarm, self._clock.now())
        if self._speaking is not None and interrupts(alarm, self._speaking[1]):
            self._speaking[0].stop()
            self._speaking = None
        self.pump()

    def pump(self) -> None:
        """Say what is next, if nothing is being said.

        Raises:
            ChannelError: what was being said has failed.
        """
        complaint = self._look()
        self._queue = self._queue.fresh(self._clock.now())
        alarm = self._queue.first
        if self._speaking is None and alarm is not None and not self._waits_for_tone(alarm):
            self._queue = self._queue.without_first()
            self._say(alarm)
        if complaint is not None:
            raise ChannelError(complaint)

    def busy(self) -> bool:
        """Whether words are being said or wait to be."""
        return self._speaking is not None or self._queue.first is not None

    def waiting(self) -> bool:
        """Whether `pump` has something to do soon."""
        return self.busy() or len(self._children) > 0

    def silence(self) -> None:
        """Break off what is being said and forget what waits."""
        self._queue = SpeechQueue()
        speaking, self._speaking = self._speaking, None
        self._children.stop()
        words = hush(speaking[0].program) if speaking is not None else None
        if words is not None:
            with suppress(ChannelError):
                self._children.start(words)

    def close(self) -> None:
        """Be silent and reap the speaker."""
        self.silence()
        self._children.close(patience=FAREWELL)

    def _waits_for_tone(self, alarm: Alarm) -> bool:
        return alarm.urgency is not Urgency.CUE and self._tone_sounds()

    def _look(self) -> str | None:
        """Notice that the words are said; where they are not, try without the voice, then with the next program.

        Returns:
            What the person should know: the voice was not to be had, or nothing is left to try.
        """
        ended = self._children.look()
        if self._speaking is None or self._speaking[0] not in ended:
            return None
        child, alarm = self._speaking
        self._speaking = None
        if not child.failed:
            return None
        if self._voice.name:
            complaint = f"The voice {self._voice.name} could not be used: {child.complaint}."
            self._voice = replace(self._voice, name="")
            self._queue = self._queue.with_added(alarm, child.started)
            return complaint
        if self._programs.failed(child.program):
            self._queue = self._queue.with_added(alarm, child.started)
            return None
        return f"The words could not be spoken: {child.complaint}."

    def _say(self, alarm: Alarm) -> None:
        program = self._programs.first()
        if program is None:
            raise ChannelError(str(self.missing()))
        how = call(program, alarm.spoken, self._voice, urgent=alarm.urgency is Urgency.REMOVAL)
        self._speaking = self._children.start(how.words, typed=how.typed), alarm
