"""The one engine: an event and a moment move a session on. Pure; the effects are returned as values.

Time first: every event begins by letting the clocks take the session to where they say it is, so that an event never
acts on a step that was over before it.
"""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from backcoach.domain import alarm, cues, limits
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
    NotNowError,
    Pause,
    Stop,
    Tick,
)
from backcoach.domain.limits import LimitReachedError, check_routine
from backcoach.domain.moment import ZERO, Moment, elapsed, is_plausible
from backcoach.domain.routine import Act, Kind, Routine
from backcoach.domain.session import STALE, Ending, Session, State, ended, to_next, to_state, with_step_done

MISSED = timedelta(seconds=60)
"""An alarm that comes later than this has missed its round, and the round begins anew."""


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
    return Decision(*cues.led(session))


def decide(session: Session, event: Event, now: Moment) -> Decision:
    """What comes of the event at this moment.

    Raises:
        LimitReachedError: it would pass a limit; the session stays as it was.
        NotNowError: it means nothing where the session stands.
    """
    waited = session.state is State.WAITING
    session, said = _catch_up(session, now)
    begins_to_wait = session.step.is_application and session.state is State.WAITING and not waited
    if begins_to_wait and isinstance(event, Next):
        event = Tick()  # the key was meant for the rest, whose time was over (L4)
    if session.is_over:
        return Decision(session, said, silence=not isinstance(event, Tick))
    if isinstance(event, Tick):
        session, rung = _ring(session)
        session, led = (session, ()) if event.patience is None else cues.led(session, event.patience)
        return Decision(session, (*said, *rung, *led))
    decision = _said(pressed(session, event), session.anchor, goes_on=isinstance(event, GoOn))
    session, said = _settled(decision.session)
    return replace(decision, session=session, says=said or decision.says)


def _said(session: Session, now: Moment, *, goes_on: bool) -> Decision:
    """The decision of a person's key: alarms fall silent, and a step that it began, or lets go on, is named."""
    began = session.state is State.RUNNING and session.step_began == now and session.ran == ZERO
    moved = replace(session, presses=session.presses + 1)
    said: tuple[Alarm, ...] = ()
    if began or goes_on:
        moved, said = cues.opened(moved)
    return Decision(moved, said, silence=True)


# -- time ---------------------------------------------------------------------------------------------------


def _catch_up(session: Session, now: Moment) -> tuple[Session, tuple[Alarm, ...]]:
    """The session as the clocks have it now, and what is to be said of the last thing that they did."""
    if session.is_over:
        return session, ()
    if _was_read_before(session, now):
        now = session.anchor
    lost = _is_lost(session, now)
    session = _anchored(_resting_on(session), now)
    if lost:
        return to_state(session, State.DUE, ZERO), ()
    return _settled(session)


def _settled(session: Session) -> tuple[Session, tuple[Alarm, ...]]:
    """The session after all that lies behind its anchor, and what is to be said of the last of it.

    What came long ago is not said as if it came now: whoever was away is told in one message, by the coach.
    """
    said: tuple[Alarm, ...] = ()
    while (left := session.until_change(session.anchor)) is not None and left <= ZERO:
        session = _moved_by_time(session, -left)
        said = alarm.ended(session) if session.is_over and -left <= MISSED else ()
    return session, said


def _resting_on(session: Session) -> Session:
    """A rest of the skin that is stored as paused goes on all the same."""
    if session.state is not State.PAUSED or session.step.act is not Act.OFF:
        return session
    return replace(session, state=State.RUNNING, ran=session.ran + session.stood, stood=ZERO)


def _was_read_before(session: Session, now: Moment) -> bool:
    """Whether another program has moved the session's anchor since this one read the clock."""
    anchor = session.anchor
    return anchor.boot_id == now.boot_id and now.since_boot < anchor.since_boot and is_plausible(anchor, now)


def _is_lost(session: Session, now: Moment) -> bool:
    """Whether a pack is on and no clock can tell for how long: then it is time to take it off."""
    on_skin = session.state is State.RUNNING and session.step.is_application
    return on_skin and not is_plausible(session.anchor, now)


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


def _moved_by_time(session: Session, over: timedelta) -> Session:
    """The session after the next thing that its anchor lies behind, by `over`.

    What ended more than a day ago is closed as unconfirmed, and so is what guided nobody, because no program ran.
    """
    unseen = over > MISSED and session.kind.is_guided
    moved = _moved_on(session, over, unseen=unseen)
    unconfirmed = moved.is_over and (unseen or over >= STALE)
    return replace(moved, why=Ending.UNCONFIRMED) if unconfirmed else moved


