"""What msgspec refuses is said in the person's words."""

from __future__ import annotations

from datetime import time
from enum import StrEnum
from typing import Annotated

import pytest
from msgspec import Meta, Struct

from backcoach.domain.documents import FieldError, read, shown


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"length_s": "length"}):
    length_s: Annotated[int, Meta(ge=0, le=60)] | Annotated[float, Meta(ge=0, le=60)]
    reps: Annotated[int, Meta(ge=1)] = 1
    side: Side = Side.LEFT

    def __post_init__(self):
        if self.length_s == 13:
            raise FieldError("length", "13 is unlucky.")


class Whole(Struct, frozen=True, forbid_unknown_fields=True):
    parts: Annotated[tuple[Part, ...], Meta(min_length=1)]
    title: Annotated[str, Meta(max_length=5)] = ""
    pair: tuple[int, int] | None = None
    word: Annotated[str, Meta(pattern="^[a-z]+$", description="one small word")] = "a"
    on: bool = True
    at: time | None = None
    counts: dict[str, int] = {}

    def __post_init__(self):
        if self.title == "no":
            raise ValueError("No is no title")


PART = {"length": 5}

CASES = [
    ({}, "parts", "It is missing. It must be a list of at least 1."),
    (3, "", "It must be a group of keys, not 3."),
    ({"parts": []}, "parts", "It must be a list of at least 1, not an empty list."),
    ({"parts": {}}, "parts", "It must be a list of at least 1, not a group of keys."),
    ({"parts": [PART, 3]}, "parts[1]", "It must be a group of keys, not 3."),
    ({"parts": [PART, {}]}, "parts[1].length", "It is missing. It must be a number from 0 to 60."),
    ({"parts": [{"length": 61}]}, "parts[0].length", "It must be a number from 0 to 60, not 61."),
    ({"parts": [{"length": -0.5}]}, "parts[0].length", "It must be a number from 0 to 60, not -0.5."),
    ({"parts": [{"length": 10**400}]}, "parts[0].length", "It must be a number from 0 to 60, not a very large number."),
    ({"parts": [{"length": "5"}]}, "parts[0].length", 'It must be a number from 0 to 60, not "5".'),
    ({"parts": [{"length": True}]}, "parts[0].length", "It must be a number from 0 to 60, not true."),
    ({"parts": [{"length": None}]}, "parts[0].length", "It must be a number from 0 to 60, not nothing."),
    ({"parts": [{"length": 13}]}, "parts[0].length", "13 is unlucky."),
    ({"parts": [PART | {"reps": 0}]}, "parts[0].reps", "It must be a whole number from 1 on, not 0."),
    ({"parts": [PART | {"reps": 1.5}]}, "parts[0].reps", "It must be a whole number from 1 on, not 1.5."),
    ({"parts": [PART | {"side": "up"}]}, "parts[0].side", 'It must be "left" or "right", not "up".'),
    ({"parts": [PART | {"side": 3}]}, "parts[0].side", 'It must be "left" or "right", not 3.'),
    (
        {"parts": [PART | {"len": 3}]},
        "parts[0].len",
        "There is no such key here. The keys are length, reps, side.",
    ),
    ({"parts": [PART], "a\x1b.b\n": 3}, "a.b", "There is no such key here. The keys are parts, title, pair,"),
    ({"parts": [PART], "title": "longer"}, "title", 'It must be text of at most 5 characters, not "longer".'),
    ({"parts": [PART], "title": "no"}, "", "No is no title."),
    ({"parts": [PART], "pair": [1]}, "pair", "It must be a list of 2, not a list."),
    ({"parts": [PART], "pair": [1, "2"]}, "pair[1]", 'It must be a whole number, not "2".'),
    ({"parts": [PART], "word": "Big \x1b[2J"}, "word", 'It must be one small word, not "Big [2J".'),
    ({"parts": [PART], "on": 1}, "on", "It must be true or false, not 1."),
    ({"parts": [PART], "at": "25:00"}, "at", 'It must be a time from "00:00" to "23:59", not "25:00".'),
    ({"parts": [PART], "counts": {"a": "x"}}, "counts[...]", "It must be a group of keys"),
]


@pytest.mark.parametrize(("document", "key", "says"), CASES, ids=range(len(CASES)))
def test_what_is_wrong_is_said_by_path_with_what_stands_there_and_what_may(document, key, says):
    with pytest.raises(FieldError) as refused:
        read(document, Whole)
    assert (refused.value.key, refused.value.sentence[: len(says)]) == (key, says)
    assert refused.value.sentence.endswith(".")


def test_what_is_right_is_read():
    assert read({"parts": [{"length": 2.5, "side": "right"}]}, Whole).parts == (Part(length_s=2.5, side=Side.RIGHT),)


def test_what_is_shown_of_a_value_obeys_no_one_and_stays_short():
    assert shown("\x1b]0;x\x07\u202e") == '"]0;x"'
    assert len(shown("x" * 500)) == 42
    assert shown(1.5) == "1.5"
