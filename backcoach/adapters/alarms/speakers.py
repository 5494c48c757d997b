"""How each speech program is called."""

from __future__ import annotations

from msgspec import Struct

from backcoach.adapters.alarms.plain import plain

SPEAKERS = ("spd-say", "espeak-ng", "say")
"""What speaks, the one first that knows what the person has chosen for the whole desktop."""

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


class Call(Struct, frozen=True):
    """A speech program, its arguments, and what it reads from its standard input."""

    words: tuple[str, ...]
    typed: str = ""


def call(program: str, text: str, voice: Voice, *, urgent: bool = False) -> Call:
    """How `program` is made to say `text` and to end when it is said.

    The text can't be taken for an option, nor for what stands in double brackets: phonemes (espeak-ng), commands (say).
    """
    text = plain(text).replace("[[", "[ [")
    match program:
        case "spd-say":
            priority = "important" if urgent else "message"
            rate = max(-100, min(100, round((voice.rate - _NORMAL_RATE) / 2)))
            options = ["--wait", f"--priority={priority}", f"--rate={rate}", f"--volume={voice.volume * 2 - 100}"]
            options += [f"--synthesis-voice={voice.name}"] if voice.name else []
            return Call(("spd-say", "--application-name=backcoach", *options, "--", text))
        case "espeak-ng":
            options = ["-s", str(voice.rate), "-a", str(voice.volume * 2)]
            options += ["-v", voice.name] if voice.name else []
            return Call(("espeak-ng", *options, "--", text))
        case _:
            options = ["-r", str(voice.rate)] + (["-v", voice.name] if voice.name else [])
            return Call(("say", *options, "-f", "-"), f"[[volm {voice.volume / 100:.2f}]] {text}\n")


def hush(program: str) -> tuple[str, ...] | None:
    """What makes the program be quiet where killing it is not enough, because another speaks for it."""
    return ("spd-say", "--stop") if program == "spd-say" else None
