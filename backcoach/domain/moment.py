"""A point in time that survives suspends, changed clocks and restarts, and what passed between two of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec import Struct
from msgspec.structs import force_setattr

ZERO = timedelta(0)
SECOND = timedelta(seconds=1)


class Moment(Struct, frozen=True, forbid_unknown_fields=True):
    """One point in time, as two clocks saw it: the wall clock, in UTC, and the one since boot, sleep included."""

    wall: datetime
    boot_id: str
    since_boot: timedelta

    def __post_init__(self) -> None:
        if self.wall.tzinfo is None:
            raise ValueError("a moment's wall clock must be in UTC, not without a zone")
        if self.wall.tzinfo is not UTC:
            force_setattr(self, "wall", self.wall.astimezone(UTC))

    def after(self, span: timedelta) -> Moment:
        return Moment(self.wall + span, self.boot_id, self.since_boot + span)


def elapsed(earlier: Moment, later: Moment) -> timedelta:
    """What really passed from `earlier` to `later`; never negative.

    Within one boot the boot clock counts, which neither a suspend stops nor a change of the wall clock moves.
    Across boots only the wall clock is left.
    """
    if earlier.boot_id == later.boot_id:
        return max(ZERO, later.since_boot - earlier.since_boot)
    return max(ZERO, later.wall - earlier.wall)


def is_plausible(earlier: Moment, later: Moment) -> bool:
    """Whether the clocks agree that `later` did not come before `earlier`.

    Within one boot it may have been read up to 10 s before: by a program that then waited for another one.
    """
    if earlier.boot_id == later.boot_id:
        return later.since_boot >= earlier.since_boot - timedelta(seconds=10)
    return later.wall >= earlier.wall


class Reading(Struct, frozen=True):
    """A moment, and the monotonic clock, which stands still in a suspend."""

    moment: Moment
    monotonic: timedelta


TOLERANCE = SECOND


def jump_between(before: Reading, after: Reading) -> timedelta | None:
    """How long the machine slept where the clocks jumped between two readings; None where they moved as one.

    A jump without sleep is a restart, or a wall clock that was set. Up to a second between them is none.
    """
    if before.moment.boot_id != after.moment.boot_id:
        return ZERO
    booted = after.moment.since_boot - before.moment.since_boot
    slept = booted - (after.monotonic - before.monotonic)
    wall_moved = (after.moment.wall - before.moment.wall) - booted
    return None if max(abs(slept), abs(wall_moved)) <= TOLERANCE else slept
