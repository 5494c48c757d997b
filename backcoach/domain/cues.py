"""What is heard while a session guides: for each step its cues and their words, so that eyes may stay closed.

A step of a stretch is announced before it begins, in the step before it; its beginning is a tone. A part of a breath is
named as it begins. What is said is chosen so short that it is over when its time is: long words for long steps, short
words for short ones, only a tone where no word has room.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from backcoach.domain.alarm import Alarm, Sound, Urgency
from backcoach.domain.moment import ZERO, Moment
from backcoach.domain.routine import RATE, Act, Kind, Routine, Side, Step
from backcoach.domain.session import Session, State

SECOND = timedelta(seconds=1)
_TENTH = timedelta(milliseconds=100)

AFTER_TONE = 3 * _TENTH
"""The least time from a step's beginning, which has a tone, to words of their own."""
MARKED = 3
"""How many of the last seconds are marked."""
HALFWAY_FROM = 8 * SECOND
"""From what length on a hold is marked halfway: under it, the last seconds are marked soon enough."""
COUNTED_FROM = 20 * SECOND
"""From what length on moving is counted down as a hold is."""


class Cue(Struct, frozen=True):
    """One thing heard.

    Attributes:
        at: when, from the beginning of its step.
        sound: the tone; None where there are only words.
        words: what is said; empty where the tone speaks for itself.
    """

    at: timedelta
    sound: Sound | None
    words: str = ""


def cues(routine: Routine, index: int) -> tuple[Cue, ...]:
    """The cues of one step of a guided routine, in order; no two come at the same time."""
    step = routine.step(index)
    if not routine.kind.is_guided or step.length is None:
        return ()
    if routine.kind is Kind.BREATHE:
        return tuple(_breathing(routine, index))
    return _stretch(routine)[index]


def timetable(routine: Routine) -> tuple[Cue, ...]:
    """All the cues of a guided routine, their times counted from its beginning."""
    found: list[Cue] = []
    began = ZERO
    for index, step in enumerate(routine.steps):
        found += [Cue(began + cue.at, cue.sound, cue.words) for cue in cues(routine, index)]
        began += step.length or ZERO
    return tuple(found)


def opening(routine: Routine, index: int, used: timedelta = ZERO) -> Cue:
    """What is heard when a key begins a step, so that nothing has announced it; also when it goes on after a pause.

    Args:
        routine: what is run.
        index: the step.
        used: how much of the step is behind.
    """
    step = routine.step(index)
    left = max(ZERO, (step.length or ZERO) - used)
    ways = going_on(step, left) if used else naming(step)
    return Cue(used, _sound(routine, index), fitting(ways, left, routine.rate))


# -- breathing ----------------------------------------------------------------------------------------------


def _breathing(routine: Routine, index: int) -> Iterator[Cue]:
    step = routine.step(index)
    length = step.length or ZERO
    if step.act is Act.READY:
        yield from _getting_ready(routine, index)
        return
    yield Cue(ZERO, _sound(routine, index), fitting(breath(step), length, routine.rate))


def _getting_ready(routine: Routine, index: int) -> Iterator[Cue]:
    """“Get ready”, where that leaves room for what comes: the tone says as much."""
    length = routine.step(index).length or ZERO
    first = routine.step(index + 1).cue if routine.has(index + 1) else ""
    room = length - speaking_time(first, routine.rate)
    ready = fitting(("get ready",), room if room >= AFTER_TONE else length, routine.rate)
    yield Cue(ZERO, Sound.READY, ready)
    yield from _announcement(routine, index, earliest=speaking_time(ready, routine.rate) if ready else AFTER_TONE)


# -- stretching ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _stretch(routine: Routine) -> tuple[tuple[Cue, ...], ...]:
    """The cues of every step: what a step says depends on what the one before has said of it."""
    found: list[tuple[Cue, ...]] = []
    said = ""
    for index in range(len(routine.steps)):
        found.append(tuple(sorted(_stretching(routine, index, said), key=lambda cue: cue.at)))
        said = " ".join(cue.words for cue in found[-1] if cue.words and cue.at > ZERO)
    return tuple(found)


def _stretching(routine: Routine, index: int, said: str) -> Iterator[Cue]:
    """The cues of one step, of which the step before has `said` something."""
    step = routine.step(index)
    if step.act is Act.READY:
        yield from _getting_ready(routine, index)
        return
    length = step.length or ZERO
    if not routine.has(index + 1):
        words: tuple[str, ...] = ("that was the last one",) if step.act is Act.REST else ()
    else:
        words = () if said else naming(step)
    begins = fitting(words, length, routine.rate)
    yield Cue(ZERO, _sound(routine, index), begins)
    earliest = speaking_time(begins, routine.rate) if begins else AFTER_TONE
    if step.act is Act.HOLD or (step.act in {Act.MOVE, Act.WALK} and length >= COUNTED_FROM):
        yield from _countdown(routine, index, earliest, said)
    else:
        yield from _announcement(routine, index, earliest)


def _announcement(routine: Routine, index: int, earliest: timedelta) -> Iterator[Cue]:
    """What the next step is, as late as it can be said whole."""
    if not routine.has(index + 1):
        return
    length = routine.step(index).length or ZERO
    ways = announcing(routine.step(index), routine.step(index + 1))
    words = fitting(ways, length + _rounded(-earliest), routine.rate)
    if words:
        yield Cue(_rounded(length - speaking_time(words, routine.rate)), None, words)


