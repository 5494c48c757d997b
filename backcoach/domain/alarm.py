"""What is said to the person when a step ends or begins, and how often an alarm repeats."""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum, StrEnum

from msgspec import Struct
from msgspec.structs import replace

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
    """One thing to be noticed, the same for every channel: as a tone, a few words, a sentence, and words to be said.

    The state is that of the session, where it is about one.
    """

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
    return replace(_call(session), state=session.state)


def _call(session: Session) -> Alarm:
    kind, label, length = session.kind, session.kind.label, minutes(session.length or ZERO)
    headline = f"{label} {CALL.get(session.step.act, 'DONE')}"
    if session.state is State.WAITING:
        text = f"{label} is ready: press enter to start it."
        if session.step.is_application:
            nth = f"{label} {session.application} of {session.routine.applications}"
            text = f"Your skin has had its break. {nth} is ready: press enter to start it."
        return Alarm(Sound.READY, kind, f"{label} ready", text, f"{label} is ready.")
    if session.step.act is Act.ON:
        what, said = "Take it off", f"Take the {label.lower()} off now."
        if session.in_water:
            what, said = "Get out slowly", "Time to get out of the water."
        text = f"{length} are up. {what} and look at your skin."
        return Alarm(Sound.REMOVE, kind, headline, text, said, Urgency.REMOVAL)
    if session.step.act is Act.STAY:
        text = f"{length} in one position: walk a little, or lie down."
        return Alarm(Sound.CHANGE, kind, headline, text, "Change position: walk a little, or lie down.")
    text = f"{length} are up. Press enter to go on."
    return Alarm(Sound.END, kind, headline, text, f"{label}: the time is up.")


def ended(session: Session) -> tuple[Alarm, ...]:
    kind, label = session.kind, session.kind.label
    if session.why is Ending.PAUSE_OVER:
        text = f"{label} is over: it was paused for more than {minutes(LONGEST_PAUSE)}."
    elif session.why not in {Ending.DONE, Ending.NO_TIME} or kind is Kind.POSTURE:
        return ()
    else:
        done = {Kind.STRETCH: "The stretch is done. How is the pain now?", Kind.BREATHE: "Done. Breathe as you like."}
        text = done.get(kind, f"{label} and its break are done." if kind.is_on_skin else f"{label} is done.")
    return (Alarm(Sound.END, kind, f"{label} done", text, text, state=session.state),)
