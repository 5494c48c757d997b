"""How often something was used, counted by the journal's file itself: no session needs to be read for it."""

from __future__ import annotations

from datetime import datetime

from backcoach.adapters.journal.database import Database
from backcoach.domain.review import Used

_APPLICATIONS = """
SELECT sessions.kind, steps.began_wall
FROM steps INDEXED BY steps_on JOIN sessions ON sessions.id = steps.session_id
WHERE steps.act = 'on' AND steps.ended_wall >= ? AND steps.ended_wall < ?
    AND steps.length_us > 0 AND steps.n < sessions.steps AND sessions.kind IN ('ice', 'heat')
"""
_GUIDED = """
SELECT sessions.kind, sessions.begun_wall
FROM sessions INDEXED BY sessions_ended
WHERE sessions.ended_wall >= ? AND sessions.ended_wall < ? AND sessions.kind IN ('stretch', 'breathe')
    AND EXISTS (
        SELECT 1 FROM steps
        WHERE steps.session_id = sessions.id AND steps.n < sessions.steps
            AND steps.length_us > 0 AND steps.act <> 'get ready'
    )
"""


def used_between(file: Database, first: str, last: str) -> tuple[Used, ...]:
    """What was used and ended from `first` up to `last`; both are texts as the journal keeps times."""
    rows = [*file.rows(_APPLICATIONS, (first, last)), *file.rows(_GUIDED, (first, last))]
    if not rows:
        return ()

    return tuple(sorted((Used(kind, datetime.fromisoformat(at)) for kind, at in rows), key=lambda use: use.at))