def _countdown(routine: Routine, index: int, earliest: timedelta, said: str) -> Iterator[Cue]:
    """Halfway, what comes then, and the last seconds."""
    length = routine.step(index).length or ZERO
    for left in range(1, MARKED + 1):
        if length - left * SECOND >= SECOND:
            yield Cue(length - left * SECOND, Sound.MARK)
    then = _what_comes_then(routine, index, earliest)
    if then is not None:
        yield then
    if said:
        yield from _what_had_no_room(routine, index, said, then.at if then is not None else length)
    if length >= HALFWAY_FROM:
        half = length / 2
        count = number(half)
        words = f"halfway, {count} more" if count else "halfway"
        free = half >= earliest and (then is None or half + speaking_time(words, routine.rate) <= then.at)
        if then is None or half != then.at:
            yield Cue(half, Sound.MARK, words if free else "")


def _what_had_no_room(routine: Routine, index: int, said: str, until: timedelta) -> Iterator[Cue]:
    """The part of a long step's announcement that the step before it was too short for."""
    step = routine.step(index)
    rest = ", ".join(part for part in (what(step), how_long(step)) if part not in said)
    length = step.length or ZERO
    if rest and SECOND + speaking_time(rest, routine.rate) <= min(until, length / 2):
        yield Cue(SECOND, None, rest)


def _what_comes_then(routine: Routine, index: int, earliest: timedelta) -> Cue | None:
    """What comes after a hold: said before its last seconds are marked, and so that nobody lets go too soon."""
    if not routine.has(index + 1):
        return None
    length = routine.step(index).length or ZERO
    following = what(routine.step(index + 1))
    for text in dict.fromkeys((following, plainest(routine.step(index + 1)))):
        left = MARKED - (-speaking_time(f"10 more, then {text}", routine.rate) // SECOND)
        at = length - left * SECOND
        if at >= max(earliest, SECOND):
            return Cue(at, None, f"{left} more, then {text}")
    ways = (f"then {following}", f"then {plainest(routine.step(index + 1))}")
    words = fitting(ways, length - earliest, routine.rate)
    if not words:
        return None
    return Cue(max(earliest, _rounded(length - MARKED * SECOND - speaking_time(words, routine.rate))), None, words)


def _sound(routine: Routine, index: int) -> Sound:
    """The tone with which a step begins: another one where the side has changed."""
    step = routine.step(index)
    match step.act:
        case Act.READY:
            return Sound.READY
        case Act.HOLD | Act.HOLD_OUT:
            return Sound.HOLD
        case Act.OUT | Act.RELEASE:
            return Sound.OUT
        case Act.REST:
            return Sound.REST
        case Act.MOVE if _changes_side(routine, index):
            return Sound.SIDE
        case _:
            return Sound.IN


def _changes_side(routine: Routine, index: int) -> bool:
    before: Step | None = routine.step(index - 1) if index else None
    return (
        before is not None and before.act is not Act.READY and before.side is not routine.step(index).side != Side.NONE
    )


def _rounded(at: timedelta) -> timedelta:
    """The time, down to a tenth of a second: a table of tenths is read more easily."""
    return at // _TENTH * _TENTH


# -- words, each thing in several lengths -------------------------------------------------------------------

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
    return "" if span % SECOND else str(span // SECOND)


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
    more = f"{-(-left // SECOND)} more"
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


LATE = timedelta(seconds=1.5)
"""A cue that could not be given for so long is dropped: a wrong word is worse than none."""

BREATH_BEGINS = timedelta(seconds=1)
"""For how long after its beginning a breath counts as the end of the one before."""


def led(session: Session, patience: timedelta = ZERO) -> tuple[Session, tuple[Alarm, ...]]:
    """The session with all cues behind it that its step has reached, and the newest of them, if it is not too late.

    Args:
        session: the session, anchored now.
        patience: for how long each cue is left to another program.
    """
    if not _guides(session):
        return session, ()
    table = cues(session.routine, session.index)
    reached = sum(cue.at + patience <= session.ran for cue in table)
    if reached <= session.cues:
        return session, ()
    newest = table[reached - 1]
    session = replace(session, cues=reached)
    return session, () if session.ran - newest.at > LATE else (_alarm(session, newest),)


def opened(session: Session) -> tuple[Session, tuple[Alarm, ...]]:
    """The session whose step a key has begun, or let go on, and what is said of it: nothing has announced it."""
    if not _guides(session):
        return session, ()
    reached = sum(cue.at <= session.ran for cue in cues(session.routine, session.index))
    cue = opening(session.routine, session.index, session.ran)
    return replace(session, cues=max(reached, session.cues)), (_alarm(session, cue),)


def until_cue(session: Session, now: Moment, patience: timedelta = ZERO) -> timedelta | None:
    """How long until the next cue of the present step is to be given here; None where there is none."""
    if not _guides(session):
        return None
    table = cues(session.routine, session.index)
    return table[session.cues].at + patience - session.used(now) if session.cues < len(table) else None


def may_be_spoken_over(session: Session, now: Moment) -> bool:
    """Whether something less urgent than a removal may be said now: not in the middle of a breath or of a hold."""
    if not _guides(session) or session.step.act in {Act.READY, Act.REST}:
        return True
    return session.kind is Kind.BREATHE and session.step.act is Act.IN and session.used(now) < BREATH_BEGINS


def _guides(session: Session) -> bool:
    return session.kind.is_guided and session.state is State.RUNNING


def _alarm(session: Session, cue: Cue) -> Alarm:
    headline = f"{session.kind.label} {session.step.act}"
    return Alarm(cue.sound, session.kind, headline, cue.words or headline, cue.words, Urgency.CUE)
