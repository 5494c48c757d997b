"""Several windows on one journal, clocks that are set, suspends, restarts, kills and a busy disk: L1 and L2 hold."""

from __future__ import annotations

import contextlib
import random
from datetime import timedelta
from itertools import count, permutations

import pytest

from backcoach.coach.coach import Coach
from backcoach.domain.engine import Acknowledge, Adjust, Begin, GoOn, Next, NotNowError, Pause, Stop
from backcoach.domain.limits import LONGEST_APPLICATION, SHORTEST_REST, LimitReachedError
from backcoach.domain.routine import Act, Kind
from backcoach.domain.session import State
from backcoach.library import Library
from backcoach.store.journal import SqliteJournal
from tests.doubles import OPENED, Heard, finished

MINUTE = timedelta(minutes=1)
PLANS = Library().plans
KEYS = (Begin(), Pause(), GoOn(), Next(), Acknowledge(), Adjust(MINUTE), Adjust(-MINUTE), Stop())


class Household:
    """Up to three windows of one person, who presses anything at any time."""

    def __init__(self, path, clock, seed):
        self.path, self.clock, self.chance = path, clock, random.Random(seed)  # noqa: S311 - chance, not secrecy
        self.names = count()
        self.windows = []
        self.open()

    def journal(self):
        OPENED.append(SqliteJournal(self.path, busy=0.01))
        return OPENED[-1]

    def open(self):
        if len(self.windows) < 3:
            journal = self.journal()
            self.windows.append((Coach(self.clock, journal, Heard(), lambda: f"s-{next(self.names)}"), journal))
            self.look()

    def kill(self):
        if self.windows:
            self.windows.pop(self.chance.randrange(len(self.windows)))[1].close()

    def look(self):
        for coach, _ in self.windows:
            coach.look()

    def wait(self):
        self.clock.advance(seconds=self.chance.choice([1, 5, 30, 60, 240, 300, 360, 900, 1140, 1200, 1260]))

    def suspend(self):
        self.clock.suspend(minutes=self.chance.choice([1, 20, 60]))

    def set_clock(self):
        """A window that is open sees it; what happened while none was, nobody can know after a restart."""
        self.clock.set_wall(hours=self.chance.choice([-1, 1, -24, 24, -8760, 8760]))
        self.look()

    def restart(self):
        self.look()
        while self.windows:
            self.kill()
        self.clock.reboot(minutes=1)
        self.open()

    def begin(self, coach):
        if self.chance.random() < 0.8:
            coach.skin.confirm()
        plan, kind = self.chance.choice(["steady", "cycle"]), self.chance.choice([Kind.ICE, Kind.HEAT])
        coach.start(PLANS[plan].routine(kind))

    def press(self, coach):
        if coach.sessions:
            coach.act(coach.sessions[0].id, self.chance.choice(KEYS))

    def act(self, doing):
        if not self.windows:
            return
        coach, _ = self.chance.choice(self.windows)
        if self.chance.random() < 0.5:
            coach.look()
        with contextlib.suppress(LimitReachedError, NotNowError):
            doing(coach)

    def act_while_busy(self):
        with self.journal() as other, other.transaction():
            self.act(self.chance.choice([self.begin, self.press]))
        self.look()

    def live(self, steps):
        doings = [self.wait] * 4 + [self.suspend, self.set_clock, self.open, self.kill, self.look, self.look]
        doings += [self.restart, self.act_while_busy]
        doings += [lambda: self.act(self.begin)] * 3 + [lambda: self.act(self.press)] * 3
        for _ in range(steps):
            self.chance.choice(doings)()
            yield


@pytest.mark.parametrize("seed", range(24))
def test_whatever_is_pressed_in_whichever_window_the_skin_is_kept(tmp_path, clock, seed):
    household = Household(tmp_path / "journal.db", clock, seed)
    for _ in household.live(120):
        with household.journal() as journal:
            on = [s for s in journal.running() if s.step.is_application and s.state is State.RUNNING]
        assert len(on) <= 1
    with household.journal() as journal:
        sessions = (*finished(journal), *journal.running())
    applications = [step for session in sessions for step in session.done if step.act is Act.ON]
    assert all(step.length <= LONGEST_APPLICATION for step in applications)
    for one, other in permutations(applications, 2):
        if one.ended.boot_id == other.began.boot_id and other.began.since_boot > one.began.since_boot:
            assert other.began.since_boot - one.ended.since_boot >= SHORTEST_REST - timedelta(seconds=1)
