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
    """One thing to be noticed, for every channel: a tone, a few words, a sentence, and words to be said."""

    sound: Sound | None
    kind: Kind
    headline: str
    text: str
    spoken: str
    urgency: Urgency = Urgency.NOTICE
    state: State | None = None


REMOVAL_REPEATS = tuple(timedelta(seconds=at) for at in (0, 15, 30, *range(60, 15 * 60 + 1, 60)))
"""When the alarm of an application comes, from its end: 0, 15, 30, 60 s, then each minute, for 15 min."""

CHANGE_REPEATS = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
"""When the reminder to change position comes, from its end (ours: one alone is missed)."""


def call(session: Session) -> Alarm:
    """What is said of a session that needs the person: its step is over, or the next one waits."""
    kind, label, length = session.kind, session.kind.label, minutes(session.length or ZERO)
    headline, urgency = f"{label} {CALL.get(session.step.act, 'DONE')}", Urgency.NOTICE
    if session.state is State.WAITING:
        sound, headline, said = Sound.READY, f"{label} ready", f"{label} is ready."
        text = f"{label} is ready: press enter to start it."
        if session.step.is_application:
            nth = f"{label} {session.application} of {session.routine.applications}"
            text = f"Your skin has had its break. {nth} is ready: press enter to start it."
    elif session.step.act is Act.ON:
        sound, urgency, what, said = Sound.REMOVE, Urgency.REMOVAL, "Take it off", f"Take the {label.lower()} off now."
        if session.in_water:
            what, said = "Get out slowly", "Time to get out of the water."
        text = f"{length} are up. {what} and look at your skin."
    elif session.step.act is Act.STAY:
        sound, said = Sound.CHANGE, "Change position: walk a little, or lie down."
        text = f"{length} in one position: walk a little, or lie down."
    else:
        sound, said = Sound.END, f"{label}: the time is up."
        text = f"{length} are up. Press enter to go on."
    return Alarm(sound, kind, headline, text, said, urgency, session.state)


def ended(session: Session) -> tuple[Alarm, ...]:
    """What is said of a session that came to its end; nothing where it was stopped, or left alone."""
    kind, label = session.kind, session.kind.label
    if session.why is Ending.PAUSE_OVER:
        text = f"{label} is over: it was paused for more than {minutes(LONGEST_PAUSE)}."
    elif session.why not in {Ending.DONE, Ending.NO_TIME} or kind is Kind.POSTURE:
        return ()
    else:
        done = {Kind.STRETCH: "The stretch is done. How is the pain now?", Kind.BREATHE: "Done. Breathe as you like."}
        text = done.get(kind, f"{label} and its break are done." if kind.is_on_skin else f"{label} is done.")
    return (Alarm(Sound.END, kind, f"{label} done", text, text, state=session.state),)
