"""What the alarms of a session say: sentences to read, words to hear."""

from __future__ import annotations

from backcoach.domain.alarm import Alarm, Sound, Urgency
from backcoach.domain.limits import LONGEST_PAUSE, minutes
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Act, Kind
from backcoach.domain.session import Ending, Session, State
from backcoach.domain.wording import CALL


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
