"""The engine, whatever happens: any events at any moments, clocks set, machines suspended and restarted."""

from dataclasses import dataclass
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import to_builtins
from msgspec.structs import replace

from backcoach.domain import engine, limits
from backcoach.domain.documents import read
from backcoach.domain.engine import (
    MISSED,
    Acknowledge,
    Adjust,
    Begin,
    GoOn,
    Hurts,
    Next,
    NotNowError,
    Pause,
    Stop,
    Tick,
)
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.moment import ZERO, elapsed
from backcoach.domain.record_checks import check_session
from backcoach.domain.routine import Act, Kind
from backcoach.domain.session import STALE, Ending, Session, State
from tests.domain.support import MINUTE, ROUTINES, SECOND, Machine, begun, cycle, minutes, moment, seconds

calmly = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def spans(longest: timedelta) -> st.SearchStrategy[timedelta]:
    """Spans of all sizes, often those at which something happens to the microsecond."""
    edges = [timedelta(microseconds=1), SECOND, seconds(15), minutes(1), minutes(5), minutes(15), minutes(20)]
    edges += [minutes(30), minutes(90), STALE]
    return st.one_of(
        st.sampled_from([edge for edge in edges if edge <= longest]),
        st.timedeltas(ZERO, min(longest, minutes(2))),
        st.timedeltas(ZERO, min(longest, minutes(40))),
        st.timedeltas(ZERO, longest),
    )


ANY_EVENT = st.one_of(
    st.sampled_from([Tick(), Begin(), Pause(), GoOn(), Next(), Acknowledge()]),
    st.builds(Adjust, st.sampled_from([MINUTE, -MINUTE, minutes(10), minutes(-10), seconds(-30), minutes(45)])),
    st.builds(lambda after: Acknowledge(moment(after)), spans(minutes(60))),
    st.sampled_from([*[Tick()] * 12, Stop(), Stop(Ending.EMERGENCY), Hurts()]),
)
FITTING = {
    State.RUNNING: (Tick(), Tick(), Pause(), Next(), Adjust(MINUTE), Adjust(-MINUTE), Adjust(minutes(9))),
    State.PAUSED: (GoOn(), GoOn(), GoOn(), Tick(), Next(), Adjust(-MINUTE)),
    State.DUE: (Acknowledge(), Acknowledge(), Tick(), Next()),
    State.WAITING: (Begin(), Begin(), Tick(), Next()),
    State.ENDED: (Tick(),),
}
"""What a person who looks at the screen would do."""


@dataclass(frozen=True)
class Sensible:
    """One of the events that fit; an end that waits is corrected by a share of the wait."""

    which: int
    earlier: float

    def event(self, session, now):
        fitting = FITTING[session.state]
        event = fitting[self.which % len(fitting)]
        return Acknowledge(now.after(-self.earlier * session.overrun(now))) if isinstance(event, Acknowledge) else event


def often(*weighted: tuple[int, st.SearchStrategy]) -> st.SearchStrategy:
    """One of the strategies, each as often as its weight says."""
    table = [strategy for weight, strategy in weighted for _ in range(weight)]
    return st.integers(0, len(table) - 1).flatmap(table.__getitem__)


EVENTS = often((5, st.builds(Sensible, st.integers(0, 41), st.sampled_from([0.0, 0.0, 0.3, 1.0]))), (1, ANY_EVENT))
JUST_OFF = st.sampled_from([timedelta(microseconds=-1), ZERO, ZERO, SECOND, MINUTE, minutes(25)])
RUNS = often(
    (5, st.tuples(st.just("deadline"), JUST_OFF)),
    (5, st.tuples(st.just("run"), spans(minutes(8)))),
    (2, st.tuples(st.just("run"), spans(minutes(30)))),
    (1, st.tuples(st.just("run"), spans(STALE * 2))),
)
CLOCKS = often(
    (8, RUNS),
    (1, st.tuples(st.just("set"), st.timedeltas(timedelta(days=-4000), timedelta(days=4000)))),
    (1, st.tuples(st.just("restart"), st.timedeltas(minutes(-30), minutes(30)))),
)
CYCLES = st.builds(
    cycle,
    st.sampled_from([Kind.ICE, Kind.HEAT]),
    st.integers(1, 20),
    st.integers(20, 29),
    st.integers(1, 20),
    st.integers(20, 21),
)
ROUTINE = often((3, CYCLES), (2, st.sampled_from(ROUTINES)))


def play(routine, moves):
    """Each decision with the session before it, its event, its moment, and the time that passed by the clocks."""
    machine = Machine()
    session = begun(routine, machine.now)
    passed = ZERO
    for (how, span), wish in moves:
        if how == "set":
            machine.set_wall(span)
        elif how == "restart":
            machine.restart(span)
            passed += max(ZERO, span)
        else:
            deadline = session.until_change(machine.now) if how == "deadline" else ZERO
            run = max(ZERO, (deadline or ZERO) + span)
            machine.run(run)
            passed += run
        now = machine.now
        caught_up = engine.decide(session, Tick(), now).session
        event = wish.event(caught_up, now) if isinstance(wish, Sensible) else wish
        try:
            decision = engine.decide(session, event, now)
        except (LimitReachedError, NotNowError):  # what was refused leaves the passing of time
            event, decision = Tick(), engine.decide(session, Tick(), now)
        yield session, caught_up, event, decision, now, passed
        session = decision.session


