"""The shorter updates look exactly like Textual's own, and keep a countdown within its budget."""

from __future__ import annotations

import pyte
import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.containers import Horizontal
from textual.strip import Strip
from textual.widgets import Label

from backcoach.ui.thrift import ThriftyUpdate, thrifty
from backcoach.ui.widgets.big_time import BigTime
from backcoach.ui.widgets.first_line import FirstLine
from backcoach.ui.widgets.progress_line import ProgressLine

BUDGET = 400
"""The bytes a second that a countdown may take."""

CONSOLE = Console(color_system="truecolor", force_terminal=True)
TITLE_AND_CURSOR = len("\x1b]2;Ice 14:32 · Posture 21:10\x07".encode()) + len("\x1b[1;1H")


class Countdown(App):
    """Fifteen minutes, and both ways to send them."""

    CSS = """
    BigTime { color: $primary; }
    Label { width: 10; background: $error; }
    """

    def __init__(self, size):
        super().__init__()
        self.screens = [pyte.Screen(*size), pyte.Screen(*size)]
        self.streams = [pyte.Stream(screen) for screen in self.screens]
        self.sent = [0, 0]

    def compose(self):
        yield FirstLine("Ice 15:00 · Posture 30:00", "Sun 22 Nov 14:05")
        with Horizontal():
            yield BigTime("15:00")
        yield Label("", markup=False)
        yield ProgressLine()

    def _display(self, _screen, renderable):
        """What would be sent, to a terminal each."""
        if isinstance(renderable, (ChopsUpdate, LayoutUpdate)):
            for index, update in enumerate((renderable, thrifty(renderable))):
                data = update.render_segments(CONSOLE)
                self.sent[index] += len(data.encode())
                self.streams[index].feed(data)

    def show(self, seconds):
        words = f"{seconds // 60:02}:{seconds % 60:02}"
        self.query_one(BigTime).value = words
        other = seconds + 900
        self.query_one(FirstLine).text = f"Ice {words} · Posture {other // 60:02}:{other % 60:02}"
        self.query_one(ProgressLine).fraction = 1 - seconds / 900


def assert_alike(one, other):
    assert one.display == other.display
    for y in range(one.lines):
        for x in range(one.columns):
            assert one.buffer[y][x] == other.buffer[y][x], f"column {x}, row {y}"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_countdown_looks_the_same_in_fewer_bytes(size):
    app = Countdown(size)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.sent = [0, 0]
        seconds = 60
        for left in range(899, 899 - seconds, -1):
            app.show(left)
            await pilot.pause()
            if left % 7 == 0:
                assert_alike(*app.screens)

        assert_alike(*app.screens)
        assert app.sent[1] / seconds + TITLE_AND_CURSOR <= BUDGET
        assert app.sent[1] < app.sent[0] / 2


async def test_other_widgets_and_wide_characters_look_the_same():
    app = Countdown((40, 12))
    async with app.run_test(size=(40, 12)) as pilot:
        for words in (
            "plain",
            "膝膝膝",
            Text.assemble(("bold", "bold"), " ", ("dim", "dim red"), (" back", "reverse")),
            "a",
        ):
            app.query_one(Label).update(words)
            await pilot.pause()
            assert_alike(*app.screens)


def update(*segments, span, width=20):
    """A partial update of one row that holds these segments."""
    strip = Strip([Segment(text, style) for text, style in segments]).adjust_cell_length(width)
    return thrifty(ChopsUpdate([{0: strip}], [span], [[width]]))


def test_only_the_cells_of_the_span_are_written(console):
    red = Style.parse("#ff0000 on #000000")

    assert update(("abcdefgh", red), span=(0, 2, 5)).render_segments(console) == (
        "\x1b[1;3H\x1b[38;2;255;0;0;48;2;0;0;0mcde\x1b[0m"
    )


def test_only_what_changes_in_the_style_is_said(console):
    styles = [Style.parse(words) for words in ("bold #ff0000 on #000000", "#0000ff on #000000", "#0000ff")]

    sent = update(*zip("abc", styles, strict=True), span=(0, 0, 3)).render_segments(console)

    assert sent == ("\x1b[1;1H\x1b[1;38;2;255;0;0;48;2;0;0;0ma\x1b[22;38;2;0;0;255mb\x1b[49mc\x1b[0m")


def test_another_attribute_starts_anew(console):
    styles = [Style.parse(words) for words in ("underline #ff0000", "italic #ff0000")]

    sent = update(*zip("ab", styles, strict=True), span=(0, 0, 2)).render_segments(console)

    assert sent == "\x1b[1;1H\x1b[4;38;2;255;0;0ma\x1b[0;3;38;2;255;0;0mb\x1b[0m"


def test_half_a_wide_character_is_a_space(console):
    assert update(("膝膝", None), span=(0, 1, 4)).render_segments(console) == "\x1b[1;2H 膝"


def test_links_are_kept(console):
    sent = update(("ab", Style(link="https://example.org")), span=(0, 0, 2)).render_segments(console)

    assert "https://example.org" in sent
    assert "ab" in sent


def test_full_updates_and_no_update_are_left_alone():
    full = LayoutUpdate([], None)

    assert thrifty(full) is full
    assert thrifty(None) is None
    assert issubclass(ThriftyUpdate, ChopsUpdate)


@pytest.fixture
def console():
    return CONSOLE
