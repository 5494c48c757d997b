"""The one engine: an event and a moment move a session on. Pure; the effects are returned as values.

Time first: every event begins by letting the clocks take the session to where they say it is, so that an event never
acts on a step that was over before it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from backcoach.domain import limits, wording
from backcoach.domain.alarm import CHANGE_REPEATS, REMOVAL_REPEATS, Alarm, rings_due
from backcoach.domain.events import (
    Acknowledge,
    Adjust,
    Begin,
    Decision,
    Event,
    GoOn,
    Hurts,
    Next,
    Pause,
    Stop,
    Tick,
)
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.moment import ZERO, Moment, elapsed, is_plausible
from backcoach.domain.routine import Act, Kind, Routine
from backcoach.domain.session import STALE, Ending, Session, State, StepDone

MISSED = timedelta(seconds=60)
"""An alarm that comes later than this has missed its round, and the round begins anew."""


class NotNowError(Exception):
    """The event means nothing where the session stands; the text is a sentence for the person."""


def begin(session_id: str, routine: Routine, now: Moment, *, plan: str = "") -> Decision:
    """A new session, begun by the person: its first step runs.

    Raises:
        LimitReachedError: the routine passes L1, L2 or L3, or its posture interval is outside 5 to 60 min.
    """
    check_routine(routine)
    first = routine.step(0)
    session = Session(
        id=session_id,
        routine=routine,
        plan=plan,
        begun=now,
        index=0,
        state=State.RUNNING,
        length=first.length,
        step_began=now,
        since=now,
        anchor=now,
    )
    return Decision(session, wording.cues(session))


def check_routine(routine: Routine) -> Routine:
    """The routine, where it keeps the limits of its kind.

    Raises:
        LimitReachedError: it passes L1, L2, L3 or the posture interval.
        ValueError: an application starts by itself or ends unasked (L4), or lasts under a minute.
    """
    for step in routine.steps:
        length = step.length or ZERO
        if step.act is Act.ON:
            limits.check_application(length)
            if not (step.begins_by_key and step.ends_by_key):
                raise ValueError(f"{limits.L4.named}: “{routine.id}” would start or end one unasked")
        elif step.act is Act.OFF:
            limits.check_off(length)
        elif step.act is Act.STAY:
            limits.check_posture(length)
    if routine.kind.is_on_skin:
        limits.check_session(routine.total, routine.applications)
        if any(a.act is Act.ON and b.act is Act.ON for a, b in zip(routine.steps, routine.steps[1:], strict=False)):
            raise LimitReachedError("Two applications would follow each other.", limits.L2)
    return routine


def decide(session: Session, event: Event, now: Moment) -> Decision:
    """What comes of the event at this moment.

    Raises:
        LimitReachedError: it would pass a limit; the session stays as it was.
        NotNowError: it means nothing where the session stands.
    """
    session, said = _catch_up(session, now)
    if session.is_over:
        return Decision(session, said, silence=not isinstance(event, Tick))
    match event:
        case Tick():
            session, rung = _ring(session)
            return Decision(session, (*said, *rung))
        case Begin():
            return _said(_begin(session), now)
        case Pause():
            return _said(_pause(session, now), now)
        case GoOn():
            return _said(_go_on(session, now), now)
        case Adjust(by=by):
            return _said(_adjust(session, by), now)
        case Next():
            return _said(_next(session), now)
        case Acknowledge(earlier=earlier):
            return _said(_acknowledge(session, earlier), now)
        case Stop(why=why):
            return _said(_stop(session, why), now)
        case Hurts():
            worse = Ending.WORSE if session.kind is Kind.HEAT else Ending.PAIN
            return _said(_stop(session, worse), now)


def _said(session: Session, now: Moment) -> Decision:
    """The decision of a person's key: alarms fall silent, and a step that it began is announced."""
    began = session.state is State.RUNNING and session.step_began == now and session.ran == ZERO
    pressed = replace(session, presses=session.presses + 1)
    return Decision(pressed, wording.cues(session) if began else (), silence=True)


# -- time ---------------------------------------------------------------------------------------------------


