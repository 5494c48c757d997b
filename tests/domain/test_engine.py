"""The engine: what each event does in each state, and what time does by itself."""

import pytest
from msgspec.structs import replace

from backcoach.domain import engine
from backcoach.domain.alarm import Sound
from backcoach.domain.engine import Acknowledge, Adjust, Begin, GoOn, Hurts, Next, NotNowError, Pause, Stop, Tick
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.moment import ZERO, elapsed
from backcoach.domain.routine import Act, Kind, Routine, Step
from backcoach.domain.session import STALE, Ending, Session, State
from tests.domain.support import (
    BREATHE,
    HEAT,
    ICE,
    ICE_ALONE,
    MINUTE,
    POSTURE,
    SECOND,
    STRETCH,
    WALK,
    Machine,
    begun,
    cycle,
    minutes,
    moment,
    off,
    on,
    played,
    seconds,
    tick,
)

R, P, W, D, E = State.RUNNING, State.PAUSED, State.WAITING, State.DUE, State.ENDED


def place(session: Session) -> tuple[int, State]:
    return session.index, session.state


# -- each event in each state ---------------------------------------------------------------------------------

RESTING = played(ICE, (minutes(20), Acknowledge()))
ICE_IN = {
    "on": (played(ICE), minutes(5)),
    "on, paused": (played(ICE, (minutes(5), Pause())), minutes(7)),
    "due": (played(ICE, (minutes(20), Tick())), minutes(21)),
    "off": (RESTING, minutes(25)),
    "off, stored as paused": (replace(tick(RESTING, minutes(25)).session, state=P), minutes(27)),
    "waiting": (played(ICE, (minutes(20), Acknowledge()), (minutes(40), Tick())), minutes(41)),
    "ended": (played(ICE, (minutes(5), Stop())), minutes(6)),
}
POSTURE_IN = {
    "stay": (played(POSTURE), minutes(5)),
    "stay, paused": (played(POSTURE, (minutes(5), Pause())), minutes(50)),
    "due": (played(POSTURE, (minutes(30), Tick())), minutes(31)),
    "second stay": (played(POSTURE, (minutes(31), Acknowledge())), minutes(40)),
}
BREATHE_IN = {
    "in": (played(BREATHE, (seconds(5), Tick())), seconds(6)),
    "in, paused": (played(BREATHE, (seconds(7), Pause())), minutes(60)),
    "last out": (played(BREATHE), seconds(60)),
}
WALK_IN = {
    "walking": (played(WALK), minutes(12)),
    "paused": (played(WALK, (minutes(12), Pause())), minutes(40)),
}


