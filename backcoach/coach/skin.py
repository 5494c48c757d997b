"""What is kept of the skin: the answers about it, how long it rests, and that heat made it worse."""

from __future__ import annotations

from datetime import timedelta

from backcoach.coach.ledger import Ledger
from backcoach.domain import limits
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.moment import Moment, is_plausible
from backcoach.ports import Clock

CONFIRMED = "skin questions confirmed"
HEAT_WORSE = "heat made it worse"
RESTS_FROM = "the skin rests at least from"


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
        """How long the skin must still rest before the next pack (L2).

        A removal that lies in the future, because the wall clock was ahead before a restart, counts from the first
        look at it.
        """
        now, removed = self._clock.now(), self._ledger.last_removal()
        if removed is not None and not is_plausible(removed, now):
            removed = self._ledger.recall(RESTS_FROM)
            if removed is None or not is_plausible(removed, now):
                removed = now
                self._ledger.remember(RESTS_FROM, now)
        return limits.rest_left(removed, now)

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
