"""The watch runs errands beside the sessions, and has the program woken for both."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backcoach.coach.coach import Coach
from backcoach.coach.watch import Watch
from backcoach.domain.engine import Acknowledge
from backcoach.domain.plans import posture_routine
from tests.doubles import Heard, ids, journal_on
from tests.ui.quiet import Quiet


class Water:
    """An errand: a sentence each hour."""

    name = "water"

    def __init__(self, now):
        self.next = now.after(timedelta(hours=1))

    def look(self, now):
        if now.wall < self.next.wall:
            return ""
        self.next = now.after(timedelta(hours=1))
        return "A glass of water."

    def wait(self, now):
        return self.next.wall - now.wall


@pytest.fixture
def around():
    return Quiet()


@pytest.fixture
def watch(coach, around):
    return Watch(coach, around)


def test_an_errand_is_run_when_it_is_due_and_woken_for(watch, clock, around):
    watch.add(Water(clock.now()))
    assert watch.look().notice == ""
    assert around.waits == {"errand: water": timedelta(hours=1)}
    clock.advance(hours=1)
    assert watch.look().notice == "A glass of water."
    assert watch.look().notice == ""


def test_sessions_and_errands_are_armed_together(watch, coach, clock, around):
    watch.add(Water(clock.now()))
    session = coach.start(posture_routine())
    watch.arm()
    assert around.waits == {session.id: timedelta(minutes=30), "errand: water": timedelta(hours=1)}


def test_an_errand_of_the_same_name_takes_the_former_one_s_place(watch, clock):
    watch.add(Water(clock.now()))
    watch.add(Water(clock.now()))
    clock.advance(hours=1)
    assert watch.look().notice == "A glass of water."


def test_what_another_window_has_answered_falls_silent_here(clock, store, around):
    here, there = Heard(), Heard()
    window = Coach(clock, journal_on(store), there, ids())
    watch = Watch(Coach(clock, journal_on(store), here, ids()), around)
    session = window.start(posture_routine())
    watch.look()
    clock.advance(minutes=30)
    watch.look()
    assert (here.headlines, here.silenced) == (["Posture CHANGE NOW"], 0)
    window.look()
    window.act(session.id, Acknowledge())
    watch.look()
    assert (here.silenced, there.headlines) == (1, [])
