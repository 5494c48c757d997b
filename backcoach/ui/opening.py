"""What the window opens with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

    from backcoach.domain.routine import Kind


@dataclass(frozen=True, slots=True)
class Opening:
    """What the window opens with.

    Attributes:
        kind: the session whose start screen comes first; None for the first screen.
        length: the length asked for on the command line; None for the plan's.
        notice: what is to be said at once.
    """

    kind: Kind | None = None
    length: timedelta | None = None
    notice: str = ""
