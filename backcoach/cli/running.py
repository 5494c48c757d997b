"""What `status` and the calendar tell of the sessions that go on; loaded only where there are any."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from backcoach.coach.protocols import Clock
from backcoach.domain.moment import Moment
from backcoach.domain.routine import Act
from backcoach.domain.session import Session, State


def coming(sessions: tuple[Session, ...], now: Moment) -> list[tuple[datetime, str, str]]:
    """What the sessions will ask for, in order of time: when (UTC), kind, in words."""
    calls = {Act.ON: "take it off", Act.STAY: "change position: walk or lie"}
    found = []
    for session in sessions:
        remaining = session.remaining(now)
        if session.state is not State.RUNNING or remaining is None:
            continue
        rest = "the next application is ready" if session.rest_of_routine() else "the skin has rested"
        what = calls.get(session.step.act, rest if session.step.act is Act.OFF else "done")
        found.append((now.after(remaining).wall, session.kind.value, f"{session.kind.label}: {what}"))
    return sorted(found)


def as_json(session: Session, now: Moment, clock: Clock) -> dict[str, Any]:
    """The session as `status --json` has it."""
    remaining = session.remaining(now)
    ends: datetime | None = None
    if session.state is State.RUNNING and remaining is not None:
        ends = now.after(remaining).wall
    elif session.state is State.DUE:
        ends = session.since.wall
    return {
        "id": session.id,
        "kind": session.kind.value,
        "label": session.kind.label,
        "state": session.state.value,
        "step": session.step.act.value,
        "step_index": session.index,
        "step_count": None if session.routine.repeats else len(session.routine.steps),
        "remaining_s": _seconds(remaining),
        "elapsed_s": _seconds(session.used(now)),
        "overrun_s": _seconds(session.overrun(now)),
        "ends_at": None if ends is None else clock.local(ends).isoformat(timespec="seconds"),
    }


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else round(span.total_seconds(), 3)
