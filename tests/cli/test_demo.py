"""The demo's two weeks: whole, in the past, within the limits, and easing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from backcoach.cli.demo_data import two_weeks
from backcoach.domain.diary import TYPED
from backcoach.domain.flare import Outcome, reasons_to_see_someone
from backcoach.domain.limits import LONGEST_APPLICATION, SHORTEST_REST
from backcoach.domain.moment import elapsed
from backcoach.domain.plans import DEFAULT_PLAN
from backcoach.domain.record_checks import entry_of, flare_of
from backcoach.domain.routine import Kind
from backcoach.domain.session import Ending
from backcoach.library import Library
from tests.doubles import ids


@pytest.fixture(params=["steady", "cycle"])
def sample(request, clock):
    content = Library()
    content.plans = {DEFAULT_PLAN: content.plans[request.param]}
    return two_weeks(clock.now(), clock.local, content, ids())


def of(sample, kind):
    return [record for record in sample.records if record.kind == kind]


def test_it_begins_two_weeks_ago_and_ends_this_morning(sample, clock):
    days = {record.date for record in sample.records if record.kind != "answer"}
    assert (min(days), max(days), len(days)) == (date(2026, 11, 8), date(2026, 11, 22), 15)
    assert all(record.at <= clock.wall for record in sample.records)


def test_every_session_is_over_and_keeps_the_limits(sample, clock):
    assert all(session.is_over for session in sample.sessions)
    assert all(step.length <= LONGEST_APPLICATION for session in sample.sessions for step in session.done[:1])
    assert {session.kind for session in sample.sessions} == {Kind.ICE, Kind.HEAT, Kind.STRETCH, Kind.BREATHE}
    assert all(session.why is Ending.DONE for session in sample.sessions if session.kind.is_guided)
    assert all(session.done[-1].ended.wall < clock.wall for session in sample.sessions)
    packs = sorted((s for s in sample.sessions if s.kind.is_on_skin), key=lambda session: session.begun.wall)
    for before, after in pairwise(packs):
        assert elapsed(before.done[0].ended, after.begun) >= SHORTEST_REST


def test_ids_are_all_different(sample):
    every = [session.id for session in sample.sessions] + [record.id for record in sample.records]
    assert len(set(every)) == len(every)


def test_pain_falls_and_minutes_rise_after_the_spasm(sample):
    by_day = {}
    for record in of(sample, "walk"):
        by_day.setdefault(record.date, []).append(record.doc)
    spasm = min(by_day) + timedelta(days=3)
    assert by_day[spasm][0]["pain_before"] > by_day[max(by_day)][0]["pain_before"]
    assert sum(d["minutes"] for d in by_day[spasm]) < sum(d["minutes"] for d in by_day[max(by_day)])


def test_one_flare_up_is_over_and_one_goes_on_since_yesterday(sample, clock):
    first, second = (flare_of(record) for record in of(sample, "flare"))
    assert (first.outcome, second.outcome) == (Outcome.OVER, None)
    assert 12 < second.hours(clock.now()) < 48
    assert not reasons_to_see_someone(second, (first, second), clock.now())


def test_each_day_of_a_flare_up_has_its_answers_and_the_diary_can_be_read(sample):
    answered = [record.date for record in of(sample, "answer") if record.doc["complete"]]
    assert answered == [date(2026, 11, 11) + timedelta(days=n) for n in range(12)]
    entries = [entry_of(record) for record in of(sample, "diary")]
    assert {entry.kind for entry in entries} >= set(TYPED)
    levels = Library().levels
    assert {record.doc["level"] for record in of(sample, "level")} <= {level.id for level in levels}
