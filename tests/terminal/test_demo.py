"""The demo on a real terminal: marked, fast, and gone without a trace."""

from __future__ import annotations

import re

import pytest


@pytest.fixture
def demo(open_program, tmp_path):
    (tmp_path / "tmp").mkdir()
    terminal = open_program("demo", TMPDIR=str(tmp_path / "tmp"))
    terminal.wait_for("Nothing is running")
    return terminal


def test_a_minute_passes_each_second_and_it_is_marked(demo):
    assert "DEMO" in demo.line(0)
    demo.send("i")
    demo.wait_for("Yes to all")
    demo.send("\r")
    demo.wait_for(re.compile(r"enter +Start(?! ice)").search)
    demo.send("\r")
    demo.wait_for_title("DEMO · Ice 1")
    demo.wait_for("Ice REMOVE NOW", timeout=30)
    assert "DEMO" in demo.line(0)


def test_nothing_of_the_person_s_own_is_touched_or_left(demo, home, tmp_path):
    assert list((tmp_path / "tmp").iterdir())
    demo.send("q")
    assert demo.wait_exit() == 0
    assert list((tmp_path / "tmp").iterdir()) == []
    assert list(home.iterdir()) == []
