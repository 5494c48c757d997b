"""One use of something, as a journal finds it."""

from __future__ import annotations

from backcoach.domain.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Used:
    """One use: an application of ice or heat, a session of stretches or breathing.

    Attributes:
        kind: the kind of session.
        at: when it began, in UTC.
    """

    kind: str
    at: datetime
