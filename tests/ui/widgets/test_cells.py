"""What is shown of text."""

from __future__ import annotations

from backcoach.ui.widgets.text import printable


def test_what_would_move_the_cursor_is_a_space():
    assert printable("a\x1b[2J\n\u202eb\x9b") == "a [2J  b "
