"""What the window opens with."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct

from backcoach.coach.watch import Errand
from backcoach.domain.routine import Kind
from backcoach.ui.rescue import Rescue


class Opening(Struct, frozen=True):
    """What the window opens with.

    Attributes:
        kind: the session whose start screen comes first; None for the first screen.
        length: the length asked for on the command line; None for the plan's.
        notice: what is to be said at once.
        choice: the pattern, the stretch or the plan asked for; empty for the one chosen last.
        errands: what else time brings; first run after the first picture.
        rescue: the backup that the first screen offers; None where nothing was lost.
        mark: what stands before date and time on every screen: `DEMO`.
        beat: how often to look where the clock runs faster than real; None where it does not.
    """

    kind: Kind | None = None
    length: timedelta | None = None
    notice: str = ""
    choice: str = ""
    errands: tuple[Errand, ...] = ()
    rescue: Rescue | None = None
    mark: str = ""
    beat: timedelta | None = None

    @property
    def offers_rescue(self) -> bool:
        """Whether there is a way back to a backup."""
        return self.rescue is not None and self.rescue.is_open
