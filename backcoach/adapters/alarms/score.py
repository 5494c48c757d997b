"""The tones as notes, and notes as sound: made by the program itself, so that nothing has to be shipped or fetched.

Each sound differs in pitch, in number of notes and in whether it rises or falls, so that it is known by someone who is
not musical and can't look. All begin and end softly, which leaves no click. Only the removal alarms: two bursts of
three and two pulses with overtones, the shape that IEC 60601-1-8 gives a medical alarm of high priority.
"""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from collections.abc import Mapping

from msgspec import Struct

from backcoach.domain.alarm import Sound

RATE = 22_050
"""Samples a second."""

_FULL = 32_767
_LEAD_IN = 0.02
"""Seconds of silence before, because some devices swallow the first of what they play."""


class Note(Struct, frozen=True):
    """One pitch for a while.

    Attributes:
        hertz: its frequency.
        seconds: how long it sounds.
        rest: how long it is silent after it, in seconds.
    """

    hertz: float
    seconds: float
    rest: float = 0.0


class Tune(Struct, frozen=True):
    """What one sound is made of.

    Attributes:
        notes: in their order.
        loudness: the peak at full volume, above 0 to 1.
        overtones: how strong the multiples of each pitch are, from the pitch itself on.
        attack: how long each note takes to be there, in seconds.
        release: how long it takes to be gone, in seconds.
    """

    notes: tuple[Note, ...]
    loudness: float = 0.45
    overtones: tuple[float, ...] = (1.0, 0.15)
    attack: float = 0.04
    release: float = 0.08


_C5, _F4, _A4, _E5, _D4, _G5, _A5, _F5, _D5, _B5 = (
    523.25, 349.23, 440.0, 659.26, 293.66, 783.99, 880.0, 698.46, 587.33, 987.77,
)  # fmt: skip
_PULSES = (*[Note(_A5, 0.15, 0.08)] * 2, Note(_A5, 0.15, 0.22), Note(_A5, 0.15, 0.08), Note(_A5, 0.15))

TUNES: Mapping[Sound, Tune] = {
    Sound.IN: Tune((Note(_F4, 0.12), Note(_C5, 0.33))),
    Sound.OUT: Tune((Note(_C5, 0.12), Note(_F4, 0.38))),
    Sound.HOLD: Tune((Note(_A4, 0.30),)),
    Sound.SIDE: Tune((Note(_E5, 0.14, 0.10), Note(_E5, 0.14))),
    Sound.REST: Tune((Note(_D4, 0.55),), attack=0.10, release=0.25),
    Sound.MARK: Tune((Note(_B5, 0.12),), loudness=0.30),
    Sound.READY: Tune((Note(_A4, 0.16, 0.04), Note(_D5, 0.36))),
    Sound.END: Tune((Note(_C5, 0.18), Note(_E5, 0.18), Note(_G5, 0.60)), release=0.15),
    Sound.CHANGE: Tune((Note(_F5, 0.20, 0.10), Note(_F5, 0.20, 0.10), Note(_F5, 0.20)), loudness=0.65),
    Sound.REMOVE: Tune(
        (*_PULSES[:-1], Note(_A5, 0.15, 0.35), *_PULSES),
        loudness=0.95,
        overtones=(1.0, 0.6, 0.4, 0.3),
        attack=0.015,
        release=0.03,
    ),
}
"""Every sound's tune; their strongest pitches all differ."""


def wav(tune: Tune, volume: int) -> bytes:
    """The tune as a WAV file, 16 bit, one channel.

    Args:
        tune: what to play.
        volume: 0 to 100; the peak goes with its square, which is nearer to what the ear calls half as loud.
    """
    peak = _FULL * tune.loudness * (min(100, max(0, volume)) / 100) ** 2
    samples = array("h", bytes(2 * round(RATE * _LEAD_IN)))
    sounding: dict[tuple[float, float], array[int]] = {}
    for note in tune.notes:
        like = note.hertz, note.seconds
        if like not in sounding:
            sounding[like] = array("h", [round(peak * value) for value in _shape(*like, tune)])
        samples.extend(sounding[like])
        samples.extend(bytes(round(RATE * note.rest)))
    if sys.byteorder == "big":
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return file.getvalue()


def _shape(hertz: float, seconds: float, tune: Tune) -> list[float]:
    """One note from -1 to 1, silent at both ends."""
    count = round(RATE * seconds)
    sin, step = math.sin, 2 * math.pi * hertz / RATE
    shape = [0.0] * count
    for multiple, strength in enumerate(tune.overtones, start=1):
        turn = step * multiple
        shape = [value + strength * sin(turn * at) for at, value in enumerate(shape)]
    top = max(map(abs, shape), default=0.0) or 1.0
    rising, falling = round(RATE * tune.attack), round(RATE * tune.release)
    for edge, places in ((rising, range(rising)), (falling, range(count - 1, count - 1 - falling, -1))):
        for at, place in enumerate(places):
            shape[place] *= (1 - math.cos(math.pi * at / edge)) / 2
    return [value / top for value in shape]
