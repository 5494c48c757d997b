"""On the demo's clock a minute passes each second, on all its clocks alike."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest

from backcoach import clock as clocks
from backcoach.clock import FastClock, local_zone
from backcoach.domain.moment import elapsed, jump_between
from backcoach.domain.signs import Zone


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


def test_who_sets_the_real_wall_clock_does_not_move_the_demo(clock):
    fast = FastClock(clock, 60, 10)
    before = fast.reading()
    clock.set_wall(hours=5)
    assert jump_between(before, fast.reading()) is None


@pytest.mark.parametrize("has_table", [True, False])
def test_the_time_zone_has_its_country_with_and_without_the_system_s_table(monkeypatch, tmp_path, has_table):
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: "America/Toronto")
    if not has_table:
        monkeypatch.setattr(clocks, "_SHARED", tmp_path)
    assert local_zone() == Zone("America/Toronto", "CA")


def test_two_time_zones_in_the_system_s_files_are_none(monkeypatch):
    def contradict():
        raise ZoneInfoNotFoundError("Multiple conflicting time zone configurations found")

    monkeypatch.setattr("tzlocal.get_localzone_name", contradict)
    assert local_zone() == Zone()
