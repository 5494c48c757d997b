"""What the window opens with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backcoach.ui.preferences import Preferences

if TYPE_CHECKING:
    from datetime import timedelta

    from backcoach.coach.watch import Errand
    from backcoach.domain.routine import Kind
    from backcoach.ui.rescue import Rescue


@dataclass(frozen=True, slots=True)
class Opening:
    """What the window opens with.

    Attributes:
        kind: the session whose start screen comes first; None for the first screen.
        length: the length asked for on the command line; None for the plan's.
        notice: what is to be said at once.
        choice: the pattern or the stretch asked for; empty for the one chosen last.
        preferences: what is set, and where it is kept.
        errands: what else time brings; first run after the first picture.
        rescue: the backup that the first screen offers; None where nothing was lost.
        mark: what stands before date and time on every screen: `DEMO`.
        beat: how often to look where the clock runs faster than real; None where it does not.
    """

    kind: Kind | None = None
    length: timedelta | None = None
    notice: str = ""
    choice: str = ""
    preferences: Preferences = field(default_factory=Preferences)
    errands: tuple[Errand, ...] = ()
    rescue: Rescue | None = None
    mark: str = ""
    beat: timedelta | None = None
