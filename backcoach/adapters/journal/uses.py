"""How often something was used, counted by the journal's file itself: no session needs to be read for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from backcoach.adapters.journal.database import Database
from backcoach.domain.gates import counts
from backcoach.domain.review import Used
from backcoach.domain.session import Session

_APPLICATIONS = """
SELECT sessions.kind, steps.began_wall
FROM steps INDEXED BY steps_on JOIN sessions ON sessions.id = steps.session_id
WHERE steps.act = 'on' AND steps.ended_wall >= ? AND steps.ended_wall < ?
    AND steps.length_us > 0 AND steps.n < sessions.steps AND sessions.kind IN ('ice', 'heat')
"""


def used_between(file: Database, first: str, last: str, guided: Iterable[Session]) -> tuple[Used, ...]:
    """What was used and ended from `first` up to `last`; both are texts as the journal keeps times.

    Of the guided sessions that ended then those count of which something was done.
    """
    rows = file.rows(_APPLICATIONS, (first, last))
    rows += [(session.kind, session.begun.wall.isoformat()) for session in guided if counts(session)]
    if not rows:
        return ()

    return tuple(sorted((Used(kind, datetime.fromisoformat(at)) for kind, at in rows), key=lambda use: use.at))
