"""Stretches: blocks of moving in, holding, letting go and resting, in the order in which they are done."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from msgspec import Struct

from backcoach.domain.breathing import lead_in_steps
from backcoach.domain.figures import FigureError, Number, check_between
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Act, Kind, Routine, Side, Step

DEFAULT_STRETCH = "knees"

SHORTEST_HOLD_S = 3
LONGEST_PART_S = 60
MOST_REPS = 20
LONGEST_STRETCH_S = 30 * 60
MOST_A_DAY = 12
LONGEST_CUE_WORDS = 8

STOP_RULE = "Stop when it hurts more."
"""What ends a stretch that says nothing of its own; sources 003, 004."""


class Block(Struct, frozen=True):
    """One side's repetitions that follow each other.

    Attributes:
        side: the side it works on.
        move_s: seconds to move in.
        hold_s: seconds held; 0 where nothing is held.
        release_s: seconds to let go.
        rest_s: seconds to rest.
        reps: how many times.
    """

    side: Side
    move_s: Number
    hold_s: Number
    release_s: Number
    rest_s: Number
    reps: int = 1

    @property
    def rep_s(self) -> Number:
        """Seconds of one repetition."""
        return self.move_s + self.hold_s + self.release_s + self.rest_s

    def as_json(self) -> dict[str, object]:
        """The block as a step of `routines --json`."""
        return {
            "side": self.side.value,
            "move_s": self.move_s,
            "hold_s": self.hold_s,
            "release_s": self.release_s,
            "rest_s": self.rest_s,
            "reps": self.reps,
        }


class Cues(Struct, frozen=True):
    """What to do, in at most eight words each; `{limb}` stands for `left knee`, `both knees`."""

    move: str = "{limb}: move in"
    hold: str = "{limb}: hold"
    release: str = "{limb}: let go"
    rest: str = "rest"


class Stretch(Struct, frozen=True):
    """A stretch that is led step by step.

    Attributes:
        id: the word that commands and files use.
        title: the name that the person reads.
        sources: ids of the handouts it comes from; "own" for the person's own.
        blocks: at least one, in the order done.
        per_day: how many times a day, lowest and highest; None where the source does not say.
        limb: what moves, for one side: `knee`; may be empty.
        cues: what to do at each part.
        start: how to lie or stand before it begins; may be empty.
        stop: when to stop.
        needs_knees_to_chest: whether it bends the trunk, which brittle bones forbid.
        says: the source's range, in a sentence; may be empty.
        drawing: the stretch in characters, at most 40 columns; may be empty.

    Raises:
        FigureError: a hold is not 3 to 60 s, another part over 60 s, repetitions not 1 to 20, the whole over 30 min.
    """

    id: str
    title: str
    sources: tuple[str, ...]
    blocks: tuple[Block, ...]
    per_day: tuple[int, int] | None = None
    limb: str = ""
    cues: Cues = Cues()  # frozen, so that all may share it
    start: str = ""
    stop: str = STOP_RULE
    needs_knees_to_chest: bool = True
    says: str = ""
    drawing: str = ""

    def __post_init__(self) -> None:
        if not self.blocks:
            raise FigureError("steps", "A stretch has at least one step.")
        for index, block in enumerate(self.blocks):
            _check_block(block, f"steps[{index}].")
        if self.total_s > LONGEST_STRETCH_S:
            raise FigureError("steps", f"They would last {self.total_s:g} s; a stretch is led for at most 30 min.")
        if self.per_day is not None:
            low, high = self.per_day
            if not 1 <= low <= high <= MOST_A_DAY:
                raise FigureError("per_day", f"It must be two numbers from 1 to {MOST_A_DAY}, the lower one first.")
        for key in ("move", "hold", "release", "rest"):
            if len(self._cue(getattr(self.cues, key), Side.LEFT).split()) > LONGEST_CUE_WORDS:
                raise FigureError(
                    f"cue_{key}", f"It must be at most {LONGEST_CUE_WORDS} words, to be read at a glance."
                )

    @property
    def total_s(self) -> Number:
        """Seconds of all repetitions, rests included; the lead-in is not part of it."""
        return sum(block.reps * block.rep_s for block in self.blocks)

    @property
    def held_s(self) -> Number:
        """Seconds held."""
        return sum(block.reps * block.hold_s for block in self.blocks)

    def limb_name(self, side: Side) -> str:
        """What moves on this side: `left knee`, `both knees`; empty where the stretch names nothing."""
        if not self.limb:
            return "" if side is Side.NONE else f"{side.value} side" if side is not Side.BOTH else "both sides"
        if side is Side.NONE:
            return self.limb
        return f"both {self.limb}s" if side is Side.BOTH else f"{side.value} {self.limb}"

    def routine(self, lead_in: timedelta = ZERO) -> Routine:
        """The stretch as steps, after `lead_in` to get into position; parts of no length are left out."""
        reps: Counter[Side] = Counter()
        for block in self.blocks:
            reps[block.side] += block.reps
        done: Counter[Side] = Counter()
        steps: list[Step] = []
        for block in self.blocks:
            for _ in range(block.reps):
                done[block.side] += 1
                steps += self._rep(block, done[block.side], reps[block.side])
        return Routine(self.id, Kind.STRETCH, self.title, self.sources, (*lead_in_steps(lead_in), *steps))

    def _rep(self, block: Block, rep: int, reps: int) -> tuple[Step, ...]:
        parts = (
            (Act.MOVE, block.move_s, self.cues.move),
            (Act.HOLD, block.hold_s, self.cues.hold),
            (Act.RELEASE, block.release_s, self.cues.release),
            (Act.REST, block.rest_s, self.cues.rest),
        )
        return tuple(
            Step(
                act,
                timedelta(seconds=seconds),
                side=block.side,
                rep=rep,
                reps=reps,
                cue=self._cue(cue, block.side),
            )
            for act, seconds, cue in parts
            if seconds
        )

    def _cue(self, cue: str, side: Side) -> str:
        return cue.replace("{limb}", self.limb_name(side)).removeprefix(": ")

    def as_json(self) -> dict[str, object]:
        """The stretch as `routines --json` prints it."""
        return {
            "id": self.id,
            "title": self.title,
            "sources": list(self.sources),
            "steps": [block.as_json() for block in self.blocks],
            "total_s": self.total_s,
            "held_s": self.held_s,
            "per_day": list(self.per_day) if self.per_day else None,
        }


def _check_block(block: Block, at: str) -> None:
    """Nothing, where every figure can be led."""
    if block.hold_s:
        check_between(f"{at}hold_s", block.hold_s, SHORTEST_HOLD_S, LONGEST_PART_S, "s")
    for key in ("move_s", "hold_s", "release_s", "rest_s"):
        check_between(f"{at}{key}", getattr(block, key), 0, LONGEST_PART_S, "s")
    check_between(f"{at}reps", block.reps, 1, MOST_REPS, "times")
    if not block.rep_s:
        raise FigureError(f"{at}hold_s", "The step has no length at all.")
