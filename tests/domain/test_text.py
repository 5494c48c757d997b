"""What is kept of text typed by a person."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.domain.text import InvalidInputError, cleaned, note, quoted, whole_number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("a walk", "a walk"),
        ("  around  ", "around"),
        ("two\nlines", "two lines"),
        ("two\r\nlines", "two lines"),
        ("a\ttab", "a tab"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("bell\x07 nul\x00 delete\x7f", "bell nul delete"),
        ("C1 \x9b31m", "C1 31m"),
        ("half \ud800 a pair", "half  a pair"),
        ("\u202eback\u202c \u2066to\u2069 \u200efront\u200f\u061c", "back to front"),
        ("[/] [@click=app.quit]x", "[/] [@click=app.quit]x"),
        ("Ärger, 痛み, ألم", "Ärger, 痛み, ألم"),
        ("👩‍⚕️ said so", "👩‍⚕️ said so"),
        ("\x00\n\x00", ""),
    ],
)
def test_what_is_kept(typed, kept):
    assert cleaned(typed) == kept


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_left_and_twice_is_once(typed):
    kept = cleaned(typed)
    assert not {unicodedata.category(sign) for sign in kept} & {"Cc", "Cs", "Zl", "Zp"}
    assert not {unicodedata.bidirectional(sign) for sign in kept} & {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI"}
    assert cleaned(kept) == kept


def test_a_note_of_two_thousand_characters_is_kept_whole():
    assert note("x" * 2000 + "\n") == "x" * 2000


def test_a_longer_note_is_refused_and_not_cut():
    with pytest.raises(InvalidInputError, match="2,001 characters, which is 1 too many: at most 2,000"):
        note("x" * 2001)


def test_what_was_typed_is_named_without_harm():
    assert quoted("a\x1bb") == "“ab”"
    assert quoted("x" * 41) == f"“{'x' * 40}…”"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("15", 15), (" 15 ", 15), ("007", 7), ("0", 0), ("000", 0), ("9" * 50_000, 999_999_999)]
    + [(bad, None) for bad in ("", " ", "abc", "-5", "+5", "1e3", "1.5", "1_0", "\u0661\u0665", "²", "5 5", "0x10")],
)
def test_only_plain_digits_are_a_number(typed, number):
    assert whole_number(typed) == number
