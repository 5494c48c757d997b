"""Tones, played through what the machine has, else the terminal's bell.

Programs and not a library: miniaudio takes 60 ms to import and opens the device inside this process, where a stuck one
would stop the clock; playsound3, nava and chime call these same programs, and take 20 to 70 ms to import.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from backcoach.alarms.alarms import Channel, ChannelError
from backcoach.alarms.programs import Child, Children, Installed
from backcoach.alarms.tones import TUNES, sound_file
from backcoach.coach.protocols import Clock
from backcoach.domain.alarm import Alarm, Sound
from backcoach.domain.moment import elapsed

PLAYERS: dict[str, tuple[str, ...]] = {
    "pw-play": (),
    "paplay": (),
    "aplay": ("-q",),
    "afplay": (),
    "play": ("-q",),
    "ffplay": ("-nodisp", "-autoexit", "-loglevel", "error"),
    "mpv": ("--no-video", "--no-terminal"),
}
"""What plays, the most direct first, and what it is told besides the file."""

DEVICES = Path("/dev/snd")
"""Where Linux has its sound devices."""

LONGEST = timedelta(seconds=30)
"""A player or speaker that is still at it is killed."""

_SOUNDS = timedelta(seconds=5)
"""The longest tone; a player that is still at it hangs, and nothing waits for it."""
_FRESH = timedelta(seconds=2)
"""A tone that did not come out is tried with the next player for so long; later it would tell something old."""


def no_sound() -> str | None:
    """Why nothing can be heard on this machine; None where it can, as far as can be told without playing."""
    if not sys.platform.startswith("linux") or os.environ.get("PULSE_SERVER") or any(DEVICES.glob("pcm*p")):
        return None
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and any(Path(runtime, name).exists() for name in ("pipewire-0", "pulse/native")):
        return None
    return "No tone and no word can be heard: there is no sound device and no sound server (PipeWire or PulseAudio)."


class Tones(Channel):
    """Plays one tone at a time: a new one ends the one before, unless that is more urgent.

    The sound files are kept in `folder`; `volume` is 0 to 100; `otherwise` (the bell) is given where none is played.
    """

    name = "tone"
    guides = True

    def __init__(self, folder: Path, clock: Clock, *, volume: int = 70, otherwise: Channel | None = None) -> None:
        self._folder = folder
        self._clock = clock
        self._volume = volume
        self._otherwise = otherwise
        self._players = Installed(PLAYERS)
        self._children = Children(clock, LONGEST)
        self._playing: tuple[Child, Alarm] | None = None
        self._unmade = list(TUNES)

    def missing(self) -> str | None:
        if self._volume <= 0:
            return "The volume of the tones is 0; the settings can raise it."
        return self._players.missing("plays sound") or no_sound()

    def give(self, alarm: Alarm) -> None:
        """Play the alarm's tone; where it can't be played, the bell has been rung when this raises."""
        if self._volume <= 0 or alarm.sound is None:
            return
        try:
            self._look()
        finally:
            if self._playing is None or not self.busy() or self._playing[1].urgency <= alarm.urgency:
                self._children.stop()
                self._play(alarm)

    def pump(self) -> None:
        """Look whether a tone failed, and make one of the sound files that are still to be made."""
        self._look()
        unmade, self._unmade = self._unmade, []  # where it can't be made, each is tried when it is first played
        if unmade and self.missing() is None:
            sound_file(self._folder, unmade.pop(), self._volume)
            self._unmade = unmade

    def busy(self) -> bool:
        """Whether a tone sounds now."""
        return self._playing is not None and elapsed(self._playing[0].started, self._clock.now()) < _SOUNDS

    def waiting(self) -> bool:
        return len(self._children) > 0 or bool(self._unmade)

    def silence(self) -> None:
        self._playing = None
        self._children.stop()

    def close(self) -> None:
        self._unmade = []
        self.silence()
        self._children.close()

    def _look(self) -> None:
        """Notice that the tone has ended; one that failed is played by the next player, or the bell rings.

        Raises:
            ChannelError: no player could play it.
        """
        ended = self._children.look()
        if self._playing is None or self._playing[0] not in ended:
            return
        (child, alarm), self._playing = self._playing, None
        if not child.failed:
            return
        another = self._players.failed(child.program)
        if elapsed(child.started, self._clock.now()) <= _FRESH:
            if another:
                self._play(alarm)
            else:
                self._ring(alarm)
        if not another:
            raise ChannelError(f"The tone could not be played: {child.complaint}.")

    def _play(self, alarm: Alarm) -> None:
        self._playing = None
        try:
            self._playing = self._start(alarm.sound), alarm
        except ChannelError:
            self._ring(alarm)
            raise

    def _start(self, sound: Sound | None) -> Child:
        player, reason = self._players.first(), self.missing()
        if player is None or reason is not None or sound is None:
            self._unmade = []
            raise ChannelError(reason or "No program that plays sound is left.")
        return self._children.start([player, *PLAYERS[player], str(sound_file(self._folder, sound, self._volume))])

    def _ring(self, alarm: Alarm) -> None:
        if self._otherwise is not None:
            with suppress(ChannelError):
                self._otherwise.give(alarm)