def _catch_up(session: Session, now: Moment) -> tuple[Session, tuple[Alarm, ...]]:
    """The session as the clocks have it now, and what is to be said of the last thing that they did."""
    if session.is_over:
        return session, ()
    believable = is_plausible(session.anchor, now)
    session = _anchored(session, now)
    if not believable and session.state is State.RUNNING and session.step.is_application:
        return _to_state(session, State.DUE, ZERO), ()
    said: tuple[Alarm, ...] = ()
    while (moved := _moved_by_time(session)) is not None:
        session = moved
        said = wording.ended(session) if session.is_over else wording.cues(session)
    return session, said


def _anchored(session: Session, now: Moment) -> Session:
    """The same session with its spans taken at `now`."""
    passed = elapsed(session.anchor, now)
    running = session.state is State.RUNNING
    return replace(
        session,
        anchor=now,
        age=session.age + passed,
        ran=session.ran + (passed if running else ZERO),
        stood=session.stood + (ZERO if running else passed),
    )


def _moved_by_time(session: Session) -> Session | None:
    """The session after the next thing that its anchor lies behind; None where there is none."""
    left = session.until_change(session.anchor)
    if left is None or left > ZERO:
        return None
    over = -left
    match session.state:
        case State.RUNNING if session.step.ends_by_key:
            return _to_state(replace(session, ran=session.length or ZERO), State.DUE, over)
        case State.RUNNING:
            return _to_next(session, over, Ending.DONE, acknowledged=True)
        case State.PAUSED if session.step.is_application:
            return _to_next(session, session.stood, Ending.PAUSE_OVER, acknowledged=True)
        case State.WAITING if session.stood < STALE:
            return _ended(session, over, Ending.NO_TIME)
        case State.DUE:
            stopped = _with_step_done(session, session.stood, Ending.UNCONFIRMED, acknowledged=False)
            return _ended(stopped, over, Ending.UNCONFIRMED)
        case _:
            return _ended(session, over, Ending.UNCONFIRMED)


def _ring(session: Session) -> tuple[Session, tuple[Alarm, ...]]:
    """The session with the ring that its alarm has reached, and that ring."""
    if not session.needs_person:
        return session, ()
    repeats = repeats_of(session)
    if session.first_ring is None:
        return replace(session, rings=1, first_ring=session.stood), wording.alarms(session)
    since = session.stood - session.first_ring
    due = rings_due(repeats, since)
    if due <= session.rings:
        return session, ()
    if since - repeats[session.rings] > MISSED:
        return replace(session, rings=1, first_ring=session.stood), wording.alarms(session)
    return replace(session, rings=due), wording.alarms(session)


def repeats_of(session: Session) -> tuple[timedelta, ...]:
    """When the alarm of the present state repeats, from its first ring."""
    is_removal = session.state is State.DUE and session.step.is_application
    return REMOVAL_REPEATS if is_removal else CHANGE_REPEATS


def until_wake(session: Session, now: Moment) -> timedelta | None:
    """How long until the session must be looked at again: a deadline or a ring; None where never.

    Negative or zero where that moment has come.
    """
    change = session.until_change(now)
    if not session.needs_person:
        return change
    ring: timedelta | None = None
    if session.first_ring is None:
        ring = ZERO
    elif session.rings < len(repeats := repeats_of(session)):
        ring = session.first_ring + repeats[session.rings] - session.standing(now)
    return min((span for span in (change, ring) if span is not None), default=None)


def is_due(session: Session, now: Moment) -> bool:
    """Whether the session must be looked at now."""
    wait = until_wake(session, now)
    return (wait is not None and wait <= ZERO) or not is_plausible(session.anchor, now)


def has_moved(before: Session, after: Session) -> bool:
    """Whether more than the anchor has changed, so that it must be kept."""
    return _standing(before) != _standing(after)


def _standing(session: Session) -> tuple[object, ...]:
    return (session.state, session.index, session.length, session.rings, session.presses, len(session.done))


# -- the person ---------------------------------------------------------------------------------------------


def _begin(session: Session) -> Session:
    if session.state is not State.WAITING:
        raise NotNowError(f"{session.kind.label} does not wait to begin.")
    if session.step.is_application and session.time_to_begin(session.anchor) < ZERO:
        raise LimitReachedError("Another application does not fit any more.", limits.L3)
    return replace(_to_state(session, State.RUNNING, ZERO), step_began=session.anchor)


