"""The demo's two weeks: whole, in the past, within the limits, and easing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from backcoach.adapters.content import load_content
from backcoach.domain.limits import LONGEST_APPLICATION, SHORTEST_REST
from backcoach.domain.moment import elapsed
from backcoach.domain.samples import two_weeks
from tests.doubles import ids


@pytest.fixture(params=["steady", "cycle"])
def sample(request, clock):
    return two_weeks(clock.now(), clock.local, load_content().plans[request.param], ids())


def test_it_ends_yesterday_and_begins_two_weeks_ago(sample):
    days = {record.date for record in sample.records}
    assert (min(days), max(days), len(days)) == (date(2026, 11, 8), date(2026, 11, 21), 14)


def test_every_session_is_over_and_keeps_the_limits(sample, clock):
    assert all(session.is_over for session in sample.sessions)
    assert all(step.length <= LONGEST_APPLICATION for session in sample.sessions for step in session.done[:1])
    assert all(session.done[-1].ended.wall < clock.wall for session in sample.sessions)
    for before, after in pairwise(sample.sessions):
        assert elapsed(before.done[0].ended, after.begun) >= SHORTEST_REST


def test_ids_are_all_different(sample):
    every = [session.id for session in sample.sessions] + [record.id for record in sample.records]
    assert len(set(every)) == len(every)


def test_pain_falls_and_minutes_rise_after_the_spasm(sample):
    by_day = {}
    for record in sample.records:
        by_day.setdefault(record.date, []).append(record.doc)
    spasm = min(by_day) + timedelta(days=3)
    assert by_day[spasm][0]["pain_before"] > by_day[max(by_day)][0]["pain_before"]
    assert sum(d["minutes"] for d in by_day[spasm]) < sum(d["minutes"] for d in by_day[max(by_day)])
