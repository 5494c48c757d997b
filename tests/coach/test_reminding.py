"""Reminders of the day: each once, never in quiet hours, never into a stretch, never as a queue."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backcoach.coach.coach import Coach
from backcoach.coach.day import Days
from backcoach.coach.watch import HELP, Reminders
from backcoach.domain.alarm import Sound, Urgency
from backcoach.domain.plans import posture_routine
from backcoach.domain.record import Record
from backcoach.domain.routine import Kind
from backcoach.domain.settings import Settings
from backcoach.library import Library
from tests.domain.support import BREATHE
from tests.doubles import Heard, ids, journal_on

MINUTE = timedelta(minutes=1)


class Window:
    """A coach's reminders beside others on the same journal."""

    def __init__(self, store, clock, **settings):
        journal = journal_on(store)
        self.days = Days(clock, journal, Library(), Settings(**settings), new_id=ids())
        self.clock = clock
        self.heard = Heard()
        self.reminders = Reminders(Coach(clock, journal, self.heard, ids()), self.days)

    def due(self, sessions=()):
        self.days.forget()
        return [alarm.headline for alarm in self.reminders.due(sessions, self.clock.now())]


@pytest.fixture
def window(store, clock):
    return Window(store, clock)


@pytest.fixture
def flare(window, clock):
    """It is 14:05, and the spasm began just now."""
    return window.days.flares.start(clock.wall, "steady", pain=6)


def heard(window, clock, hours, *, step=5):
    """Every reminder of the next hours with its local time."""
    found = []
    for _ in range(round(hours * 60 / step)):
        clock.advance(minutes=step)
        found += [f"{clock.local(clock.wall):%H:%M} {headline}" for headline in window.due()]
    return found


def test_a_whole_afternoon(window, flare, clock):
    assert window.due() == []
    assert heard(window, clock, 9.8) == [
        "15:05 Next: Walk 1 of 3, 2 min",
        "16:05 Next: Ice, 15 min",
        "18:05 Next: Ice, 15 min",
        "19:30 Next: Walk 1 of 3, 2 min",
        "20:05 Next: Ice, 15 min",
        "21:00 Next: Breathe slowly",
    ]


def test_two_windows_and_remind_give_each_once(window, flare, clock, store):
    others = [Window(store, clock) for _ in range(3)]
    clock.advance(minutes=121)
    said = [headline for each in (window, *others, window, *others) for headline in each.due()]
    assert said == ["Next: Ice, 15 min"]


def test_a_reminder_waits_for_the_end_of_a_breath(window, flare, clock, coach):
    clock.advance(minutes=120)
    coach.start(BREATHE)
    assert window.due(coach.sessions) == []
    for _ in range(12):
        clock.advance(seconds=10)
        coach.look()
    assert coach.sessions == ()
    assert window.due(coach.sessions) == ["Next: Ice, 15 min"]


def test_a_reminder_waits_while_a_pack_must_come_off(window, flare, clock, coach):
    coach.skin.confirm()
    coach.start(Library().plans["steady"].routine(Kind.ICE))
    clock.advance(minutes=60)
    coach.look()
    assert coach.sessions[0].needs_person
    assert window.due(coach.sessions) == []


def test_after_a_long_gap_there_is_no_queue(window, flare, clock):
    clock.suspend(hours=5, minutes=30)
    assert window.due() == ["Next: Walk 1 of 3, 2 min"]
    assert window.due() == []
    clock.suspend(hours=24, minutes=-60)
    assert window.due() == []


def test_quiet_hours_make_no_sound_and_nothing_is_made_up_for_in_the_morning(store, clock):
    window = Window(store, clock)
    window.days.flares.start(clock.wall, "steady")
    clock.advance(hours=9)
    assert heard(window, clock, 7.8) == []
    assert heard(window, clock, 1) == []
    assert heard(window, clock, 1)[0].startswith("08:05 Next: Ice")


