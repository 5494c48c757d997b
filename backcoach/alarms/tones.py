"""The tones as notes, and notes as sound files: made by the program itself, so that nothing has to be shipped.

Each sound differs in pitch, in number of notes and in whether it rises or falls, so that it is known by someone who is
not musical and can't look. All begin and end softly, which leaves no click. Only the removal alarms: two bursts of
three and two pulses with overtones, the shape that IEC 60601-1-8 gives a medical alarm of high priority.
"""

from __future__ import annotations

import io
import math
import os
import sys
import tomllib
import wave
import zlib
from array import array
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from backcoach.alarms.alarms import Channel, ChannelError
from backcoach.alarms.programs import ProgramChannel, is_in_runtime_dir
from backcoach.coach.protocols import Clock
from backcoach.domain.alarm import Alarm, Sound, Urgency
from backcoach.domain.documents import read
from backcoach.domain.moment import Moment, elapsed

RATE = 22_050
"""Samples a second."""

SHORTEST_LEAD = 0.02
"""Seconds of silence before every tone, because some devices swallow the first of what they play."""

STAYS_AWAKE = timedelta(seconds=10)
"""A device that has played a tone is taken to be awake for so long: servers close it after 5 s, then it powers down."""


class Note(Struct, frozen=True, forbid_unknown_fields=True):
    hertz: float
    seconds: float
    rest: float = 0.0


class Tune(Struct, frozen=True, forbid_unknown_fields=True):
    notes: tuple[Note, ...]
    loudness: float = 0.45
    overtones: tuple[float, ...] = (1.0, 0.15)
    attack: float = 0.04
    release: float = 0.08


_FILE = Path(__file__).parents[1] / "content" / "sounds.toml"
TUNES = read(tomllib.loads(_FILE.read_text(encoding="utf-8")), dict[Sound, Tune])
"""Every sound's tune; the file says what its figures mean."""


def sound_file(folder: Path, sound: Sound, volume: int, lead: float) -> Path:
    """The sound's file at this volume, made where it is not there yet; its name changes with tune and `lead`."""
    tune = TUNES[sound]
    file = folder / f"{sound.value}-{volume}-{zlib.crc32(repr((tune, lead)).encode()):08x}.wav"
    if not file.exists():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            unfinished = file.with_suffix(f".{os.getpid()}")
            unfinished.write_bytes(wav(tune, volume, lead))
            unfinished.replace(file)
        except OSError as error:
            raise ChannelError(f"The tones could not be written to {folder}: {error.strerror or error}.") from error
    return file


def wav(tune: Tune, volume: int, lead: float = SHORTEST_LEAD) -> bytes:
    """The tune as a WAV file, 16 bit, one channel, after `lead` seconds of silence.

    The peak goes with the square of the volume (0 to 100), which is nearer to what the ear calls half as loud.
    """
    peak = 32_767 * tune.loudness * (min(100, max(0, volume)) / 100) ** 2
    samples = array("h", bytes(2 * round(RATE * lead)))
    for note in tune.notes:
        samples.extend(round(peak * value) for value in _shape(note.hertz, note.seconds, tune))
        samples.extend(bytes(round(RATE * note.rest)))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(samples.tobytes())
    return file.getvalue()


@lru_cache(1)
def _shape(hertz: float, seconds: float, tune: Tune) -> list[float]:
    """One note from -1 to 1, silent at both ends."""
    count, step = round(RATE * seconds), 2 * math.pi * hertz / RATE
    rising, falling = RATE * tune.attack, RATE * tune.release
    shape = [0.0] * count
    for multiple, strength in enumerate(tune.overtones, start=1):
        shape = [value + strength * math.sin(step * multiple * at) for at, value in enumerate(shape)]
    top = max(map(abs, shape))
    return [
        value / top * (1 - math.cos(math.pi * min(1.0, at / rising, (count - 1 - at) / falling))) / 2
        for at, value in enumerate(shape)
    ]


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
    has_server = os.environ.get("PULSE_SERVER") or is_in_runtime_dir("pipewire-0", "pulse/native")
    if has_server or any(DEVICES.glob("pcm*p")) or not sys.platform.startswith("linux"):
        return None
    return "No tone and no word can be heard: there is no sound device and no sound server (PipeWire or PulseAudio)."


class Tones(ProgramChannel):
    """Plays one tone at a time: a new one ends the one before, unless that is more urgent.

    The sound files are kept in `folder`; `volume` is 0 to 100; the `bell` rings for a cue that can't be played.
    Each tone begins with `lead` seconds of silence, but no cue is late that comes while the device is awake.
    """

    name = "tone"
    guides = True

    def __init__(
        self, folder: Path, clock: Clock, *, volume: int = 70, lead: float = 0, bell: Channel | None = None
    ) -> None:
        super().__init__(clock, PLAYERS, LONGEST)
        self._folder = folder
        self._volume = volume
        self._bell = bell
        self._lead = max(lead, SHORTEST_LEAD)
        self._played: Moment | None = None
        if volume > 0:
            with suppress(ChannelError):  # said once it can't be played; a disk that is full by then costs no removal
                sound_file(folder, Sound.REMOVE, volume, self._lead)

    def missing(self) -> str | None:
        if self._volume <= 0:
            return "The volume of the tones is 0; the settings can raise it."
        return self._none_that("plays sound") or no_sound()

    def give(self, alarm: Alarm) -> None:
        """Play the alarm's tone; where it can't be played, the bell has been rung when this raises."""
        if self._volume <= 0 or alarm.sound is None:
            return
        try:
            self.pump()
        finally:
            if self._current is None or not self.busy() or self._current[1].urgency <= alarm.urgency:
                self._children.stop()
                self._play(alarm)

    def busy(self) -> bool:
        longest = _SOUNDS + timedelta(seconds=self._lead)
        return self._current is not None and elapsed(self._current[0].started, self._clock.now()) < longest

    def pump(self) -> None:
        """Notice that the tone has ended; one that failed is played by the next player, or the bell rings."""
        if failed := self._take_failed():
            child, alarm = failed
            another = self._pass_over(child.program)
            is_fresh = elapsed(child.started, self._clock.now()) <= _FRESH
            if is_fresh and another:
                self._play(alarm)
            elif is_fresh:
                self._ring(alarm)
            if not another:
                raise ChannelError(f"The tone could not be played: {child.complaint}.")

    def _play(self, alarm: Alarm) -> None:
        self._current = None
        try:
            player, reason = self._program(), self.missing()
            if player is None or reason is not None or alarm.sound is None:
                raise ChannelError(reason or "No program that plays sound is left.")
            now, before = self._clock.now(), self._played
            is_awake = before is not None and elapsed(before, now) <= STAYS_AWAKE
            lead = SHORTEST_LEAD if is_awake and alarm.urgency is Urgency.CUE else self._lead
            file = sound_file(self._folder, alarm.sound, self._volume, lead)
            self._current = self._children.start([player, *PLAYERS[player], str(file)]), alarm
            self._played = now
        except ChannelError:
            self._ring(alarm)
            raise

    def _ring(self, alarm: Alarm) -> None:
        if self._bell is not None and alarm.urgency is Urgency.CUE:  # all others ring it by themselves
            with suppress(ChannelError):
                self._bell.give(alarm)
