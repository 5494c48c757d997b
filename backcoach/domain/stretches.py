"""Stretches: blocks of moving in, holding, letting go and resting, in the order in which they are done."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import asdict

from backcoach.domain.breathing import lead_in_steps
from backcoach.domain.documents import FieldError, Line, Number, Sources, Title
from backcoach.domain.handbook import Movement
from backcoach.domain.limits import BRITTLE_BONES, L7, TIMES_A_DAY, LimitReachedError
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Act, Kind, Routine, Side, Step
from backcoach.domain.session import Ending, Session
from backcoach.domain.walks import REAL_CHANGE, WORST_PAIN

DEFAULT_STRETCH = "knees"

Part = Annotated[int, Meta(ge=0, le=60)] | Annotated[float, Meta(ge=0, le=60)]
"""Seconds of a part of a repetition."""

FILE_KEYS = {"blocks": "steps", "move_s": "move", "hold_s": "hold", "release_s": "release", "rest_s": "rest"}


class Block(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=FILE_KEYS):
    """One side's repetitions that follow each other; the parts are in seconds."""

    side: Side = Side.NONE
    move_s: Part
    hold_s: Annotated[Part, Meta(description="a number from 3 to 60, or 0 for no hold")]
    release_s: Part
    rest_s: Part
    reps: Annotated[int, Meta(ge=1, le=20)] = 1

    def __post_init__(self) -> None:
        if 0 < self.hold_s < 3:
            raise FieldError("hold", f"It must be a number from 3 to 60, or 0 for no hold, not {self.hold_s:g}.")
        if not self.rep_s:
            raise FieldError("hold", "The step has no length at all.")

    @property
    def rep_s(self) -> Number:
        return self.move_s + self.hold_s + self.release_s + self.rest_s


class Stretch(Struct, frozen=True, forbid_unknown_fields=True, rename=FILE_KEYS):
    """A stretch that is led step by step, so many times a day as its source says, which `says` in a sentence."""

    id: str
    title: Title
    sources: Sources
    blocks: Annotated[tuple[Block, ...], Meta(min_length=1)]
    per_day: Annotated[tuple[int, int], Meta(description="two whole numbers, as in [2, 3]")] | None = None
    limb: Line = ""  # what moves on one side, as in `knee`
    cue_move: Line = "{limb}: move in"
    cue_hold: Line = "{limb}: hold"
    cue_release: Line = "{limb}: let go"
    cue_rest: Line = "rest"
    start: Line = ""  # the position
    stop: Line = "Stop if it hurts more."  # sources 003, 004
    needs_knees_to_chest: bool = True
    says: Line = ""
    figure: Movement | None = None

    def __post_init__(self) -> None:
        if self.total_s > 30 * 60:
            raise FieldError("steps", f"They would last {self.total_s:g} s; a stretch is guided for at most 30 min.")
        if self.per_day is not None and not 1 <= self.per_day[0] <= self.per_day[1] <= 12:
            raise FieldError("per_day", "It must be two numbers from 1 to 12, the lower one first.")
        for key in ("cue_move", "cue_hold", "cue_release", "cue_rest"):
            if len(self.cue(getattr(self, key), Side.LEFT).split()) > 8:
                raise FieldError(key, "It must be at most 8 words, to be read at a glance.")

    @property
    def total_s(self) -> Number:
        """Seconds of all repetitions, rests included, without the lead-in."""
        return sum(block.reps * block.rep_s for block in self.blocks)

    @property
    def held_s(self) -> Number:
        return sum(block.reps * block.hold_s for block in self.blocks)

    def cue(self, words: str, side: Side) -> str:
        """The words of a cue with what moves put in: `left knee`, `both knees`, `right side` where nothing is named."""
        both = "s" if side is Side.BOTH else ""
        limb = self.limb if side is Side.NONE else f"{side} {self.limb or 'side'}{both}"
        return words.replace("{limb}", limb).removeprefix(": ")

    def routine(self, lead_in: timedelta = ZERO) -> Routine:
        """The stretch as steps, after `lead_in` to get into position; parts of no length are left out."""
        each = [block for block in self.blocks for _ in range(block.reps)]
        reps, done = Counter(block.side for block in each), Counter[Side]()
        steps = [*lead_in_steps(lead_in)]
        for block in each:
            side = block.side
            done[side] += 1
            for act, seconds, words in (
                (Act.MOVE, block.move_s, self.cue_move),
                (Act.HOLD, block.hold_s, self.cue_hold),
                (Act.RELEASE, block.release_s, self.cue_release),
                (Act.REST, block.rest_s, self.cue_rest),
            ):
                if seconds:
                    length, cue = timedelta(seconds=seconds), self.cue(words, side)
                    steps.append(Step(act, length, side=side, rep=done[side], reps=reps[side], cue=cue))
        return Routine(self.id, Kind.STRETCH, self.title, self.sources, tuple(steps))

    def as_json(self) -> dict[str, object]:
        lists = {"sources": list(self.sources), "steps": [asdict(block) for block in self.blocks]}
        figures = {"total_s": self.total_s, "held_s": self.held_s, "per_day": self.per_day and list(self.per_day)}
        return {"id": self.id, "title": self.title, **lists, **figures}


