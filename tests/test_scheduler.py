"""Wake-ups against the real clocks: in time, re-armed, never lost, never in a rush."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from backcoach.clock import SystemClock
from backcoach.scheduler import Wakeups
from tests.doubles import armed

MS = timedelta(milliseconds=1)


class Woken:
    """Notes when it is woken, and can be waited for."""

    def __init__(self, clock):
        self.clock = clock
        self.at = []
        self._more = asyncio.Event()

    def __call__(self):
        self.at.append(self.clock.now().since_boot)
        self._more.set()

    async def times(self, count, limit=10):
        async with asyncio.timeout(limit):
            while len(self.at) < count:
                self._more.clear()
                await self._more.wait()
        return self.at


@pytest.fixture
async def woken():
    return Woken(SystemClock())


@pytest.fixture
async def wakeups(woken):
    made = Wakeups(woken.clock, woken)
    made.start()
    yield made
    made.stop()
    await asyncio.sleep(0)


async def test_fifty_deadlines_each_within_a_fifth_of_a_second(wakeups, woken):
    begun = woken.clock.now().since_boot
    waits = {f"session-{n}": (n + 1) * 40 * MS for n in range(50)}
    wakeups.arm(waits)
    at = await woken.times(50)
    lateness = [woke - begun - wait for woke, wait in zip(at, waits.values(), strict=True)]
    assert max(lateness) < 200 * MS
    assert min(lateness) > -2 * MS


async def test_a_deadline_that_moves_wakes_only_at_its_new_time(wakeups, woken):
    begun = woken.clock.now().since_boot
    wakeups.arm({"a": 100 * MS})
    wakeups.arm({"a": 300 * MS})
    await woken.times(1)
    assert woken.at[0] - begun > 290 * MS
    assert armed(wakeups) == set()


async def test_a_session_that_is_gone_wakes_nobody(wakeups, woken):
    wakeups.arm({"a": 50 * MS, "b": 200 * MS})
    wakeups.arm({"b": 200 * MS})
    await woken.times(1)
    assert armed(wakeups) == set()
    assert len(woken.at) == 1


async def test_what_is_overdue_is_not_hurried(wakeups, woken):
    """A look that could not settle it comes again with the next second, not at once and for ever."""
    wakeups.arm({"a": -5 * MS, "b": 300 * MS})
    await woken.times(1)
    assert armed(wakeups) == {"a"}


async def test_stopping_twice_and_stopping_unstarted_do_no_harm(woken):
    made = Wakeups(woken.clock, woken)
    made.stop()
    made.start()
    made.stop()
    await asyncio.sleep(0)
    made.stop()


async def test_a_wake_up_that_fails_is_logged(caplog):
    def fail():
        raise ZeroDivisionError("nobody can do that")

    clock = SystemClock()
    done = Woken(clock)
    made = Wakeups(clock, fail)
    made.start()
    made._scheduler.add_listener(lambda _: done(), 1 << 13)  # EVENT_JOB_ERROR
    with caplog.at_level(logging.ERROR):
        made.arm({"a": 10 * MS})
        await done.times(1)
    made.stop()
    await asyncio.sleep(0)
    assert any("nobody can do that" in str(record.exc_info) for record in caplog.records)


@pytest.mark.parametrize("zone", ["CET-1CEST", "UTC+3", "XYZ", ":", ""])
async def test_odd_time_zones_do_no_harm(monkeypatch, woken, zone):
    monkeypatch.setenv("TZ", zone)
    made = Wakeups(woken.clock, woken)
    made.start()
    made.arm({"a": 10 * MS})
    await woken.times(1)
    made.stop()
    await asyncio.sleep(0)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "CET-1CEST", "UTC+3", "XYZ", ":"])
async def test_once_a_day_something_wakes_in_any_zone(monkeypatch, zone):
    """Whatever TZ says."""
    monkeypatch.setenv("TZ", zone)
    wakeups = Wakeups(SystemClock(), lambda: None)
    wakeups.start()
    try:
        job = wakeups._scheduler.get_job("daily")
        soon = job.next_run_time - datetime.now(tz=UTC)
        assert timedelta(0) < soon <= timedelta(minutes=15)
        wakeups.arm({}, anew=True)
        assert armed(wakeups) == set()
        assert wakeups._scheduler.get_job("daily") is not None
    finally:
        wakeups.stop()
