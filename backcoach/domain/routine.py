"""A sequence of timed steps: what ice and heat cycles, breathing, stretches and posture changes all are."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from backcoach.domain.moment import ZERO

Count = Annotated[int, Meta(ge=0, le=1_000_000)]

RATE = 160
"""The words a minute of a voice that nobody has set otherwise."""


class Kind(StrEnum):
    ICE = "ice"
    HEAT = "heat"
    POSTURE = "posture"
    BREATHE = "breathe"
    STRETCH = "stretch"
    WALK = "walk"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def is_on_skin(self) -> bool:
        return self in {Kind.ICE, Kind.HEAT}

    @property
    def is_guided(self) -> bool:
        """Whether the person is led step by step, and not to be spoken to by anything else meanwhile."""
        return self in {Kind.BREATHE, Kind.STRETCH}


class Act(StrEnum):
    ON = "on"
    OFF = "off"
    STAY = "stay"
    READY = "get ready"
    IN = "in"
    HOLD = "hold"
    OUT = "out"
    HOLD_OUT = "hold out"
    MOVE = "move"
    RELEASE = "release"
    REST = "rest"
    WALK = "walk"


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    NONE = "none"


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """A timed part of a session."""

    act: Act
    length: timedelta | None  # None is open, until the person ends it
    begins_by_key: bool = False  # it waits before it runs
    ends_by_key: bool = False  # it is then due; else the next step follows by itself
    side: Side = Side.NONE
    rep: Count = 0
    reps: Count = 0
    cue: str = ""

    @property
    def is_application(self) -> bool:
        return self.act is Act.ON


class Routine(Struct, frozen=True, forbid_unknown_fields=True):
    """A sequence of timed steps with a name and sources; where it repeats, until the person stops."""

    id: str
    kind: Kind
    title: str
    sources: tuple[str, ...]
    steps: tuple[Step, ...]
    repeats: bool = False
    rate: Count = RATE  # of the voice that leads, in words a minute: what is said must fit its steps

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError(f"the routine “{self.id}” has no steps")
        if any(step.length is not None and step.length < ZERO for step in self.steps):
            raise ValueError(f"the routine “{self.id}” has a step of less than no time")
        if self.rate < 1:
            raise ValueError(f"the routine “{self.id}” is guided at no words a minute")
        if self.repeats and not any(step.ends_by_key for step in self.steps):
            raise ValueError(f"the routine “{self.id}” would repeat without ever asking the person")

    def step(self, index: int) -> Step:
        """The step at `index`, which goes on counting in a routine that repeats."""
        return self.steps[index % len(self.steps)] if self.repeats else self.steps[index]

    def has(self, index: int) -> bool:
        return self.repeats or index < len(self.steps)

    @property
    def total(self) -> timedelta:
        """The length of one pass through the steps, open ones left out."""
        return sum((step.length for step in self.steps if step.length is not None), ZERO)

    @property
    def applications(self) -> int:
        return sum(step.is_application for step in self.steps)
