"""When a guided session speaks: each cue once, in time or not at all."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from backcoach.domain import cues
from backcoach.domain.alarm import Alarm, Urgency
from backcoach.domain.cues import Cue
from backcoach.domain.moment import ZERO, Moment
from backcoach.domain.routine import Act, Kind
from backcoach.domain.session import Session, State

LATE = timedelta(seconds=1.5)
"""A cue that could not be given for so long is dropped: a wrong word is worse than none."""

BREATH_BEGINS = timedelta(seconds=1)
"""For how long after its beginning a breath counts as the end of the one before."""


def led(session: Session, patience: timedelta = ZERO) -> tuple[Session, tuple[Alarm, ...]]:
    """The session with all cues behind it that its step has reached, and the newest of them, if it is not too late.

    Args:
        session: the session, anchored now.
        patience: for how long each cue is left to another program.
    """
    if not _guides(session):
        return session, ()
    table = cues.cues(session.routine, session.index)
    reached = sum(cue.at + patience <= session.ran for cue in table)
    if reached <= session.cues:
        return session, ()
    newest = table[reached - 1]
    session = replace(session, cues=reached)
    return session, () if session.ran - newest.at > LATE else (_alarm(session, newest),)


def opened(session: Session) -> tuple[Session, tuple[Alarm, ...]]:
    """The session whose step a key has begun, or let go on, and what is said of it: nothing has announced it."""
    if not _guides(session):
        return session, ()
    reached = sum(cue.at <= session.ran for cue in cues.cues(session.routine, session.index))
    cue = cues.opening(session.routine, session.index, session.ran)
    return replace(session, cues=max(reached, session.cues)), (_alarm(session, cue),)


def until_cue(session: Session, now: Moment, patience: timedelta = ZERO) -> timedelta | None:
    """How long until the next cue of the present step is to be given here; None where there is none."""
    if not _guides(session):
        return None
    table = cues.cues(session.routine, session.index)
    return table[session.cues].at + patience - session.used(now) if session.cues < len(table) else None


def may_be_spoken_over(session: Session, now: Moment) -> bool:
    """Whether something less urgent than a removal may be said now: not in the middle of a breath or of a hold."""
    if not _guides(session) or session.step.act in {Act.READY, Act.REST}:
        return True
    return session.kind is Kind.BREATHE and session.step.act is Act.IN and session.used(now) < BREATH_BEGINS


def _guides(session: Session) -> bool:
    return session.kind.is_guided and session.state is State.RUNNING


def _alarm(session: Session, cue: Cue) -> Alarm:
    headline = f"{session.kind.label} {session.step.act}"
    return Alarm(cue.sound, session.kind, headline, cue.words or headline, cue.words, Urgency.CUE)
