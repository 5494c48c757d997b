"""Breathing patterns: seconds in, held, out and held, and how many times."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from msgspec import Meta, Struct

from backcoach.domain.documents import FieldError, Line, Number, Sources, Title
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Act, Kind, Routine, Step

DEFAULT_PATTERN = "longer-out"

UNWELL = (
    "Let your breath come as it likes, and rest where you are.",
    "Dizzy, tingling or breathless? Leave this exercise for now. If you try it again, breathe smaller and softer.",
    "Press ! for trouble breathing, fainting, or a very fast or very slow heartbeat.",
)
"""What is said when breathing was stopped because it did no good."""


def lead_in_steps(lead_in: timedelta) -> tuple[Step, ...]:
    """The time to get into position; none where it is zero. It counts in no total of the content."""
    return (Step(Act.READY, lead_in, cue="get ready"),) if lead_in > ZERO else ()


Part = Annotated[int, Meta(ge=0, le=20)] | Annotated[float, Meta(ge=0, le=20)]
"""Seconds of a part of a breath."""

FILE_KEYS = {"in_s": "in", "hold_s": "hold", "out_s": "out", "hold_out_s": "hold_out"}


class Pattern(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=FILE_KEYS):
    """One way to breathe: parts of 6 to 40 s in all, and so many breaths (`cycles`) that they last at most 15 min."""

    id: str
    title: Title
    sources: Sources
    in_s: Part
    hold_s: Part = 0
    out_s: Part
    hold_out_s: Part = 0
    cycles: Annotated[int, Meta(ge=1, le=1000)]
    most_cycles: Annotated[int, Meta(ge=1, le=1000)] | None = None
    says: Line = ""

    def __post_init__(self) -> None:
        if not (self.in_s and self.out_s):
            raise FieldError("out" if self.in_s else "in", "A breath goes in and out: neither can be 0 s.")
        if not 6 <= self.cycle_s <= 40:
            raise FieldError("in", f"One breath would last {self.cycle_s:g} s; it must be 6 to 40 s in all.")
        self._check_length("most_cycles", self.most_cycles or 0)
        self._check_cycles(self.cycles)

    def _check_cycles(self, cycles: int) -> None:
        if cycles < 1:
            raise FieldError("cycles", "There must be at least 1 breath.")
        if self.most_cycles is not None and cycles > self.most_cycles:
            raise FieldError("cycles", f"{cycles} is too many: “{self.id}” has at most {self.most_cycles}.")
        self._check_length("cycles", cycles)

    def _check_length(self, key: str, cycles: int) -> None:
        if cycles * self.cycle_s > 15 * 60:
            most = int(15 * 60 / self.cycle_s)
            raise FieldError(key, f"{cycles} is too many: breathing is guided for at most 15 min, which is {most}.")

    @property
    def cycle_s(self) -> Number:
        return self.in_s + self.hold_s + self.out_s + self.hold_out_s

    @property
    def total_s(self) -> Number:
        return self.cycles * self.cycle_s

    def routine(self, cycles: int | None = None, lead_in: timedelta = ZERO) -> Routine:
        """The breaths as steps, after `lead_in` to get ready; FieldError where so many can't be led."""
        cycles = self.cycles if cycles is None else cycles
        self._check_cycles(cycles)
        parts = (
            (Act.IN, self.in_s, "breathe in"),
            (Act.HOLD, self.hold_s, "hold"),
            (Act.OUT, self.out_s, "breathe out"),
            (Act.HOLD_OUT, self.hold_out_s, "hold, lungs empty"),
        )
        steps = tuple(
            Step(act, timedelta(seconds=seconds), rep=rep, reps=cycles, cue=cue)
            for rep in range(1, cycles + 1)
            for act, seconds, cue in parts
            if seconds
        )
        return Routine(self.id, Kind.BREATHE, self.title, self.sources, (*lead_in_steps(lead_in), *steps))

    def as_json(self) -> dict[str, object]:
        names = ("id", "title", "sources", "in_s", "hold_s", "out_s", "hold_out_s", "cycles", "total_s")
        return {name: getattr(self, name) for name in names} | {"sources": list(self.sources)}
