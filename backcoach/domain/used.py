"""One use of something, as a journal finds it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Used(Struct, frozen=True):
    """One use: an application of ice or heat, a session of stretches or breathing.

    Attributes:
        kind: the kind of session.
        at: when it began, in UTC.
    """

    kind: str
    at: datetime
