"""The coach: limits at the start, one voice for each alarm, any number of windows, one message after a gap."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backcoach.coach.coach import Coach
from backcoach.coach.history import heat_made_it_worse
from backcoach.coach.protocols import JournalError
from backcoach.domain.engine import Acknowledge, Adjust, Begin, Hurts, NotNowError, Pause, Stop
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.plans import posture_routine
from backcoach.domain.routine import Act, Kind, Routine, Step
from backcoach.domain.session import Ending, HeatKind, State
from tests.doubles import Heard, finished, ids, journal_on

MINUTE = timedelta(minutes=1)


def cycle(kind: Kind = Kind.ICE, on: float = 20) -> Routine:
    pair = (
        Step(Act.ON, on * MINUTE, begins_by_key=True, ends_by_key=True),
        Step(Act.OFF, 20 * MINUTE),
    )
    return Routine("cycle", kind, "Cycle", ("001",), pair * 2)


def started(coach, kind=Kind.ICE):
    coach.skin.confirm()
    return coach.start(cycle(kind), plan="cycle").id


def test_nothing_begins_before_the_skin_questions(coach):
    with pytest.raises(LimitReachedError, match="L5"):
        coach.start(cycle())
    assert coach.sessions == ()


def test_answers_hold_for_a_day(coach, clock):
    coach.skin.confirm()
    clock.advance(hours=24)
    assert coach.skin.is_confirmed()
    clock.advance(seconds=1)
    assert not coach.skin.is_confirmed()


BATH, PACK = (HeatKind("any", "Any", ("001",), in_water=in_water) for in_water in (True, False))


@pytest.mark.parametrize(("answered", "other"), [(BATH, PACK), (PACK, BATH)])
def test_answers_before_a_bath_do_not_count_for_a_pack_nor_the_other_way(coach, clock, answered, other):
    coach.skin.confirm(in_water=answered.in_water)
    with pytest.raises(LimitReachedError, match="L5"):
        coach.start(cycle(Kind.HEAT), heat=other)
    session = coach.start(cycle(Kind.HEAT), heat=answered)
    assert session.heat == answered
    clock.advance(minutes=20)
    coach.act(session.id, Acknowledge())
    clock.advance(minutes=20)
    coach.look()
    assert coach.act(session.id, Begin()).state is State.RUNNING


def test_the_skin_rests_after_a_bath_as_after_a_pack(coach, clock):
    coach.skin.confirm(in_water=True)
    coach.skin.confirm()
    coach.act(coach.start(cycle(Kind.HEAT), heat=BATH).id, Stop())
    with pytest.raises(LimitReachedError, match="L2"):
        coach.start(cycle(Kind.ICE))


def test_the_next_pack_waits_until_the_skin_has_rested(coach, clock):
    session = started(coach)
    clock.advance(minutes=10)
    coach.act(session, Stop())
    clock.advance(minutes=19)
    with pytest.raises(LimitReachedError, match=r"heat is possible at 14:35, in 01:00.*L2.*001"):
        coach.start(cycle(Kind.HEAT))
    clock.advance(minutes=1)
    assert coach.start(cycle(Kind.HEAT)).state is State.RUNNING


def test_ice_and_heat_never_run_together(coach, clock):
    started(coach)
    with pytest.raises(NotNowError, match="Ice is running"):
        coach.start(cycle(Kind.HEAT))
    coach.start(posture_routine())
    assert {session.kind for session in coach.sessions} == {Kind.ICE, Kind.POSTURE}


def test_the_removal_alarm_comes_once_and_repeats_until_acknowledged(coach, clock, heard):
    session = started(coach)
    clock.advance(minutes=20)
    for _ in range(14):
        coach.look()
        clock.advance(seconds=1)
    assert heard.headlines == ["Ice REMOVE NOW"]
    clock.advance(seconds=1)
    coach.look()
    assert len(heard.alarms) == 2
    coach.act(session, Acknowledge())
    clock.advance(minutes=5)
    coach.look()
    assert len(heard.alarms) == 2
    assert heard.silenced == 1


def test_two_windows_ring_once_between_them(coach, clock, store, heard):
    """Whoever looks first speaks; the other reads that it has been said."""
    started(coach)
    other_heard = Heard()
    other = Coach(clock, journal_on(store), other_heard, ids())
    other.look()
    clock.advance(minutes=20)
    for second in range(16 * 60):
        for window in (coach, other) if second % 2 else (other, coach):
            window.look()
        clock.advance(seconds=1)
    assert len(heard.alarms) + len(other_heard.alarms) == 18


def test_the_same_key_in_two_windows_happens_once(coach, clock, store):
    session = started(coach)
    other = Coach(clock, journal_on(store), Heard(), ids())
    other.look()
    coach.act(session, Adjust(-MINUTE))
    assert other.act(session, Adjust(-MINUTE)) is None
    assert other.sessions[0].length == 19 * MINUTE


def test_stop_is_obeyed_even_when_the_other_window_has_moved_it(coach, clock, store):
    session = started(coach)
    other = Coach(clock, journal_on(store), Heard(), ids())
    other.look()
    coach.act(session, Pause())
    assert other.act(session, Stop()).why is Ending.STOPPED
    coach.look()
    assert coach.sessions == ()


def test_a_window_follows_what_another_starts(coach, clock, store):
    other = Coach(clock, journal_on(store), Heard(), ids())
    other.look()
    started(coach)
    clock.advance(seconds=1)
    assert other.look().changed
    assert other.sessions == coach.sessions


def test_waking_from_a_suspend_gives_one_alarm_and_one_message(coach, clock, heard):
    started(coach)
    coach.start(posture_routine())
    coach.look()
    clock.suspend(hours=1)
    look = coach.look()
    assert look.jumped
    assert heard.headlines == ["Ice REMOVE NOW"]
    assert "Ice was over at 14:25, 40 min ago" in look.notice
    assert "The computer slept for 1 h. Posture starts a new 30 min." in look.notice
    clock.advance(seconds=1)
    assert coach.look().notice == ""
    assert heard.headlines == ["Ice REMOVE NOW"]


def test_an_overrun_ends_where_the_computer_fell_asleep(coach, clock):
    """Posture was due for a minute, then five hours passed asleep: nobody was overdue for those."""
    session = coach.start(posture_routine()).id
    clock.advance(minutes=31)
    coach.look()
    clock.suspend(hours=5)
    coach.look()
    assert coach.history.sessions[session].done[0].overrun == MINUTE


def test_each_suspend_rings_once_and_begins_a_new_round(coach, clock, heard):
    started(coach)
    clock.advance(minutes=20)
    coach.look()
    for ring in (2, 3):
        clock.suspend(hours=1)
        coach.look()
        assert len(heard.alarms) == ring
    clock.advance(seconds=15)
    coach.look()
    assert len(heard.alarms) == 4


def test_a_removal_in_the_future_does_not_forbid_ice_for_ever(coach, clock, store, heard):
    """The wall clock was years ahead, then the machine was restarted with the right one."""
    clock.set_wall(days=1000)
    session = started(coach)
    clock.advance(minutes=5)
    coach.act(session, Stop())
    clock.set_wall(days=-1000)
    clock.reboot(minutes=1)
    again = Coach(clock, journal_on(store), heard, ids())
    assert again.skin.rest_left() == 20 * MINUTE
    clock.advance(minutes=20)
    assert again.skin.rest_left() == timedelta(0)


@pytest.mark.parametrize("hours", [1, -1, 1000, -1000])
def test_a_changed_wall_clock_moves_nothing(coach, clock, heard, hours):
    started(coach)
    coach.look()
    clock.advance(minutes=5)
    clock.set_wall(hours=hours)
    look = coach.look()
    assert look.jumped
    assert coach.sessions[0].remaining(clock.now()) == 15 * MINUTE
    clock.advance(minutes=15)
    coach.look()
    assert heard.headlines == ["Ice REMOVE NOW"]
    assert coach.sessions[0].done == ()


def test_a_restart_of_the_machine_goes_on_by_the_wall_clock(clock, store, heard):
    started(Coach(clock, journal_on(store), heard, ids()))
    clock.advance(minutes=5)
    clock.reboot(minutes=4)
    coach = Coach(clock, journal_on(store), heard, ids())
    coach.look()
    assert coach.sessions[0].remaining(clock.now()) == 11 * MINUTE
    clock.set_wall(hours=3)
    coach.look()
    assert coach.sessions[0].remaining(clock.now()) == 11 * MINUTE


def test_a_clock_that_was_set_before_a_restart_costs_nothing(coach, clock, store, heard):
    """The jump is noticed and the session's anchor moved, so that the restart reckons from the new wall clock."""
    started(coach)
    coach.look()
    clock.advance(minutes=5)
    clock.set_wall(hours=1)
    coach.look()
    clock.reboot(minutes=1)
    again = Coach(clock, journal_on(store), heard, ids())
    again.look()
    assert again.sessions[0].remaining(clock.now()) == 14 * MINUTE