ASKS_FROM, REFUSES_FROM = 5, 7
"""From what pain on, of 10, a stretch asks once more, and is refused (L7)."""
PAIN_LASTS = timedelta(minutes=30)
"""For so long after it was said or noted a pain counts as the present one (ours)."""


def check_pain(pain: int | None, *, sure: bool = False) -> None:
    """Refuse a stretch with pain of 7 or more, or unknown, and of 5 or 6 while the person is not `sure` (L7)."""
    if pain is None:
        raise LimitReachedError("You haven't said within the last 30 min how much it hurts.", L7)
    if not 0 <= pain <= WORST_PAIN:
        raise ValueError(f"{pain} can't be a pain: it goes from 0 to 10.")
    if pain >= REFUSES_FROM:
        raise LimitReachedError(f"With pain {pain} of 10 it's too soon to stretch.", L7)
    if asks_again(pain) and not sure:
        raise LimitReachedError(f"With pain {pain} of 10 you are asked once more.", L7)


def asks_again(pain: int) -> bool:
    return ASKS_FROM <= pain < REFUSES_FROM


def check_bones(stretch: Stretch, *, brittle: bool | None) -> None:
    """Refuse a stretch that draws the knees to the chest where bones are brittle, or may be: None is not asked yet."""
    known = {True: "You said that you have brittle bones.", None: "You haven't said whether you have brittle bones."}
    if stretch.needs_knees_to_chest and brittle in known:
        raise LimitReachedError(known[brittle], BRITTLE_BONES)


def check_times(stretch: Stretch, done: int) -> None:
    """Refuse a stretch that was done once more today than the upper figure of its times a day."""
    if stretch.per_day is not None and done > stretch.per_day[1]:
        raise LimitReachedError(f"{stretch.title}: done {times(done)} today. That is enough for a day.", TIMES_A_DAY)


def said_of_times(stretch: Stretch, done: int) -> str:
    """How often the stretch was done today, against its times a day; empty where there is nothing to say."""
    if stretch.per_day is None:
        return f"Done {times(done)} today." if done else ""
    low, high = stretch.per_day
    plan = f"{low}" if low == high else f"{low} to {high}"
    if done < high:
        return f"{plan} times a day; today {times(done)}."
    end = " already: once more is beyond the plan." if done == high else ": no more today."
    return f"{plan} times a day, and today it was done {times(done)}{end}"


def times(count: int) -> str:
    return {0: "not yet", 1: "once", 2: "twice"}.get(count, f"{count} times")


def counts(session: Session) -> bool:
    """Whether a guided session was done, and not slept through: something was breathed, held or moved to its end."""
    done = [step for step in session.done if step.acknowledged and step.length and step.act is not Act.READY]
    if session.kind is Kind.BREATHE:
        return bool(done)
    if any(step.act is Act.HOLD for step in session.routine.steps):
        return any(step.act is Act.HOLD for step in done)
    return any(step.act in {Act.MOVE, Act.WALK} and step.why is Ending.DONE for step in done)


def held_by_side(session: Session) -> dict[Side, timedelta]:
    """How long each side was really held, pauses left out; sides of nothing held are left out."""
    held: defaultdict[Side, timedelta] = defaultdict(timedelta)
    for step in session.done:
        if step.act is Act.HOLD and step.length and step.acknowledged:
            held[step.side] += step.length
    return held


def has_risen(before: int | None, after: int) -> bool:
    """Whether pain is up by 2 or more, which counts as real."""
    return before is not None and after - before >= REAL_CHANGE
