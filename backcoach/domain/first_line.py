"""The first line of every window and of `status`: all that runs, in plain text."""

from __future__ import annotations

from backcoach.domain import wording
from backcoach.domain.moment import Moment
from backcoach.domain.session import Session

NOTHING = "Nothing is running"


def first_line(sessions: tuple[Session, ...], now: Moment) -> str:
    """One part for each session, the one that needs the person first."""
    if not sessions:
        return NOTHING

    return " · ".join(wording.part(session, now) for session in wording.in_order(sessions))
