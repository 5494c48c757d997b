"""Breathing patterns and stretches, read from their tables."""

from __future__ import annotations

from backcoach.adapters.content_table import HEAD, Table
from backcoach.domain.breathing import Pattern
from backcoach.domain.positions import TALLEST_DRAWING, WIDEST_DRAWING
from backcoach.domain.routine import Side
from backcoach.domain.stretches import STOP_RULE, Block, Cues, Stretch

PATTERN = ("in_s", "hold_s", "out_s", "hold_out_s", "cycles", "most_cycles")
PATTERN_SHORT = {"in": "in_s", "hold": "hold_s", "out": "out_s", "hold_out": "hold_out_s"}

CUES = ("cue_move", "cue_hold", "cue_release", "cue_rest")
STRETCH = ("limb", "start", *CUES, "stop", "needs_knees_to_chest", "per_day", "steps", "drawing")
BLOCK = ("side", "move_s", "hold_s", "release_s", "rest_s", "reps")
BLOCK_SHORT = {"move": "move_s", "hold": "hold_s", "release": "release_s", "rest": "rest_s"}


def read_pattern(table: Table, item_id: str, sources: tuple[str, ...]) -> Pattern:
    """A breathing pattern.

    Raises:
        ContentError: it can't be used.
    """
    table.allow((*HEAD, *PATTERN))
    with table.figures():
        return Pattern(
            id=item_id,
            title=table.title(item_id),
            sources=sources,
            in_s=table.number("in_s"),
            hold_s=table.number_or("hold_s", 0),
            out_s=table.number("out_s"),
            hold_out_s=table.number_or("hold_out_s", 0),
            cycles=table.whole("cycles"),
            most_cycles=table.whole("most_cycles") if table.has("most_cycles") else None,
            says=table.text_or("says", ""),
        )


def read_stretch(table: Table, item_id: str, sources: tuple[str, ...]) -> Stretch:
    """A stretch. Where it does not say whether it draws the knees to the chest, it is taken to.

    Raises:
        ContentError: it can't be used.
    """
    table.allow((*HEAD, *STRETCH))
    blocks = []
    for step in table.tables("steps", BLOCK_SHORT):
        step.allow(BLOCK)
        side = Side(step.one_of("side", [side.value for side in Side])) if step.has("side") else Side.NONE
        move, hold, release, rest = (step.number(key) for key in ("move_s", "hold_s", "release_s", "rest_s"))
        blocks.append(Block(side, move, hold, release, rest, reps=step.whole_or("reps", 1)))
    cues = {key.removeprefix("cue_"): table.text(key) for key in CUES if table.has(key)}
    has_drawing = table.has("drawing")
    with table.figures():
        return Stretch(
            id=item_id,
            title=table.title(item_id),
            sources=sources,
            blocks=tuple(blocks),
            per_day=table.pair("per_day") if table.has("per_day") else None,
            limb=table.text_or("limb", ""),
            cues=Cues(**cues),
            start=table.text_or("start", ""),
            stop=table.text_or("stop", STOP_RULE),
            needs_knees_to_chest=table.flag_or("needs_knees_to_chest", default=True),
            says=table.text_or("says", ""),
            drawing=table.drawing("drawing", widest=WIDEST_DRAWING, tallest=TALLEST_DRAWING) if has_drawing else "",
        )
