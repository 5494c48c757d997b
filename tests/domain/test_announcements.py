"""What alarms say: the thing to do first, and nothing that is not so."""

import pytest
from msgspec.structs import replace

from backcoach.domain import alarm as announcements
from backcoach.domain.alarm import Alarm, Sound, Urgency
from backcoach.domain.engine import Acknowledge, Pause, Tick
from backcoach.domain.routine import Act, Kind, Routine, Step
from backcoach.domain.session import Ending
from tests.domain.support import BREATHE, HEAT, ICE, ICE_ALONE, POSTURE, STRETCH, WALK, begun, minutes, played, tick

TIMED_WALK = Routine("walk", Kind.WALK, "Walk", ("000",), (Step(Act.WALK, minutes(5), ends_by_key=True),))
LATER = Routine("walk", Kind.WALK, "Walk", ("000",), (WALK.steps[0], Step(Act.WALK, minutes(5), begins_by_key=True)))


@pytest.mark.parametrize(
    ("session", "alarm"),
    [
        (
            tick(begun(ICE_ALONE), minutes(15)).session,
            Alarm(
                Sound.REMOVE,
                Kind.ICE,
                "Ice REMOVE NOW",
                "15 min are up. Take it off and look at your skin.",
                "Take the ice off now.",
                Urgency.REMOVAL,
            ),
        ),
        (
            tick(begun(POSTURE), minutes(30)).session,
            Alarm(
                Sound.CHANGE,
                Kind.POSTURE,
                "Posture CHANGE NOW",
                "30 min in one position: walk a little, or lie down.",
                "Change position: walk a little, or lie down.",
                Urgency.NOTICE,
            ),
        ),
        (
            played(ICE, (minutes(20), Acknowledge()), (minutes(40), Tick())),
            Alarm(
                Sound.READY,
                Kind.ICE,
                "Ice ready",
                "Your skin has had its break. Ice 2 of 2 is ready: press enter to start it.",
                "Ice is ready.",
                Urgency.NOTICE,
            ),
        ),
        (
            tick(begun(TIMED_WALK), minutes(5)).session,
            Alarm(
                Sound.END,
                Kind.WALK,
                "Walk DONE",
                "5 min are up. Press enter to go on.",
                "Walk: the time is up.",
                Urgency.NOTICE,
            ),
        ),
    ],
    ids=["removal", "change", "ready", "a walk"],
)
def test_what_calls_the_person(session, alarm):
    assert announcements.call(session) == replace(alarm, state=session.state)


def test_what_waits_without_a_pack_does_not_speak_of_skin():
    waiting = tick(begun(replace(LATER, steps=(TIMED_WALK.steps[0], LATER.steps[1]))), minutes(5)).session
    waiting = tick(played(waiting.routine, (minutes(5), Acknowledge())), minutes(5)).session

    assert announcements.call(waiting).text == "Walk is ready: press enter to start it."


@pytest.mark.parametrize(
    ("session", "why", "says"),
    [
        (
            played(HEAT, (minutes(15), Acknowledge()), (minutes(35), Tick())),
            Ending.DONE,
            "Heat and its break are done.",
        ),
        (
            played(ICE, (minutes(20), Acknowledge()), (minutes(50), Tick())),
            Ending.NO_TIME,
            "Ice and its break are done.",
        ),
        (
            played(ICE_ALONE, (minutes(1), Pause()), (minutes(6), Tick())),
            Ending.PAUSE_OVER,
            "more than 5 min",
        ),
    ],
)
def test_what_says_that_a_session_ended_by_itself(session, why, says):
    (alarm,) = announcements.ended(session)

    assert session.why is why
    assert says in alarm.text


@pytest.mark.parametrize("why", [Ending.STOPPED, Ending.PAIN, Ending.EMERGENCY, Ending.UNCONFIRMED])
def test_what_the_person_ended_needs_no_saying(why):
    assert announcements.ended(replace(begun(ICE), why=why)) == ()


@pytest.mark.parametrize(
    ("routine", "says"),
    [(BREATHE, "Done. Breathe as you like."), (STRETCH, "The stretch is done. How is the pain now?")],
)
def test_what_guided_says_when_it_is_done_and_what_comes_then(routine, says):
    (alarm,) = announcements.ended(replace(begun(routine), why=Ending.DONE))

    assert (alarm.sound, alarm.spoken) == (Sound.END, says)