def test_a_restart_into_the_past_calls_for_removal(clock, store, heard):
    """How long the pack has lain cannot be known: it is called off."""
    started(Coach(clock, journal_on(store), heard, ids()))
    clock.advance(minutes=5)
    clock.reboot(hours=-10)
    coach = Coach(clock, journal_on(store), heard, ids())
    coach.look()
    assert coach.sessions[0].state is State.DUE
    assert heard.headlines == ["Ice REMOVE NOW"]


def test_closed_for_two_days_it_is_logged_as_unconfirmed(clock, store, heard):
    started(Coach(clock, journal_on(store), heard, ids()))
    clock.advance(days=2)
    journal = journal_on(store)
    coach = Coach(clock, journal, heard, ids())
    look = coach.look()
    assert coach.sessions == ()
    assert "unconfirmed" in look.notice
    assert finished(journal)[0].why is Ending.UNCONFIRMED
    assert not finished(journal)[0].done[0].acknowledged
    assert heard.alarms == []


def test_removal_can_be_corrected_after_the_program_was_closed(clock, store, heard):
    session = started(Coach(clock, journal_on(store), heard, ids()))
    clock.advance(minutes=30)
    coach = Coach(clock, journal_on(store), heard, ids())
    coach.look()
    coach.act(session, Acknowledge(clock.now().after(-8 * MINUTE)))
    assert coach.sessions[0].remaining(clock.now()) == 12 * MINUTE
    assert coach.sessions[0].done[0].overrun == 2 * MINUTE


