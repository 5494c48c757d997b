"""On the demo's clock a minute passes each second, on all its clocks alike."""

from __future__ import annotations

from datetime import timedelta

from backcoach.clock import FastClock
from backcoach.domain.moment import elapsed, jump_between


def test_all_its_clocks_run_as_fast(clock):
    fast = FastClock(clock, 60, 10)
    began, before = fast.now(), fast.reading()
    clock.advance(seconds=2)
    assert elapsed(began, fast.now()) == timedelta(minutes=2)
    assert fast.now().wall - began.wall == timedelta(minutes=2)
    assert jump_between(before, fast.reading()) is None


def test_it_begins_at_ten_of_this_day_whatever_the_time(clock):
    clock.advance(hours=7)
    began = clock.local(FastClock(clock, 60, 10).now().wall)
    assert (began.date(), began.hour, began.minute) == (clock.local(clock.wall).date(), 10, 0)


def test_a_suspend_is_a_longer_one(clock):
    fast = FastClock(clock, 60, 10)
    before = fast.reading()
    clock.suspend(minutes=1)
    assert jump_between(before, fast.reading()) == timedelta(hours=1)


def test_who_sets_the_real_wall_clock_does_not_move_the_demo(clock):
    fast = FastClock(clock, 60, 10)
    before = fast.reading()
    clock.set_wall(hours=5)
    assert jump_between(before, fast.reading()) is None
