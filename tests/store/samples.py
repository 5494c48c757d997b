"""Sessions as the engine makes them, and as Hypothesis dreams them up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from backcoach.domain import engine
from backcoach.domain.engine import Acknowledge, Begin, Stop, Tick
from backcoach.domain.moment import Moment
from backcoach.domain.routine import Act, Kind, Routine, Side, Step
from backcoach.domain.session import Ending, Session, State, StepDone
from backcoach.store.journal import SqliteJournal
from tests.doubles import finished

if TYPE_CHECKING:
    from pathlib import Path

NOON = Moment(datetime(2026, 11, 20, 12, 0, tzinfo=UTC), "boot-1", timedelta(hours=3))


def at(minutes: float = 0) -> Moment:
    """So many minutes after noon."""
    return NOON.after(timedelta(minutes=minutes))


def on_skin(kind: Kind = Kind.ICE) -> Routine:
    on = Step(Act.ON, timedelta(minutes=15), begins_by_key=True, ends_by_key=True)
    off = Step(Act.OFF, timedelta(minutes=20))
    return Routine("cycle", kind, "On and off", ("001",), (on, off, on, off))


def begun(session_id: str = "a", *, minutes: float = 0, kind: Kind = Kind.ICE) -> Session:
    """A session that began so many minutes after noon."""
    return engine.begin(session_id, on_skin(kind), at(minutes), plan="cycle").session


def moved(session: Session, event: object, minutes: float) -> Session:
    """The session after the event, so many minutes after noon."""
    return engine.decide(session, event, at(minutes)).session


def removed(session_id: str = "a", *, minutes: float = 0, kind: Kind = Kind.ICE) -> Session:
    """A session whose first application has come off, 15 minutes after it began."""
    return moved(begun(session_id, minutes=minutes, kind=kind), Acknowledge(), minutes + 15)


def ended(session_id: str = "a", *, minutes: float = 0, kind: Kind = Kind.ICE) -> Session:
    """A session that was stopped ten minutes after it began."""
    return moved(begun(session_id, minutes=minutes, kind=kind), Stop(), minutes + 10)


def complete(session_id: str = "a") -> Session:
    """A session done to its end: four steps in its log."""
    session = begun(session_id)
    for event, minutes in ((Acknowledge(), 15), (Tick(), 35), (Begin(), 36), (Acknowledge(), 51), (Tick(), 80)):
        session = moved(session, event, minutes)
    assert session.is_over
    return session


_TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
_SPANS = st.timedeltas(timedelta(days=-40_000), timedelta(days=40_000))
_MOMENTS = st.builds(Moment, st.datetimes(timezones=st.just(UTC)), _TEXTS, _SPANS)
_COUNTS = st.integers(0, 10**6)
_STEPS = st.builds(
    Step,
    st.sampled_from(Act),
    st.none() | st.timedeltas(timedelta(0), timedelta(days=40_000)),
    st.booleans(),
    st.booleans(),
    st.sampled_from(Side),
    _COUNTS,
    _COUNTS,
    st.text(max_size=20),
)
_DONE = st.builds(
    StepDone,
    _COUNTS,
    st.sampled_from(Act),
    st.sampled_from(Side),
    st.none() | _SPANS,
    _SPANS,
    _SPANS,
    _MOMENTS,
    _MOMENTS,
    st.booleans(),
    st.sampled_from(Ending),
)


@st.composite
def routines(draw: st.DrawFn) -> Routine:
    steps = tuple(draw(st.lists(_STEPS, min_size=1, max_size=5)))
    repeats = draw(st.booleans()) and any(step.ends_by_key for step in steps)
    sources = tuple(draw(st.lists(st.text(max_size=5), max_size=2)))
    kind, title, rate = draw(st.sampled_from(Kind)), draw(st.text(max_size=20)), draw(st.integers(80, 400))
    return Routine(draw(_TEXTS), kind, title, sources, steps, repeats, rate)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Any session that can be written down, plausible or not."""
    routine = draw(routines())
    return Session(
        id=draw(_TEXTS),
        routine=routine,
        plan=draw(_TEXTS),
        begun=draw(_MOMENTS),
        index=draw(_COUNTS if routine.repeats else st.integers(0, len(routine.steps) - 1)),
        state=draw(st.sampled_from(State)),
        length=draw(st.none() | _SPANS),
        step_began=draw(_MOMENTS),
        since=draw(_MOMENTS),
        anchor=draw(_MOMENTS),
        age=draw(_SPANS),
        ran=draw(_SPANS),
        stood=draw(_SPANS),
        rings=draw(_COUNTS),
        cues=draw(_COUNTS),
        first_ring=draw(st.none() | _SPANS),
        done=tuple(draw(st.lists(_DONE, max_size=4))),
        why=draw(st.none() | st.sampled_from(Ending)),
    )


def fill(path: Path, *names: str) -> None:
    """Keep a whole session of each of these names."""
    with SqliteJournal(path, busy=1) as journal:
        for name in names:
            journal.save(complete(name))


def names_in(path: Path) -> set[str]:
    """The names of the sessions that are kept."""
    with SqliteJournal(path, busy=1, verify=True) as journal:
        return {session.id for session in finished(journal)}


def damage(path: Path) -> bytes:
    """Spoil the beginning of the file; what it holds then."""
    content = b"nonsense" + path.read_bytes()[8:]
    path.write_bytes(content)
    return content
