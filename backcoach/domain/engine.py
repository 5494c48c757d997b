"""The one engine: an event and a moment move a session on. Pure; the effects are returned as values.

Time first: every event begins by letting the clocks take the session to where they say it is, so that an event never
acts on a step that was over before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from backcoach.domain import alarm, cues, limits
from backcoach.domain.alarm import CHANGE_REPEATS, REMOVAL_REPEATS, Alarm, Urgency
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.moment import ZERO, Moment, elapsed, is_plausible
from backcoach.domain.routine import Act, Kind, Routine
from backcoach.domain.session import STALE, Ending, HeatKind, Session, State, ended, to_next, to_state, with_step_done

MISSED = timedelta(seconds=60)
"""An alarm that comes later than this has missed its round, and the round begins anew."""
LONGEST_HELD = timedelta(seconds=30)
"""For how long “5 minutes left” of a pack may wait for a pause in the breathing or the stretch."""


class NotNowError(Exception):
    """It means nothing as things stand now; the text is a sentence for the person."""


class Tick(Struct, frozen=True):
    """Time has passed."""

    patience: timedelta | None = ZERO  # for so long each cue is left to another program; None is for ever
    say_left: timedelta = ZERO  # at each multiple it is said how much is left of an application; zero is never


class Begin(Struct, frozen=True):
    """The person starts the step that waits."""


class Pause(Struct, frozen=True):
    """The person pauses; of an application it means that the pack is off."""


class GoOn(Struct, frozen=True):
    """The person ends a pause; of a stretch with pain of 5 or 6, sure after being asked once more (L7)."""

    sure: bool = False


class Adjust(Struct, frozen=True):
    by: timedelta


class Next(Struct, frozen=True):
    """The person goes to the next step."""


class Acknowledge(Struct, frozen=True):
    """The person says that a due step is over, and at which moment it was; None is now."""

    at: Moment | None = None


class Stop(Struct, frozen=True):
    why: Ending = Ending.STOPPED


class Hurts(Struct, frozen=True):
    """The person says that it hurts, or that heat makes it worse."""


Key = Begin | Pause | GoOn | Adjust | Next | Acknowledge | Stop | Hurts
Event = Tick | Key


class Decision(Struct, frozen=True):
    """The session after an event, what is to be noticed, in order, and whether to silence an alarm that sounds."""

    session: Session
    says: tuple[Alarm, ...] = ()
    silence: bool = False


Said = tuple[tuple[Session, Alarm], ...]
"""Alarms, each with its session as it was then."""


def begin(session_id: str, routine: Routine, now: Moment, *, plan: str = "", heat: HeatKind | None = None) -> Decision:
    """A new session, begun by the person: its first step runs; refused where the routine passes a limit."""
    limits.check_routine(routine)
    length, running = routine.step(0).length, State.RUNNING
    return Decision(*cues.led(Session(session_id, routine, plan, now, 0, running, length, now, now, now, heat=heat)))


def decide(session: Session, event: Event, now: Moment) -> Decision:
    """What comes of the event at this moment; LimitReachedError where it would pass a limit, or NotNowError."""
    waited = session.state is State.WAITING
    session, said = _catch_up(session, now)
    begins_to_wait = session.step.is_application and session.state is State.WAITING and not waited
    if begins_to_wait and isinstance(event, Next):
        event = Tick()  # the key was meant for the rest, whose time was over (L4)
    if session.is_over:
        return Decision(session, said, silence=not isinstance(event, Tick))
    if isinstance(event, Tick):
        session, rung = _ring(session)
        session, led = (session, ()) if event.patience is None else cues.led(session, event.patience, event.say_left)
        return Decision(session, (*said, *rung, *led))
    session = _pressed(session, event)
    session = replace(session, presses=session.presses + 1)
    began = session.state is State.RUNNING and session.step_began == session.anchor and session.ran == ZERO
    session, opened = cues.opened(session) if began or isinstance(event, GoOn) else (session, ())
    session, said = _settled(session)
    return Decision(session, said or opened, silence=True)


def moved_on(session: Session, now: Moment) -> Session:
    """The session where the clocks say it is; its cues are left to others."""
    return decide(session, Tick(None), now).session


def _catch_up(session: Session, now: Moment) -> tuple[Session, tuple[Alarm, ...]]:
    """The session as the clocks have it now, and what is to be said of the last thing that they did."""
    if session.is_over:
        return session, ()
    anchor = session.anchor
    if anchor.boot_id == now.boot_id and now.since_boot < anchor.since_boot and is_plausible(anchor, now):
        now = anchor  # another program has moved it since this one read the clock
    lost = _is_lost(session, now)
    if session.state is State.PAUSED and session.step.act is Act.OFF:  # the skin rests, whatever is stored
        session = replace(session, state=State.RUNNING, ran=session.ran + session.stood, stood=ZERO)
    session = _anchored(session, now)
    return (to_state(session, State.DUE, ZERO), ()) if lost else _settled(session)


def _settled(session: Session) -> tuple[Session, tuple[Alarm, ...]]:
    """The session after all that lies behind its anchor, and what is to be said of the last of it.

    What came long ago is not said as if it came now: whoever was away is told in one message, by the coach.
    """
    said: tuple[Alarm, ...] = ()
    while (left := session.until_change(session.anchor)) is not None and left <= ZERO:
        session = _moved_by_time(session, -left)
        said = alarm.ended(session) if session.is_over and -left <= MISSED else ()
    return session, said


def _is_lost(session: Session, now: Moment) -> bool:
    """Whether a pack is on and no clock can tell for how long: then it is time to take it off."""
    on_skin = session.state is State.RUNNING and session.step.is_application
    return on_skin and not is_plausible(session.anchor, now)


def _anchored(session: Session, now: Moment) -> Session:
    passed = elapsed(session.anchor, now)
    session = replace(session, anchor=now, age=session.age + passed)
    if session.state is State.RUNNING:
        return replace(session, ran=session.ran + passed)
    return replace(session, stood=session.stood + passed)


def _moved_by_time(session: Session, over: timedelta) -> Session:
    """The session after the next thing that its anchor lies behind, by `over`.

    What ended more than a day ago is closed as unconfirmed, and so is what guided nobody, because no program ran.
    """
    unseen = over > MISSED and session.kind.is_guided
    is_application = session.step.is_application
    match session.state:
        case State.RUNNING if session.length is None:
            moved = _closed(replace(session, ran=STALE), over)
        case State.RUNNING if session.step.ends_by_key:
            moved = to_state(replace(session, ran=session.length or ZERO), State.DUE, over)
        case State.RUNNING:
            moved = to_next(session, over, Ending.DONE, acknowledged=not unseen)
        case State.PAUSED if is_application:
            moved = to_next(session, session.stood, Ending.PAUSE_OVER, acknowledged=True)
        case State.WAITING if is_application:
            moved = ended(session, over, Ending.NO_TIME)
        case State.WAITING:
            moved = ended(session, session.stood, Ending.UNCONFIRMED)
        case _:
            moved = _closed(session, session.stood)
    return replace(moved, why=Ending.UNCONFIRMED) if moved.is_over and (unseen or over >= STALE) else moved


def _closed(session: Session, ago: timedelta) -> Session:
    """The session, left alone for a day, and its step, over since `ago` before the anchor as far as anyone knows."""
    return ended(with_step_done(session, ago, Ending.UNCONFIRMED, acknowledged=False), ago, Ending.UNCONFIRMED)


def _ring(session: Session) -> tuple[Session, tuple[Alarm, ...]]:
    if not session.needs_person:
        return session, ()
    repeats = _repeats(session)
    if session.first_ring is not None:
        since = session.stood - session.first_ring
        due = sum(at <= since for at in repeats)
        if due <= session.rings:
            return session, ()
        if since - repeats[session.rings] <= MISSED:
            return replace(session, rings=due), (alarm.call(session),)
    return replace(session, rings=1, first_ring=session.stood), (alarm.call(session),)


def _repeats(session: Session) -> tuple[timedelta, ...]:
    return REMOVAL_REPEATS if session.state is State.DUE and session.step.is_application else CHANGE_REPEATS


def woken(session: Session, slept: timedelta, now: Moment) -> Session | None:
    """The change of position begun anew after the machine slept for longer: nobody knows how the person lay."""
    if session.kind is not Kind.POSTURE or session.state not in {State.RUNNING, State.DUE}:
        return None
    if session.length is None or slept < session.length or elapsed(session.step_began, now) < slept:
        return None
    ran = replace(_anchored(session, now), ran=session.used(now))
    ran = replace(ran, stood=max(ZERO, ran.stood - slept))
    return replace(to_next(ran, ZERO, Ending.UNCONFIRMED, acknowledged=False), presses=session.presses + 1)


def until_wake(
    session: Session, now: Moment, *, patience: timedelta | None = ZERO, say_left: timedelta = ZERO
) -> timedelta | None:
    """How long until a deadline, a ring, or a cue as for a `Tick` with these; negative where it has come."""
    if _is_lost(session, now):
        return ZERO
    call: timedelta | None = None
    if not session.needs_person:
        call = None if patience is None else cues.until_cue(session, now, patience, say_left)
    elif session.first_ring is None:
        call = ZERO
    elif session.rings < len(repeats := _repeats(session)):
        call = session.first_ring + repeats[session.rings] - session.standing(now)
    return min((span for span in (session.until_change(now), call) if span is not None), default=None)


def has_moved(before: Session, after: Session) -> bool:
    """Whether more than the anchor has changed, so that it must be kept."""
    names = ("state", "index", "length", "rings", "first_ring", "cues", "presses", "done")
    return any(getattr(before, name) != getattr(after, name) for name in names)


def _pressed(session: Session, event: Key) -> Session:
    match event:
        case Begin():
            return _begin(session)
        case Pause():
            if session.state is State.PAUSED:
                raise NotNowError(f"{session.kind.label} is paused already.")
            if session.state is not State.RUNNING:
                raise NotNowError(f"{session.kind.label} isn't running now, so there is nothing to pause.")
            if session.step.act is Act.OFF:
                raise NotNowError("Your skin is on its break, and a break can't be paused.")
            return to_state(session, State.PAUSED, ZERO)
        case GoOn():
            if session.state is not State.PAUSED:
                raise NotNowError(f"{session.kind.label} is not paused.")
            if session.step.is_application and session.time_to_begin(session.anchor) < ZERO:
                raise LimitReachedError(
                    "There's no time left in this session for the rest of this application.", limits.L3
                )
            return to_state(session, State.RUNNING, ZERO)
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
        raise NotNowError(f"{session.kind.label} isn't waiting to start.")
    if session.step.is_application and session.time_to_begin(session.anchor) < ZERO:
        raise LimitReachedError("There's no time left in this session for another application.", limits.L3)
    return replace(to_state(session, State.RUNNING, ZERO), step_began=session.anchor)


def _adjust(session: Session, by: timedelta) -> Session:
    if session.length is None or session.kind.is_guided:
        raise NotNowError(f"{session.kind.label} has no minutes to change: n goes to the next step, x stops.")
    if session.state not in {State.RUNNING, State.PAUSED}:
        raise NotNowError("Its time is up: minutes can't be added or taken away now.")
    length = session.length + by
    if length <= session.ran:
        raise NotNowError(f"{limits.minutes(length)} have passed already; n ends this step.")
    try:
        limits.check_step(session.step.act, length)
    except ValueError as error:
        raise NotNowError(str(error)) from error
    if session.kind.is_on_skin and by > ZERO and session.time_to_begin(session.anchor) < by:
        raise LimitReachedError("The session would last too long.", limits.L3)
    return replace(session, length=length, cues=0)  # what is left may be a multiple again that was said before


def _next(session: Session) -> Session:
    if session.state is State.DUE:
        return _acknowledge(session, session.anchor)
    if session.state is State.WAITING:
        return _begin(session)
    if session.step.act is Act.OFF and session.ran < limits.SHORTEST_REST:
        raise LimitReachedError("Your skin hasn't had its break yet.", limits.L2)
    return to_next(session, _off_skin_for(session), Ending.SKIPPED, acknowledged=True)


def _acknowledge(session: Session, at: Moment) -> Session:
    if session.state is not State.DUE:
        raise NotNowError(f"{session.kind.label} has nothing to confirm now.")
    earlier = elapsed(at, session.anchor)
    if earlier > session.stood or elapsed(session.anchor, at) > ZERO:
        raise NotNowError("Give a time from when it was over up to now.")
    return to_next(session, earlier, Ending.DONE, acknowledged=True)


def _stop(session: Session, why: Ending) -> Session:
    if session.state is not State.WAITING:
        session = with_step_done(session, _off_skin_for(session), why, acknowledged=True)
    return ended(session, ZERO, why)


def _off_skin_for(session: Session) -> timedelta:
    """How long ago the pack came off: a paused application's at its pause; zero for anything else."""
    return session.stood if session.state is State.PAUSED and session.step.is_application else ZERO