@pytest.mark.parametrize(
    ("where", "event", "outcome"),
    [
        ("on", Tick(), (0, R)),
        ("on", Begin(), NotNowError),
        ("on", Pause(), (0, P)),
        ("on", GoOn(), NotNowError),
        ("on", Adjust(-MINUTE), (0, R)),
        ("on", Adjust(MINUTE), LimitReachedError),
        ("on", Adjust(minutes(-15)), NotNowError),
        ("on", Next(), (1, R)),
        ("on", Acknowledge(), NotNowError),
        ("on", Stop(), (0, E)),
        ("on", Hurts(), (0, E)),
        ("on, paused", Tick(), (0, P)),
        ("on, paused", Begin(), NotNowError),
        ("on, paused", Pause(), NotNowError),
        ("on, paused", GoOn(), (0, R)),
        ("on, paused", Adjust(-MINUTE), (0, P)),
        ("on, paused", Adjust(MINUTE), LimitReachedError),
        ("on, paused", Next(), (1, R)),
        ("on, paused", Acknowledge(), NotNowError),
        ("on, paused", Stop(), (0, E)),
        ("on, paused", Hurts(), (0, E)),
        ("due", Tick(), (0, D)),
        ("due", Begin(), NotNowError),
        ("due", Pause(), NotNowError),
        ("due", GoOn(), NotNowError),
        ("due", Adjust(-MINUTE), NotNowError),
        ("due", Next(), (1, R)),
        ("due", Acknowledge(), (1, R)),
        ("due", Acknowledge(moment(minutes(20))), (1, R)),
        ("due", Acknowledge(moment(minutes(19))), NotNowError),
        ("due", Acknowledge(moment(minutes(60))), NotNowError),
        ("due", Stop(), (0, E)),
        ("due", Hurts(), (0, E)),
        ("off", Tick(), (1, R)),
        ("off", Begin(), NotNowError),
        ("off", Pause(), NotNowError),
        ("off", GoOn(), NotNowError),
        ("off", Adjust(MINUTE), (1, R)),
        ("off", Adjust(minutes(11)), LimitReachedError),
        ("off", Adjust(-MINUTE), LimitReachedError),
        ("off", Next(), LimitReachedError),
        ("off", Acknowledge(), NotNowError),
        ("off", Stop(), (1, E)),
        ("off", Hurts(), (1, E)),
        ("off, stored as paused", Tick(), (1, R)),
        ("off, stored as paused", Pause(), NotNowError),
        ("off, stored as paused", Next(), LimitReachedError),
        ("off, stored as paused", Stop(), (1, E)),
        ("waiting", Tick(), (2, W)),
        ("waiting", Begin(), (2, R)),
        ("waiting", Next(), (2, R)),
        ("waiting", Pause(), NotNowError),
        ("waiting", GoOn(), NotNowError),
        ("waiting", Adjust(-MINUTE), NotNowError),
        ("waiting", Acknowledge(), NotNowError),
        ("waiting", Stop(), (2, E)),
        ("waiting", Hurts(), (2, E)),
        *(("ended", event, (0, E)) for event in (Tick(), Begin(), Pause(), GoOn(), Next(), Acknowledge(), Stop())),
    ],
)
def test_what_an_event_does_to_ice(where, event, outcome):
    session, at = ICE_IN[where]

    _check(session, event, at, outcome)


@pytest.mark.parametrize(
    ("where", "event", "outcome"),
    [
        ("stay", Tick(), (0, R)),
        ("stay", Begin(), NotNowError),
        ("stay", Pause(), (0, P)),
        ("stay", Adjust(MINUTE), (0, R)),
        ("stay", Adjust(minutes(31)), LimitReachedError),
        ("stay", Adjust(minutes(-24)), (0, R)),
        ("stay", Adjust(minutes(-25)), NotNowError),
        ("stay", Next(), (1, R)),
        ("stay", Acknowledge(), NotNowError),
        ("stay", Stop(), (0, E)),
        ("stay, paused", Tick(), (0, P)),
        ("stay, paused", GoOn(), (0, R)),
        ("stay, paused", Next(), (1, R)),
        ("due", Tick(), (0, D)),
        ("due", Next(), (1, R)),
        ("due", Acknowledge(), (1, R)),
        ("due", Acknowledge(moment(minutes(29))), NotNowError),
        ("due", Stop(), (0, E)),
        ("second stay", Tick(), (1, R)),
    ],
)
def test_what_an_event_does_to_posture(where, event, outcome):
    session, at = POSTURE_IN[where]

    _check(session, event, at, outcome)


@pytest.mark.parametrize(
    ("where", "event", "outcome"),
    [
        ("in", Tick(), (1, R)),
        ("in", Begin(), NotNowError),
        ("in", Pause(), (1, P)),
        ("in", Adjust(MINUTE), NotNowError),
        ("in", Next(), (2, R)),
        ("in", Acknowledge(), NotNowError),
        ("in", Stop(), (1, E)),
        ("in", Hurts(), (1, E)),
        ("in, paused", Tick(), (1, P)),
        ("in, paused", GoOn(), (1, R)),
        ("in, paused", Next(), (2, R)),
        ("last out", Tick(), (12, R)),
        ("last out", Next(), (12, E)),
    ],
)
def test_what_an_event_does_to_breathing(where, event, outcome):
    session, at = BREATHE_IN[where]

    _check(session, event, at, outcome)