def _moved_on(session: Session, over: timedelta, *, unseen: bool) -> Session:
    is_application = session.step.is_application
    match session.state:
        case State.RUNNING if session.length is None:
            return _closed(replace(session, ran=STALE), over)
        case State.RUNNING if session.step.ends_by_key:
            return to_state(replace(session, ran=session.length or ZERO), State.DUE, over)
        case State.RUNNING:
            return to_next(session, over, Ending.DONE, acknowledged=not unseen)
        case State.PAUSED if is_application:
            return to_next(session, session.stood, Ending.PAUSE_OVER, acknowledged=True)
        case State.WAITING if is_application:
            return ended(session, over, Ending.NO_TIME)
        case State.WAITING:
            return ended(session, session.stood, Ending.UNCONFIRMED)
        case _:
            return _closed(session, session.stood)


def _closed(session: Session, ago: timedelta) -> Session:
    """The session, left alone for a day, and its step, over since `ago` before the anchor as far as anyone knows."""
    step_done = with_step_done(session, ago, Ending.UNCONFIRMED, acknowledged=False)
    return ended(step_done, ago, Ending.UNCONFIRMED)


def _ring(session: Session) -> tuple[Session, tuple[Alarm, ...]]:
    """The session with the ring that its alarm has reached, and that ring."""
    if not session.needs_person:
        return session, ()
    repeats = repeats_of(session)
    if session.first_ring is None:
        return replace(session, rings=1, first_ring=session.stood), alarm.alarms(session)
    since = session.stood - session.first_ring
    due = rings_due(repeats, since)
    if due <= session.rings:
        return session, ()
    if since - repeats[session.rings] > MISSED:
        return replace(session, rings=1, first_ring=session.stood), alarm.alarms(session)
    return replace(session, rings=due), alarm.alarms(session)


def repeats_of(session: Session) -> tuple[timedelta, ...]:
    """When the alarm of the present state repeats, from its first ring."""
    is_removal = session.state is State.DUE and session.step.is_application
    return REMOVAL_REPEATS if is_removal else CHANGE_REPEATS


def woken(session: Session, slept: timedelta, now: Moment) -> Session | None:
    """The change of position after the machine slept for longer than its interval: a new interval begins now.

    Nobody knows how the person lay meanwhile, so nothing is overdue. None for all else, and where the session has
    moved since.
    """
    if session.kind is not Kind.POSTURE or session.state not in {State.RUNNING, State.DUE}:
        return None
    if session.length is None or slept < session.length or elapsed(session.step_began, now) < slept:
        return None
    ran = replace(_anchored(session, now), ran=session.used(now))
    ran = replace(ran, stood=max(ZERO, ran.stood - slept))
    return replace(to_next(ran, ZERO, Ending.UNCONFIRMED, acknowledged=False), presses=session.presses + 1)


def until_wake(session: Session, now: Moment, *, patience: timedelta | None = ZERO) -> timedelta | None:
    """How long until the session must be looked at again: a deadline, a ring or a cue; None where never.

    Negative or zero where that moment has come. Cues count as they do for a `Tick` of this patience.
    """
    if _is_lost(session, now):
        return ZERO
    change = session.until_change(now)
    if not session.needs_person:
        cue = None if patience is None else cues.until_cue(session, now, patience)
        return cue if change is None or (cue is not None and cue < change) else change
    ring: timedelta | None = None
    if session.first_ring is None:
        ring = ZERO
    elif session.rings < len(repeats := repeats_of(session)):
        ring = session.first_ring + repeats[session.rings] - session.standing(now)
    return min((span for span in (change, ring) if span is not None), default=None)


def is_due(session: Session, now: Moment, *, patience: timedelta | None = ZERO) -> bool:
    """Whether the session must be looked at now."""
    wait = until_wake(session, now, patience=patience)
    return wait is not None and wait <= ZERO


def has_moved(before: Session, after: Session) -> bool:
    """Whether more than the anchor has changed, so that it must be kept."""
    return _standing(before) != _standing(after)


def _standing(session: Session) -> tuple[object, ...]:
    alarm = (session.rings, session.first_ring, session.cues)
    return (session.state, session.index, session.length, alarm, session.presses, len(session.done))


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
