"""The flare-ups as they are kept: one at a time, in however many windows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backcoach.coach.day import Flares
from backcoach.domain.engine import NotNowError
from backcoach.domain.flare import Outcome
from backcoach.domain.record import Record
from backcoach.domain.text import WordsError
from tests.doubles import ids, journal_on

HOUR = timedelta(hours=1)


@pytest.fixture
def flares(journal, clock):
    return Flares(journal, clock, ids())


def test_what_is_started_goes_on_until_it_is_ended(flares, clock):
    flare = flares.start(clock.wall - 2 * HOUR, "steady", trigger="a box", pain=7)
    assert flares.current() == flare
    assert flare.hours(clock.now()) == 2
    clock.advance(hours=30)
    assert flares.end().outcome is Outcome.OVER
    assert flares.current() is None
    assert [kept.hours(clock.now()) for kept in flares.history()] == [32]


def test_only_one_goes_on_whichever_window_asks(flares, clock, store):
    flares.start(clock.wall, "steady")
    other = Flares(journal_on(store), clock, ids())
    with pytest.raises(NotNowError, match="Sunday 22 November 14:05"):
        other.start(clock.wall, "warm")
    assert other.current().plan == "steady"
    assert len(other.history()) == 1


def test_plan_onset_and_words_can_be_changed(flares, clock, journal):
    first = flares.start(clock.wall, "steady")
    flares.change(plan="ice-first", onset=clock.wall - 20 * HOUR)
    changed = flares.change(trigger="gardening", pain=4)
    assert (changed.id, changed.plan, changed.trigger, changed.pain) == (first.id, "ice-first", "gardening", 4)
    assert changed.hours(clock.now()) == 20
    assert journal.archive.record(first.id).date == date(2026, 11, 21)


@pytest.mark.parametrize("deed", ["end", "change"])
def test_without_one_nothing_can_be_ended_or_changed(flares, deed):
    with pytest.raises(NotNowError, match="No flare-up is open"):
        getattr(flares, deed)()


def test_what_is_refused_leaves_no_trace(flares, clock):
    with pytest.raises(WordsError, match="future"):
        flares.start(clock.wall + HOUR, "steady")
    assert flares.history() == ()


def test_one_that_cannot_be_read_hides_no_other(flares, clock, journal):
    flare = flares.start(clock.wall, "steady")
    journal.archive.put(Record("broken", "flare", clock.wall, date(2026, 11, 22), {"plan": 3}))
    assert flares.history() == (flare,)


def test_the_newest_comes_first(flares, clock):
    for hours in (500, 300, 100):
        flares.start(clock.wall - hours * HOUR, "steady")
        flares.end()
    assert [round(flare.hours(clock.now())) for flare in flares.history()] == [100, 300, 500]
