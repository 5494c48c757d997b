"""A round of signs: the most urgent first, the first yes ends it, an emergency sign can't be taken back."""

from datetime import UTC, datetime

import pytest

from backcoach.domain.signs import URGENT, Level, Sign, new_round

AT = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
SIGNS = tuple(
    Sign(f"{level}-{n}", level, f"Sign {n}", f"Sign {n}?", ("000",))
    for level in (Level.SOON, Level.EMERGENCY, Level.TODAY)
    for n in (1, 2)
)


def answered(asked, *answers):
    for yes in answers:
        asked = asked.answered(asked.current, yes=yes, at=AT)
    return asked


def test_the_most_urgent_come_first_however_they_are_stored():
    assert [sign.id for sign in new_round(SIGNS).signs] == [
        "emergency-1",
        "emergency-2",
        "today-1",
        "today-2",
        "soon-1",
        "soon-2",
    ]


@pytest.mark.parametrize(
    ("answers", "found", "asks_next"),
    [
        ([], None, "emergency-1"),
        ([False], None, "emergency-2"),
        ([True], Level.EMERGENCY, None),
        ([False, True], Level.EMERGENCY, None),
        ([False, False], None, "today-1"),
        ([False, False, True], Level.TODAY, None),
        ([False] * 5, None, "soon-2"),
        ([False] * 5 + [True], Level.SOON, None),
        ([False] * 6, None, None),
    ],
)
def test_the_first_yes_ends_the_round(answers, found, asks_next):
    asked = answered(new_round(SIGNS), *answers)
    assert asked.found is found
    assert asked.is_over == (asks_next is None)
    assert (asked.current.id if asked.current else None) == asks_next


def test_once_a_day_only_the_urgent_levels_are_asked():
    asked = new_round(SIGNS, only=URGENT)
    assert {sign.level for sign in asked.signs} == set(URGENT)
    none = asked.none_of_them(AT)
    assert none.is_over
    assert none.found is None
    assert [answer.yes for answer in none.answers] == [False] * 4


def test_none_of_these_leaves_earlier_answers_alone():
    asked = answered(new_round(SIGNS), False, False).none_of_them(AT)
    assert len(asked.answers) == 6


def test_starting_with_a_level_the_more_urgent_ones_can_be_gone_back_to():
    asked = new_round(SIGNS, start_with=Level.TODAY)
    assert asked.current.id == "today-1"
    assert asked.back().current.id == "emergency-2"


def test_going_back_takes_the_answer_away():
    asked = answered(new_round(SIGNS), False, False, True).back()
    assert asked.current.id == "today-1"
    assert asked.found is None
    assert len(asked.answers) == 2


def test_an_emergency_sign_is_not_taken_back():
    asked = answered(new_round(SIGNS), True)
    assert asked.back() is asked


def test_there_is_nothing_before_the_first():
    asked = new_round(SIGNS)
    assert asked.back() is asked


def test_a_sign_felt_already_wins_over_what_was_asked():
    asked = new_round(SIGNS)
    asked = asked.answered(asked.signs[3], yes=True, at=AT)
    assert asked.found is Level.TODAY
    assert asked.there[0].sign.id == "today-2"


def test_what_is_kept_names_sign_level_answer_and_time():
    doc = answered(new_round(SIGNS, reason="A stretch hurt."), False, True).as_doc()
    assert doc == {
        "reason": "A stretch hurt.",
        "level": "emergency",
        "complete": True,
        "answers": [
            {"sign": "emergency-1", "level": "emergency", "yes": False, "at": "2026-11-22T13:05:00+00:00"},
            {"sign": "emergency-2", "level": "emergency", "yes": True, "at": "2026-11-22T13:05:00+00:00"},
        ],
    }
