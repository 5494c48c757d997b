"""What a person types stays as it is, and can't speak to the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.domain.text import NOTE_LIMIT, WordsError, clean, note, quoted, whole_number

AS_TYPED = [
    "[/]",
    "[bold]x",
    "[@click=app.quit]",
    "=1+1",
    "👩‍🦽 ok",
    "كان الظهر أفضل اليوم",
    "a  b",
    "'",
    "<b>",
    "é",
    "e\u0301",
]


@pytest.mark.parametrize("typed", AS_TYPED)
def test_words_stay_as_they_were_typed(typed):
    assert note(typed) == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]0;title\x07", "]0;title"),
        ("one\ntwo\tthree\r\nfour", "one two three four"),
        ("a\u2028b\u0085c", "a b c"),
        ("a\u202eb\u2066c\u061cd", "abcd"),
        ("\ud800x\x00", "x"),
        ("  x  ", "x"),
        ("\x9b31m", "31m"),
    ],
)
def test_nothing_that_commands_a_terminal_is_kept(typed, kept):
    assert clean(typed) == kept


def test_a_note_of_two_thousand_characters_is_kept_whole_and_one_more_is_refused():
    assert note("a" * NOTE_LIMIT) == "a" * NOTE_LIMIT
    with pytest.raises(WordsError, match=r"3,000 characters: at most 2,000 are kept, so leave out 1,000"):
        note("a" * 3000)


def test_what_is_named_in_a_sentence_is_short_and_clean():
    assert quoted("\x1b[31m" + "x" * 500) == "“[31m" + "x" * 35 + "…”"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *[("12", 12), (" 12 ", 12), ("012", 12), ("١٢", 12), ("\uff11\uff12", 12), ("0", 0)],
        *[(wrong, None) for wrong in ("", "-5", "+5", "1e3", "1_0", "1.5", "²", "abc", "9" * 5000)],
    ],
)
def test_whole_numbers(typed, number):
    assert whole_number(typed) == number


@given(st.text())
def test_cleaning_twice_is_cleaning_once(typed):
    assert clean(clean(typed)) == clean(typed)
