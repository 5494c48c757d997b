"""What plans hold, suggest and refuse."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backcoach.domain.documents import FieldError
from backcoach.domain.limits import LimitReachedError, check_routine
from backcoach.domain.plans import Phase, Plan, posture_routine
from backcoach.domain.routine import Act, Kind

MINUTE = timedelta(minutes=1)
ICE = Phase(to_h=48, modality=(Kind.ICE,), on_min=15, every_min=120)
HEAT = Phase(from_h=48, modality=(Kind.HEAT,), on_min=12, every_min=240)
PLAN = Plan("mine", "Mine", ("own",), (ICE, HEAT))


def plan(*phases):
    return Plan("mine", "Mine", ("own",), phases)


@pytest.mark.parametrize(("hours", "expected"), [(-1, ICE), (0, ICE), (47.99, ICE), (48, HEAT), (9999, HEAT)])
def test_a_phase_holds_until_the_next_begins(hours, expected):
    assert PLAN.phase_at(hours) is expected


def test_a_session_is_on_and_off_as_often_as_the_plan_says():
    cycle = plan(replace(ICE, to_h=None, on_min=20, applications=2, every_min=None))

    routine = cycle.routine(Kind.ICE, hours=5)

    assert routine.id == "mine-ice"
    assert routine.kind is Kind.ICE
    assert [(step.act, step.length / MINUTE) for step in routine.steps] == [
        (Act.ON, 20),
        (Act.OFF, 20),
        (Act.ON, 20),
        (Act.OFF, 20),
    ]
    assert routine.total == 80 * MINUTE
    assert all(step.begins_by_key and step.ends_by_key for step in routine.steps if step.act is Act.ON)


@pytest.mark.parametrize(
    ("kind", "hours", "minutes"),
    [(Kind.ICE, 1, 15), (Kind.HEAT, 1, 12), (Kind.ICE, 100, 15), (Kind.HEAT, None, 12), (Kind.ICE, None, 15)],
)
def test_what_the_plan_does_not_suggest_now_has_the_figures_of_the_nearest_phase_that_does(kind, hours, minutes):
    assert PLAN.routine(kind, hours=hours).steps[0].length == minutes * MINUTE


def test_the_nearer_of_two_phases_counts():
    three = plan(
        replace(ICE, to_h=10, on_min=11),
        Phase(from_h=10, to_h=50, modality=(Kind.HEAT,), on_min=15),
        replace(ICE, from_h=50, to_h=None),
    )

    assert three.routine(Kind.ICE, hours=12).steps[0].length == 11 * MINUTE
    assert three.routine(Kind.ICE, hours=49).steps[0].length == 15 * MINUTE


def test_where_two_phases_meet_the_later_one_counts():
    two = plan(replace(ICE, to_h=24, on_min=10), replace(ICE, from_h=24, to_h=None, on_min=20))

    assert two.routine(Kind.ICE, hours=24).steps[0].length == 20 * MINUTE


def test_a_plan_without_heat_gives_heat_its_own_figures():
    assert plan(replace(ICE, to_h=None)).routine(Kind.HEAT, hours=3).steps[0].length == 15 * MINUTE


def test_the_persons_minutes_go_before_the_plans():
    assert PLAN.routine(Kind.ICE, on=10 * MINUTE).steps[0].length == 10 * MINUTE


def test_25_minutes_are_refused_with_the_limit_and_its_source():
    with pytest.raises(LimitReachedError, match=r"25 min is too long\. .*20 min \(L1; source 000, 001"):
        PLAN.routine(Kind.ICE, on=25 * MINUTE)


def test_a_plan_has_no_posture():
    with pytest.raises(ValueError, match="ice and heat, not posture"):
        PLAN.routine(Kind.POSTURE)


@pytest.mark.parametrize(
    ("phase", "key", "says"),
    [
        ({"on_min": 25}, "on", "20 min (L1; source 000"),
        ({"on_min": 20.5}, "on", "20.5 min is too long"),
        ({"on_min": 0.5}, "on", "from 1 to 20 min"),
        ({"off_min": 19}, "off", "(L2; source 001)"),
        ({"applications": 3}, "applications", "(L3; source 001)"),
        ({"applications": 2, "off_min": 34}, "applications", "(L3; source 001)"),
        ({"every_min": 31}, "every", "(L2; source 001)"),
        ({"every_min": 60, "applications": 2, "on_min": 20}, "every", "80 min"),
        ({"modality": (Kind.WALK,)}, "modality", "ice, heat or both"),
        ({"modality": (Kind.ICE, Kind.ICE)}, "modality", "twice"),
    ],
)
def test_a_figure_past_a_limit_is_refused_by_name(phase, key, says):
    with pytest.raises(FieldError) as refused:
        replace(HEAT, from_h=24, **phase)

    assert refused.value.key == key
    assert says in refused.value.sentence
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("spans", "key", "says"),
    [
        ([(1, None)], "phases[0].from", "begins at hour 0, not 1"),
        ([(0, 24), (30, None)], "phases[1].from", "gap"),
        ([(0, 24), (20, None)], "phases[1].from", "overlaps"),
        ([(0, None), (24, None)], "phases[0].to", "Only the last"),
        ([(0, 0), (0, None)], "phases[0].to", "not after it begins"),
        ([(0, 24)], "phases[0].to", "stays open"),
    ],
)
def test_phases_leave_no_gap_and_do_not_overlap(spans, key, says):
    with pytest.raises(FieldError) as refused:
        plan(*(replace(ICE, from_h=low, to_h=high) for low, high in spans))

    assert refused.value.key == key
    assert says in refused.value.sentence


def test_a_plan_prints_exactly_what_its_json_promises():
    assert PLAN.as_json() == {
        "id": "mine",
        "title": "Mine",
        "sources": ["own"],
        "phases": [
            {
                "from_h": 0,
                "to_h": 48,
                "modality": ["ice"],
                "on_min": 15,
                "off_min": 20,
                "every_min": 120,
                "applications": 1,
            },
            {
                "from_h": 48,
                "to_h": None,
                "modality": ["heat"],
                "on_min": 12,
                "off_min": 20,
                "every_min": 240,
                "applications": 1,
            },
        ],
    }


def test_posture_asks_until_the_person_stops():
    routine = posture_routine()

    assert routine.repeats
    assert routine.step(0).length == routine.step(7).length == 30 * MINUTE
    assert routine.step(0).ends_by_key
    check_routine(routine)
    with pytest.raises(LimitReachedError):
        posture_routine(61 * MINUTE)


figures = st.integers(0, 130) | st.floats(0, 130)


@given(
    on=figures,
    off=figures,
    every=st.none() | figures,
    applications=st.integers(1, 4),
    minutes=st.none() | st.integers(1, 40),
    hours=st.none() | st.floats(-5, 500),
    kind=st.sampled_from((Kind.ICE, Kind.HEAT)),
)
def test_no_plan_that_is_accepted_makes_a_session_past_a_limit(*, on, off, every, applications, minutes, hours, kind):
    try:
        accepted = plan(Phase(modality=(Kind.ICE,), on_min=on, off_min=off, every_min=every, applications=applications))
        routine = accepted.routine(kind, on=None if minutes is None else minutes * MINUTE, hours=hours)
    except (FieldError, LimitReachedError):
        return

    assert check_routine(routine) is routine
    assert routine.steps[-1].act is Act.OFF
