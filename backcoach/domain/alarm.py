"""What is said to the person when a step ends or begins, and how often an alarm repeats."""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum, StrEnum

from msgspec import Struct

from backcoach.domain.routine import Kind


class Sound(StrEnum):
    """What a tone stands for; each sounds different."""

    REMOVE = "removal"
    CHANGE = "change"
    READY = "ready"
    END = "end"
    IN = "in"
    OUT = "out"
    HOLD = "hold"
    SIDE = "side"
    REST = "rest"
    MARK = "mark"


class Urgency(IntEnum):
    """Who speaks first when two want to: the higher."""

    CUE = 1
    NOTICE = 2
    REMOVAL = 3


class Alarm(Struct, frozen=True):
    """One thing to be noticed, the same for every channel.

    Attributes:
        sound: which tone it has; None where only the words speak.
        kind: the kind of session it comes from.
        headline: a few words, as on the first line: `Ice REMOVE NOW`.
        text: a whole sentence.
        spoken: the words to be said aloud; empty where only the tone speaks.
        urgency: who goes first.
    """

    sound: Sound | None
    kind: Kind
    headline: str
    text: str
    spoken: str
    urgency: Urgency = Urgency.NOTICE


def _seconds(*values: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(seconds=value) for value in values)


REMOVAL_REPEATS = _seconds(0, 15, 30, *range(60, 15 * 60 + 1, 60))
"""When the alarm of an application comes, from its end: 0, 15, 30, 60 s, then each minute, for 15 min."""

CHANGE_REPEATS = _seconds(0, 60, 300)
"""When the reminder to change position comes, from its end (ours: one alone is missed)."""

ONCE = _seconds(0)
"""For what is said a single time."""


def rings_due(repeats: tuple[timedelta, ...], since_first: timedelta) -> int:
    """How many of the `repeats` have their time behind them, `since_first` after the first."""
    return sum(at <= since_first for at in repeats)
