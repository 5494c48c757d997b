"""One run of a routine: where it stands, and what the clocks say of it. What moves it is in `engine`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from backcoach.domain.documents import Line, Sources
from backcoach.domain.limits import LONGEST_PAUSE, LONGEST_SESSION, SHORTEST_REST
from backcoach.domain.moment import ZERO, Moment, elapsed
from backcoach.domain.routine import Act, Count, Kind, Routine, Side, Step

STALE = timedelta(days=1)
"""A session whose end is longer ago is closed as unconfirmed; so is one left open, paused or waiting for so long."""


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DUE = "due"
    ENDED = "ended"


class Ending(StrEnum):
    DONE = "done"
    SKIPPED = "skipped"
    STOPPED = "stopped"
    PAIN = "stopped: pain"
    WORSE = "stopped: heat made it worse"
    EMERGENCY = "stopped: emergency sign"
    OTHER_PACK = "stopped: another pack was on"
    PAUSE_OVER = "paused too long"
    NO_TIME = "no time left for another application"
    UNCONFIRMED = "unconfirmed"


class StepDone(Struct, frozen=True, forbid_unknown_fields=True):
    """A step that is over, as it really was: its length without pauses, then its overrun until the person came.

    An application ended when the pack came off. What is not acknowledged was done as far as nobody can know.
    """

    index: Count
    act: Act
    side: Side
    planned: timedelta | None
    length: timedelta
    overrun: timedelta
    began: Moment
    ended: Moment
    acknowledged: bool
    why: Ending


class HeatKind(Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of heat; in water the questions before it are others (L5), and the limits are the same."""

    id: str
    title: Line
    sources: Sources
    in_water: bool = False


class Session(Struct, frozen=True, forbid_unknown_fields=True):
    """One run of a routine.

    The three spans were true at `anchor`; the questions below add what has passed since then. Nothing is counted
    in ticks: moving the anchor changes no answer, it only makes the answers outlive a restart of the machine.
    """

    id: str
    routine: Routine
    plan: str
    begun: Moment
    index: Count  # the present step; it goes on counting in a routine that repeats
    state: State
    length: timedelta | None  # the present step's, as the person has set it; None is open
    step_began: Moment
    since: Moment  # when the present state began
    anchor: Moment
    age: timedelta = ZERO  # from `begun` to the anchor
    ran: timedelta = ZERO  # how long the present step had run, pauses left out
    stood: timedelta = ZERO  # how long the present state had lasted, unless it is running
    rings: Count = 0
    first_ring: timedelta | None = None  # how long it had stood then
    cues: Count = 0  # how many of the present step have been given, or have passed, while it guides
    done: tuple[StepDone, ...] = ()
    presses: Count = 0  # by the person; by it two windows know whether they speak of the same thing
    why: Ending | None = None
    heat: HeatKind | None = None  # what heat comes from, where it was chosen

    @property
    def kind(self) -> Kind:
        return self.routine.kind

    @property
    def in_water(self) -> bool:
        return self.heat is not None and self.heat.in_water

    @property
    def step(self) -> Step:
        return self.routine.step(self.index)

    @property
    def is_over(self) -> bool:
        return self.state is State.ENDED

    @property
    def needs_person(self) -> bool:
        return self.state in {State.DUE, State.WAITING}

    @property
    def is_last_rest(self) -> bool:
        """Whether the last pack is off, and the skin rests."""
        return not self.is_over and self.step.act is Act.OFF and not self.routine.has(self.index + 1)

    @property
    def eased(self) -> datetime:
        """When the last pack came off; of any other session that is over, when it ended."""
        packs = [step.ended.wall for step in self.done if step.act is Act.ON]
        return packs[-1] if packs else self.since.wall

    @property
    def application(self) -> int:
        """Which application of the session is on, or comes next, or was the last: from 1."""
        return max(1, sum(step.is_application for step in self.routine.steps[: self.index + 1]))

    def used(self, now: Moment) -> timedelta:
        """How long the present step has run: never negative, never more than its length."""
        ran = self.ran + (elapsed(self.anchor, now) if self.state is State.RUNNING else ZERO)
        return ran if self.length is None else min(self.length, ran)

    def remaining(self, now: Moment) -> timedelta | None:
        """How long the present step still has to run; zero when it is due, None where it is open."""
        if self.length is None:
            return None
        if self.state in {State.DUE, State.ENDED}:
            return ZERO
        return self.length - self.used(now)

    def standing(self, now: Moment) -> timedelta:
        """How long the present state has lasted: a pause, a wait, an overrun; zero while it runs."""
        if self.state in {State.RUNNING, State.ENDED}:
            return ZERO
        return self.stood + elapsed(self.anchor, now)

    def overrun(self, now: Moment) -> timedelta:
        return self.standing(now) if self.state is State.DUE else ZERO

    def total_age(self, now: Moment) -> timedelta:
        return self.age if self.is_over else self.age + elapsed(self.anchor, now)

    def rest_of_routine(self) -> timedelta:
        later = self.routine.steps[self.index + 1 :] if not self.routine.repeats else ()
        return sum((step.length for step in later if step.length is not None), ZERO)

    def time_to_begin(self, now: Moment) -> timedelta:
        """How long an application may still wait to begin, or to go on, and fit the session (L3).

        Of a last rest still to come only the least that the skin needs (L2) must fit: waiting shortens the rest of it.
        """
        left = self.length - self.used(now) if self.length is not None else ZERO
        last = self.routine.steps[-1]
        is_rest_to_come = last.act is Act.OFF and self.routine.has(self.index + 1)
        spare = last.length - SHORTEST_REST if is_rest_to_come and last.length is not None else ZERO
        return LONGEST_SESSION - self.total_age(now) - left - self.rest_of_routine() + spare

    def until_change(self, now: Moment) -> timedelta | None:
        """How long until something happens by itself, alarms aside; negative where it is overdue.

        It is never overdue for longer than the present state has lasted. None where only the person can move it.
        """
        match self.state:
            case State.RUNNING:
                return (STALE if self.length is None else self.length) - self.ran - elapsed(self.anchor, now)
            case State.PAUSED if self.step.is_application:
                return LONGEST_PAUSE - self.standing(now)
            case State.PAUSED if self.step.act is Act.OFF:
                return ZERO
            case State.WAITING if self.step.is_application:
                return max(self.time_to_begin(now), -self.standing(now))
            case State.PAUSED | State.WAITING | State.DUE:
                return STALE - self.standing(now)
            case _:
                return None


