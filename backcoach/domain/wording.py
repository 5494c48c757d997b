"""What a session is called: on the first line, in the title, in `status`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from backcoach.domain.moment import SECOND, Moment
from backcoach.domain.routine import Act, Side
from backcoach.domain.session import Session, State
from backcoach.domain.text import clean

CALL = {Act.ON: "REMOVE NOW", Act.STAY: "CHANGE NOW"}
"""What the person is called to do when a step of this act is due."""

_SHOWN = {Act.HOLD_OUT: "hold", Act.RELEASE: "let go"}
"""Acts that the person reads in other words than files have them."""


def clock(span: timedelta) -> str:
    """A span as `14:32`, from an hour on as `1:02:03`; a part of a second counts as a whole one."""
    return clock_up(whole_seconds(span) * SECOND)


def clock_up(span: timedelta) -> str:
    """A span that counts up, in full seconds: `00:12`, from an hour on `1:02:03`."""
    hours, rest = divmod(max(0, span // SECOND), 3600)
    return (f"{hours}:" if hours else "") + f"{rest // 60:02}:{rest % 60:02}"


def whole_seconds(span: timedelta) -> int:
    """How many seconds a countdown shows: a part of a second counts as a whole one."""
    return -((-span) // SECOND)


def part(session: Session, now: Moment) -> str:
    """The session's part of the first line: `Ice 14:32`, `Heat off paused 18:00`."""
    label = session.kind.label
    time = guided(session, now) if session.kind.is_guided else digits(session, now)
    if session.state is State.DUE:
        return f"{label} {CALL.get(session.step.act, 'DONE')} {time}"
    if session.state is State.WAITING:
        return f"{label} ready"
    off = " off" if session.step.act is Act.OFF else ""
    paused = " paused" if session.state is State.PAUSED else ""
    return f"{label}{off}{paused} {time}"


def guided(session: Session, now: Moment) -> str:
    """What leads through a session: `02:10 · right knee · hold 14`, the time left of all, then the step's seconds."""
    left = session.remaining(now)
    if left is None:
        return clock_up(session.used(now))
    step = f"{_SHOWN.get(session.step.act, session.step.act)} {whole_seconds(left)}"
    return " · ".join(filter(None, (clock(left + session.rest_of_routine()), side(session), step)))


def side(session: Session) -> str:
    """The side that the present step works on, as its cues name it: `right knee`; empty where there is none."""
    here = session.step.side
    if here is Side.NONE or session.step.act is Act.REST:
        return ""
    cues = [session.step.cue, *(step.cue for step in session.routine.steps if step.side is here)]
    for name in (rf"({here} [^:]+):", rf"({here} \w+)"):
        for cue in cues:
            if found := re.match(name, cue.lower()):
                return found[1]
    return "both sides" if here is Side.BOTH else f"{here} side"


def digits(session: Session, now: Moment) -> str:
    """The session's time as shown: left of the step, or `+` and the overrun; used, where the step is open."""
    if session.state is State.DUE:
        return f"+{clock_up(session.overrun(now))}"
    remaining = session.remaining(now)
    return clock_up(session.used(now)) if remaining is None else clock(remaining)


def until_digits_change(session: Session, now: Moment) -> timedelta:
    """How long the digits stay as they are: at most a second. A pause and an overrun count their own seconds."""
    if session.state is not State.RUNNING:
        return SECOND - session.standing(now) % SECOND
    left = session.remaining(now)
    return SECOND - (session.used(now) if left is None else -left) % SECOND


def elsewhere(name: str, session: Session, now: Moment, local: Callable[[datetime], datetime]) -> str:
    """What goes on on another machine: `Ice on laptop until 14:30`, the end of the step or of all that is guided."""
    said = f"{session.kind.label} on {clean(name)}"
    left = session.remaining(now)
    if session.state is State.DUE:
        return f"{said}, over at {local(now.wall - session.overrun(now)):%H:%M}"
    if session.state is not State.RUNNING or left is None:
        return said
    left += session.rest_of_routine() if session.kind.is_guided else timedelta(0)
    off = ", off" if session.step.act is Act.OFF else ""
    return f"{said}{off} until {local(now.after(left).wall):%H:%M}"


def in_order(sessions: tuple[Session, ...]) -> tuple[Session, ...]:
    """The sessions, the one that needs the person first: removal, other calls, what waits, what runs."""

    def rank(session: Session) -> int:
        if session.state is State.DUE:
            return 0 if session.step.is_application else 1
        if session.state is State.WAITING:
            return 2
        return 3 if session.kind.is_guided else 4 if session.kind.is_on_skin else 5

    return tuple(sorted(sessions, key=rank))


NOTHING = "Nothing is running"


def first_line(sessions: tuple[Session, ...], now: Moment) -> str:
    """One part for each session, the one that needs the person first."""
    return " · ".join(part(session, now) for session in in_order(sessions)) or NOTHING
