"""What is kept of the skin: the answers about it, how long it rests, and that heat made it worse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from backcoach.coach.ledger import Ledger
from backcoach.coach.protocols import Clock
from backcoach.domain import limits
from backcoach.domain.flare import Flare
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.moment import ZERO, Moment, elapsed, is_plausible

CONFIRMED = "skin questions confirmed"
HEAT_WORSE = "heat made it worse"


def rest_left(removals: Mapping[str, Moment], now: Moment) -> timedelta:
    """How long the skin must still rest after any pack that came off (L2)."""
    return max((limits.rest_left(removed, now) for removed in removals.values()), default=ZERO)


def heat_made_it_worse(recall: Callable[[str], Moment | None], flare: Flare | None, now: Moment) -> bool:
    """Whether heat was said to make it worse in this flare-up; without one, whether it ever was (L6).

    A moment in the future tells nothing of the flare-up: the clock was ahead before a restart.
    """
    worse = recall(HEAT_WORSE)
    if flare is None or worse is None:
        return worse is not None
    if recall(f"{HEAT_WORSE} {flare.id}") is not None:
        return True
    return is_plausible(worse, now) and elapsed(worse, now) <= flare.lasted(now)


class Skin:
    """Keeps the limits that are about the skin (L2, L5, L6)."""

    def __init__(self, clock: Clock, ledger: Ledger) -> None:
        self._clock = clock
        self._ledger = ledger

    def is_confirmed(self) -> bool:
        """Whether the skin questions were answered within the last day (L5)."""
        now, confirmed = self._clock.now(), self._ledger.recall(CONFIRMED)
        if confirmed is not None and not is_plausible(confirmed, now):
            # From the future, for the clock was ahead before a restart: none, also when that time comes.
            self._ledger.remember(CONFIRMED, now.after(-2 * limits.CONFIRMATION_LASTS))
        return limits.confirmation_holds(confirmed, now)

    def confirm(self) -> None:
        """Keep that the person has confirmed the skin questions now (L5)."""
        self._ledger.remember(CONFIRMED, self._clock.now())

    def rest_left(self) -> timedelta:
        """How long the skin must still rest before the next pack (L2).

        A removal that lies in the future, because the wall clock was ahead before a restart, counts from the first
        look at it.
        """
        now = self._clock.now()
        for name, removed in self._ledger.removals(now).items():
            if not is_plausible(removed, now):
                self._ledger.keep_removal(name, now)
        return rest_left(self._ledger.removals(now), now)

    def keep_removals(self) -> None:
        """Keep by the clock of now when packs came off, for it was set, and a restart reckons by it."""
        now = self._clock.now()
        for name, removed in self._ledger.removals(now).items():
            if is_plausible(removed, now) and limits.rest_left(removed, now):
                self._ledger.keep_removal(name, now.after(-elapsed(removed, now)))

    def note_heat_worse(self, now: Moment) -> None:
        """Keep that heat is said to make it worse now, and in which flare-up (L6)."""
        self._ledger.remember(HEAT_WORSE, now)
        if flare := self._ledger.open_flare():
            self._ledger.remember(f"{HEAT_WORSE} {flare}", now)

    def check_confirmed(self) -> None:
        """Nothing, where the skin questions were answered within the last day.

        Raises:
            LimitReachedError: they were not (L5).
        """
        if not self.is_confirmed():
            raise LimitReachedError("The skin questions have not been confirmed within the last day.", limits.L5)
