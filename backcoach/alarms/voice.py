"""Spoken words, one voice at a time; the owner calls `pump` every 100 ms while there is something to say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from backcoach.alarms.alarms import ChannelError
from backcoach.alarms.programs import ProgramChannel
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
    """How the words are to sound."""

    name: str = ""  # what the speech program calls the voice; empty for its own choice
    rate: int = 160  # words a minute, 80 to 400
    volume: int = 70  # 0 to 100


def call(program: str, text: str, voice: Voice, *, urgent: bool = False) -> tuple[list[str], str]:
    """The words that make `program` say `text` and end when it is said, and what it reads from standard input.

    The text can't be taken for an option, nor for what stands in double brackets: phonemes (espeak-ng), commands (say).
    """
    text = clean(text).replace("[[", "[ [")
    named = ["-v", voice.name] if voice.name else []
    match program:
        case "spd-say":
            priority = "important" if urgent else "message"
            rate = max(-100, min(100, round((voice.rate - _NORMAL_RATE) / 2)))
            options = ["--wait", f"--priority={priority}", f"--rate={rate}", f"--volume={voice.volume * 2 - 100}"]
            options += [f"--synthesis-voice={voice.name}"] if voice.name else []
            return ["spd-say", "--application-name=backcoach", *options, "--", text], ""
        case "espeak-ng":
            return ["espeak-ng", "-s", str(voice.rate), "-a", str(voice.volume * 2), *named, "--", text], ""
        case _:
            typed = f"[[volm {voice.volume / 100:.2f}]] {text}\n"
            return ["say", "-r", str(voice.rate), *named, "-f", "-"], typed


class Speech(ProgramChannel):
    """Says the words of the alarms: removal first and at once, cues never late, nothing twice.

    `tone_sounds` tells whether a tone sounds now; all but cues wait for its end, so that both are understood. A
    `command` of the person's own reads the words on its standard input, and sounds as it likes.
    """

    name = "speech"
    guides = True

    def __init__(
        self, clock: Clock, voice: Voice, tone_sounds: Callable[[], bool], command: Sequence[str] = ()
    ) -> None:
        super().__init__(clock, command[:1] or SPEAKERS, LONGEST)
        self._voice = replace(voice, name="") if command else voice
        self._command = command
        self._tone_sounds = tone_sounds
        self._queue: list[tuple[Alarm, Moment]] = []  # and since when: the most urgent first, then the earliest

    def missing(self) -> str | None:
        if self._voice.volume <= 0:
            return "The volume of the voice is 0; the settings can raise it."
        return self._none_that("speaks") or (None if self._command else no_sound())

    def give(self, alarm: Alarm) -> None:
        """Say the alarm's words as soon as it is their turn; a removal breaks off what is less urgent."""
        if not alarm.spoken or self._voice.volume <= 0:
            return
        if reason := self.missing():
            raise ChannelError(reason)
        self._add(alarm, self._clock.now())
        if self._current is not None and alarm.urgency is Urgency.REMOVAL > self._current[1].urgency:
            self._current[0].stop()
            self._current = None
        self.pump()

    def pump(self) -> None:
        """Say what is next, if nothing is being said."""
        try:
            self._look()
        finally:
            now = self._clock.now()
            self._queue = [
                (alarm, since)
                for alarm, since in self._queue
                if alarm.urgency is not Urgency.CUE or elapsed(since, now) <= CUE_FRESH
            ]
            if self._current is None and self._queue:
                alarm = self._queue[0][0]
                if alarm.urgency is Urgency.CUE or not self._tone_sounds():
                    del self._queue[0]
                    self._say(alarm)

    def waiting(self) -> bool:
        return bool(self._queue) or super().waiting()

    def silence(self) -> None:
        """Break off what is being said and forget what waits."""
        speaking, self._queue = self._current, []
        super().silence()
        if speaking is not None and speaking[0].program == "spd-say":  # the server speaks for it, and goes on
            with suppress(ChannelError):
                self._children.start(["spd-say", "--stop"])

    def _add(self, alarm: Alarm, since: Moment) -> None:
        """Queue the alarm; a cue replaces every cue that waits, other words the same words."""
        if alarm.urgency is Urgency.CUE:
            kept = [entry for entry in self._queue if entry[0].urgency is not Urgency.CUE]
        else:
            kept = [entry for entry in self._queue if entry[0].spoken != alarm.spoken]
        self._queue = sorted([*kept, (alarm, since)], key=lambda entry: -entry[0].urgency)

    def _look(self) -> None:
        """Notice that the words are said; else try without the chosen voice, then with the next program."""
        if failed := self._take_failed():
            child, alarm = failed
            name, self._voice = self._voice.name, replace(self._voice, name="")
            if name or self._pass_over(child.program):
                self._add(alarm, child.started)
            if name:
                raise ChannelError(f"The voice {name} could not be used: {child.complaint}.")
            if alarm not in (entry[0] for entry in self._queue):
                raise ChannelError(f"The words could not be spoken: {child.complaint}.")

    def _say(self, alarm: Alarm) -> None:
        program = self._program()
        if program is None:
            raise ChannelError(str(self.missing()))
        words, typed = self._command, f"{clean(alarm.spoken)}\n"
        if not words:
            words, typed = call(program, alarm.spoken, self._voice, urgent=alarm.urgency is Urgency.REMOVAL)
        self._current = self._children.start(words, typed=typed), alarm