@pytest.mark.parametrize(
    ("where", "event", "outcome"),
    [
        ("walking", Tick(), (0, R)),
        ("walking", Begin(), NotNowError),
        ("walking", Pause(), (0, P)),
        ("walking", Adjust(MINUTE), NotNowError),
        ("walking", Acknowledge(), NotNowError),
        ("walking", Next(), (0, E)),
        ("walking", Stop(), (0, E)),
        ("paused", Tick(), (0, P)),
        ("paused", GoOn(), (0, R)),
        ("paused", Next(), (0, E)),
        ("paused", Stop(), (0, E)),
    ],
)
def test_what_an_event_does_to_a_walk(where, event, outcome):
    session, at = WALK_IN[where]

    _check(session, event, at, outcome)


def _check(session, event, at, outcome):
    if isinstance(outcome, tuple):
        assert place(engine.decide(session, event, moment(at)).session) == outcome
    else:
        with pytest.raises(outcome) as refused:
            engine.decide(session, event, moment(at))
        assert str(refused.value).endswith(".")


# -- what may begin -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("routine", "refused"),
    [
        (cycle(Kind.ICE, 21), LimitReachedError),
        (cycle(Kind.ICE, 20, 19), LimitReachedError),
        (cycle(Kind.ICE, 20, 31, 20, 20), LimitReachedError),
        (cycle(Kind.ICE, 5, 20, 5, 20, 5), LimitReachedError),
        (cycle(Kind.HEAT, 0.5), ValueError),
        (Routine("r", Kind.ICE, "Ice", ("own",), (on(MINUTE), on(MINUTE))), LimitReachedError),
        (
            Routine("r", Kind.ICE, "Ice", ("own",), (on(MINUTE), Step(Act.REST, MINUTE), on(MINUTE))),
            LimitReachedError,
        ),
        (Routine("r", Kind.ICE, "Ice", ("own",), (on(MINUTE), off(minutes(20))), repeats=True), LimitReachedError),
        (Routine("r", Kind.WALK, "Walk", ("own",), (on(MINUTE),)), ValueError),
        (Routine("r", Kind.ICE, "Ice", ("own",), (on(minutes(5)), Step(Act.STAY, None))), LimitReachedError),
        (Routine("r", Kind.ICE, "Ice", ("own",), (Step(Act.ON, MINUTE, begins_by_key=True),)), ValueError),
        (Routine("r", Kind.ICE, "Ice", ("own",), (Step(Act.ON, MINUTE, ends_by_key=True),)), ValueError),
        (Routine("r", Kind.POSTURE, "Posture", ("own",), (Step(Act.STAY, minutes(4)),)), LimitReachedError),
        (Routine("r", Kind.POSTURE, "Posture", ("own",), (Step(Act.STAY, minutes(61)),)), LimitReachedError),
    ],
    ids=[
        "too long",
        "too short a rest",
        "over 90 min",
        "three applications",
        "under a minute",
        "no rest between",
        "something else than a rest between",
        "repeats without end",
        "a pack on a walk",
        "a stay without end",
        "ends unasked",
        "starts by itself",
        "changes too often",
        "changes too seldom",
    ],
)
def test_a_routine_past_a_limit_does_not_begin(routine, refused):
    with pytest.raises(refused):
        begun(routine)


@pytest.mark.parametrize("routine", [ICE, HEAT, ICE_ALONE, POSTURE, BREATHE, STRETCH, WALK], ids=lambda r: r.id)
def test_a_session_begins_with_its_first_step_running(routine):
    session = begun(routine)

    assert place(session) == (0, R)
    assert session.total_age(moment()) == ZERO
    assert session.step_began == session.begun == moment()


# -- pauses ---------------------------------------------------------------------------------------------------


def test_a_paused_application_is_over_after_five_minutes_and_the_skin_rests_from_the_pause():
    session = tick(played(ICE, (minutes(8), Pause())), minutes(13)).session

    assert place(session) == (1, R)
    (application,) = session.done
    assert application.length == minutes(8)
    assert application.ended == moment(minutes(8))
    assert application.why is Ending.PAUSE_OVER
    assert session.used(moment(minutes(13))) == minutes(5)


