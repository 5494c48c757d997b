"""On the demo's clock a minute passes each second, on all its clocks alike."""

from __future__ import annotations

from datetime import timedelta

from backcoach.clock import FastClock
from backcoach.domain.moment import elapsed, jump_between


def test_all_its_clocks_run_as_fast(clock):
    fast = FastClock(clock, 60)
    began, before = fast.now(), fast.reading()
    clock.advance(seconds=2)
    assert elapsed(began, fast.now()) == timedelta(minutes=2)
    assert fast.now().wall - began.wall == timedelta(minutes=2)
    assert jump_between(before, fast.reading()) is None


def test_it_begins_where_the_real_one_stands(clock):
    assert FastClock(clock, 60).now() == clock.now()


def test_a_suspend_is_a_longer_one(clock):
    fast = FastClock(clock, 60)
    before = fast.reading()
    clock.suspend(minutes=1)
    assert jump_between(before, fast.reading()) == timedelta(hours=1)


def test_who_sets_the_real_wall_clock_does_not_move_the_demo(clock):
    fast = FastClock(clock, 60)
    before = fast.reading()
    clock.set_wall(hours=5)
    assert jump_between(before, fast.reading()) is None
