"""Breathing patterns: seconds in, held, out and held, and how many times."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct

from backcoach.domain.figures import FigureError, Number, check_between
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Act, Kind, Routine, Step

DEFAULT_PATTERN = "longer-out"

LONGEST_PART_S = 20
SHORTEST_CYCLE_S = 6
LONGEST_CYCLE_S = 40
LONGEST_PATTERN_S = 15 * 60

READY_CUE = "get ready"


def lead_in_steps(lead_in: timedelta) -> tuple[Step, ...]:
    """The time to get into position; none where it is zero. It counts in no total of the content."""
    return (Step(Act.READY, lead_in, cue=READY_CUE),) if lead_in > ZERO else ()


class Pattern(Struct, frozen=True):
    """One way to breathe.

    Attributes:
        id: the word that commands and files use.
        title: the name that the person reads.
        sources: ids of where it comes from; "own" for the person's own.
        in_s: seconds in.
        hold_s: seconds held with full lungs; 0 for none.
        out_s: seconds out.
        hold_out_s: seconds held with empty lungs; 0 for none.
        cycles: how many breaths.
        most_cycles: how many breaths at most; None where only the length is limited.
        says: the pattern in a sentence; may be empty.

    Raises:
        FigureError: a part is not 0 to 20 s, a breath not 6 to 40 s, the whole over 15 min, or it has too many breaths.
    """

    id: str
    title: str
    sources: tuple[str, ...]
    in_s: Number
    hold_s: Number
    out_s: Number
    hold_out_s: Number
    cycles: int
    most_cycles: int | None = None
    says: str = ""

    def __post_init__(self) -> None:
        for key in ("in_s", "hold_s", "out_s", "hold_out_s"):
            check_between(key, getattr(self, key), 0, LONGEST_PART_S, "s")
        for key in ("in_s", "out_s"):
            if getattr(self, key) == 0:
                raise FigureError(key, "A breath goes in and out: neither can be 0 s.")
        if not SHORTEST_CYCLE_S <= self.cycle_s <= LONGEST_CYCLE_S:
            allowed = f"{SHORTEST_CYCLE_S} to {LONGEST_CYCLE_S} s"
            raise FigureError("in_s", f"One breath would last {self.cycle_s} s; it must be {allowed} in all.")
        self._check_cycles(self.cycles)

    def _check_cycles(self, cycles: int) -> None:
        if cycles < 1:
            raise FigureError("cycles", "There must be at least 1 breath.")
        if self.most_cycles is not None and cycles > self.most_cycles:
            raise FigureError("cycles", f"{cycles} is too many: “{self.id}” has at most {self.most_cycles}.")
        if cycles * self.cycle_s > LONGEST_PATTERN_S:
            most = int(LONGEST_PATTERN_S / self.cycle_s)
            raise FigureError("cycles", f"{cycles} is too many: breathing is led for at most 15 min, which is {most}.")

    @property
    def cycle_s(self) -> Number:
        """Seconds of one breath."""
        return self.in_s + self.hold_s + self.out_s + self.hold_out_s

    @property
    def total_s(self) -> Number:
        """Seconds of all breaths; the lead-in is not part of it."""
        return self.cycles * self.cycle_s

    def routine(self, cycles: int | None = None, lead_in: timedelta = ZERO) -> Routine:
        """The breaths as steps, after `lead_in` to get ready; parts of no length are left out.

        Raises:
            FigureError: so many cycles can't be led.
        """
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
        """The pattern as `patterns --json` prints it."""
        return {
            "id": self.id,
            "title": self.title,
            "sources": list(self.sources),
            "in_s": self.in_s,
            "hold_s": self.hold_s,
            "out_s": self.out_s,
            "hold_out_s": self.hold_out_s,
            "cycles": self.cycles,
            "total_s": self.total_s,
        }