def test_pauses_do_not_lengthen_the_time_on_the_skin():
    events = [(minutes(at), event) for at in range(1, 9, 2) for event in (Pause(),)]
    events = [step for at, event in events for step in ((at, event), (at + MINUTE, GoOn()))]
    session = tick(played(ICE, *events), minutes(24)).session

    assert session.state is D
    assert session.used(moment(minutes(24))) == minutes(20)
    assert session.overrun(moment(minutes(24))) == ZERO


def test_a_pause_of_a_single_application_that_lasts_too_long_ends_the_session_as_what_it_was():
    decision = tick(played(ICE_ALONE, (minutes(8), Pause())), minutes(13))

    assert decision.session.state is E
    assert decision.session.why is Ending.PAUSE_OVER
    assert decision.session.done[0].ended == moment(minutes(8))
    (alarm,) = decision.says
    assert "break" not in alarm.text
    assert "paused" in alarm.text


def test_an_application_that_no_longer_fits_the_session_does_not_go_on():
    """Pauses of four minutes have used up what the session had to spare (L3)."""
    events = [(minutes(at), event) for at, event in ((1, Pause()), (5, GoOn()), (6, Pause()), (10, GoOn()))]
    session = played(ICE, *events, (minutes(11), Pause()))

    assert engine.decide(session, GoOn(), moment(minutes(13))).session.state is R
    with pytest.raises(LimitReachedError, match="90 min"):
        engine.decide(session, GoOn(), moment(minutes(13) + SECOND))


def test_the_last_rest_grows_only_as_far_as_the_session_goes():
    """L3: a second application that begins late has shortened it already; minutes can't be put back on it."""
    plan = cycle(Kind.ICE, 15, 30, 15, 30)
    taken = [(minutes(15), Acknowledge()), (minutes(50), Begin()), (minutes(65), Acknowledge())]
    session = played(plan, *taken)

    assert session.length == minutes(25)
    with pytest.raises(LimitReachedError, match="90 min"):
        engine.decide(session, Adjust(MINUTE), moment(minutes(66)))


def test_stopping_while_paused_keeps_that_the_pack_came_off_at_the_pause():
    session = played(ICE, (minutes(8), Pause()), (minutes(12), Stop()))

    assert session.done[0].ended == moment(minutes(8))
    assert session.done[0].length == minutes(8)
    assert session.total_age(moment(minutes(99))) == minutes(12)


def test_a_pause_made_by_the_person_outlasts_a_gap():
    session = tick(played(POSTURE, (minutes(8), Pause())), minutes(600)).session

    assert place(session) == (0, P)
    assert session.remaining(moment(minutes(600))) == minutes(22)


# -- due ------------------------------------------------------------------------------------------------------


def test_an_acknowledged_application_keeps_how_long_it_waited():
    session = played(ICE, (minutes(23), Acknowledge()))

    (application,) = session.done
    assert (application.length, application.overrun) == (minutes(20), minutes(3))
    assert application.ended == session.step_began == moment(minutes(23))
    assert application.acknowledged


def test_a_corrected_end_counts_from_when_the_pack_really_came_off():
    session = played(ICE, (minutes(30), Tick()), (minutes(30), Acknowledge(moment(minutes(22)))))

    (application,) = session.done
    assert application.overrun == minutes(2)
    assert application.ended == moment(minutes(22))
    assert session.used(moment(minutes(30))) == minutes(8)


def test_a_correction_past_the_whole_rest_shows_the_next_application_at_once():
    session = played(ICE, (minutes(43), Acknowledge(moment(minutes(21)))))

    assert place(session) == (2, W)
    assert session.done[1].length == minutes(20)
    assert session.standing(moment(minutes(43))) == minutes(2)


