"""What can happen to a session, and what comes of it."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct

from backcoach.domain.alarm import Alarm
from backcoach.domain.moment import ZERO, Moment
from backcoach.domain.session import Ending, Session


class NotNowError(Exception):
    """The event means nothing where the session stands; the text is a sentence for the person."""


class Tick(Struct, frozen=True):
    """Time has passed; each cue is left to another program for the `patience`, and for ever where that is None.

    How much is left of an application is said each time that this is a multiple of `say_left`; of zero, never.
    """

    patience: timedelta | None = ZERO
    say_left: timedelta = ZERO


class Begin(Struct, frozen=True):
    """The person starts the step that waits."""


class Pause(Struct, frozen=True):
    """The person pauses; of an application it means that the pack is off."""


class GoOn(Struct, frozen=True):
    """The person ends a pause; of a stretch with pain of 5 or 6, sure after being asked once more (L7)."""

    sure: bool = False


class Adjust(Struct, frozen=True):
    by: timedelta


class Next(Struct, frozen=True):
    """The person goes to the next step."""


class Acknowledge(Struct, frozen=True):
    """The person says that a due step is over, and at which moment it was; None is now."""

    at: Moment | None = None


class Stop(Struct, frozen=True):
    why: Ending = Ending.STOPPED


class Hurts(Struct, frozen=True):
    """The person says that it hurts, or that heat makes it worse."""


Key = Begin | Pause | GoOn | Adjust | Next | Acknowledge | Stop | Hurts
Event = Tick | Key


class Decision(Struct, frozen=True):
    """The session after an event, what is to be noticed, in order, and whether to silence an alarm that sounds."""

    session: Session
    says: tuple[Alarm, ...] = ()
    silence: bool = False
