"""The programs that can play a tone, and whether there is anything to play it on.

Programs and not a library: miniaudio takes 60 ms to import and opens the device inside this process, where a stuck one
would stop the clock; playsound3, nava and chime call these same programs, and take 20 to 70 ms to import.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

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


def no_sound(devices: Path = DEVICES) -> str | None:
    """Why nothing can be heard on this machine; None where it can, as far as can be told without playing."""
    if not sys.platform.startswith("linux"):
        return None
    if os.environ.get("PULSE_SERVER") or _has_server() or any(devices.glob("pcm*p")):
        return None
    return "No tone and no word can be heard: there is no sound device and no sound server (PipeWire or PulseAudio)."


def _has_server() -> bool:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(runtime) and any(Path(runtime, name).exists() for name in ("pipewire-0", "pulse/native"))