def test_a_correction_can_end_the_session():
    session = played(HEAT, (minutes(60), Acknowledge(moment(minutes(20)))))

    assert session.state is E
    assert session.total_age(moment(minutes(60))) == minutes(40)
    assert session.done[-1].ended == moment(minutes(40))


@pytest.mark.parametrize(("routine", "due"), [(ICE, minutes(20)), (POSTURE, minutes(30))], ids=["ice", "posture"])
def test_what_nobody_confirmed_within_a_day_is_closed_as_unconfirmed(routine, due):
    """It is logged as over when its time was: what is not known is not made up."""
    waits = tick(begun(routine), due + STALE - SECOND).session
    session = tick(waits, due + STALE).session

    assert waits.state is D
    assert (session.state, session.why) == (E, Ending.UNCONFIRMED)
    step = session.done[-1]
    assert (step.acknowledged, step.why) == (False, Ending.UNCONFIRMED)
    assert (step.length, step.overrun, step.ended) == (due, ZERO, moment(due))
    assert session.total_age(moment(due + STALE)) == due


# -- the second application ------------------------------------------------------------------------------------


def test_the_second_application_waits_and_does_not_begin_by_itself():
    session = tick(played(ICE, (minutes(20), Acknowledge())), minutes(49)).session

    assert place(session) == (2, W)


def test_the_second_application_is_dropped_when_it_would_pass_ninety_minutes():
    waiting = tick(played(ICE, (minutes(20), Acknowledge())), minutes(50) - SECOND).session
    decision = tick(waiting, minutes(50))

    assert waiting.state is W
    assert (decision.session.state, decision.session.why) == (E, Ending.NO_TIME)
    assert [alarm.sound for alarm in decision.says] == [Sound.END]
    assert len(decision.session.done) == 2


def test_a_long_overrun_leaves_no_time_and_the_session_ends_with_the_rest_not_before_it():
    session = tick(played(ICE, (minutes(60), Acknowledge())), minutes(80)).session

    assert (session.state, session.why) == (E, Ending.NO_TIME)
    assert session.since == session.done[-1].ended == moment(minutes(80))
    assert session.total_age(moment(minutes(80))) == minutes(80)


def test_the_second_application_keeps_its_own_skin_time():
    session = played(ICE, (minutes(20), Acknowledge()), (minutes(45), Begin()), (minutes(65), Acknowledge()))

    assert [step.length for step in session.done] == [minutes(20)] * 3
    assert session.done[2].began == moment(minutes(45))
    assert elapsed(session.done[0].ended, session.done[2].began) == minutes(25)


# -- minutes more or less -------------------------------------------------------------------------------------


def test_a_minute_less_ends_the_application_a_minute_earlier():
    session = played(ICE, (minutes(5), Adjust(-MINUTE)))

    assert tick(session, minutes(19)).session.state is D
    assert tick(session, minutes(19)).session.done == ()


def test_an_application_of_less_than_a_minute_is_refused_in_a_sentence():
    with pytest.raises(NotNowError, match="too short"):
        engine.decide(begun(cycle(Kind.ICE, 2)), Adjust(seconds(-90)), moment(seconds(10)))


# -- gaps -----------------------------------------------------------------------------------------------------


def test_after_a_gap_breathing_is_where_the_clock_says():
    session = tick(begun(BREATHE), seconds(5 + 23)).session

    assert (session.step.act, session.remaining(moment(seconds(28)))) == (Act.IN, seconds(1))


def test_a_stretch_that_ended_while_nobody_could_follow_is_not_logged_as_done():
    """The machine slept through it: whoever lay there was not led."""
    decision = tick(played(STRETCH, (seconds(10), Tick())), minutes(180))

    assert (decision.session.state, decision.session.why) == (E, Ending.UNCONFIRMED)
    assert [step.acknowledged for step in decision.session.done] == [True] * 2 + [False] * 7
    assert decision.session.total_age(moment(minutes(180))) == STRETCH.total
    assert decision.says == ()


