"""The row of keys: what fits, and help among it wherever the obvious key leaves room."""

from __future__ import annotations

import pytest

from backcoach.ui.widgets.keys_line import KeyHint, placed

HELP = KeyHint("exclamation_mark", "Help")
RUN = (
    KeyHint("space", "Pause"),
    KeyHint("plus", ""),
    KeyHint("minus", "Minute"),
    KeyHint("x", "Stop"),
    KeyHint("escape", "Back"),
    HELP,
    KeyHint("q", "Quit"),
)


def shown(hints, width):
    return [one.hint.key for one in placed(hints, width)]


@pytest.mark.parametrize(
    ("width", "keys"),
    [
        (80, ["space", "plus", "minus", "x", "escape", "exclamation_mark", "q"]),
        (65, ["space", "plus", "minus", "x", "escape", "exclamation_mark"]),
        (54, ["space", "plus", "minus", "x", "exclamation_mark"]),
        (43, ["space", "plus", "minus", "exclamation_mark"]),
        (30, ["space", "exclamation_mark"]),
        (24, ["space", "exclamation_mark"]),
        (22, ["space"]),
        (14, ["space"]),
    ],
)
def test_help_is_the_last_but_one_to_yield(width, keys):
    assert shown(RUN, width) == keys
    assert all(one.end <= width for one in placed(RUN, width))


def test_the_obvious_key_never_yields_to_help():
    assert shown((KeyHint("enter", "It is off"), HELP), 22) == ["enter"]


def test_without_help_nothing_changes():
    assert shown(RUN[:4], 80) == ["space", "plus", "minus", "x"]
    assert shown((KeyHint("escape", "Close"),), 20) == ["escape"]
