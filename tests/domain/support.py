"""What the tests of the rules share: a machine with clocks of its own, and one routine of each sort."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from backcoach.domain import engine
from backcoach.domain.engine import Decision, Event, Tick
from backcoach.domain.moment import ZERO, Moment
from backcoach.domain.routine import Act, Kind, Routine, Side, Step

if TYPE_CHECKING:
    from backcoach.domain.session import Session

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def minutes(value: float) -> timedelta:
    return timedelta(minutes=value)


def seconds(value: float) -> timedelta:
    return timedelta(seconds=value)


def moment(at: timedelta = ZERO, boot_id: str = "first boot", *, wall_moved: timedelta = ZERO) -> Moment:
    """The moment `at` after a noon at which the machine had run for an hour."""
    return Moment(NOON + at + wall_moved, boot_id, timedelta(hours=1) + at)


@dataclass
class Machine:
    """Clocks that move only when they are told to."""

    wall: datetime = NOON
    boots: int = 1
    since_boot: timedelta = timedelta(hours=1)

    @property
    def now(self) -> Moment:
        return Moment(self.wall, f"boot {self.boots}", self.since_boot)

    def run(self, span: timedelta) -> Moment:
        """Time passes, awake or suspended."""
        self.wall += span
        self.since_boot += span
        return self.now

    def set_wall(self, by: timedelta) -> Moment:
        """Somebody sets the wall clock."""
        self.wall += by
        return self.now

    def restart(self, wall_by: timedelta) -> Moment:
        """The machine starts again, its wall clock `wall_by` further on, or back."""
        self.wall += wall_by
        self.boots += 1
        self.since_boot = timedelta(seconds=20)
        return self.now


def on(length: timedelta) -> Step:
    return Step(Act.ON, length, begins_by_key=True, ends_by_key=True)


def off(length: timedelta) -> Step:
    return Step(Act.OFF, length)


def cycle(kind: Kind, *lengths: float) -> Routine:
    """Applications and rests in turn, in minutes."""
    steps = tuple((off if place % 2 else on)(minutes(length)) for place, length in enumerate(lengths))
    return Routine(f"{kind}-test", kind, kind.label, ("001",), steps)


ICE = cycle(Kind.ICE, 20, 20, 20, 20)
HEAT = cycle(Kind.HEAT, 15, 20)
ICE_ALONE = cycle(Kind.ICE, 15)
POSTURE = Routine(
    "posture", Kind.POSTURE, "Posture", ("000",), (Step(Act.STAY, minutes(30), ends_by_key=True),), repeats=True
)
BREATHE = Routine(
    "longer-out",
    Kind.BREATHE,
    "Longer out",
    ("002",),
    (Step(Act.READY, seconds(5)), *(Step(Act.IN, seconds(4)), Step(Act.OUT, seconds(6))) * 6),
)
STRETCH = Routine(
    "knees",
    Kind.STRETCH,
    "Knee to chest",
    ("001",),
    (
        Step(Act.READY, seconds(5)),
        *(
            Step(act, seconds(length), side=side, rep=1, reps=1, cue=f"{side.value.capitalize()} knee to the chest")
            for side in (Side.RIGHT, Side.LEFT)
            for act, length in ((Act.MOVE, 3), (Act.HOLD, 20), (Act.RELEASE, 3), (Act.REST, 4))
        ),
    ),
)
WALK = Routine("walk", Kind.WALK, "Walk", ("000",), (Step(Act.WALK, None),))
ROUTINES = (ICE, HEAT, ICE_ALONE, POSTURE, BREATHE, STRETCH, WALK)


def begun(routine: Routine, now: Moment | None = None) -> Session:
    return engine.begin("test", routine, now or moment()).session


def played(routine: Routine, *events: tuple[timedelta, Event]) -> Session:
    """The session of the routine after these events, each at its time from the beginning."""
    session = begun(routine)
    for at, event in events:
        session = engine.decide(session, event, moment(at)).session
    return session


def tick(session: Session, at: timedelta) -> Decision:
    return engine.decide(session, Tick(), moment(at))