def test_a_stretch_that_ended_a_moment_ago_is_done_and_says_so():
    decision = tick(played(STRETCH, (seconds(60), Tick())), seconds(66))

    assert decision.session.why is Ending.DONE
    assert all(step.acknowledged for step in decision.session.done)
    assert [alarm.sound for alarm in decision.says] == [Sound.END]


def test_a_rest_that_ended_hours_ago_ends_the_session_without_a_tone():
    """The skin rests whether or not anyone looks; the coach says in one message what ended, and how long ago."""
    decision = tick(played(HEAT, (minutes(15), Acknowledge())), minutes(300))

    assert (decision.session.state, decision.session.why) == (E, Ending.DONE)
    assert decision.session.since == moment(minutes(35))
    assert decision.says == ()


@pytest.mark.parametrize(
    "session",
    [
        played(HEAT, (minutes(15), Acknowledge())),
        played(ICE, (minutes(20), Acknowledge())),
        played(BREATHE),
    ],
    ids=["a rest", "a rest before another application", "breathing"],
)
def test_what_ended_more_than_a_day_ago_is_unconfirmed(session):
    ended = tick(session, minutes(60) + STALE + minutes(60)).session

    assert (ended.state, ended.why) == (E, Ending.UNCONFIRMED)


def test_a_walk_left_paused_for_a_day_keeps_the_minutes_walked():
    session = tick(played(WALK, (minutes(12), Pause())), minutes(12) + STALE).session

    assert (session.state, session.why) == (E, Ending.UNCONFIRMED)
    (walk,) = session.done
    assert (walk.length, walk.acknowledged, walk.ended) == (minutes(12), False, moment(minutes(12)))


def test_a_walk_that_was_forgotten_is_closed_after_a_day_as_unconfirmed():
    session = tick(begun(WALK), STALE + minutes(90)).session

    assert (session.state, session.why) == (E, Ending.UNCONFIRMED)
    assert (session.done[0].length, session.done[0].acknowledged) == (STALE, False)


# -- clocks that can't be right -------------------------------------------------------------------------------


def test_an_application_is_over_when_a_restart_set_the_wall_clock_back():
    machine = Machine()
    session = begun(ICE, machine.now)
    session = engine.decide(session, Tick(), machine.run(minutes(10))).session
    now = machine.restart(minutes(-1))

    decision = engine.decide(session, Tick(), now)

    assert engine.until_wake(session, now) == ZERO
    assert decision.session.state is D
    assert [alarm.sound for alarm in decision.says] == [Sound.REMOVE]


@pytest.mark.parametrize("event", [Tick(), Pause(), Adjust(-MINUTE)])
def test_a_clock_read_just_before_another_window_wrote_raises_no_alarm_and_loses_no_time(event):
    """Two windows: this one read the clock, then waited while the other one wrote."""
    session = tick(begun(ICE), minutes(10)).session
    decision = engine.decide(session, event, moment(minutes(10) - seconds(0.2)))

    assert decision.says == ()
    assert decision.session.state is not D
    assert decision.session.used(moment(minutes(10))) == minutes(10)
    assert decision.session.total_age(moment(minutes(11))) == minutes(11)
    assert decision.session.since in {moment(), moment(minutes(10))}


def test_a_restart_keeps_what_had_passed():
    machine = Machine()
    session = begun(ICE, machine.now)
    session = engine.decide(session, Tick(), machine.run(minutes(4))).session
    session = engine.decide(session, Tick(), machine.restart(minutes(3))).session

    assert session.used(machine.run(minutes(2))) == minutes(9)


# -- alarms ---------------------------------------------------------------------------------------------------


def rings(session: Session, upto: int, since: int = 0) -> list[int]:
    """The seconds at which something rings, ticking each second."""
    heard = []
    for second in range(since, upto):
        decision = tick(session, seconds(second))
        session = decision.session
        if decision.says:
            heard.append(second)
    return heard


REMOVAL_ROUND = [0, 15, 30, *range(60, 901, 60)]


def test_removal_rings_for_fifteen_minutes():
    heard = rings(begun(ICE), 20 * 60 + 2000, since=20 * 60 - 5)

    assert heard == [20 * 60 + at for at in REMOVAL_ROUND]


