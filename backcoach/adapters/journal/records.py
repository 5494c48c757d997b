"""Sessions as rows and documents, and back again without a difference."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from backcoach.adapters.journal.times import wall_text
from backcoach.domain.moment import Moment
from backcoach.domain.routine import RATE, Act, Kind, Routine, Side, Step
from backcoach.domain.session import Ending, Session, State, StepDone

Row: TypeAlias = tuple[Any, ...]

MICROSECOND = timedelta(microseconds=1)


class UnreadableError(ValueError):
    """A record is broken, or holds what only a newer backcoach knows."""


# -- small things -------------------------------------------------------------------------------------------


def microseconds(span: timedelta) -> int:
    """A span as whole microseconds, which it always is."""
    return span // MICROSECOND


def moment_row(moment: Moment) -> tuple[str, str, int]:
    """A moment as three columns: wall, boot, microseconds since boot."""
    return wall_text(moment.wall), moment.boot_id, microseconds(moment.since_boot)


def moment_of(row: object) -> Moment:
    """The moment of three columns, or of a list of three in a document.

    Raises:
        UnreadableError: they are not a moment.
    """
    if not isinstance(row, tuple | list):
        raise UnreadableError(f"{row!r:.80} is no moment")
    try:
        wall, boot, since_boot = row
        return Moment(datetime.fromisoformat(_text(wall)), _text(boot), _span(since_boot))
    except (TypeError, ValueError, OverflowError) as error:
        raise UnreadableError(f"{row!r:.80} is no moment") from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise UnreadableError(f"{value!r:.80} is no text")
    return value


def _whole(value: object) -> int:
    if type(value) is not int or value < 0:
        raise UnreadableError(f"{value!r:.80} is no number from 0 up")
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise UnreadableError(f"{value!r:.80} is neither true nor false")
    return value


def _span(value: object) -> timedelta:
    if type(value) is not int:
        raise UnreadableError(f"{value!r:.80} is no number of microseconds")
    return timedelta(microseconds=value)


def _span_or_none(value: object) -> timedelta | None:
    return None if value is None else _span(value)


def _microseconds_or_none(span: timedelta | None) -> int | None:
    return None if span is None else microseconds(span)


def _only(doc: object, keys: frozenset[str]) -> dict[str, Any]:
    """The object, where it has these keys and no others: one more may mean what this program does not know."""
    if not isinstance(doc, dict) or doc.keys() != keys:
        names = sorted(set(doc) ^ keys) if isinstance(doc, dict) else []
        raise UnreadableError(f"unknown or missing: {', '.join(names)}" if names else f"{doc!r:.80} is no object")
    return doc


# -- routines -----------------------------------------------------------------------------------------------

_ROUTINE_KEYS = frozenset({"id", "kind", "title", "sources", "steps", "repeats"})
_RATE = "rate"
"""The key that only a routine led at a rate of its own has."""


def _routine_doc(routine: Routine) -> dict[str, Any]:
    doc: dict[str, Any] = {
        "id": routine.id,
        "kind": routine.kind,
        "title": routine.title,
        "sources": routine.sources,
        "steps": [
            (
                step.act,
                _microseconds_or_none(step.length),
                step.begins_by_key,
                step.ends_by_key,
                step.side,
                step.rep,
                step.reps,
                step.cue,
            )
            for step in routine.steps
        ],
        "repeats": routine.repeats,
    }
    return doc if routine.rate == RATE else {**doc, _RATE: routine.rate}


def _routine_of(value: object) -> Routine:
    has_rate = isinstance(value, dict) and _RATE in value
    doc = _only(value, _ROUTINE_KEYS | {_RATE} if has_rate else _ROUTINE_KEYS)
    return Routine(
        id=_text(doc["id"]),
        kind=Kind(doc["kind"]),
        title=_text(doc["title"]),
        sources=tuple(_text(source) for source in doc["sources"]),
        steps=tuple(_step_of(step) for step in doc["steps"]),
        repeats=_truth(doc["repeats"]),
        rate=_whole(doc.get(_RATE, RATE)),
    )


def _step_of(value: list[Any]) -> Step:
    act, length, begins, ends, side, rep, reps, cue = value
    return Step(
        act=Act(act),
        length=_span_or_none(length),
        begins_by_key=_truth(begins),
        ends_by_key=_truth(ends),
        side=Side(side),
        rep=_whole(rep),
        reps=_whole(reps),
        cue=_text(cue),
    )


# -- sessions -----------------------------------------------------------------------------------------------

_MOMENTS = ("begun", "step_began", "since", "anchor")
_SPANS = ("age", "ran", "stood")
_SESSION_KEYS = frozenset(
    {
        "id",
        "routine",
        "plan",
        "index",
        "state",
        "length",
        "rings",
        "first_ring",
        "cues",
        "presses",
        "why",
        *_MOMENTS,
        *_SPANS,
    }
)


def session_row(session: Session) -> Row:
    """The session as the columns of its table, in their order."""
    ended = wall_text(session.since.wall) if session.is_over else None
    return (
        session.id,
        session.kind.value,
        session.routine.id,
        session.plan,
        session.state.value,
        session.why and session.why.value,
        wall_text(session.begun.wall),
        ended,
        len(session.done),
        session_doc(session),
    )


def session_doc(session: Session) -> str:
    """The session without its finished steps as a JSON document, in ASCII, so that any text comes back."""
    doc: dict[str, Any] = {
        "id": session.id,
        "routine": _routine_doc(session.routine),
        "plan": session.plan,
        "index": session.index,
        "state": session.state,
        "length": _microseconds_or_none(session.length),
        "rings": session.rings,
        "cues": session.cues,
        "presses": session.presses,
        "first_ring": _microseconds_or_none(session.first_ring),
        "why": session.why,
    }
    doc |= {name: moment_row(getattr(session, name)) for name in _MOMENTS}
    doc |= {name: microseconds(getattr(session, name)) for name in _SPANS}
    return json.dumps(doc, separators=(",", ":"))


def session_of(session_id: str, text: str, done: tuple[StepDone, ...] = ()) -> Session:
    """The session of a document and of its finished steps.

    Raises:
        UnreadableError: the document is broken, is another session's, or a newer backcoach's.
    """
    try:
        doc = _only(json.loads(text), _SESSION_KEYS)
        session = Session(
            id=_text(doc["id"]),
            routine=_routine_of(doc["routine"]),
            plan=_text(doc["plan"]),
            index=_whole(doc["index"]),
            state=State(doc["state"]),
            length=_span_or_none(doc["length"]),
            rings=_whole(doc["rings"]),
            cues=_whole(doc["cues"]),
            presses=_whole(doc["presses"]),
            first_ring=_span_or_none(doc["first_ring"]),
            why=None if doc["why"] is None else Ending(doc["why"]),
            done=done,
            begun=moment_of(doc["begun"]),
            step_began=moment_of(doc["step_began"]),
            since=moment_of(doc["since"]),
            anchor=moment_of(doc["anchor"]),
            age=_span(doc["age"]),
            ran=_span(doc["ran"]),
            stood=_span(doc["stood"]),
        )
    except UnreadableError:
        raise
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise UnreadableError(str(error) or type(error).__name__) from error
    if session.id != session_id:
        raise UnreadableError("its document is another session's")
    if not session.routine.has(session.index):
        raise UnreadableError(f"its routine has no step {session.index}")
    return session


def step_row(session_id: str, n: int, step: StepDone) -> Row:
    """A finished step as the columns of its table, in their order."""
    return (
        session_id,
        n,
        step.index,
        step.act.value,
        step.side.value,
        _microseconds_or_none(step.planned),
        microseconds(step.length),
        microseconds(step.overrun),
        *moment_row(step.began),
        *moment_row(step.ended),
        int(step.acknowledged),
        step.why.value,
    )


def step_of(row: Row) -> StepDone:
    """The finished step of its columns, from `place` on.

    Raises:
        UnreadableError: they are broken, or a newer backcoach's.
    """
    place, act, side, planned, length, overrun, *moments, acknowledged, why = row
    try:
        return StepDone(
            index=_whole(place),
            act=Act(act),
            side=Side(side),
            planned=_span_or_none(planned),
            length=_span(length),
            overrun=_span(overrun),
            began=moment_of(moments[:3]),
            ended=moment_of(moments[3:]),
            acknowledged=_truth(acknowledged == 1),
            why=Ending(why),
        )
    except UnreadableError:
        raise
    except (ValueError, OverflowError) as error:
        raise UnreadableError(str(error)) from error
