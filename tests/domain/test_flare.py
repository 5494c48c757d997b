"""A flare-up: its hours, its phases, its sentences, and what its course calls for."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from msgspec.structs import replace

from backcoach.domain import days
from backcoach.domain import flare as flares
from backcoach.domain.documents import FieldError
from backcoach.domain.flare import Outcome, over
from backcoach.domain.record import Record
from backcoach.domain.record_checks import flare_of, flare_record
from backcoach.domain.settings import Units
from backcoach.domain.text import WordsError
from backcoach.library import Library
from tests.domain.support import Machine, moment
from tests.doubles import new_flare

PLANS = Library().plans
HOUR = timedelta(hours=1)
CET = timezone(HOUR)


def local(at):
    return at.astimezone(CET)


def started(plan="ice-first", ago=timedelta(0), **more):
    now = moment()
    return new_flare("f1", now.wall - ago, now, plan, **more)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(0, "ice"), (71 + 59 / 60, "ice"), (72, "heat"), (500, "heat")],
)
def test_ice_first_is_ice_for_72_hours_then_heat(hours, expected):
    phase = started().phase(PLANS["ice-first"], moment(hours * HOUR))
    assert flares.modality(phase) == expected


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("steady", {0: "ice", 47.9: "ice", 48: "heat", 95: "heat"}),
        ("either", {0: "ice or heat", 95: "ice or heat"}),
        ("cycle", {0: "ice", 23.9: "ice", 24: "ice and heat in turn", 71.9: "ice and heat in turn", 72: "heat"}),
        ("ice-first", {0: "ice", 71.9: "ice", 72: "heat"}),
        ("short-ice", {0: "ice", 47.9: "ice", 48: "heat"}),
        ("warm", {0: "heat", 95: "heat"}),
    ],
)
def test_the_phases_of_every_plan(plan, expected):
    flare = started(plan)
    assert {h: flares.modality(flare.phase(PLANS[plan], moment(h * HOUR))) for h in expected} == expected


def test_hours_are_real_ones_whatever_is_done_to_the_wall_clock():
    machine = Machine()
    flare = new_flare("f1", machine.wall - 5 * HOUR, machine.now, "steady")
    machine.run(10 * HOUR)
    machine.set_wall(-3 * HOUR)
    assert flare.hours(machine.now) == 15
    assert flare.began(machine.now) == machine.wall - 15 * HOUR


def test_after_a_restart_the_wall_clock_counts_and_never_backwards():
    machine = Machine()
    flare = new_flare("f1", machine.wall - 5 * HOUR, machine.now, "steady")
    assert flare.hours(machine.restart(2 * HOUR)) == 7
    assert flare.hours(machine.restart(-48 * HOUR)) == 0


def test_a_flare_up_that_is_over_grows_no_older():
    assert over(started(), moment(30 * HOUR)).hours(moment(99 * HOUR)) == 30


@pytest.mark.parametrize(
    ("lasted", "outcome"),
    [(timedelta(weeks=2), Outcome.OVER), (timedelta(days=14, seconds=1), Outcome.SEE_SOMEONE)],
)
def test_over_two_weeks_the_end_is_to_see_someone(lasted, outcome):
    assert over(started(), moment(lasted)).outcome is outcome


@pytest.mark.parametrize(
    ("plan", "hours", "expected"),
    [
        ("ice-first", 23, "ice until Monday 13:00, plan ice-first, sources 002, backcoach"),
        ("ice-first", 80, "heat from now on, plan ice-first, sources 002, backcoach"),
        ("cycle", 30, "ice and heat in turn until Monday 13:00, plan cycle, sources 001, backcoach"),
        ("steady", 1, "ice until Sunday 13:00, plan steady, sources 000, 003, backcoach"),
    ],
)
def test_the_sentence_says_which_phase_why_and_until_when(plan, hours, expected):
    assert flares.sentence(started(plan), PLANS[plan], moment(hours * HOUR), local) == expected


def test_the_line_of_the_screen():
    line = flares.line(started("steady"), PLANS["steady"], moment(31 * HOUR), local)
    assert line == "Day 2, 31 h · plan steady (000, 003, backcoach) · ice until Sun 13:00"


@pytest.mark.parametrize(
    ("units", "pain", "expected"),
    [(Units.METRIC, None, "6.8 kg"), (Units.US, 1, "15 lb"), (Units.METRIC, 0, None)],
)
def test_the_lifting_limit_stands_until_pain_is_gone(units, pain, expected):
    said = flares.lifting(units, pain)
    assert (expected in said and "001" in said) if expected else said == ""


@pytest.mark.parametrize(
    ("plan", "hours", "walked", "nudged"),
    [
        ("steady", 24, None, False),
        ("steady", 24.1, None, True),
        ("steady", 40, 20, False),
        ("steady", 45, 20, True),
        ("short-ice", 72, None, False),
        ("short-ice", 72.1, None, True),
    ],
)
def test_rest_is_accepted_for_a_day_and_in_short_ice_for_three(plan, hours, walked, nudged):
    now = moment(hours * HOUR)
    last_walk = None if walked is None else moment(walked * HOUR).wall
    assert bool(flares.nudge(started(plan), last_walk, now)) is nudged


def earlier(number, weeks):
    return replace(
        started(), id=f"e{number}", onset=moment(timedelta(weeks=-weeks)), ended=moment(timedelta(weeks=-weeks + 1))
    )


@pytest.mark.parametrize(
    ("hours", "others", "expected"),
    [
        (1, [], set()),
        (14 * 24, [], set()),
        (14 * 24 + 1, [], {"two weeks"}),
        (1, [earlier(1, 8), earlier(2, 3)], {"comes back"}),
        (1, [earlier(1, 8.1), earlier(2, 3)], set()),
        (15 * 24, [earlier(1, 4), earlier(2, 3)], {"two weeks", "comes back"}),
    ],
)
def test_two_weeks_or_a_third_within_eight_are_reasons_to_see_someone(hours, others, expected):
    flare = started()
    reasons = flares.reasons_to_see_someone(flare, [flare, *others], moment(hours * HOUR))
    assert set(reasons) == expected


@pytest.mark.parametrize(
    ("ago", "more", "match"),
    [
        (-timedelta(seconds=1), {}, "future"),
        (timedelta(days=366), {}, "over a year"),
        (HOUR, {"pain": 11}, "from 0, no pain, to 10"),
        (HOUR, {"trigger": "x" * 2001}, "2,000"),
    ],
)
def test_what_cannot_be_is_refused_with_what_would_be_right(ago, more, match):
    with pytest.raises(WordsError, match=match):
        started(ago=ago, **more)


def test_the_trigger_is_kept_without_what_a_terminal_could_obey():
    assert started(trigger="lifting\x1b[2J a box\n").trigger == "lifting[2J a box"


@pytest.mark.parametrize(
    "flare",
    [
        started(ago=9 * HOUR),
        started(trigger="shovelling", pain=7),
        over(started(pain=0), moment(3 * HOUR)),
    ],
    ids=["onset before the boot", "with words", "ended"],
)
def test_a_record_gives_the_flare_up_back_without_a_difference(flare):
    record = flare_record(flare, date(2026, 11, 20))
    assert (record.kind, record.at, record.id) == ("flare", flare.onset.wall, flare.id)
    assert flare_of(record) == flare


@pytest.mark.parametrize(
    "spoilt",
    [
        {"onset": None},
        {"onset": {"wall": "soon", "boot": "b", "since_boot_us": 1}},
        {"noted": {"wall": "2026-11-20T12:00:00", "boot": "b", "since_boot_us": "1"}},
        {"plan": 3},
        {"pain": 99},
        {"outcome": "cured"},
        {"trigger": ["a"]},
    ],
)
def test_a_record_that_cannot_be_one_is_refused(spoilt):
    record = flare_record(started(), date(2026, 11, 20))
    with pytest.raises(FieldError, match=next(iter(spoilt))):
        flare_of(Record(record.id, record.kind, record.at, record.date, {**record.doc, **spoilt}))


def test_a_whole_minute_forgives_a_few_seconds():
    at = datetime(2026, 11, 20, 7, 59, 57, tzinfo=UTC)
    assert days.minute(at).minute == 0
    assert days.minute_after(at).minute == 0
    assert days.minute_after(at + timedelta(seconds=30)).minute == 1
