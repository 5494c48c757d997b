"""Limits that hold whatever happens between two windows, on a disk that fails, and with clocks that are set."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest

from backcoach.coach.coach import Coach
from backcoach.coach.day import Flares
from backcoach.coach.history import heat_made_it_worse
from backcoach.coach.log import Reviews
from backcoach.coach.protocols import JournalBusyError, JournalError
from backcoach.domain.engine import Acknowledge, Begin, Hurts, Next, NotNowError, Pause, Stop
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.plans import posture_routine
from backcoach.domain.record import DIARY, FLARE, Record
from backcoach.domain.routine import Act, Kind
from backcoach.domain.session import Ending, State
from backcoach.domain.settings import DEFAULTS
from backcoach.library import Library
from backcoach.store.journal import SqliteJournal
from tests.coach.test_coach import MINUTE, cycle, started
from tests.doubles import Heard, journal_on


class Window(Coach):
    """A coach on a journal of its own, which can be busy, full, or a moment late."""

    def __init__(self, clock, journal, number):
        self.heard = Heard()
        self.journal = journal
        self.failure = None
        self.just_before = lambda: None
        names = iter(range(100))
        self.name = lambda: f"window-{number}-{next(names)}"
        super().__init__(clock, self, self.heard, self.name)

    def __getattr__(self, name):
        return getattr(self.journal, name)

    @contextmanager
    def transaction(self):
        happens, self.just_before = self.just_before, lambda: None
        happens()
        if isinstance(self.failure, JournalBusyError):
            raise self.failure
        with self.journal.transaction():
            yield
            if self.failure is not None:
                raise self.failure


@pytest.fixture(params=["memory", "file"])
def windows(request, clock, store, tmp_path):
    """Two windows on one journal."""
    if request.param == "memory":
        yield [Window(clock, journal_on(store), n) for n in (1, 2)]
        return
    with SqliteJournal(tmp_path / "j.db", busy=1) as one, SqliteJournal(tmp_path / "j.db", busy=1) as other:
        yield [Window(clock, journal, n) for n, journal in enumerate((one, other))]


@pytest.mark.parametrize("kind", [Kind.ICE, Kind.HEAT])
def test_of_two_windows_that_start_in_one_instant_one_starts(windows, kind):
    one, other = windows
    one.skin.confirm()
    other.just_before = lambda: one.start(cycle())
    with pytest.raises(NotNowError, match="Ice is running"):
        other.start(cycle(kind))
    other.look()
    assert [session.kind for session in one.sessions + other.sessions] == [Kind.ICE, Kind.ICE]


def test_a_pack_that_came_off_in_one_instant_counts_for_the_other_window(windows, clock):
    one, other = windows
    session = started(one)
    clock.advance(minutes=5)
    other.look()
    one.act(session, Stop())
    other.look()
    clock.advance(minutes=19)
    with pytest.raises(LimitReachedError, match="L2"):
        other.start(cycle(Kind.HEAT))


def test_a_window_that_was_kept_from_reading_goes_on_from_what_is_stored(windows, clock):
    one, other = windows
    session = started(one)
    other.look()
    clock.advance(minutes=10)
    one.history.trouble = "The journal is busy."
    one.just_before = lambda: other.act(session, Pause())
    one._let_pass(clock.now(), everything=True, keep_all=True)
    clock.advance(minutes=2)
    one.look()
    other.look()
    for window in windows:
        assert window.sessions[0].state is State.PAUSED
        assert window.sessions[0].used(clock.now()) == 10 * MINUTE


def test_a_pause_stored_meanwhile_is_not_written_over_by_what_could_not_be_stored(windows, clock):
    one, other = windows
    session = started(one)
    other.look()
    clock.advance(minutes=10)
    one.look()
    one.failure = JournalBusyError("The journal is busy.")
    one.act(session, Next())
    other.act(session, Pause())
    clock.advance(minutes=2)
    one.failure = None
    look = one.look()
    assert one.sessions[0].state is State.PAUSED
    assert one.sessions[0].used(clock.now()) == 10 * MINUTE
    assert "another window was further on" in look.notice


@pytest.mark.parametrize("kind", [Kind.ICE, Kind.HEAT])
def test_of_two_packs_begun_where_nothing_could_be_saved_the_first_goes_on(windows, clock, kind):
    one, other = windows
    one.skin.confirm()
    for window in windows:
        window.look()
        window.failure = JournalError("The disk is full.")
    first = one.start(cycle())
    clock.advance(minutes=2)
    second = other.start(cycle(kind))
    clock.advance(minutes=3)
    for window in (other, one):
        window.failure = None
        said = window.look().notice
    other.look()
    assert [session.id for session in one.sessions + other.sessions] == [first.id, first.id]
    assert "one at a time, so this one is stopped" in said
    assert one.journal.session(second.id).why is Ending.OTHER_PACK


def test_a_stop_counts_although_it_could_not_be_stored_and_another_window_went_on(windows, clock):
    one, other = windows
    session = started(one)
    other.look()
    clock.advance(minutes=10)
    one.failure = JournalBusyError("The journal is busy.")
    one.act(session, Stop())
    other.act(session, Pause())
    one.failure = None
    clock.advance(minutes=1)
    one.look()
    other.look()
    assert one.sessions == other.sessions == ()
    assert other.skin.rest_left() == 19 * MINUTE


def test_a_key_meant_for_the_rest_begins_no_application(windows, clock):
    one, other = windows
    session = started(one)
    clock.advance(minutes=20)
    one.act(session, Acknowledge())
    other.look()
    clock.advance(minutes=20)
    assert one.act(session, Next()).state is State.WAITING
    assert other.act(session, Next()).state is State.WAITING
    assert other.act(session, Next()).state is State.RUNNING


def test_the_end_of_a_rest_asks_the_skin_questions_first(coach, clock):
    session = started(coach)
    clock.advance(minutes=20)
    coach.act(session, Acknowledge())
    clock.advance(minutes=20)
    coach.history.remember("skin questions confirmed", clock.now().after(timedelta(days=-2)))
    assert coach.act(session, Next()).state is State.WAITING
    for key in (Next(), Begin()):
        with pytest.raises(LimitReachedError, match="L5"):
            coach.act(session, key)


def test_the_rest_is_counted_from_every_pack_that_came_off(windows, clock):
    """The last pack came off seconds ago, but the clock has gone back behind the one before it."""
    one, other = windows
    session = started(one)
    clock.advance(minutes=10)
    one.act(session, Stop())
    clock.set_wall(hours=-1)
    clock.advance(minutes=25)
    session = started(one)
    clock.advance(minutes=10)
    one.act(session, Stop())
    clock.advance(seconds=5)
    for window in windows:
        with pytest.raises(LimitReachedError, match="L2"):
            window.start(cycle(Kind.HEAT))
    clock.advance(minutes=20)
    assert other.start(cycle(Kind.HEAT)).state is State.RUNNING


def test_each_clock_that_was_ahead_before_a_restart_costs_no_rest(clock, store):
    """Also where it was ahead for the second time."""
    for session_id in ("first", "second"):
        clock.set_wall(days=400)
        before = Coach(clock, journal_on(store), Heard(), lambda made=session_id: made)
        session = started(before)
        clock.advance(minutes=5)
        before.act(session, Stop())
        clock.set_wall(days=-400)
        clock.reboot(minutes=1)
        after = Coach(clock, journal_on(store), Heard(), str)
        assert after.skin.rest_left() == 20 * MINUTE
        clock.advance(minutes=20)
        assert after.skin.rest_left() == timedelta(0)
        clock.advance(minutes=20)


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_was_set_while_the_skin_rested_changes_nothing_after_a_restart(coach, clock, store, hours):
    session = started(coach)
    clock.advance(minutes=5)
    coach.act(session, Stop())
    coach.look()
    clock.set_wall(hours=hours)
    coach.look()
    clock.reboot(minutes=4)
    assert Coach(clock, journal_on(store), Heard(), str).skin.rest_left() == 16 * MINUTE


def test_answers_from_the_future_count_as_none_also_when_their_time_comes(coach, clock):
    clock.set_wall(hours=23)
    coach.skin.confirm()
    clock.set_wall(hours=-23)
    clock.reboot(minutes=1)
    assert not coach.skin.is_confirmed()
    clock.advance(hours=30)
    assert not coach.skin.is_confirmed()


def test_heat_that_made_it_worse_belongs_to_its_flare_up(coach, clock, journal, store):
    """The clock was a year behind, or ahead, when it was said; then the machine was restarted with the right one."""
    flares = Flares(coach.history, clock, iter("fgh").__next__)
    flares.start(clock.wall, "either")
    clock.reboot(minutes=1)
    clock.set_wall(days=-365)
    session = started(coach, Kind.HEAT)
    coach.act(session, Hurts())
    clock.set_wall(days=365)
    clock.reboot(hours=1)
    assert heat_made_it_worse(coach.history, flares.current(), coach.clock.now())
    flares.end()
    clock.set_wall(days=365)
    session = started(coach, Kind.HEAT)
    coach.act(session, Hurts())
    clock.set_wall(days=-365)
    clock.reboot(hours=1)
    flares.start(clock.wall, "either")
    assert not heat_made_it_worse(coach.history, flares.current(), coach.clock.now())


def test_of_two_flare_ups_begun_where_nothing_could_be_saved_the_earlier_goes_on(windows, clock):
    chronicles = [window.history for window in windows]
    one, other = (Flares(history, clock, window.name) for history, window in zip(chronicles, windows, strict=True))
    for window in windows:
        window.failure = JournalError("The disk is full.")
    first = one.start(clock.wall - timedelta(hours=2), "steady")
    other.start(clock.wall - timedelta(hours=1), "either", trigger="lifting a box", pain=7)
    said = ""
    for window, history in zip(windows, chronicles, strict=True):
        window.failure = None
        history.archive.catch_up()
        said += history.archive.take_notice()
    assert [flare.id for flare in one.history() if not flare.is_over] == [first.id]
    assert (other.current().id, other.current().plan) == (first.id, "steady")
    kept = {
        (one.doc["entry"], one.doc.get("text", one.doc.get("value"))) for one in chronicles[0].archive.records(DIARY)
    }
    assert kept == {("trigger", "lifting a box"), ("pain", 7)}
    assert "plan either, pain 7, lifting a box" in said
    assert len(chronicles[0].archive.records("flare", deleted=True)) == 2


def test_a_flare_up_that_cannot_be_read_takes_no_other_away(windows, clock):
    one, _ = windows
    flares, early = Flares(one.history, clock, one.name), clock.wall - timedelta(hours=3)
    one.history.archive.put(
        Record("f" * 32, FLARE, early, early.date(), {"plan": "steady", "severity": 3, "trigger": 5})
    )
    one.failure = JournalError("The disk is full.")
    begun = flares.start(clock.wall, "steady", trigger="lifting a box", pain=7)
    one.failure = None
    one.history.archive.catch_up()
    assert flares.current() == begun
    assert not one.history.archive.record("f" * 32).deleted


def test_what_another_window_has_ended_meanwhile_counts_once(windows, clock):
    one, other = windows
    session = started(one)
    clock.advance(minutes=20)
    one.look()
    one.act(session, Acknowledge())
    other.look()
    other.act(session, Stop())
    reviews = Reviews(one.history, clock.local, DEFAULTS, Library().levels)
    assert reviews.period(clock.wall.date(), clock.wall.date()).days[0].uses[Kind.ICE] == 1


def test_what_does_not_lie_on_the_skin_begins_in_two_windows_as_one_too(windows):
    one, other = windows
    other.just_before = lambda: one.start(posture_routine())
    with pytest.raises(NotNowError, match="Posture is running"):
        other.start(posture_routine())
    assert Act.STAY is other.sessions[0].step.act
