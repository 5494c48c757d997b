"""What can happen to a session, and what comes of it."""

from __future__ import annotations

from backcoach.domain.moment import ZERO
from backcoach.domain.session import Ending
from backcoach.domain.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import timedelta

    from backcoach.domain.alarm import Alarm
    from backcoach.domain.session import Session


class NotNowError(Exception):
    """The event means nothing where the session stands; the text is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed; nobody did anything.

    Attributes:
        patience: for how long the program that looks leaves each cue of a guided session to another one; None where it
            gives none at all.
    """

    patience: timedelta | None = ZERO


@dataclass(frozen=True, slots=True)
class Begin:
    """The person starts the step that waits."""


@dataclass(frozen=True, slots=True)
class Pause:
    """The person pauses; of an application it means that the pack is off."""


@dataclass(frozen=True, slots=True)
class GoOn:
    """The person ends a pause."""


@dataclass(frozen=True, slots=True)
class Adjust:
    """The person wants the present step longer or shorter by `by`."""

    by: timedelta


@dataclass(frozen=True, slots=True)
class Next:
    """The person goes to the next step."""


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The person says that a due step is over, and since when: `earlier` before now."""

    earlier: timedelta = ZERO


@dataclass(frozen=True, slots=True)
class Stop:
    """The person stops the session and logs what was done."""

    why: Ending = Ending.STOPPED


@dataclass(frozen=True, slots=True)
class Hurts:
    """The person says that it hurts, or that heat makes it worse."""


Event = Tick | Begin | Pause | GoOn | Adjust | Next | Acknowledge | Stop | Hurts


@dataclass(frozen=True, slots=True)
class Decision:
    """What comes of an event.

    Attributes:
        session: the session as it is now.
        says: what is to be noticed, in order.
        silence: whether an alarm that sounds has been answered.
    """

    session: Session
    says: tuple[Alarm, ...] = ()
    silence: bool = False
