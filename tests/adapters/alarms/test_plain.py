import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.adapters.alarms.plain import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Ice 14:32", "Ice 14:32"),
        ("Füße · 足", "Füße · 足"),
        ("a\n\tb", "a b"),
        ("a\x1b[2Jb\x9b\x00", "a [2Jb"),
    ],
)
def test_text_stays_as_it_is_but_for_what_cannot_be_printed(text, expected):
    assert plain(text) == expected


@given(st.text())
def test_whatever_comes_in_can_be_written_to_a_terminal(text):
    assert plain(text).isprintable()
    plain(text).encode()
