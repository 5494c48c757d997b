"""How often ice, heat, stretches and breathing were used on each day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from backcoach.domain.days import Local, local_day
from backcoach.domain.used import Used


class Uses(Struct, frozen=True):
    """How often something was used on one day.

    Attributes:
        ice: applications of ice.
        heat: applications of heat.
        stretches: stretch sessions.
        breathing: breathing sessions.
    """

    ice: int = 0
    heat: int = 0
    stretches: int = 0
    breathing: int = 0


NOT_USED = Uses()


def uses_by_day(used: Iterable[Used], local: Local, day_start: timedelta) -> dict[date, Uses]:
    """The uses of each day on which there were any.

    Args:
        used: the uses.
        local: the person's zone.
        day_start: how long after midnight their day starts.
    """
    counts: dict[date, Counter[str]] = {}
    for use in used:
        counts.setdefault(local_day(local(use.at), day_start), Counter())[use.kind] += 1
    return {
        day: Uses(ice=kinds["ice"], heat=kinds["heat"], stretches=kinds["stretch"], breathing=kinds["breathe"])
        for day, kinds in counts.items()
    }
