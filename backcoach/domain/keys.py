"""What each key of the person does to a session that the clocks have brought to the present."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from backcoach.domain import limits
from backcoach.domain.events import Acknowledge, Adjust, Begin, Event, GoOn, Hurts, Next, NotNowError, Pause, Stop, Tick
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.moment import ZERO, Moment, elapsed
from backcoach.domain.routine import Act, Kind
from backcoach.domain.session import Ending, Session, State
from backcoach.domain.transitions import ended, to_next, to_state, with_step_done


def pressed(session: Session, event: Event) -> Session:
    """The session after the event, which happened at its anchor.

    Raises:
        LimitReachedError: it would pass a limit.
        NotNowError: it means nothing where the session stands.
    """
    match event:
        case Tick():
            return session
        case Begin():
            return _begin(session)
        case Pause():
            return _pause(session)
        case GoOn():
            return _go_on(session)
        case Adjust(by=by):
            return _adjust(session, by)
        case Next():
            return _next(session)
        case Acknowledge(at=at):
            return _acknowledge(session, at or session.anchor)
        case Stop(why=why):
            return _stop(session, why)
        case Hurts():
            return _stop(session, Ending.WORSE if session.kind is Kind.HEAT else Ending.PAIN)


def _begin(session: Session) -> Session:
    if session.state is not State.WAITING:
        raise NotNowError(f"{session.kind.label} does not wait to begin.")
    if session.step.is_application and session.time_to_begin(session.anchor) < ZERO:
        raise LimitReachedError("Another application does not fit any more.", limits.L3)
    return replace(to_state(session, State.RUNNING, ZERO), step_began=session.anchor)


def _pause(session: Session) -> Session:
    if session.state is not State.RUNNING:
        raise NotNowError(f"{session.kind.label} does not run now, so there is nothing to pause.")
    if session.step.act is Act.OFF:
        raise NotNowError("The skin rests: that is time that passes, and nothing pauses it.")
    return to_state(session, State.PAUSED, ZERO)


def _go_on(session: Session) -> Session:
    if session.state is not State.PAUSED:
        raise NotNowError(f"{session.kind.label} is not paused.")
    if session.step.is_application and session.time_to_begin(session.anchor) < ZERO:
        raise LimitReachedError("The rest of this application does not fit any more.", limits.L3)
    return to_state(session, State.RUNNING, ZERO)


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
            _check_application(length)
        case Act.OFF:
            limits.check_off(length)
        case Act.STAY:
            limits.check_posture(length)
    if session.kind.is_on_skin and by > ZERO and session.time_to_begin(session.anchor) < by:
        raise LimitReachedError("The session would last too long.", limits.L3)
    return replace(session, length=length)


def _check_application(length: timedelta) -> None:
    try:
        limits.check_application(length)
    except ValueError as error:
        raise NotNowError(str(error)) from error


def _next(session: Session) -> Session:
    match session.state:
        case State.DUE:
            return _acknowledge(session, session.anchor)
        case State.WAITING:
            return _begin(session)
    if session.step.act is Act.OFF and session.ran < limits.SHORTEST_REST:
        raise LimitReachedError("The skin has not rested yet.", limits.L2)
    return to_next(session, _off_skin_for(session), Ending.SKIPPED, acknowledged=True)


def _acknowledge(session: Session, at: Moment) -> Session:
    if session.state is not State.DUE:
        raise NotNowError(f"{session.kind.label} has nothing that waits to be confirmed.")
    earlier = elapsed(at, session.anchor)
    if earlier > session.stood or elapsed(session.anchor, at) > ZERO:
        raise NotNowError("It can have ended at the earliest when its time was over, and at the latest now.")
    return to_next(session, earlier, Ending.DONE, acknowledged=True)


def _stop(session: Session, why: Ending) -> Session:
    if session.state is not State.WAITING:
        session = with_step_done(session, _off_skin_for(session), why, acknowledged=True)
    return ended(session, ZERO, why)


def _off_skin_for(session: Session) -> timedelta:
    """How long ago the pack came off: a paused application's at its pause; zero for anything else."""
    return session.stood if session.state is State.PAUSED and session.step.is_application else ZERO
