"""How a session looks at one moment: words, digits, bar, and what can be done. Pure values that widgets draw."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from math import cos, pi

from msgspec import Struct
from textual.content import Content

from backcoach.domain import cues, wording
from backcoach.domain.handbook import Movement, Pose, mixed
from backcoach.domain.limits import LONGEST_PAUSE, minutes
from backcoach.domain.moment import ZERO, Moment, elapsed
from backcoach.domain.routine import Act, Kind, Routine, Side, Step
from backcoach.domain.session import Session, State
from backcoach.ui.picture import Picture


class Role(StrEnum):
    """What the face is for at this moment; each has words of its own, the colour only follows."""

    RUNS = "runs"
    RESTS = "rests"
    PAUSED = "paused"
    READY = "ready"
    CALL = "call"
    REMOVAL = "removal"


class Face(Struct, frozen=True):
    """What the middle of the screen shows of a session.

    Attributes:
        role: what it is for now.
        sentence: what it means, one line.
        actions: what can be done now, as the session screen's actions are called.
        word: the words to be read from across the room; empty where the digits speak for themselves.
        hint: what to know or do about it, one or two lines.
    """

    role: Role
    sentence: str
    actions: set[str]
    word: str = ""
    hint: str = ""


def face_of(session: Session, picture: Picture, removed: Moment | None = None) -> Face:
    """The face of a session; `removed` is when the person says that the pack came off, None for now."""
    match session.state:
        case State.DUE if session.step.is_application:
            return _removal(session, picture, removed)
        case State.DUE:
            sentence = f"{minutes(session.length or ZERO)} in one position: walk a little, or lie down."
            return Face(Role.CALL, sentence, {"done", "stop"}, "CHANGE")
        case State.WAITING:
            sentence = f"{session.kind.label} {session.application} of {session.routine.applications} is ready to go on"
            latest = picture.at(session.time_to_begin(picture.now))
            hint = f"Your skin has had its break. Press enter to start, by {latest:%H:%M} at the latest."
            return Face(Role.READY, sentence, {"begin", "stop"}, "READY", hint)
        case State.PAUSED if session.step.is_application:
            left = LONGEST_PAUSE - session.standing(picture.now)
            sentence = f"Paused: {'you are out of the water' if session.in_water else 'the pack is off'}"
            hint = f"You have {wording.clock(left)} to go on; then this application is over."
            return Face(Role.PAUSED, sentence, {"go_on", "stop"}, "PAUSED", hint)
        case State.PAUSED:
            return Face(Role.PAUSED, "Paused", {"go_on", "stop"}, "PAUSED")
        case _:
            return _running(session, picture)


def _removal(session: Session, picture: Picture, removed: Moment | None) -> Face:
    overrun = session.overrun(picture.now)
    sentence = f"{minutes(session.length or ZERO)} are up."
    word, who, did, actions = "TAKE IT OFF", "it", "came off", {"take_off", "stop_off", "help_now"}
    if session.in_water:
        word, who, did, actions = "GET OUT", "you", "got out", {"get_out", "stop_out", "help_now"}
    if removed is not None:
        sentence += f" {did.capitalize()} at {picture.at(-elapsed(removed, picture.now)):%H:%M}."
    elif overrun.total_seconds() >= 60:
        sentence += f" Over since {picture.at(-overrun):%H:%M}; if {who} {did} earlier, press -."
    if overrun.total_seconds() >= 60:
        actions |= {"correct"}
    again = "Stay out" if session.in_water else "Leave it off"
    hint = f"Look at your skin. Pale, blotchy or numb? {again}; ! shows whom to ask."
    return Face(Role.REMOVAL, sentence, actions, word, hint)


def _running(session: Session, picture: Picture) -> Face:
    remaining = session.remaining(picture.now)
    if remaining is None:  # what lasts until the person stops it: a walk
        sentence = f"{session.kind.label} since {picture.at(-session.total_age(picture.now)):%H:%M}"
        hint = "The time counts up. Press x when you're done, to save it and say your pain."
        return Face(Role.RUNS, sentence, {"stop_walk", "pause", "hurts"}, hint=hint)
    at = f"{picture.at(remaining):%H:%M}"
    actions = {"pause", "minute", "stop"}
    match session.step.act:
        case Act.ON:
            nth = f"{session.kind.label}, {session.application} of {session.routine.applications}"
            sentence = f"{nth} · {'get out' if session.in_water else 'take it off'} at {at}"
            return Face(Role.RUNS, sentence, actions | {"next", "worse" if session.kind is Kind.HEAT else "hurts"})
        case Act.OFF:
            more = ", then the next can start" if session.rest_of_routine() > ZERO else ""
            return Face(Role.RESTS, f"Off: your skin has its break until {at}{more}", {"stop"})
        case Act.STAY:
            return Face(Role.RUNS, f"Change position at {at}: walk or lie down", actions | {"changed"})
        case _:
            return Face(Role.RUNS, f"{session.routine.title} · until {at}", actions)


SOFTLY = "Keep it soft. Dizzy, tingling or breathless? Press o and breathe as you like."


def blocks(session: Session, now: Moment) -> tuple[int, int]:
    """How many blocks of a bar are full, one for each second, and of how many: for those who want no motion."""
    step = session.step
    steps = wording.whole_seconds(step.length or ZERO)
    spent = min(steps, int(session.used(now).total_seconds()) + 1)
    return {Act.IN: spent, Act.OUT: steps - spent, Act.HOLD: steps}.get(step.act, 0), steps


def fullness(session: Session, now: Moment) -> float:
    """How full the lungs are, 0 to 1; it begins and ends softly, as a breath does."""
    step = session.step
    part = session.used(now) / step.length if step.length else 1.0
    soft = (1 - cos(pi * part)) / 2
    return {Act.IN: soft, Act.HOLD: 1.0, Act.OUT: 1 - soft}.get(step.act, 0.0)


def act_word(session: Session) -> str:
    """What to do now, as one large word: `HOLD`."""
    act, shorter = session.step.act, {Act.READY: "READY", Act.HOLD_OUT: "HOLD", Act.RELEASE: "LET GO"}
    return "PAUSED" if session.state is State.PAUSED else shorter.get(act, act.upper())


def side_word(session: Session) -> str:
    """Whose turn it is: `LEFT`; empty while it rests, or where no side is named."""
    is_ready = session.step.act is Act.READY
    side = _next_limb(session.routine, session.index) if is_ready else wording.side(session)
    return "" if session.step.act is Act.REST else side.upper().partition(" ")[0]


PACE_S = 2.0
"""How long a knee takes up and down while one walks."""


def pose_of(session: Session, now: Moment, figure: Movement, poses: Mapping[str, Pose], *, calm: bool) -> Pose:
    """The pose at this moment: on its way while the limb moves; where nothing may move, at its end at once."""
    step = session.step
    end = figure.both if step.side is Side.BOTH else figure.one or figure.both
    used = session.used(now).total_seconds()
    length = step.length.total_seconds() if step.length else 1.0
    match step.act:
        case Act.MOVE if step.reps <= 1 and length > 4 * PACE_S:
            share = abs(2 * (used / PACE_S % 1) - 1)
        case Act.MOVE:
            share = used / length
        case Act.HOLD:
            share = 1.0
        case Act.RELEASE:
            share = 1 - used / length
        case _:
            share = 0.0
    if calm:
        share = float(step.act in {Act.MOVE, Act.HOLD})
    start = poses[figure.start]
    return mixed(start, poses[end], round(SMOOTH * share) / SMOOTH) if end else start


def moving_of(step: Step, figure: Movement) -> str:
    """What moves in this step, as the figure has it; empty where nothing does."""
    if step.act not in {Act.MOVE, Act.HOLD, Act.RELEASE}:
        return ""
    return f"{figure.moves}s" if step.side is Side.BOTH else figure.moves


def repetitions(session: Session, now: Moment, width: int) -> Content:
    """A bar for each repetition, with its side beneath: how much of it is behind."""
    routine = session.routine
    starts = [n for n, step in enumerate(routine.steps) if step.act is Act.MOVE or (n and step.act is Act.WALK)]
    each = min(24, (width + 2) // max(1, len(starts)) - 2)
    if not starts or each < 3:
        step = routine.step(session.index)
        return Content(f"rep {step.rep} of {step.reps}" if step.reps > 1 else "")
    bars: list[tuple[str, str]] = []
    names: list[tuple[str, str]] = []
    for start, end in pairwise([*starts, len(routine.steps)]):
        lengths = [(step.length or ZERO).total_seconds() for step in routine.steps[start:end]]
        done = sum(lengths[: max(0, session.index - start)])
        if start <= session.index < end:
            done += session.used(now).total_seconds()
        filled = round(each * min(1.0, done / max(1.0, sum(lengths))))
        bars += [("━" * filled, "$stretch"), ("━" * (each - filled) + "  ", "$line")]
        side = routine.steps[start].side
        name = "" if side is Side.NONE else str(side)
        names.append((name[:each].ljust(each + 2), "bold" if start <= session.index < end else "$muted"))
    rows = [Content.assemble(*bars)]
    return Content("\n").join([*rows, Content.assemble(*names)] if any(name.strip() for name, _ in names) else rows)


SMOOTH = 32
"""In so many steps a limb goes from its beginning to its end."""


def _next_limb(routine: Routine, index: int) -> str:
    """What moves in the step after this one; empty where nothing does."""
    return cues.limb(routine.step(index + 1)) if routine.has(index + 1) else ""


def behind(session: Session, now: Moment) -> float:
    """How much of what is guided is behind, 0 to 1; the time to get ready is no part of it."""
    guided = (step.length for step in session.routine.steps if step.length and step.act is not Act.READY)
    whole = sum(guided, ZERO)
    left = (session.remaining(now) or ZERO) + session.rest_of_routine()
    return max(0.0, min(1.0, 1 - left / whole)) if whole else 1.0


def cue(routine: Routine, index: int) -> str:
    """What to do in this step, in a few words."""
    step = routine.step(index)
    if step.act is Act.READY and routine.has(index + 1):
        return f"First: {routine.step(index + 1).cue}"
    return step.cue[:1].upper() + step.cue[1:]


def what_follows(routine: Routine, index: int) -> str:
    """What comes after this step, and whose turn it is after a rest: `next: rest 4 s, then right knee`."""
    if not routine.has(index + 1):
        return "next: the end"
    following = routine.step(index + 1)
    length = f" {following.length.total_seconds():g} s" if following.length is not None else ""
    if following.act is Act.REST:
        after = _next_limb(routine, index + 1) if routine.has(index + 2) else "the end"
        return f"next: rest{length}" + (f", then {after}" if after else "")
    where = cues.limb(following) if routine.step(index).act in {Act.REST, Act.READY} else ""
    return f"next: {where or cues.what(following)}{'' if where else length}"


def first_known(items: Mapping[str, object], *names: object) -> str:
    """The first of the names that there is; else the first item's."""
    return next((name for name in names if isinstance(name, str) and name in items), next(iter(items)))
