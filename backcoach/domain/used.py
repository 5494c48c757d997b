"""One use of something, as a journal finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class Used(NamedTuple):
    """One use: an application of ice or heat, a session of stretches or breathing.

    Attributes:
        kind: the kind of session.
        at: when it began, in UTC.
    """

    kind: str
    at: datetime