ANY_CLOCKS = st.lists(st.tuples(CLOCKS, EVENTS), min_size=6, max_size=20)
ONE_BOOT = st.lists(st.tuples(RUNS, EVENTS), min_size=6, max_size=20)


@calmly
@given(ROUTINE, ANY_CLOCKS)
def test_no_application_is_longer_than_twenty_minutes(routine, moves):
    """L1, of the setting and of what ran."""
    for _, _, _, decision, now, _ in play(routine, moves):
        session = decision.session
        if session.step.is_application:
            assert session.length <= limits.LONGEST_APPLICATION
            assert session.used(now) <= session.length
        assert all(s.length <= limits.LONGEST_APPLICATION for s in session.done if s.act is Act.ON)


@calmly
@given(ROUTINE, ANY_CLOCKS)
def test_a_paused_application_goes_on_within_five_minutes_or_not_at_all(routine, moves):
    """L1: afterwards the skin rests from the moment of the pause."""
    for before, _, _, decision, now, _ in play(routine, moves):
        session = decision.session
        if session.state is State.PAUSED and session.step.is_application:
            assert session.standing(now) < limits.LONGEST_PAUSE
        if before.state is State.PAUSED and before.step.is_application and before.standing(now) >= limits.LONGEST_PAUSE:
            assert session.done[before.index].why is Ending.PAUSE_OVER
            assert session.done[before.index].length == before.ran
            assert elapsed(session.done[before.index].ended, now) == before.standing(now)


@calmly
@given(CYCLES, ONE_BOOT)
def test_twenty_minutes_lie_between_two_applications(routine, moves):
    """L2, by the clock."""
    removed = None
    for before, _, _, decision, _, _ in play(routine, moves):
        session = decision.session
        removed = next((s.ended for s in session.done if s.act is Act.ON), None)
        if removed and session.step.is_application and session.state is State.RUNNING:
            assert elapsed(removed, session.step_began) >= limits.SHORTEST_REST
            assert before.index <= session.index


@calmly
@given(CYCLES, ANY_CLOCKS)
def test_the_skin_rests_for_twenty_minutes_whatever_the_clocks_do(routine, moves):
    """L2, by what the clocks could tell."""
    for *_, decision, _, _ in play(routine, moves):
        session = decision.session
        if session.index >= 2 and session.state is not State.WAITING:
            assert session.done[1].length >= limits.SHORTEST_REST


@calmly
@given(CYCLES, ANY_CLOCKS)
def test_a_session_holds_two_applications_within_ninety_minutes(routine, moves):
    """L3: an application begins, goes on or grows only where it and what follows fit."""
    for before, _, event, decision, now, _ in play(routine, moves):
        session = decision.session
        assert sum(s.act is Act.ON for s in session.done) <= limits.MOST_APPLICATIONS
        grew = isinstance(event, Adjust) and event.by > ZERO
        begins = isinstance(event, Begin | Next | GoOn) and session.step.is_application
        if session.state is State.RUNNING and (grew or begins) and session != before:
            later = session.routine.steps[session.index + 1 :]
            least = sum((min(step.length, minutes(20)) if step is later[-1] else step.length for step in later), ZERO)
            assert session.total_age(now) + session.remaining(now) + least <= limits.LONGEST_SESSION


@calmly
@given(ROUTINE, ANY_CLOCKS)
def test_an_application_begins_and_ends_by_the_hand_of_the_person(routine, moves):
    """L4: it begins by a key alone; at its end it waits for one, for a day."""
    for before, _, event, decision, now, _ in play(routine, moves):
        session = decision.session
        runs = session.step.is_application and session.state is State.RUNNING
        if runs and (before.state is not State.RUNNING or before.index != session.index):
            assert isinstance(event, Begin | Next | GoOn)
        left_due = before.state is State.DUE and before.step.is_application and session.state is not State.DUE
        if left_due and isinstance(event, Tick):
            assert before.standing(now) >= STALE
            assert session.why is Ending.UNCONFIRMED
            assert not session.done[-1].acknowledged


@calmly
@given(ROUTINE, ANY_CLOCKS)
def test_nothing_that_has_passed_is_taken_back(routine, moves):
    for before, caught_up, _, decision, now, passed in play(routine, moves):
        session = decision.session
        assert session.done[: len(before.done)] == before.done
        assert session.index >= before.index
        if not before.is_over and not session.is_over:
            assert session.total_age(now) == passed
            assert session.total_age(now) >= before.total_age(before.anchor)
        if session.is_over:
            assert session.total_age(now) <= passed
        if (session.index, session.is_over) == (before.index, before.is_over):
            assert session.used(now) >= before.used(before.anchor)
            assert session.used(now) >= ZERO
        if (session.index, session.state, session.since) == (before.index, before.state, before.since):
            assert session.standing(now) >= before.standing(before.anchor)
        assert caught_up.index <= session.index


