"""How a session looks: its words, digits, bar and keys. Pure values; the widgets only draw them."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from backcoach.domain import wording
from backcoach.domain.limits import LONGEST_PAUSE, minutes
from backcoach.domain.moment import ZERO, Moment, elapsed
from backcoach.domain.routine import Act, Kind
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
        word: the words to be read from across the room; empty where the digits speak for themselves.
        digits: the time, as large as the window allows.
        sentence: what it means, one line.
        hint: what to know or do about it, one or two lines.
        fraction: how much of the step has passed, 0 to 1.
        actions: what can be done now, as the session screen's actions are called.
    """

    role: Role
    word: str
    digits: str
    sentence: str
    hint: str
    fraction: float
    actions: frozenset[str]


def face_of(session: Session, picture: Picture, removed: Moment | None = None) -> Face:
    """The face of a session.

    Args:
        session: the session.
        picture: what can be seen now.
        removed: when the person says the pack came off; None is now.
    """
    match session.state:
        case State.DUE if session.step.is_application:
            return _removal(session, picture, removed)
        case State.DUE:
            return _call(session, picture)
        case State.WAITING:
            return _ready(session, picture)
        case State.PAUSED:
            return _paused(session, picture)
        case _:
            return _running(session, picture)


def _removal(session: Session, picture: Picture, removed: Moment | None) -> Face:
    overrun = session.overrun(picture.now)
    sentence = f"{minutes(session.length or ZERO)} are over."
    actions = {"take_off", "stop_off", "help_now"}
    if removed is not None:
        sentence += f" Came off at {picture.at(-elapsed(removed, picture.now)):%H:%M}."
    elif overrun.total_seconds() >= 60:
        sentence += f" Over since {picture.at(-overrun):%H:%M}; - says that it came off earlier."
    if overrun.total_seconds() >= 60:
        actions |= {"correct"}
    hint = "Look at the skin. Pale, blotchy or numb: leave it off; ! shows whom to ask."
    return Face(
        Role.REMOVAL, "TAKE IT OFF", wording.digits(session, picture.now), sentence, hint, 1.0, frozenset(actions)
    )


def _call(session: Session, picture: Picture) -> Face:
    sentence = f"{minutes(session.length or ZERO)} in one position are over: walk or lie."
    digits = wording.digits(session, picture.now)
    return Face(Role.CALL, "CHANGE", digits, sentence, "", 1.0, frozenset({"done", "stop"}))


def _ready(session: Session, picture: Picture) -> Face:
    nth = f"{session.kind.label} {session.application} of {session.routine.applications}"
    latest = picture.at(session.time_to_begin(picture.now))
    hint = f"The skin has rested. It starts only by your key, until {latest:%H:%M}."
    length = wording.clock(session.length or ZERO)
    return Face(Role.READY, "READY", length, f"{nth} is ready to go on", hint, 0.0, frozenset({"begin", "stop"}))


def _paused(session: Session, picture: Picture) -> Face:
    actions = frozenset({"go_on", "stop"})
    digits = wording.digits(session, picture.now)
    if session.step.is_application:
        left = LONGEST_PAUSE - session.standing(picture.now)
        sentence = "Paused: the pack is off"
        hint = f"It can go on for another {wording.clock(left)}; then this application is over."
    else:
        sentence, hint = "Paused", ""
    return Face(Role.PAUSED, "PAUSED", digits, sentence, hint, _fraction(session, picture), actions)


def _running(session: Session, picture: Picture) -> Face:
    remaining = session.remaining(picture.now)
    if remaining is None:
        return _open_ended(session, picture)
    at = f"{picture.at(remaining):%H:%M}"
    role = Role.RUNS
    actions = {"pause", "minute", "stop"}
    match session.step.act:
        case Act.ON:
            sentence = f"{_nth(session)} · take it off at {at}"
            if session.kind is Kind.HEAT:
                actions |= {"worse"}
        case Act.OFF:
            role = Role.RESTS
            more = session.rest_of_routine() > ZERO
            sentence = f"Off: the skin rests until {at}" + (", then the next can start" if more else "")
            actions = {"stop"}
        case Act.STAY:
            sentence = f"Change position at {at}: walk or lie"
            actions |= {"changed"}
        case _:
            sentence = f"{session.routine.title} · until {at}"
    digits = wording.digits(session, picture.now)
    return Face(role, "", digits, sentence, "", _fraction(session, picture), frozenset(actions))


def _open_ended(session: Session, picture: Picture) -> Face:
    """What lasts until the person stops it: a walk."""
    began = picture.at(-session.total_age(picture.now))
    sentence = f"{session.kind.label} since {began:%H:%M}"
    actions = frozenset({"stop_walk", "pause", "hurts"})
    hint = "The time counts up; x saves it and asks for the pain after it."
    return Face(Role.RUNS, "", wording.digits(session, picture.now), sentence, hint, 0.0, actions)


def _nth(session: Session) -> str:
    return f"{session.kind.label}, {session.application} of {session.routine.applications}"


def _fraction(session: Session, picture: Picture) -> float:
    if not session.length:
        return 0.0
    return session.used(picture.now) / session.length
