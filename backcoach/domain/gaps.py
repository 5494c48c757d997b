"""What happened while nobody could watch: one message after a suspend, a stopped process or a closed program."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from backcoach.domain.moment import Moment
from backcoach.domain.routine import Act
from backcoach.domain.session import Ending, Session, State

NOTICEABLE = timedelta(seconds=5)
"""What came later than this came after a gap."""


def late(moved: Iterable[tuple[Session, Session]], now: Moment) -> tuple[Session, ...]:
    """Of sessions before and after a look, those that time moved noticeably later than their deadline."""
    return tuple(
        after
        for before, after in moved
        if (after.state, after.index) != (before.state, before.index) and now.since_boot - _came(after) > NOTICEABLE
    )


def _came(session: Session) -> timedelta:
    """When the session came into its state, on the boot clock."""
    return session.since.since_boot


def notice(sessions: tuple[Session, ...], now: Moment, local: Callable[[datetime], datetime]) -> str:
    """One message that says what ended, when, and how long ago; empty where nothing did."""
    return " ".join(_sentence(session, now, local) for session in sessions)


def _sentence(session: Session, now: Moment, local: Callable[[datetime], datetime]) -> str:
    label = session.kind.label
    span = now.since_boot - _came(session)
    at = local(session.since.wall)
    when = f"at {at:%H:%M}, {ago(span)} ago"
    match session.state:
        case State.DUE if session.step.is_application:
            return f"{label} was over {when}: take it off now; - corrects the time if it came off earlier."
        case State.DUE:
            return f"{label}: the change was due {when}."
        case State.WAITING:
            return f"{label} has been ready since {at:%H:%M}, {ago(span)} ago."
        case State.ENDED if session.why is Ending.UNCONFIRMED:
            began = local(session.begun.wall)
            return f"{label} of {began:%a %d %b %H:%M} was never confirmed; it is closed and logged as unconfirmed."
        case State.ENDED:
            return f"{label} ended {when}."
        case _ if session.step.act is Act.OFF:
            return f"{label}: the skin has rested since {at:%H:%M}, {ago(span)} ago."
        case _:
            return f"{label} went on meanwhile."


def ago(span: timedelta) -> str:
    """A span in words, as coarse as a person would say it: `47 min`, `2 h 5 min`, `3 days`."""
    minutes = max(0, int(span / timedelta(minutes=1)))
    if minutes < 1:
        return f"{max(0, int(span.total_seconds()))} s"
    if minutes < 60:  # noqa: PLR2004 - an hour
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 48:  # noqa: PLR2004 - two days
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{hours // 24} days"
