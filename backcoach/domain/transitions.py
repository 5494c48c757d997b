"""From one state, and one step, of a session to the next; the engine and the person's keys both go by these."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from backcoach.domain.limits import LONGEST_SESSION, SHORTEST_REST
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Act
from backcoach.domain.session import Ending, Session, State, StepDone


def to_state(session: Session, state: State, ago: timedelta) -> Session:
    """The session in another state, which began `ago` before the anchor."""
    since = session.anchor.after(-ago)
    return replace(session, state=state, since=since, stood=ago, rings=0, first_ring=None)


def with_step_done(session: Session, ago: timedelta, why: Ending, *, acknowledged: bool) -> Session:
    """The session with its present step kept as over since `ago` before the anchor."""
    ran = session.ran if session.length is None else min(session.ran, session.length)
    overrun = max(ZERO, session.stood - ago) if session.state is State.DUE else ZERO
    step = StepDone(
        index=session.index,
        act=session.step.act,
        side=session.step.side,
        planned=session.step.length,
        length=ran,
        overrun=overrun,
        began=session.step_began,
        ended=session.anchor.after(-ago),
        acknowledged=acknowledged,
        why=why,
    )
    return replace(session, ran=ran, done=(*session.done, step))


def to_next(session: Session, ago: timedelta, why: Ending, *, acknowledged: bool) -> Session:
    """The session in its next step, which began `ago` before the anchor; ended where there is none."""
    session = with_step_done(session, ago, why, acknowledged=acknowledged)
    if not session.routine.has(session.index + 1):
        return ended(session, ago, why if why is Ending.PAUSE_OVER else Ending.DONE)
    step = session.routine.step(session.index + 1)
    began = session.anchor.after(-ago)
    length = step.length
    if step.act is Act.OFF and length is not None and not session.routine.has(session.index + 2):
        length = min(length, max(SHORTEST_REST, LONGEST_SESSION - session.age + ago))  # L3
    following = replace(session, index=session.index + 1, length=length, ran=ZERO, step_began=began, cues=0)
    if step.begins_by_key:
        return to_state(following, State.WAITING, ago)
    return replace(to_state(following, State.RUNNING, ZERO), since=began, ran=ago)


def ended(session: Session, ago: timedelta, why: Ending) -> Session:
    """The session, over since `ago` before the anchor."""
    over = to_state(session, State.ENDED, ago)
    return replace(over, anchor=over.since, age=max(ZERO, session.age - ago), stood=ZERO, why=why)