def test_what_was_put_off_is_called_out_again_at_its_new_time(window, flare, clock):
    clock.advance(minutes=120)
    assert window.due() == ["Next: Ice, 15 min"]
    window.days.put_off(window.days.today(()).day.next)
    assert window.due() == []
    clock.advance(minutes=31)
    assert window.due() == ["Next: Ice, 15 min"]


def test_a_reminder_is_the_softest_alarm(window, flare, clock):
    clock.advance(minutes=120)
    (alarm,) = window.reminders.due((), clock.now())
    assert (alarm.sound, alarm.urgency, alarm.kind) == (Sound.READY, Urgency.NOTICE, Kind.ICE)
    assert alarm.spoken == "Time for ice"


def test_a_reminder_is_never_early(window, flare, clock):
    clock.advance(hours=1, minutes=59, seconds=58)
    assert window.due() == []
    clock.advance(seconds=2)
    assert window.due() == ["Next: Ice, 15 min"]


def test_how_long_until_the_next(window, flare, clock):
    assert window.reminders.wait(clock.now()) == 60 * MINUTE
    window.days.flares.end()
    window.days.forget()
    assert window.reminders.wait(clock.now()) is None


def test_a_change_of_position_rings_by_its_own_session_alone(window, flare, clock, coach):
    coach.start(posture_routine())
    assert all("position" not in line for line in heard(window, clock, 3))


# -- once a day ---------------------------------------------------------------------------------------------


def test_a_daily_thing_is_done_by_one_window_and_once_a_day(window, clock, store):
    other = Window(store, clock)
    assert window.reminders.once(HELP, daily=True)
    assert not other.reminders.once(HELP, daily=True)
    clock.advance(hours=23)
    assert [other.reminders.once(HELP, daily=True), window.reminders.once(HELP, daily=True)] == [True, False]


def test_an_hour_that_comes_twice_brings_no_second_day(window, clock):
    clock.wall = clock.wall.replace(month=10, day=24, hour=23, minute=30)
    assert window.reminders.once(HELP, daily=True)
    clock.set_wall(hours=-1)
    assert not window.reminders.once(HELP, daily=True)


def test_a_reminder_rings_at_its_true_time_though_the_clock_was_ahead(window, flare, clock):
    """At 18:30 the clock is an hour ahead: the walk of 19:30 rings, and again when it is 19:30."""
    clock.advance(hours=4, minutes=25)
    window.due()
    clock.set_wall(hours=1)
    assert window.due() == ["Next: Walk 1 of 3, 2 min"]
    clock.set_wall(hours=-1)
    assert window.due() == []
    clock.advance(hours=1)
    assert window.due() == ["Next: Walk 1 of 3, 2 min"]


def test_a_flare_up_noted_while_the_clock_was_ahead_silences_nothing(window, clock):
    window.days.flares.start(clock.wall, "steady", pain=6)
    true = heard(window, clock, 6)
    window.days.flares.end()
    clock.advance(hours=18)
    clock.set_wall(hours=6)
    window.days.flares.start(clock.wall, "steady", pain=6)
    clock.set_wall(hours=-6)
    assert heard(window, clock, 6) == true


def test_another_record_under_the_name_of_a_mark_silences_nothing(window, store, clock):
    """L9: the get-help signs come once a day, whatever was imported."""
    record = Record("told-help", "checklist", clock.wall, clock.wall.date(), {"list": "x", "ticked": []})
    journal_on(store).archive.put(record)
    assert window.reminders.once(HELP, daily=True)
    assert not window.reminders.once(HELP, daily=True)


def test_what_is_said_once_is_said_once(window, store, clock):
    assert window.reminders.once("comes back f1")
    assert not Window(store, clock).reminders.once("comes back f1")


def test_as_an_errand_they_are_heard(window, flare, clock):
    errand = window.reminders
    clock.advance(minutes=119)
    assert (errand.look(clock.now()), errand.wait(clock.now())) == ("", MINUTE)
    clock.advance(minutes=1)
    assert errand.look(clock.now()) == ""
    assert window.heard.headlines == ["Next: Ice, 15 min"]