def test_heat_that_makes_it_worse_ends_and_is_remembered(coach, clock, journal):
    session = started(coach, Kind.HEAT)
    clock.advance(minutes=3)
    ended = coach.act(session, Hurts())
    assert ended.why is Ending.WORSE
    assert heat_made_it_worse(coach.history, None, coach.clock.now())


def test_the_second_application_asks_again_when_the_answers_are_too_old(coach, clock):
    session = started(coach)
    clock.advance(minutes=20)
    coach.act(session, Acknowledge())
    clock.advance(minutes=20)
    coach.look()
    assert coach.sessions[0].state is State.WAITING
    coach.history.remember("skin questions confirmed", clock.now().after(timedelta(days=-2)))
    with pytest.raises(LimitReachedError, match="L5"):
        coach.act(session, Begin())
    coach.skin.confirm()
    assert coach.act(session, Begin()).state is State.RUNNING


class TestWhenTheDiskFails:
    @pytest.fixture
    def full(self, journal, monkeypatch):
        """Makes every write fail, until it is called again with False."""

        def fail(session):
            raise JournalError("The disk is full.")

        def switch(on=True):
            if on:
                monkeypatch.setattr(journal, "save", fail)
            else:
                monkeypatch.undo()

        return switch

    def test_the_session_goes_on_and_rings(self, coach, clock, heard, full):
        full()
        session = started(coach)
        clock.advance(minutes=20)
        coach.look()
        assert heard.headlines == ["Ice REMOVE NOW"]
        assert coach.history.names_of_unsaved()
        assert "full" in coach.history.trouble
        assert coach.act(session, Acknowledge()).index == 1

    def test_what_was_not_saved_is_saved_as_soon_as_it_can_be(self, coach, clock, journal, full):
        full()
        session = started(coach)
        assert journal.running() == ()
        full(False)
        clock.advance(seconds=1)
        coach.look()
        assert [stored.id for stored in journal.running()] == [session]
        assert not coach.history.names_of_unsaved()
        assert coach.history.trouble == ""

    def test_the_skin_rests_although_nothing_could_be_saved(self, coach, clock, full):
        full()
        session = started(coach)
        clock.advance(minutes=5)
        coach.act(session, Stop())
        with pytest.raises(LimitReachedError, match="L2"):
            coach.start(cycle())


def test_the_journal_is_asked_for_removals_only_where_it_may_have_changed(coach, clock, journal, store, monkeypatch):
    """A window asks each second how long the skin rests."""
    asked = []
    monkeypatch.setattr(journal, "removals", lambda now: asked.append(1) or journal_on(store).removals(now))
    for _ in range(10):
        clock.advance(seconds=1)
        coach.look()
        assert coach.skin.rest_left() == timedelta(0)
    assert len(asked) <= 1
    other = Coach(clock, journal_on(store), Heard(), ids())
    session = started(other)
    clock.advance(minutes=5)
    other.act(session, Stop())
    coach.look()
    assert coach.skin.rest_left() == 20 * MINUTE