def second_packs(sessions: Iterable[Session], now: Moment) -> list[Session]:
    """The sessions of ice and heat but the one that began first, whose pack is on the longest (L1)."""
    packs = [session for session in sessions if session.kind.is_on_skin]
    return sorted(packs, key=lambda session: session.total_age(now), reverse=True)[1:]


def let_through(
    held: Said, made: Iterable[Decision], sessions: Mapping[str, Session], now: Moment
) -> tuple[list[Alarm], Said]:
    """What is to be said now, the most urgent first, and what is held until what guides pauses, or an answer."""

    def still_holds(session: Session, alarm: Alarm) -> bool:
        current = sessions.get(session.id)
        if session.is_over or current is None or current.index != session.index:
            return session.is_over
        if alarm.urgency is Urgency.CUE:
            is_same = (current.state, current.cues) == (session.state, session.cues)
            return is_same and elapsed(session.anchor, now) <= LONGEST_HELD
        return current.needs_person

    def must_wait(session: Session, alarm: Alarm) -> bool:
        words = alarm.spoken if alarm.urgency is Urgency.CUE else ""
        can_wait = alarm.urgency is not Urgency.REMOVAL and not session.kind.is_guided
        return can_wait and not all(cues.may_be_spoken_over(one, now, words) for one in sessions.values())

    said = [pair for pair in held if still_holds(*pair)]
    said += [(decision.session, alarm) for decision in made for alarm in decision.says]
    waiting = tuple(pair for pair in said if must_wait(*pair))
    says = (alarm for session, alarm in said if (session, alarm) not in waiting)
    return sorted(says, key=lambda alarm: (-alarm.urgency, not alarm.kind.is_guided)), waiting
