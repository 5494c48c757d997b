"""A program without a screen looks each second, at each wake-up, and ends when it is told to."""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import timedelta

import pytest

from backcoach import scheduler
from backcoach.cli.command import ENDINGS
from backcoach.scheduler import Foreground


class Looks:
    def __init__(self, until, at_first=lambda: None):
        self.count, self.pumps, self._until, self._at_first = 0, 0, until, at_first
        self.foreground = Foreground(self.look, self.pump, ENDINGS)

    def look(self):
        self.count += 1
        if self.count == 1:
            self._at_first()
        if self.count >= self._until:
            self.foreground.end()

    def pump(self):
        self.pumps += 1
        return timedelta(milliseconds=1)


@pytest.fixture
def quick(monkeypatch):
    """A second is over at once."""
    monkeypatch.setattr(scheduler, "LOOK_EVERY_S", 0.01)


async def test_it_looks_again_and_again(quick):
    looks = Looks(until=5)
    await looks.foreground.stay(lambda: None)
    assert looks.count == 5


async def test_between_two_looks_what_sounds_is_looked_after(quick):
    looks = Looks(until=3)
    await looks.foreground.stay(lambda: None)
    assert looks.pumps > looks.count


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
async def test_a_signal_that_answers_its_first_word_ends_it_well_and_its_handlers_are_given_back(number):
    before = signal.getsignal(number)
    looks = Looks(until=99)
    await asyncio.wait_for(looks.foreground.stay(lambda: os.kill(os.getpid(), number)), 5)
    assert looks.count < 99
    assert signal.getsignal(number) in {before, signal.SIG_DFL, signal.default_int_handler}


async def test_an_ignored_hangup_is_still_ignored(quick):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        looks = Looks(until=3, at_first=lambda: os.kill(os.getpid(), signal.SIGHUP))
        await looks.foreground.stay(lambda: None)
        assert looks.count == 3
    finally:
        signal.signal(signal.SIGHUP, before)


async def test_a_wake_up_looks_at_once():
    looks = Looks(until=2, at_first=lambda: asyncio.get_running_loop().call_soon(looks.foreground.wake))
    await asyncio.wait_for(looks.foreground.stay(lambda: None), 0.9)
    assert looks.count == 2
