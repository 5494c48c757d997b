"""Tones, played through what the machine has, else the terminal's bell."""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from backcoach.adapters.alarms.players import DEVICES, PLAYERS, no_sound
from backcoach.adapters.alarms.processes import Child, Children
from backcoach.adapters.alarms.programs import Programs
from backcoach.adapters.alarms.score import TUNES, wav
from backcoach.domain.alarm import Alarm, Sound
from backcoach.domain.moment import elapsed
from backcoach.ports import AlarmChannel, ChannelError, Clock

_LONGEST = timedelta(seconds=30)
_SOUNDS = timedelta(seconds=5)
"""The longest tone; a player that is still at it hangs, and nothing waits for it."""
_FRESH = timedelta(seconds=2)
"""A tone that did not come out is tried with the next player for so long; later it would tell something old."""


class Tones:
    """Plays one tone at a time: a new one ends the one before, unless that is more urgent.

    Args:
        folder: where the sound files are kept; made when it is needed.
        clock: tells how old a tone is.
        volume: 0 to 100; 0 is silent.
        otherwise: what is given instead where no tone can be played: the terminal's bell.
        devices: the folder of the sound devices.
    """

    name = "tone"
    guides = True
    """Whether it gives cues too."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        *,
        volume: int = 70,
        otherwise: AlarmChannel | None = None,
        devices: Path = DEVICES,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._volume = volume
        self._otherwise = otherwise
        self._devices = devices
        self._programs = Programs(tuple(PLAYERS))
        self._children = Children(clock, _LONGEST)
        self._playing: tuple[Child, Alarm, Sound] | None = None
        self._unmade = list(TUNES)

    def missing(self) -> str | None:
        """Why no tone can be played."""
        if self._volume <= 0:
            return "The volume of the tones is 0; the settings can raise it."
        if self._programs.first() is None:
            return "No program that plays sound was found; any of these would do: " + ", ".join(PLAYERS) + "."
        return no_sound(self._devices)

    def give(self, alarm: Alarm) -> None:
        """Play the alarm's tone.

        Raises:
            ChannelError: it can't be played; the bell has been rung instead.
        """
        if self._volume <= 0 or alarm.sound is None:
            return
        late: ChannelError | None = None
        try:
            self._look()
        except ChannelError as error:
            late = error
        if self._playing is not None and self.busy() and self._playing[1].urgency > alarm.urgency:
            return
        self._children.stop()
        self._play(alarm, alarm.sound)
        if late is not None:
            raise late

    def pump(self) -> None:
        """Look whether a tone failed, and make one of the sound files that are still to be made.

        Raises:
            ChannelError: a tone that was begun could not be played, or the files can't be written.
        """
        self._look()
        if self._unmade and self.missing() is not None:
            self._unmade = []  # should that change, each is made when it is first played
        if self._unmade:
            sound = self._unmade.pop()
            try:
                self._file(sound)
            except ChannelError:
                self._unmade = []
                raise

    def busy(self) -> bool:
        """Whether a tone sounds now."""
        return self._playing is not None and elapsed(self._playing[0].started, self._clock.now()) < _SOUNDS

    def waiting(self) -> bool:
        """Whether `pump` has something to do soon."""
        return len(self._children) > 0 or bool(self._unmade)

    def silence(self) -> None:
        """Stop the tone."""
        self._playing = None
        self._children.stop()

    def close(self) -> None:
        """Stop the tone and reap the player."""
        self._playing = None
        self._unmade = []
        self._children.close()

    def _look(self) -> None:
        ended = self._children.look()
        if self._playing is None or self._playing[0] not in ended:
            return
        child, alarm, sound = self._playing
        self._playing = None
        if not child.failed:
            return
        another = self._programs.failed(child.program)
        fresh = elapsed(child.started, self._clock.now()) <= _FRESH
        if another and fresh:
            self._play(alarm, sound)
        elif fresh:
            self._ring(alarm)
        if not another:
            raise ChannelError(f"The tone could not be played: {child.complaint}.")

    def _play(self, alarm: Alarm, sound: Sound) -> None:
        self._playing = None
        try:
            self._playing = self._start(sound), alarm, sound
        except ChannelError:
            self._ring(alarm)
            raise

    def _start(self, sound: Sound) -> Child:
        program, reason = self._programs.first(), self.missing()
        if program is None or reason is not None:
            self._unmade = []
            raise ChannelError(reason or "No program that plays sound is left.")
        return self._children.start([program, *PLAYERS[program], str(self._file(sound))])

    def _ring(self, alarm: Alarm) -> None:
        if self._otherwise is not None:
            with suppress(ChannelError):
                self._otherwise.give(alarm)

    def _file(self, sound: Sound) -> Path:
        """The sound's file at this volume, made where it is not there yet; its name changes with the tune."""
        tune = TUNES[sound]
        file = self._folder / f"{sound.value}-{self._volume}-{zlib.crc32(repr(tune).encode()):08x}.wav"
        if not file.exists():
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                unfinished = file.with_suffix(f".{os.getpid()}")
                unfinished.write_bytes(wav(tune, self._volume))
                unfinished.replace(file)
            except OSError as error:
                reason = error.strerror or error
                raise ChannelError(f"The tones could not be written to {self._folder}: {reason}.") from error
        return file
