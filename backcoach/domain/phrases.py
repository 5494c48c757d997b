"""The words of a guided session, each thing in several lengths: what is said must fit the time that there is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from backcoach.domain.moment import ZERO
from backcoach.domain.routine import RATE, Act, Side, Step

_SECOND = timedelta(seconds=1)

_BEGINNING = timedelta(milliseconds=655)
"""What a speech program takes to begin, and the silence with which it ends."""
_LETTER = timedelta(milliseconds=60)
_DIGIT = timedelta(milliseconds=200)
_STOP = timedelta(milliseconds=250)

_SIDE = re.compile(r"(?i)^(left|right|both)\b( \w+)?:?\s*")


def speaking_time(words: str, rate: int = RATE) -> timedelta:
    """How long the words take to be said, rather too long than too short; zero for none.

    Args:
        words: what is said.
        rate: words a minute; a voice faster than `RATE` is not reckoned with, it only leaves more silence.
    """
    if not words:
        return ZERO
    digits = sum(sign.isdigit() for sign in words)
    stops = sum(sign in ",.:;" for sign in words)
    return _BEGINNING + (len(words) * _LETTER + digits * _DIGIT + stops * _STOP) * max(1.0, RATE / rate)


def fitting(ways: Iterable[str], room: timedelta, rate: int = RATE) -> str:
    """The first of several ways to say a thing that is over in time, at so many words a minute; empty where none is."""
    return next((words for words in ways if words and speaking_time(words, rate) <= room), "")


def number(span: timedelta) -> str:
    """Whole seconds as a number; empty for parts of a second, which nobody counts."""
    return "" if span % _SECOND else str(span // _SECOND)


def how_long(step: Step) -> str:
    """The step's length, to be said: `20 seconds`; empty where it is not whole or open."""
    count = number(step.length) if step.length is not None else ""
    return f"{count} second{'' if count == '1' else 's'}" if count else ""


def what(step: Step) -> str:
    """What to do, without the side: `hold, low back flat`; with it where nothing else is left."""
    cue = step.cue.strip() or plainest(step)
    return _SIDE.sub("", cue).lstrip(" ,;:") or cue


def plainest(step: Step) -> str:
    """What to do, in a word or two."""
    if step.act is Act.MOVE and step.side is Side.NONE:
        return step.act.value
    return {Act.MOVE: "move in", Act.RELEASE: "let go", Act.HOLD_OUT: "hold"}.get(step.act, step.act.value)


def limb(step: Step) -> str:
    """What moves, as the step's cue names it: `left knee`; the side alone, or nothing, where it names none."""
    found = _SIDE.match(step.cue.strip())
    return found[0].rstrip(": ") if found else step.side.value if step.side.value in {"left", "right"} else ""


def naming(step: Step) -> tuple[str, ...]:
    """What the step is, the fullest way first."""
    long, count = how_long(step), number(step.length) if step.length is not None else ""
    named = dict.fromkeys((step.cue.strip(), what(step), plainest(step)))
    return tuple(f"{name}, {end}" if end else name for name in named if name for end in (long, count, ""))


def going_on(step: Step, left: timedelta) -> tuple[str, ...]:
    """What the step is and how much of it is left, after a pause; the fullest way first."""
    more = f"{-(-left // _SECOND)} more"
    named = dict.fromkeys((step.cue.strip(), what(step), plainest(step)))
    return tuple(f"{name}, {more}" for name in named if name) + tuple(named)


def announcing(now: Step, following: Step) -> tuple[str, ...]:
    """What comes after this step, the fullest way first; the side only where it is another one."""
    long = how_long(following)
    count = number(following.length) if following.length is not None else ""
    if following.act is Act.IN and now.act is Act.READY:
        what_then = f"then {following.cue}"
        return (f"{what_then}, {long}" if long else what_then, what_then)
    if now.act in {Act.REST, Act.READY} or now.side is not following.side:
        cue, moves = following.cue.strip() or plainest(following), limb(following)
        lead = "next: " if now.act is Act.REST else ""
        ends = tuple(f"{lead}{cue}, {end}" for end in (long, count) if end)
        return (*ends, f"{lead}{cue}", f"{lead}{moves}" if moves else f"{lead}{plainest(following)}", moves)
    named = dict.fromkeys((what(following), plainest(following)))
    then = tuple(f"then {name}" for name in named)
    return (*(f"{name}, {end}" for name in then for end in (long, count) if end), *then, *named)


def breath(step: Step) -> tuple[str, ...]:
    """A part of a breath: in the first one with its length, the last one said to be the last."""
    word = plainest(step)
    if step.act is Act.IN and step.rep == step.reps > 1:
        return (f"last breath, {word}", word)
    if step.rep == 1 and (long := how_long(step)):
        return (f"{word}, {long}", word)
    return (word,)
