"""The limits: what is inside them passes as it is, what is past them is refused with the limit and its source."""

from datetime import timedelta

import pytest

from backcoach.domain import limits
from backcoach.domain.limits import L1, L2, L3, POSTURE, LimitReachedError
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Act
from tests.domain.support import MINUTE, SECOND, Machine, minutes, moment, seconds


@pytest.mark.parametrize(
    ("act", "inside"),
    [
        (Act.ON, [minutes(1), minutes(20)]),
        (Act.OFF, [minutes(20), minutes(60)]),
        (Act.STAY, [minutes(5), minutes(60)]),
    ],
)
def test_what_is_inside_a_limit_passes_unchanged(act, inside):
    assert [limits.check_step(act, length) for length in inside] == inside


@pytest.mark.parametrize(
    ("act", "past", "limit"),
    [
        (Act.ON, minutes(20) + SECOND, L1),
        (Act.ON, minutes(25), L1),
        (Act.OFF, minutes(20) - SECOND, L2),
        (Act.STAY, minutes(5) - SECOND, POSTURE),
        (Act.STAY, minutes(60) + SECOND, POSTURE),
    ],
)
def test_what_is_past_a_limit_is_refused_with_its_name_and_source(act, past, limit):
    with pytest.raises(LimitReachedError) as refused:
        limits.check_step(act, past)

    assert refused.value.limit is limit
    assert limits.minutes(past) in str(refused.value)
    assert f"({limit.id}; source {limit.sources})." in str(refused.value)


def test_the_refusal_of_twenty_five_minutes_names_twenty():
    with pytest.raises(LimitReachedError, match=r"25 min is too long\. One application .* at most 20 min"):
        limits.check_step(Act.ON, minutes(25))


def test_an_application_under_a_minute_is_refused():
    with pytest.raises(ValueError, match=r"0.5 min is too short: an application lasts from 1 to 20 min\."):
        limits.check_step(Act.ON, seconds(30))


def test_a_session_fits_ninety_minutes_and_two_applications():
    limits.check_session(minutes(90), 2)
    for length, applications in ((minutes(90) + SECOND, 2), (minutes(60), 3)):
        with pytest.raises(LimitReachedError) as refused:
            limits.check_session(length, applications)
        assert refused.value.limit is L3


@pytest.mark.parametrize(
    ("since", "left"), [(ZERO, minutes(20)), (minutes(19), MINUTE), (minutes(20), ZERO), (minutes(600), ZERO)]
)
def test_the_skin_rests_for_twenty_minutes(since, left):
    assert limits.rest_left([moment()], moment(since)) == left


def test_skin_that_had_no_pack_need_not_rest():
    assert limits.rest_left([], moment()) == ZERO


@pytest.mark.parametrize(("since", "holds"), [(ZERO, True), (timedelta(days=1), True), (timedelta(days=2), False)])
def test_the_answers_hold_for_a_day(since, holds):
    assert limits.confirmation_holds(moment(), moment(since)) is holds


def test_answers_never_given_do_not_hold():
    assert not limits.confirmation_holds(None, moment())


def test_the_answers_are_asked_for_again_when_the_clock_was_set_back_behind_them():
    machine = Machine()
    confirmed = machine.now

    assert not limits.confirmation_holds(confirmed, machine.restart(-MINUTE))


def test_every_limit_has_a_sentence_and_a_source():
    for limit in (limits.L1, limits.L2, limits.L3, limits.L4, limits.L5, limits.L6, limits.POSTURE):
        assert limit.sources
        assert limit.says[0].isupper()
        assert not limit.says.endswith(".")
