"""A walk that is timed: a session like any other while it lasts, and a walk in the log once it has ended."""

from __future__ import annotations

from datetime import timedelta

from backcoach.domain.days import Local
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Act, Kind, Routine, Step
from backcoach.domain.session import Ending, Session
from backcoach.domain.walks import Walk, minutes_of, taken


def walk_routine() -> Routine:
    """A walk that lasts until the person stops it; sources 000 and 003, whose minutes the walking levels have."""
    return Routine("walk", Kind.WALK, "Walk", ("000", "003"), (Step(Act.WALK, None, cue="back straight, easy pace"),))


def walked_for(session: Session) -> timedelta:
    """How long was walked, pauses left out."""
    return sum((step.length for step in session.done if step.act is Act.WALK), ZERO)


def is_loggable(session: Session) -> bool:
    """Whether the session is a walk that has ended, and whose length is known: not one that was left running."""
    return session.kind is Kind.WALK and session.is_over and session.why is not Ending.UNCONFIRMED


def walk_of(session: Session, *, local: Local, day_start: timedelta, pain_before: int | None) -> Walk:
    """The walk that the session comes to; it bears the session's id, so that it can only be kept once.

    Args:
        session: a walk that has ended.
        local: the person's zone.
        day_start: how long after midnight their day starts, 0 to 6 h.
        pain_before: what was noted when it began.
    """
    start = local(session.begun.wall)
    return taken(session.id, start, minutes_of(walked_for(session)), day_start=day_start, pain_before=pain_before)
