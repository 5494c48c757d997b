"""Plans: what is suggested when, by the hours since the spasm began; one for each handout, and a default."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import asdict

from backcoach.domain import limits
from backcoach.domain.documents import FieldError, Line, Number, Sources, Title, blamed_on
from backcoach.domain.limits import MINUTE
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Act, Kind, Routine, Step

DEFAULT_PLAN = "steady"

FILE_KEYS = {"from_h": "from", "to_h": "to", "on_min": "on", "off_min": "off", "every_min": "every"}
IceOrHeat = Annotated[Kind, Meta(description='"ice" or "heat"')]
Hours = Annotated[Number, Meta(description="a number of hours from 0 on")]


class Phase(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=FILE_KEYS):
    """A span of hours since the onset in which a plan suggests the same; either modality may always be chosen."""

    from_h: Hours = 0
    to_h: Hours | None = None
    modality: Annotated[tuple[IceOrHeat, ...], Meta(min_length=1)] = (Kind.ICE, Kind.HEAT)
    on_min: Annotated[Number, Meta(description="a number of minutes from 1 to 20")]
    off_min: Annotated[Number, Meta(description="a number of minutes from 20 on")] = 20
    every_min: Annotated[Number, Meta(description="a number of minutes")] | None = None  # start to start; None is often
    applications: Annotated[int, Meta(ge=1, description="1 or 2")] = 1

    def __post_init__(self) -> None:
        if not all(kind.is_on_skin for kind in self.modality):
            raise FieldError("modality", "It must name ice, heat or both.")
        if len(set(self.modality)) != len(self.modality):
            raise FieldError("modality", "It names one of them twice.")
        with blamed_on("on"):
            limits.check_step(Act.ON, self.on)
        with blamed_on("off"):
            limits.check_step(Act.OFF, self.off)
        with blamed_on("applications"):
            limits.check_session(ZERO, self.applications)
            limits.check_session(self.session_length, self.applications)
        with blamed_on("every"):
            if self.every is not None and self.every < self.session_length:
                took = f"a session and its break take {limits.minutes(self.session_length)}"
                raise limits.LimitReachedError(f"{limits.minutes(self.every)} is too short: {took}.", limits.L2)

    @property
    def on(self) -> timedelta:
        return self.on_min * MINUTE

    @property
    def off(self) -> timedelta:
        return self.off_min * MINUTE

    @property
    def every(self) -> timedelta | None:
        return None if self.every_min is None else self.every_min * MINUTE

    @property
    def session_length(self) -> timedelta:
        return self.applications * (self.on + self.off)

    def distance(self, hours: Number) -> Number:
        """How many hours lie between this time and the phase; zero inside it."""
        return max(0, self.from_h - hours, 0 if self.to_h is None else hours - self.to_h)


class Plan(Struct, frozen=True, forbid_unknown_fields=True):
    """Phases of ice and heat that follow each other from the onset on without a gap, the last one open."""

    id: str
    title: Title
    sources: Sources
    phases: Annotated[tuple[Phase, ...], Meta(min_length=1)]
    says: Line = ""

    def __post_init__(self) -> None:
        phases = self.phases
        if phases[0].from_h != 0:
            raise FieldError("phases[0].from", f"The first phase begins at hour 0, not {phases[0].from_h}.")
        for index, (one, two) in enumerate(pairwise(phases)):
            end = f"phases[{index}].to"
            if one.to_h is None:
                raise FieldError(end, "Only the last phase may stay open: say at which hour it ends.")
            if one.to_h <= one.from_h:
                raise FieldError(end, f"It ends at hour {one.to_h}, not after it begins.")
            if two.from_h != one.to_h:
                what = "leaves a gap after" if two.from_h > one.to_h else "overlaps"
                sentence = f"It begins at hour {two.from_h} and {what} the one before, which ends at {one.to_h}."
                raise FieldError(f"phases[{index + 1}].from", sentence)
        if phases[-1].to_h is not None:
            raise FieldError(f"phases[{len(phases) - 1}].to", "The last phase stays open: leave this out.")

    def phase_at(self, hours: Number) -> Phase:
        return next((p for p in reversed(self.phases) if p.from_h <= hours), self.phases[0])

    def routine(self, kind: Kind, *, on: timedelta | None = None, hours: Number | None = None) -> Routine:
        """What one session of ice or heat is: applications, each followed by the skin's rest.

        Where the plan does not suggest this kind so many `hours` after the onset, the figures are those of the nearest
        phase that does; `on` stands in the place of the plan's length of one application. Refused past L1, L2 or L3.
        """
        if not kind.is_on_skin:
            raise ValueError(f"A plan holds ice and heat, not {kind.value}.")
        hours = hours or 0
        suggesting = [phase for phase in self.phases if kind in phase.modality] or [self.phase_at(hours)]
        phase = min(suggesting, key=lambda phase: (phase.distance(hours), -phase.from_h))
        length = limits.check_step(Act.ON, phase.on if on is None else on)
        limits.check_session(phase.applications * (length + phase.off), phase.applications)
        reps, steps = phase.applications, []
        for rep in range(1, reps + 1):
            cue, rest = "cloth, then pack", "pack off, skin break"
            steps.append(Step(Act.ON, length, begins_by_key=True, ends_by_key=True, rep=rep, reps=reps, cue=cue))
            steps.append(Step(Act.OFF, phase.off, rep=rep, reps=reps, cue=rest))
        return Routine(f"{self.id}-{kind.value}", kind, f"{kind.label} ({self.title})", self.sources, tuple(steps))

    def as_json(self) -> dict[str, object]:
        phases = [asdict(phase) | {"modality": list(phase.modality)} for phase in self.phases]
        return {"id": self.id, "title": self.title, "sources": list(self.sources), "phases": phases}


def posture_routine(length: timedelta = 30 * MINUTE) -> Routine:
    """A change of position every `length`, from 5 to 60 min, until the person stops; source 000."""
    step = Step(Act.STAY, limits.check_step(Act.STAY, length), ends_by_key=True, cue="then walk or lie down")
    return Routine("posture", Kind.POSTURE, "Change position", ("000",), (step,), repeats=True)