def _pause(session: Session, now: Moment) -> Session:
    if session.state is not State.RUNNING:
        raise NotNowError(f"{session.kind.label} does not run now, so there is nothing to pause.")
    return replace(_to_state(session, State.PAUSED, ZERO), since=now)


def _go_on(session: Session, now: Moment) -> Session:
    if session.state is not State.PAUSED:
        raise NotNowError(f"{session.kind.label} is not paused.")
    if session.step.is_application and session.time_to_begin(now) < ZERO:
        raise LimitReachedError("The rest of this application does not fit any more.", limits.L3)
    return replace(_to_state(session, State.RUNNING, ZERO), since=now)


def _adjust(session: Session, by: timedelta) -> Session:
    if session.length is None or session.kind.is_guided:
        raise NotNowError(f"{session.kind.label} has no minutes to set; n goes on, x stops.")
    if session.state not in {State.RUNNING, State.PAUSED}:
        raise NotNowError("Its time is over; minutes can't be added or taken away now.")
    length = session.length + by
    if length <= session.ran:
        raise NotNowError(f"{limits.minutes(length)} have passed already; n ends this step.")
    match session.step.act:
        case Act.ON:
            limits.check_application(length)
        case Act.OFF:
            limits.check_off(length)
        case Act.STAY:
            limits.check_posture(length)
    if session.kind.is_on_skin and by > ZERO and session.time_to_begin(session.anchor) < by:
        raise LimitReachedError("The session would last too long.", limits.L3)
    return replace(session, length=length)


def _next(session: Session) -> Session:
    match session.state:
        case State.DUE:
            return _acknowledge(session, ZERO)
        case State.WAITING:
            return _begin(session)
    if session.step.act is Act.OFF and session.ran < limits.SHORTEST_REST:
        raise LimitReachedError("The skin has not rested yet.", limits.L2)
    ago = session.stood if session.state is State.PAUSED and session.step.is_application else ZERO
    return _to_next(session, ago, Ending.SKIPPED, acknowledged=True)


def _acknowledge(session: Session, earlier: timedelta) -> Session:
    if session.state is not State.DUE:
        raise NotNowError(f"{session.kind.label} has nothing that waits to be confirmed.")
    if not ZERO <= earlier <= session.stood:
        raise NotNowError("It can have ended at the earliest when its time was over, and at the latest now.")
    return _to_next(session, earlier, Ending.DONE, acknowledged=True)


def _stop(session: Session, why: Ending) -> Session:
    """End it now. A paused application came off when it was paused."""
    if session.state is not State.WAITING:
        ago = session.stood if session.state is State.PAUSED and session.step.is_application else ZERO
        session = _with_step_done(session, ago, why, acknowledged=True)
    return _ended(session, ZERO, why)


# -- from one to the next -----------------------------------------------------------------------------------


def _to_state(session: Session, state: State, ago: timedelta) -> Session:
    """The session in another state, which began `ago` before the anchor."""
    since = session.anchor.after(-ago)
    return replace(session, state=state, since=since, stood=ago, rings=0, first_ring=None)


def _with_step_done(session: Session, ago: timedelta, why: Ending, *, acknowledged: bool) -> Session:
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
    return replace(session, done=(*session.done, step))


def _to_next(session: Session, ago: timedelta, why: Ending, *, acknowledged: bool) -> Session:
    """The session in its next step, which began `ago` before the anchor; ended where there is none."""
    session = _with_step_done(session, ago, why, acknowledged=acknowledged)
    if not session.routine.has(session.index + 1):
        return _ended(session, ago, Ending.DONE)
    step = session.routine.step(session.index + 1)
    began = session.anchor.after(-ago)
    following = replace(session, index=session.index + 1, length=step.length, ran=ZERO, step_began=began)
    if step.begins_by_key:
        return _to_state(following, State.WAITING, ago)
    return replace(_to_state(following, State.RUNNING, ZERO), since=began, ran=ago)


def _ended(session: Session, ago: timedelta, why: Ending) -> Session:
    """The session, over since `ago` before the anchor."""
    ended = _to_state(session, State.ENDED, ago)
    return replace(ended, anchor=ended.since, age=max(ZERO, session.age - ago), stood=ZERO, why=why)
