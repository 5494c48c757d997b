"""What the first minute keeps: one flare-up from its beginning, the answer to the signs, the position; none twice."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backcoach.coach.coach import Coach
from backcoach.coach.day import Days
from backcoach.coach.first_minute import FirstMinute
from backcoach.domain.record import DIARY
from backcoach.domain.settings import Settings
from backcoach.library import Library
from tests.doubles import START, HandClock, Heard, ids, journal_on

CONTENT = Library()


def led(clock, coach, plan="steady"):
    numbers = count(1)

    def new_id():
        return f"new-{next(numbers)}"

    days = Days(clock, coach.history, CONTENT, Settings(plan=plan), new_id=new_id)
    return FirstMinute(coach, days, CONTENT, new_id), days


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["enter", "yes", "no", "pause", "go on", "not now", 3, 31, 400]), max_size=25))
def test_whatever_is_pressed_nothing_is_kept_twice(keys):
    clock, journal = HandClock(), journal_on()
    coach = Coach(clock, journal, Heard(), ids())
    minute, days = led(clock, coach)
    for key in keys:
        if isinstance(key, int):
            clock.advance(seconds=key)
            minute.look()
            continue
        press = {
            "enter": minute.onward,
            "yes": lambda: minute.answer(yes=True),
            "no": lambda: minute.answer(yes=False),
            "pause": minute.pause,
            "go on": minute.go_on,
            "not now": lambda: minute.choose_pack(None),
        }
        press[key]()
    assert [flare.onset.wall for flare in days.flares.history()] in ([], [START])
    assert bool(days.flares.history()) is minute.has_begun_flare
    assert len(journal.archive.records("answer")) == (minute.progress.signs is not None)
    assert len(journal.archive.records(DIARY)) <= 1
    assert not journal.running()


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("steady", "Now for ice, with a cloth between it and your skin. Press enter for ice, n for not now."),
        ("warm", "Now for heat, with a cloth between it and your skin. Press enter for heat, n for not now."),
        (
            "either",
            (
                "Now for ice or heat, with a cloth between it and your skin. "
                "Press enter for ice, h for heat, n for not now."
            ),
        ),
    ],
)
def test_the_plan_says_which_pack_comes_first(clock, coach, heard, plan, said):
    minute, _ = led(clock, coach, plan)
    while minute.progress.prompt.word != "ice or heat":
        minute.onward()
        clock.advance(seconds=31)
        minute.look()
    assert heard.alarms[-1].spoken == said