@calmly
@given(ROUTINE, ONE_BOOT)
def test_no_time_is_lost_between_steps(routine, moves):
    """One step ends where the next one begins; only what waits for the person lies between."""
    paused = False
    for *_, decision, now, _ in play(routine, moves):
        session = decision.session
        paused = paused or session.state is State.PAUSED
        end = session.begun
        for step in session.done:
            waits = session.routine.step(step.index).begins_by_key and step.index > 0
            assert step.began == end or (waits and elapsed(end, step.began) > ZERO)
            end = step.ended
            if paused:
                assert elapsed(step.began, step.ended) >= step.length + step.overrun
            else:
                assert elapsed(step.began, step.ended) == step.length + step.overrun
        if not session.is_over:
            waited = session.step.begins_by_key and session.state is not State.WAITING
            assert session.step_began == end or (waited and session.index > 0)
            assert elapsed(session.begun, now) == session.total_age(now)
        else:
            assert elapsed(session.begun, session.anchor) == session.total_age(now)
            assert session.anchor.since_boot >= end.since_boot


@calmly
@given(ROUTINE, ANY_CLOCKS)
def test_the_same_moment_twice_changes_and_says_nothing(routine, moves):
    for *_, decision, now, _ in play(routine, moves):
        first = engine.decide(decision.session, Tick(), now)
        again = engine.decide(first.session, Tick(), now)
        assert again.session == first.session
        assert again.says == ()


def looked_at(session):
    """The session without what only says when somebody looked."""
    return replace(session, rings=0, first_ring=None)


@calmly
@given(ROUTINE, ONE_BOOT, st.lists(spans(minutes(25)), min_size=1, max_size=12))
def test_looking_often_comes_to_the_same_as_looking_once(routine, moves, pauses):
    """All but whether somebody was there: what guided nobody, and what ended a day ago, is not confirmed."""
    *_, decision, now, _ = list(play(routine, moves))[-1]
    session = engine.decide(decision.session, Tick(), now).session
    if session.kind.is_guided:
        pauses = [min(pause, MISSED / len(pauses)) for pause in pauses]
    fine, at = session, now
    for pause in pauses:
        at = at.after(pause)
        fine = engine.decide(fine, Tick(), at).session
    coarse = engine.decide(session, Tick(), at).session
    assert looked_at(fine) == looked_at(coarse)


@calmly
@given(ROUTINE, ANY_CLOCKS, st.data())
def test_the_wake_up_comes_when_there_is_something_and_not_after_it(routine, moves, data):
    for *_, decision, now, _ in play(routine, moves):
        session = decision.session
        wait = engine.until_wake(session, now)
        if wait is None:
            assert session.is_over
            continue
        woken = engine.decide(session, Tick(), now.after(max(ZERO, wait)))
        assert woken.says or looked_at(woken.session) != looked_at(replace(session, anchor=woken.session.anchor))
        assert woken.says or woken.session.state is not session.state or woken.session.index != session.index
        if wait > ZERO:
            early = now.after(data.draw(st.timedeltas(ZERO, wait - timedelta(microseconds=1)), "earlier"))
            slept = engine.decide(session, Tick(), early)
            assert slept.says == ()
            assert (slept.session.state, slept.session.index) == (session.state, session.index)
            assert (slept.session.rings, slept.session.done) == (session.rings, session.done)


@calmly
@given(ROUTINE, ANY_CLOCKS)
def test_at_most_one_thing_is_said_at_once(routine, moves):
    """Never a queue of alarms after a gap."""
    for *_, decision, _, _ in play(routine, moves):
        assert len(decision.says) <= 1


@calmly
@given(st.lists(st.timedeltas(timedelta(milliseconds=1), minutes(20)), min_size=1, max_size=40))
def test_one_gap_rings_once(gaps):
    """However long the gap in the round of an alarm: one ring, then none before its time."""
    machine = Machine()
    session = begun(cycle(Kind.ICE, 20), machine.now)
    session = engine.decide(session, Tick(), machine.run(minutes(20))).session
    for gap in gaps:
        decision = engine.decide(session, Tick(), machine.run(gap))
        wait = engine.until_wake(decision.session, machine.now)
        assert len(decision.says) <= 1
        assert wait is None or wait > ZERO
        session = decision.session


@calmly
@given(ROUTINE, ANY_CLOCKS)
def test_after_each_decision_nothing_is_overdue_but_a_first_ring(routine, moves):
    for *_, decision, now, _ in play(routine, moves):
        change = decision.session.until_change(now)
        assert change is None or change > ZERO


@calmly
@given(ROUTINE, ANY_CLOCKS)
def test_each_session_that_the_engine_makes_passes_the_check_of_records(routine, moves):
    for *_, decision, _, _ in play(routine, moves):
        session = decision.session
        assert check_session(read(to_builtins(session), Session)) == session
