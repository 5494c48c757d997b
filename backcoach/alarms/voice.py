"""Spoken words, one voice at a time.

A word can only follow when the one before has ended, and nothing here waits for that: no thread, no signal. The owner
calls `pump` every 100 ms while there is something to say, which costs one look at a process.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from backcoach.alarms.alarms import Channel, ChannelError
from backcoach.alarms.programs import Child, Children, Installed
from backcoach.alarms.tones import LONGEST, no_sound
from backcoach.coach.protocols import Clock
from backcoach.domain.alarm import Alarm, Urgency
from backcoach.domain.moment import Moment, elapsed
from backcoach.domain.text import clean

SPEAKERS = ("spd-say", "espeak-ng", "say")
"""What speaks, the one first that knows what the person has chosen for the whole desktop."""

CUE_FRESH = timedelta(seconds=2)
"""A cue that has waited for longer is not said any more: its step may be over, and a wrong word is worse than none."""

_NORMAL_RATE = 170
"""Words a minute at which Speech Dispatcher's scale has its 0."""


class Voice(Struct, frozen=True):
    """How the words are to sound.

    Attributes:
        name: what the speech program calls the voice; empty for its own choice.
        rate: words a minute, 80 to 400.
        volume: 0 to 100.
    """

    name: str = ""
    rate: int = 160
    volume: int = 70


def call(program: str, text: str, voice: Voice, *, urgent: bool = False) -> tuple[list[str], str]:
    """The words that make `program` say `text` and end when it is said, and what it reads from standard input.

    The text can't be taken for an option, nor for what stands in double brackets: phonemes (espeak-ng), commands (say).
    """
    text = clean(text).replace("[[", "[ [")
    match program:
        case "spd-say":
            priority = "important" if urgent else "message"
            rate = max(-100, min(100, round((voice.rate - _NORMAL_RATE) / 2)))
            options = ["--wait", f"--priority={priority}", f"--rate={rate}", f"--volume={voice.volume * 2 - 100}"]
            options += [f"--synthesis-voice={voice.name}"] if voice.name else []
            return ["spd-say", "--application-name=backcoach", *options, "--", text], ""
        case "espeak-ng":
            options = ["-s", str(voice.rate), "-a", str(voice.volume * 2)]
            options += ["-v", voice.name] if voice.name else []
            return ["espeak-ng", *options, "--", text], ""
        case _:
            options = ["-r", str(voice.rate), *(["-v", voice.name] if voice.name else [])]
            return ["say", *options, "-f", "-"], f"[[volm {voice.volume / 100:.2f}]] {text}\n"


Queue = tuple[tuple[Alarm, Moment], ...]
"""The alarms whose words are still to be said, and since when: the most urgent first, then the earliest."""


def queued(queue: Queue, alarm: Alarm, now: Moment) -> Queue:
    """The queue with the alarm in its place.

    A cue replaces every cue that waits. Other words replace only the same words, so a repeated alarm is said once.
    """
    if alarm.urgency is Urgency.CUE:
        kept = [entry for entry in queue if entry[0].urgency is not Urgency.CUE]
    else:
        kept = [entry for entry in queue if entry[0].spoken != alarm.spoken]
    return tuple(sorted([*kept, (alarm, now)], key=lambda entry: -entry[0].urgency))


def fresh(queue: Queue, now: Moment) -> Queue:
    """The queue without the cues that have waited too long."""
    return tuple(
        (alarm, since) for alarm, since in queue if alarm.urgency > Urgency.CUE or elapsed(since, now) <= CUE_FRESH
    )


class Speech(Channel):
    """Says the words of the alarms: removal first and at once, cues never late, nothing twice.

    `tone_sounds` tells whether a tone sounds now; all but cues wait for its end, so that both are understood.
    """

    name = "speech"
    guides = True

    def __init__(self, clock: Clock, voice: Voice, tone_sounds: Callable[[], bool]) -> None:
        self._clock = clock
        self._voice = voice
        self._tone_sounds = tone_sounds
        self._speakers = Installed(SPEAKERS)
        self._children = Children(clock, LONGEST)
        self._queue: Queue = ()
        self._speaking: tuple[Child, Alarm] | None = None

    def missing(self) -> str | None:
        if self._voice.volume <= 0:
            return "The volume of the voice is 0; the settings can raise it."
        return self._speakers.missing("speaks") or no_sound()

    def give(self, alarm: Alarm) -> None:
        """Say the alarm's words as soon as it is their turn; a removal breaks off what is less urgent."""
        if not alarm.spoken or self._voice.volume <= 0:
            return
        if reason := self.missing():
            raise ChannelError(reason)
        self._queue = queued(self._queue, alarm, self._clock.now())
        if self._speaking is not None and alarm.urgency is Urgency.REMOVAL > self._speaking[1].urgency:
            self._speaking[0].stop()
            self._speaking = None
        self.pump()

    def pump(self) -> None:
        """Say what is next, if nothing is being said."""
        try:
            self._look()
        finally:
            self._queue = fresh(self._queue, self._clock.now())
            if self._speaking is None and self._queue:
                alarm = self._queue[0][0]
                if alarm.urgency is Urgency.CUE or not self._tone_sounds():
                    self._queue = self._queue[1:]
                    self._say(alarm)

    def waiting(self) -> bool:
        return bool(self._queue) or len(self._children) > 0

    def silence(self) -> None:
        """Break off what is being said and forget what waits."""
        speaking, self._speaking, self._queue = self._speaking, None, ()
        self._children.stop()
        if speaking is not None and speaking[0].program == "spd-say":  # the server speaks for it, and goes on
            with suppress(ChannelError):
                self._children.start(["spd-say", "--stop"])

    def close(self) -> None:
        self.silence()
        self._children.close()

    def _look(self) -> None:
        """Notice that the words are said; else try without the chosen voice, then with the next program.

        Raises:
            ChannelError: the voice was not to be had, or nothing is left to try.
        """
        ended = self._children.look()
        if self._speaking is None or self._speaking[0] not in ended:
            return
        (child, alarm), self._speaking = self._speaking, None
        if not child.failed:
            return
        name, self._voice = self._voice.name, replace(self._voice, name="")
        if name or self._speakers.failed(child.program):
            self._queue = queued(self._queue, alarm, child.started)
        if name:
            raise ChannelError(f"The voice {name} could not be used: {child.complaint}.")
        if alarm not in (entry[0] for entry in self._queue):
            raise ChannelError(f"The words could not be spoken: {child.complaint}.")

    def _say(self, alarm: Alarm) -> None:
        program = self._speakers.first()
        if program is None:
            raise ChannelError(str(self.missing()))
        words, typed = call(program, alarm.spoken, self._voice, urgent=alarm.urgency is Urgency.REMOVAL)
        self._speaking = self._children.start(words, typed=typed), alarm