def is_late(before: Session, after: Session, now: Moment) -> bool:
    """Whether time moved the session over 5 s ago, while nobody could look: the person is told."""
    has_moved = (after.state, after.index) != (before.state, before.index)
    return has_moved and now.since_boot - after.since.since_boot > timedelta(seconds=5)


def notice(session: Session, now: Moment, local: Callable[[datetime], datetime]) -> str:
    """What the person is told of a session that moved without them: what, when, and how long ago."""
    label = session.kind.label
    when = f"{local(session.since.wall):%H:%M}, {ago(now.since_boot - session.since.since_boot)} ago"
    match session.state:
        case State.DUE if session.step.is_application:
            return f"{label} was over at {when}: {'get out of the water' if session.in_water else 'take it off'} now."
        case State.DUE:
            return f"{label}: it was time to change position at {when}."
        case State.WAITING:
            return f"{label} has been ready since {when}."
        case State.ENDED if session.why is Ending.UNCONFIRMED:
            began = local(session.begun.wall)
            return f"{label} of {began:%a %d %b %H:%M} was never confirmed; it is closed and logged as unconfirmed."
        case State.ENDED if session.why is Ending.OTHER_PACK:
            return f"{label} was started beside another pack. Only one at a time, so this one is stopped."
        case State.ENDED:
            return f"{label} ended at {when}."
        case _ if session.step.act is Act.OFF:
            return f"{label} has been off since {when}."
        case _:
            return f"{label} kept running meanwhile."


def ago(span: timedelta) -> str:
    """A span in words, as coarse as a person would say it: `47 min`, `2 h 5 min`, `3 days`."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    hours, rest = divmod(seconds // 60, 60)
    if not hours:
        return f"{rest} min"
    if hours < 48:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{hours // 24} days"


def to_state(session: Session, state: State, ago: timedelta) -> Session:
    return replace(session, state=state, since=session.anchor.after(-ago), stood=ago, rings=0, first_ring=None)


def with_step_done(session: Session, ago: timedelta, why: Ending, *, acknowledged: bool) -> Session:
    """The session with its present step kept as over since `ago` before the anchor."""
    ran = session.ran if session.length is None else min(session.ran, session.length)
    overrun = max(ZERO, session.stood - ago) if session.state is State.DUE else ZERO
    step, began, came_off = session.step, session.step_began, session.anchor.after(-ago)
    done = StepDone(session.index, step.act, step.side, step.length, ran, overrun, began, came_off, acknowledged, why)
    return replace(session, ran=ran, done=(*session.done, done))


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
    over = to_state(session, State.ENDED, ago)
    return replace(over, anchor=over.since, age=max(ZERO, session.age - ago), stood=ZERO, why=why)
