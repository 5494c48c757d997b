"""What is kept of the skin: the answers about it, how long it rests, and that heat made it worse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

from backcoach.coach.ledger import Ledger
from backcoach.domain import limits
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.moment import ZERO, Moment, is_plausible
from backcoach.ports import Clock

CONFIRMED = "skin questions confirmed"
HEAT_WORSE = "heat made it worse"


class Kept(Protocol):
    """What is kept of removals."""

    def removals(self, now: Moment) -> Mapping[str, Moment]:
        """When packs came off for which the skin may still rest, by a name for each."""

    def recall(self, key: str) -> Moment | None:
        """The moment kept under the key."""


def rest_left(kept: Kept, now: Moment) -> timedelta:
    """How long the skin must still rest after any pack that came off (L2).

    A removal that lies in the future, because the wall clock was ahead before a restart, counts from the first
    look at it, which is kept under its own name.
    """
    left = ZERO
    for name, removed in kept.removals(now).items():
        since = removed
        if not is_plausible(since, now):
            seen = first_seen(kept, name)
            since = seen if seen is not None and is_plausible(seen, now) else now
        left = max(left, limits.rest_left(since, now))
    return left


def first_seen(kept: Kept, name: str) -> Moment | None:
    """When a removal that lay in the future was first looked at."""
    return kept.recall(_first_seen(name))


def _first_seen(name: str) -> str:
    return f"first seen: removal {name}"


class Skin:
    """Keeps the limits that are about the skin (L2, L5, L6)."""

    def __init__(self, clock: Clock, ledger: Ledger) -> None:
        self._clock = clock
        self._ledger = ledger

    def is_confirmed(self) -> bool:
        """Whether the skin questions were answered within the last day (L5)."""
        return limits.confirmation_holds(self._ledger.recall(CONFIRMED), self._clock.now())

    def confirm(self) -> None:
        """Keep that the person has confirmed the skin questions now (L5)."""
        self._ledger.remember(CONFIRMED, self._clock.now())

    def rest_left(self) -> timedelta:
        """How long the skin must still rest before the next pack (L2)."""
        now = self._clock.now()
        for name, removed in self._ledger.removals(now).items():
            if not is_plausible(removed, now) and not is_plausible(first_seen(self._ledger, name) or removed, now):
                self._ledger.remember(_first_seen(name), now)
        return rest_left(self._ledger, now)

    def heat_worse_since(self) -> Moment | None:
        """When heat was last said to make it worse (L6); None where it never was."""
        return self._ledger.recall(HEAT_WORSE)

    def note_heat_worse(self, now: Moment) -> None:
        """Keep that heat is said to make it worse now (L6)."""
        self._ledger.remember(HEAT_WORSE, now)

    def check_confirmed(self) -> None:
        """Nothing, where the skin questions were answered within the last day.

        Raises:
            LimitReachedError: they were not (L5).
        """
        if not self.is_confirmed():
            raise LimitReachedError("The skin questions have not been confirmed within the last day.", limits.L5)
