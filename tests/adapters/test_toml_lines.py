"""The line of a key is found however TOML lets it be written."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backcoach.adapters.toml_lines import line_of, line_of_named, places

TEXT = '''\
# theme = "not here"
theme = "day" # quiet.from = "nor here"
  region="AT"

quiet.on = true
"we ek"."st\\u0061rt" = """
lead_in = 3
"""
list = [ # [nothing]
  "theme = 1", { plan = "x" }, [1, ']'],
]
'lit.eral' = 'a # b'
[ channels . tones ]   # a comment
on = true
volume = 3
[channels."speech"]
voice = \'\'\'
[goals]
\'\'\'
rate = 5
[goals]
inline = { walks = 3, deep = { a = "}", "b" = [1,
  2], c = 4 }, last = 1 }
[[many]]
one = 1979-05-27T07:32:00Z
[[many]]
one = 2
'''

LINES = [
    (("theme",), 2),
    (("region",), 3),
    (("quiet", "on"), 5),
    (("quiet",), 5),
    (("we ek", "start"), 6),
    (("list",), 9),
    (("lit.eral",), 12),
    (("channels", "tones"), 13),
    (("channels",), 13),
    (("channels", "tones", "on"), 14),
    (("channels", "tones", "volume"), 15),
    (("channels", "speech", "voice"), 17),
    (("channels", "speech", "rate"), 20),
    (("goals",), 21),
    (("goals", "inline", "walks"), 22),
    (("goals", "inline", "deep", "b"), 22),
    (("goals", "inline", "deep", "c"), 23),
    (("goals", "inline", "last"), 23),
    (("many",), 24),
    (("goals", "inline", "missing"), 22),
    (("nowhere",), None),
]


def test_the_text_of_these_tests_is_toml():
    assert tomllib.loads(TEXT)


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "dos"])
@pytest.mark.parametrize(("path", "line"), LINES)
def test_a_key_is_found_on_its_line(path, line, ends):
    assert line_of(path, places(TEXT.replace("\n", ends))) == line


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("title", 1),
        ("steps[0].hold", 3),
        ("steps[1].hold", 6),
        ("steps[1].rest", 5),
        ("no", None),
    ],
)
def test_a_key_of_one_of_several_tables_is_found_in_the_right_one(name, line):
    text = "title = 1\n[[steps]]\nhold = 5\n# the other\n[[steps]]\nhold = 6\n"
    assert line_of_named(name, places(text)) == line


def test_a_byte_order_mark_hides_no_key():
    assert line_of(("theme",), places('\ufefftheme = "day"')) == 1


def test_a_statement_over_several_lines_has_a_first_and_a_last():
    spans = {place.path: (place.first, place.last) for place in places(TEXT)}
    assert spans["list",] == (9, 11)
    assert spans["we ek", "start"] == (6, 8)
    assert spans["goals", "inline"] == (22, 23)


@settings(deadline=None)
@given(st.text(alphabet="ab.\"'[]{}=,#\\\n\r \t1é\x00", max_size=80))
def test_no_text_however_broken_holds_the_walk_up(text):
    for place in places(text):
        assert 1 <= place.first <= place.last <= text.count("\n") + 1


def test_deep_and_long_texts_end_too():
    places("a=" + "{a=" * 20_000)
    places("a=" + "[" * 60_000)
    places('a="' + "\\" * 60_000)
    places('"""' * 20_000)


_NAMES = st.sampled_from(["a", "b", "c", "d"])
_PATHS = st.lists(_NAMES, min_size=1, max_size=3).map(tuple)


@settings(deadline=None)
@given(st.lists(st.tuples(_PATHS, st.sampled_from(["1", '"x\\"#"', "[1,\n2]", '"""\n"""', "'['"])), max_size=8))
def test_each_key_that_the_parser_sees_is_found_on_the_line_where_it_was_put(pairs):
    text, lines = "", {}
    for path, value in pairs:
        addition = f"{'.'.join(path)} = {value}\n"
        try:
            tomllib.loads(text + addition)
        except tomllib.TOMLDecodeError:
            continue
        lines[path] = text.count("\n") + 1
        text += addition
    found = places(text)
    assert {path: line_of(path, found) for path in lines} == lines
