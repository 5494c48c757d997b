"""Who may speak now: a reminder waits for the end of a breath or of a hold; the removal of a pack never waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from backcoach.domain import cues
from backcoach.domain.alarm import Alarm, Urgency
from backcoach.domain.events import Decision
from backcoach.domain.moment import Moment
from backcoach.domain.session import Session


class Manners:
    """Holds back what can wait while a session guides, and lets it through at its next pause."""

    def __init__(self) -> None:
        self._held: list[tuple[Session, Alarm]] = []

    def let_through(self, decisions: Iterable[Decision], sessions: Mapping[str, Session], now: Moment) -> list[Alarm]:
        """What is to be said now, the most urgent first.

        Args:
            decisions: what time has brought about.
            sessions: the sessions that go on, by id.
            now: this moment.
        """
        said = [(decision.session, alarm) for decision in decisions for alarm in decision.says]
        held = [(session, alarm) for session, alarm in self._held if _still_holds(session, sessions)]
        if all(cues.may_be_spoken_over(session, now) for session in sessions.values()):
            self._held = []
            said = [*held, *said]
        else:
            self._held = [*held, *(pair for pair in said if _can_wait(*pair))]
            said = [pair for pair in said if not _can_wait(*pair)]
        return sorted((alarm for _, alarm in said), key=lambda alarm: -alarm.urgency)


def _can_wait(session: Session, alarm: Alarm) -> bool:
    return alarm.urgency is Urgency.NOTICE and not session.kind.is_guided


def _still_holds(session: Session, sessions: Mapping[str, Session]) -> bool:
    """Whether what was said of the session is still so: nobody has answered it meanwhile."""
    current = sessions.get(session.id)
    if session.is_over:
        return True
    return current is not None and current.needs_person and current.index == session.index
