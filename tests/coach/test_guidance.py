"""What is asked before and after guided sessions is kept; a reminder waits for the end of a breath or a hold."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backcoach.coach.coach import Coach
from backcoach.coach.history import BufferedArchive
from backcoach.coach.protocols import JournalError
from backcoach.coach.sessions import BONES, BREATHING, STRETCHING, Before, Guidance
from backcoach.domain.days import DAY
from backcoach.domain.engine import Acknowledge, GoOn, Hurts, Pause, Stop
from backcoach.domain.flare import Flare
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.plans import posture_routine
from backcoach.domain.record import Record
from backcoach.domain.record_checks import flare_record, walk_record
from backcoach.domain.session import Ending, State
from backcoach.domain.settings import Settings
from backcoach.library import Library
from tests.coach.test_coach import started
from tests.doubles import Heard, ids, journal_on, new_walk

LIBRARY = Library()
KNEES, OVERHEAD = LIBRARY.stretches["knees"], LIBRARY.stretches["overhead"]
LONGER_OUT = LIBRARY.patterns["longer-out"]


@pytest.fixture
def guidance(coach):
    made = Guidance(coach)
    made.choose(BONES, {"value": False})
    return made


def run(coach, clock, seconds, by=0.5):
    for _ in range(round(seconds / by)):
        clock.advance(seconds=by)
        coach.look()


def test_no_way_leads_round_the_pain(coach):
    for pain in (None, 5, 7, 10):
        with pytest.raises(LimitReachedError, match="L7"):
            coach.start(KNEES.routine(), pain=pain)
    with pytest.raises(LimitReachedError, match="L7"):
        coach.start(KNEES.routine(), pain=8, sure=True)
    assert coach.sessions == ()


def test_bones_are_asked_before_the_first_stretch(coach):
    guidance = Guidance(coach)
    assert guidance.brittle_bones() is None
    with pytest.raises(LimitReachedError, match="You haven't said whether"):
        guidance.start_stretching(KNEES, Before(1, coach.clock.now()))
    guidance.choose(BONES, {"value": True})
    assert Guidance(coach).brittle_bones() is True
    with pytest.raises(LimitReachedError, match="no stretch draws"):
        guidance.start_stretching(KNEES, Before(1, coach.clock.now()))


def test_pain_before_and_after_belong_to_their_stretch(coach, clock, guidance, journal):
    session = guidance.start_stretching(KNEES, Before(3, clock.now()))
    run(coach, clock, 30)
    coach.act(session.id, Hurts())
    assert guidance.pain_before(session) == 3
    guidance.note_pain(5, "after", session.id)
    guidance.note_pain(6, "after", session.id)
    docs = [record.doc for record in journal.archive.records("diary")]
    assert docs == [
        {"entry": "pain", "value": 3, "session": "", "when": "before"},
        {"entry": "pain", "value": 6, "session": session.id, "when": "after"},
    ]
    assert journal.session(session.id).why is Ending.PAIN


def test_times_are_those_of_the_local_day_and_of_this_stretch(coach, clock, guidance):
    for _ in range(2):
        session = guidance.start_stretching(KNEES, Before(1, coach.clock.now()))
        run(coach, clock, 20, by=2)
        coach.act(session.id, Stop())
    session = guidance.start_stretching(LIBRARY.stretches["overhead"], Before(1, coach.clock.now()))
    run(coach, clock, 20, by=2)
    coach.act(session.id, Stop())
    assert guidance.times_today(KNEES) == 2
    clock.advance(hours=9, minutes=53)
    assert guidance.times_today(KNEES) == 2
    clock.advance(minutes=2)
    assert guidance.times_today(KNEES) == 0
    assert Guidance(coach, Settings(day_start=timedelta(hours=4))).times_today(KNEES) == 2


def test_the_last_choice_is_remembered(coach, guidance):
    session = guidance.start_breathing(LONGER_OUT, 9)
    coach.act(session.id, Stop())
    session = guidance.start_stretching(KNEES, Before(1, coach.clock.now()))
    again = Guidance(coach)
    assert (again.choice(BREATHING)["pattern"], again.choice(BREATHING)["cycles"]) == ("longer-out", 9)
    assert again.choice(STRETCHING)["routine"] == "knees"


def test_a_slow_voice_is_led_in_words_that_it_has_time_for(coach):
    slow = Guidance(coach, Settings(speech_rate=90))
    slow.choose(BONES, {"value": False})
    assert slow.start_breathing(LONGER_OUT, 6).routine.rate == 90
    assert slow.start_stretching(KNEES, Before(1, coach.clock.now())).routine.rate == 90


def test_what_a_full_disk_does_not_take_is_kept_until_it_does(guidance, coach, journal, monkeypatch):
    archive = coach.history.archive

    def full(archive, record):
        raise JournalError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr("backcoach.store.journal.Archive.put", full)
        guidance.note_pain(4, "before", "one")
        assert archive.trouble == "The disk is full."
        assert guidance.pain_now() == 4
    archive.catch_up()
    assert archive.trouble == ""
    assert [record.doc["value"] for record in journal.archive.records("diary")] == [4]


def test_who_can_t_be_heard_leaves_the_cues_to_others(coach, clock, store, heard, guidance):
    unheard = Heard()
    service = Coach(clock, journal_on(store), unheard, ids())
    service.patience = None
    guidance.start_stretching(KNEES, Before(1, coach.clock.now()))
    for _ in range(60):
        clock.advance(seconds=0.5)
        service.look()
        assert all(wait > timedelta(0) for wait in service.waits().values())
        coach.look()
    assert unheard.alarms == []
    assert "6 more, then let it down" in [alarm.spoken for alarm in heard.alarms]


def test_a_window_leads_where_there_is_one_and_remind_where_there_is_none(coach, clock, store, heard, guidance):
    service = Coach(clock, journal_on(store), unheard := Heard(), ids())
    service.patience = timedelta(seconds=0.4)
    guidance.start_stretching(KNEES, Before(1, coach.clock.now()))
    for _ in range(400):
        clock.advance(seconds=0.1)
        service.look()
        coach.look()
    assert unheard.alarms == []
    by_window = [alarm.spoken for alarm in heard.alarms if alarm.spoken]
    assert by_window[-1] == "hold, low back flat"
    wait = min(service.waits().values())
    for _ in range(200):
        clock.advance(seconds=0.1)
        service.look()
    by_service = [alarm.spoken for alarm in unheard.alarms if alarm.spoken]
    assert by_service == ["halfway, 10 more", "6 more, then let it down", "then rest, 4 seconds"]
    assert timedelta(seconds=7) < wait < timedelta(seconds=9)


def test_a_reminder_waits_for_the_end_of_a_hold(coach, clock, heard, guidance):
    coach.start(posture_routine(timedelta(minutes=5)))
    clock.advance(seconds=285)
    coach.look()
    guidance.start_stretching(KNEES, Before(1, coach.clock.now()))
    run(coach, clock, 30.5)
    assert "Posture CHANGE NOW" not in heard.headlines
    run(coach, clock, 1)
    assert heard.headlines.count("Posture CHANGE NOW") == 1


def test_a_reminder_waits_for_the_end_of_a_breath(coach, clock, heard, guidance):
    coach.start(posture_routine(timedelta(minutes=5)))
    clock.advance(seconds=293)
    coach.look()
    guidance.start_breathing(LONGER_OUT, 6)
    run(coach, clock, 14.5)
    assert "Posture CHANGE NOW" not in heard.headlines
    run(coach, clock, 0.5)
    assert heard.headlines[-2:] == ["Posture CHANGE NOW", "Breathe in"]


def test_what_is_left_of_an_application_waits_for_a_breath_and_comes_after_its_word(coach, clock, heard, guidance):
    coach.say_left = lambda: timedelta(minutes=5)
    started(coach)
    clock.advance(seconds=293)
    coach.look()
    guidance.start_breathing(LONGER_OUT, 6)
    run(coach, clock, 14.5)
    assert "Ice is on" not in heard.headlines
    run(coach, clock, 0.5)
    assert heard.headlines[-2:] == ["Breathe in", "Ice is on"]
    run(coach, clock, 200)
    assert heard.headlines.count("Ice is on") == 1


def test_what_is_left_is_said_by_one_of_two_windows(coach, clock, heard, store):
    other = Coach(clock, journal_on(store), heard, ids())
    for each in (coach, other):
        each.say_left = lambda: timedelta(minutes=5)
    started(coach)
    for _ in range(4):
        clock.advance(minutes=5)
        other.look()
        coach.look()
    assert heard.headlines == ["Ice is on"] * 3 + ["Ice REMOVE NOW"]


def test_a_reminder_that_was_answered_meanwhile_is_not_given(coach, clock, heard, guidance):
    posture = coach.start(posture_routine(timedelta(minutes=5)))
    clock.advance(seconds=285)
    coach.look()
    guidance.start_stretching(KNEES, Before(1, coach.clock.now()))
    run(coach, clock, 20)
    coach.act(posture.id, Acknowledge())
    run(coach, clock, 30)
    assert "Posture CHANGE NOW" not in heard.headlines


def test_a_removal_never_waits(coach, clock, heard, guidance):
    started(coach)
    clock.advance(minutes=19, seconds=45)
    coach.look()
    guidance.start_stretching(KNEES, Before(1, coach.clock.now()))
    run(coach, clock, 15)
    assert heard.headlines[-1] == "Ice REMOVE NOW"


def test_two_windows_say_each_cue_once(coach, clock, store, heard, guidance):
    also = Heard()
    other = Coach(clock, journal_on(store), also, ids())
    guidance.start_stretching(KNEES, Before(1, coach.clock.now()))
    for turn in range(300):
        clock.advance(seconds=0.1)
        for one in (coach, other) if turn % 3 else (other, coach):
            one.look()
    both = [alarm.spoken for alarm in (*heard.alarms, *also.alarms) if alarm.spoken]
    assert sorted(both) == sorted(set(both))
    assert heard.alarms
    assert also.alarms


def new_entry(clock, journal, value):
    at = clock.local(clock.wall)
    BufferedArchive(journal).put(
        Record(f"{at:%H%M%S}{value}", "diary", clock.wall, at.date(), {"kind": "pain", "value": value})
    )


def test_a_pain_noted_before_the_clock_went_back_is_not_passed_over(coach, clock, guidance, journal):
    """L7: 3, then 50 min later 9; the clock is set back by 40 min, so that the 3 seems to be of 10 min ago."""
    new_entry(clock, journal, 3)
    clock.advance(minutes=50)
    new_entry(clock, journal, 9)
    before = Before(3, clock.now())
    clock.set_wall(minutes=-40)
    assert guidance.pain_now() is None
    with pytest.raises(LimitReachedError, match="within the last 30 min"):
        guidance.start_stretching(KNEES, before)
    clock.advance(minutes=1)
    session = guidance.start_stretching(KNEES, Before(2, clock.now()))
    coach.act(session.id, Pause())
    clock.advance(minutes=31)
    with pytest.raises(LimitReachedError, match="within the last 30 min"):
        coach.act(session.id, GoOn())
    guidance.note_pain(2, "meanwhile")
    assert coach.act(session.id, GoOn()).state is State.RUNNING
    coach.act(session.id, Pause())
    clock.advance(minutes=1)
    new_entry(clock, journal, 7)
    with pytest.raises(LimitReachedError, match="L7"):
        coach.act(session.id, GoOn())


def test_a_pain_noted_while_the_clock_was_ahead_is_not_the_newest_when_that_time_comes(coach, clock, guidance, journal):
    """L7: 3, then the clock is set back by 10 min, then 9; nine minutes later the 3 seems to be the newer one."""
    coach.look()
    new_entry(clock, journal, 3)
    clock.set_wall(minutes=-10)
    coach.look()
    clock.advance(minutes=2)
    new_entry(clock, journal, 9)
    clock.advance(minutes=9)
    coach.look()
    assert guidance.pain_now() is None
    with pytest.raises(LimitReachedError, match="L7"):
        guidance.start_stretching(KNEES, Before(9, clock.now()))
    clock.advance(minutes=30)
    new_entry(clock, journal, 2)
    assert guidance.pain_now() == 2


def test_where_no_pain_can_be_read_only_what_is_said_now_counts(coach, clock, guidance, journal, monkeypatch):
    """L7: 3 was said, then 8 noted in the diary, which can't be read any more."""

    def unreadable(*_, **__):
        raise JournalError("It can't be read.")

    guidance.note_pain(3, "before")
    clock.advance(minutes=5)
    new_entry(clock, journal, 8)
    assert guidance.pain_now() == 8
    for name in ("records", "newest", "record"):
        monkeypatch.setattr(journal.archive, name, unreadable)
    assert guidance.pain_now() is None
    with pytest.raises(LimitReachedError, match="within the last 30 min"):
        guidance.start_stretching(OVERHEAD, Before(3))
    clock.advance(minutes=1)
    assert guidance.start_stretching(OVERHEAD, Before(2, clock.now())) in coach.sessions


