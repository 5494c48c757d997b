"""The large letters fit, always, and are as large as they can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.ui.widgets.big_time import LARGE, SMALL, Face, draw, layout

_BLOCKS = set(" █▀▄")
TIMES = st.builds(
    lambda m, s, sign: f"{sign}{m:02}:{s:02}", st.integers(0, 199), st.integers(0, 59), st.sampled_from(["", "+"])
)
WORDS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 :+-./", max_size=14)
ANYTHING = st.text(max_size=14)


def size(rows):
    return (len(rows[0]) if rows else 0, len(rows))


def is_block(rows):
    return set("".join(rows)) <= _BLOCKS


@given(st.one_of(TIMES, WORDS, ANYTHING), st.integers(-1, 140), st.integers(-1, 40))
def test_nothing_is_ever_wider_or_higher_than_its_room(value, width, height):
    rows = layout(value, width, height)

    assert len(rows) <= max(0, height)
    assert all(len(row) <= max(0, width) for row in rows)
    assert len({len(row) for row in rows}) <= 1 or not is_block(rows)


@given(TIMES, st.integers(1, 140), st.integers(1, 40))
def test_a_time_is_always_seen(value, width, height):
    """In blocks, whole in plain text, or its beginning: never nothing."""
    rows = layout(value, width, height)

    assert "".join(rows).strip()
    if not is_block(rows):
        assert rows == (value[:width],)


@given(st.integers(1, 100), st.integers(1, 30), st.integers(0, 9), st.integers(0, 9))
def test_more_room_never_makes_a_time_smaller(width, height, wider, higher):
    before, after = layout("14:32", width, height), layout("14:32", width + wider, height + higher)

    assert size(after)[0] * size(after)[1] >= size(before)[0] * size(before)[1]
    assert is_block(after) or not is_block(before)


@given(st.integers(17, 140), st.integers(3, 40), st.integers(0, 5999), st.integers(0, 5999))
def test_a_countdown_keeps_its_size(width, height, first, second):
    """Every time of four digits stands in the same place, so that only what changed is drawn again."""
    one, two = (layout(f"{seconds // 60:02}:{seconds % 60:02}", width, height) for seconds in (first, second))

    assert size(one) == size(two)


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [(116, 35, (114, 14)), (76, 19, (76, 12)), (36, 8, (34, 7)), (20, 3, (17, 3)), (17, 3, (17, 3))],
)
def test_the_size_of_a_countdown(width, height, expected):
    assert size(layout("14:32", width, height)) == expected


@pytest.mark.parametrize(("width", "height"), [(16, 3), (80, 2), (5, 1)])
def test_plain_text_where_three_rows_or_the_width_are_missing(width, height):
    assert layout("14:32", width, height) == ("14:32",)


def test_as_much_as_fits_where_even_plain_text_does_not():
    assert layout("14:32", 3, 1) == ("14:",)


def test_words_stand_below_each_other_where_that_makes_them_larger():
    beside, below = layout("RIGHT KNEE", 76, 6), layout("RIGHT KNEE", 76, 17)

    assert len(beside) == 6
    assert len(below) == 17
    assert not below[8].strip()


def test_small_letters_are_drawn_as_capitals():
    assert layout("hold", 60, 10) == layout("HOLD", 60, 10)


@pytest.mark.parametrize("value", ["Übung", "膝", "a\x1b[2Jb", "a_b"])
def test_what_has_no_block_letter_is_plain_and_harmless(value):
    rows = layout(value, 60, 10)

    assert len(rows) == 1
    assert rows[0].isprintable()


def test_both_fonts_have_the_same_characters():
    assert set(LARGE) == set(SMALL) == set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 :+-./")


@pytest.mark.parametrize(
    "face", [Face(3, 5), Face(4, 6), Face(5, 7), Face(6, 8), Face(7, 10), Face(9, 18), Face(23, 30)]
)
def test_no_two_characters_look_alike(face):
    drawn = {letter: tuple(draw(letter, face)) for letter in LARGE if letter not in "0O5S"}

    assert len(set(drawn.values())) == len(drawn)


@pytest.mark.parametrize("letter", sorted(set(LARGE) - {":"}))
def test_the_small_and_the_large_drawing_are_whole(letter):
    for glyphs, rows in ((LARGE, 7), (SMALL, 5)):
        assert len(glyphs[letter]) == rows
        assert len({len(row) for row in glyphs[letter]}) == 1


def test_a_colon_is_two_dots_of_one_size():
    column = "".join(row[0] for row in draw(":", Face(23, 30)))

    assert column == "   ███  ███    "