def test_an_acknowledged_removal_rings_no_more():
    session = tick(begun(ICE), minutes(20)).session
    decision = engine.decide(session, Acknowledge(), moment(minutes(20) + seconds(20)))

    assert decision.silence
    assert rings(decision.session, 20 * 60 + 400, since=20 * 60 + 21) == []


@pytest.mark.parametrize("before", [20 * 60 - 1, 20 * 60 + 40], ids=["before it was due", "within the round"])
def test_after_a_gap_removal_rings_once_and_then_begins_its_round_anew(before):
    session = begun(ICE)
    for second in range(20 * 60 - 5, before + 1):
        session = tick(session, seconds(second)).session
    woken = 20 * 60 + 3600

    assert rings(session, woken + 2000, since=woken) == [woken + at for at in REMOVAL_ROUND]


def test_a_change_of_position_is_said_three_times():
    assert rings(begun(POSTURE), 30 * 60 + 2000, since=30 * 60 - 5) == [1800, 1860, 2100]


def test_any_key_of_the_person_silences():
    session = tick(begun(ICE), minutes(20)).session

    assert engine.decide(session, Stop(), moment(minutes(20))).silence
    assert not tick(session, minutes(21)).silence


# -- when to look again ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("session", "at", "wait"),
    [
        (played(ICE), minutes(5), minutes(15)),
        (played(ICE, (minutes(5), Pause())), minutes(6), minutes(4)),
        (played(ICE, (minutes(20), Tick())), minutes(20), seconds(15)),
        (played(ICE, (minutes(20), Tick())), minutes(20) + seconds(5), seconds(10)),
        (played(ICE, (minutes(20), Acknowledge())), minutes(25), minutes(15)),
        (played(ICE, (minutes(40), Acknowledge())), minutes(40), minutes(20)),
        (played(POSTURE, (minutes(5), Pause())), minutes(6), STALE - MINUTE),
        (played(WALK), minutes(5), STALE - minutes(5)),
        (played(ICE, (minutes(5), Stop())), minutes(5), None),
    ],
)
def test_until_wake(session, at, wait):
    assert engine.until_wake(session, moment(at)) == wait


# -- stopping -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "why"), [(Kind.HEAT, Ending.WORSE), (Kind.ICE, Ending.PAIN)], ids=["heat", "anything else"]
)
def test_it_hurts_ends_the_session_and_keeps_why(kind, why):
    session = engine.decide(begun(cycle(kind, 15, 20)), Hurts(), moment(minutes(3))).session

    assert (session.state, session.why, session.done[0].why) == (E, why, why)


def test_an_emergency_sign_stops_it_with_what_was_done():
    session = played(BREATHE, (seconds(7), Stop(Ending.EMERGENCY)))

    assert session.why is Ending.EMERGENCY
    assert [step.length for step in session.done] == [seconds(5), seconds(2)]


def test_stopping_what_waits_logs_no_application():
    session = played(ICE, (minutes(20), Acknowledge()), (minutes(41), Stop()))

    assert [step.act for step in session.done] == [Act.ON, Act.OFF]


def test_an_ended_session_stays_as_it_is():
    session = played(ICE, (minutes(5), Stop()))

    assert tick(session, minutes(500)).session == session
    assert session.total_age(moment(minutes(500))) == minutes(5)


def test_the_same_moment_twice_says_it_once():
    first = tick(begun(ICE), minutes(20))
    second = tick(first.session, minutes(20))

    assert len(first.says) == 1
    assert second.session == first.session
    assert second.says == ()


def test_moving_the_anchor_changes_no_answer():
    session = played(ICE, (minutes(8), Pause()))
    later = tick(session, minutes(10)).session
    now = moment(minutes(11))

    assert later.anchor != session.anchor
    assert replace(later, anchor=session.anchor, age=session.age, stood=session.stood) == session
    assert (later.used(now), later.standing(now), later.total_age(now)) == (minutes(8), minutes(3), minutes(11))