def test_the_pain_of_a_flare_up_is_of_when_it_was_written_down(clock, guidance, journal):
    """L7: it began an hour ago and hurts 9 now, ten minutes after a 3; another flare-up has a later onset."""
    later = Flare("b", clock.now().after(2 * DAY), clock.now(), "steady", pain=1, ended=clock.now())
    journal.archive.put(flare_record(later, clock.wall.date()))
    clock.advance(minutes=40)
    new_entry(clock, journal, 3)
    clock.advance(minutes=10)
    journal.archive.put(
        flare_record(
            Flare("a", clock.now().after(-timedelta(hours=1)), clock.now(), "steady", pain=9), clock.wall.date()
        )
    )
    assert guidance.pain_now() == 9


def test_the_pain_after_a_walk_counts_at_once_though_its_minutes_are_rounded_up(clock, guidance, journal):
    walk = new_walk("w", clock.local(clock.wall - timedelta(seconds=20)), 1, pain_before=2, pain_after=4)
    journal.archive.put(walk_record(walk))
    assert guidance.pain_now() == 4


def test_a_pain_does_not_get_younger_because_a_stretch_began_with_it(coach, clock, guidance):
    """L7: said, 20 min later the stretch, and 20 min later it goes on: the pain is of 40 min ago."""
    before = Before(3, clock.now())
    clock.advance(minutes=20)
    session = guidance.start_stretching(KNEES, before)
    coach.act(session.id, Pause())
    clock.advance(minutes=20)
    with pytest.raises(LimitReachedError, match="within the last 30 min"):
        coach.act(session.id, GoOn())


def test_too_often_is_said_before_the_bones_are_asked(coach, clock, guidance):
    for _ in range(4):
        session = guidance.start_stretching(KNEES, Before(1, clock.now()))
        run(coach, clock, 20, by=2)
        coach.act(session.id, Stop())
    guidance.choose(BONES, {"value": None})
    with pytest.raises(LimitReachedError, match="enough for a day"):
        guidance.may_stretch(KNEES)
