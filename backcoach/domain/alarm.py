"""What is said to the person when a step ends or begins, and how often an alarm repeats."""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum, StrEnum

from msgspec import Struct

from backcoach.domain.limits import LONGEST_PAUSE, minutes
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Act, Kind
from backcoach.domain.session import Ending, Session, State
from backcoach.domain.wording import CALL


class Sound(StrEnum):
    """What a tone stands for; each sounds different."""

    REMOVE = "removal"
    CHANGE = "change"
    READY = "ready"
    END = "end"
    IN = "in"
    OUT = "out"
    HOLD = "hold"
    SIDE = "side"
    REST = "rest"
    MARK = "mark"


class Urgency(IntEnum):
    """Who speaks first when two want to: the higher."""

    CUE = 1
    NOTICE = 2
    REMOVAL = 3


class Alarm(Struct, frozen=True):
    """One thing to be noticed, the same for every channel.

    Attributes:
        sound: which tone it has; None where only the words speak.
        kind: the kind of session it comes from.
        headline: a few words, as on the first line: `Ice REMOVE NOW`.
        text: a whole sentence.
        spoken: the words to be said aloud; empty where only the tone speaks.
        urgency: who goes first.
    """

    sound: Sound | None
    kind: Kind
    headline: str
    text: str
    spoken: str
    urgency: Urgency = Urgency.NOTICE


def _seconds(*values: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(seconds=value) for value in values)


REMOVAL_REPEATS = _seconds(0, 15, 30, *range(60, 15 * 60 + 1, 60))
"""When the alarm of an application comes, from its end: 0, 15, 30, 60 s, then each minute, for 15 min."""

CHANGE_REPEATS = _seconds(0, 60, 300)
"""When the reminder to change position comes, from its end (ours: one alone is missed)."""

ONCE = _seconds(0)
"""For what is said a single time."""


def rings_due(repeats: tuple[timedelta, ...], since_first: timedelta) -> int:
    """How many of the `repeats` have their time behind them, `since_first` after the first."""
    return sum(at <= since_first for at in repeats)


def alarms(session: Session) -> tuple[Alarm, ...]:
    """What calls the person to a session that is due or waits."""
    if session.state is State.WAITING:
        return (_ready(session),)
    label = session.kind.label
    over = f"{minutes(session.length or ZERO)} are over."
    match session.step.act:
        case Act.ON:
            sound, urgency = Sound.REMOVE, Urgency.REMOVAL
            text = f"{over} Take it off and look at the skin."
            spoken = f"Take the {label.lower()} off now."
        case Act.STAY:
            sound, urgency = Sound.CHANGE, Urgency.NOTICE
            text = f"{minutes(session.length or ZERO)} in one position: change it, walk or lie."
            spoken = "Change position: walk or lie."
        case _:
            sound, urgency = Sound.END, Urgency.NOTICE
            text = f"{over} Press enter to go on."
            spoken = f"{label}: the time is over."
    headline = f"{label} {CALL.get(session.step.act, 'DONE')}"
    return (Alarm(sound, session.kind, headline, text, spoken, urgency),)


def _ready(session: Session) -> Alarm:
    label = session.kind.label
    text = f"{label} is ready: press enter to start it."
    if session.step.is_application:
        nth = f"application {session.application} of {session.routine.applications}"
        text = f"The skin has rested. {label} is ready, {nth}: press enter to start it."
    return Alarm(Sound.READY, session.kind, f"{label} ready", text, f"{label} is ready.", Urgency.NOTICE)


def ended(session: Session) -> tuple[Alarm, ...]:
    """What says that a session ended by itself."""
    if session.why not in {Ending.DONE, Ending.NO_TIME, Ending.PAUSE_OVER}:
        return ()
    label = session.kind.label
    if session.why is Ending.PAUSE_OVER:
        text = f"{label} is over: it was paused for more than {minutes(LONGEST_PAUSE)}."
    elif session.kind.is_on_skin:
        text = f"{label} is done; the skin has rested."
    elif session.kind is Kind.POSTURE:
        return ()
    elif session.kind is Kind.STRETCH:
        text = "The stretch is done. How is the pain now?"
    elif session.kind is Kind.BREATHE:
        text = "Done. Breathe as you like."
    else:
        text = f"{label} is done."
    return (Alarm(Sound.END, session.kind, f"{label} done", text, text, Urgency.NOTICE),)
