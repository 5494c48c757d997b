"""The levels are read in two ways, which see the same."""

from backcoach.adapters.content import load_content
from backcoach.adapters.levels import levels


def test_the_quick_way_reads_what_the_content_has():
    assert levels() == load_content().levels
    assert levels()[0].id == "first"
