"""Choices in as many columns as fit: by arrows and enter, by the mouse, by their keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from backcoach.ui.widgets.cells import cut, printable

_BETWEEN = 2
MOST_COLUMNS = 5


class Choice(NamedTuple):
    """Something that can be chosen.

    Attributes:
        id: what the message says when it was chosen.
        key: its key, as the person knows it.
        name: what it is called.
        about: a few words beside it.
        hue: the variable of its name's colour, as in `ice`; empty for that of all text.
    """

    id: str
    key: str
    name: str
    about: str = ""
    hue: str = ""


Row = tuple[int, ...]
"""The places of the choices that stand beside each other."""


def arranged(choices: Sequence[Choice], width: int) -> list[Row]:
    """The rows: as many columns as the choices fit into whole; two at most where they say more.

    Args:
        choices: all of them.
        width: the cells of a row.
    """
    widest = max((_names_end(choices) + cell_len(choice.about) for choice in choices), default=0) + 1 + _BETWEEN
    most = 2 if any(choice.about for choice in choices) else MOST_COLUMNS
    high = -(-len(choices) // min(most, max(1, width // widest)))
    return [tuple(range(n, len(choices), high)) for n in range(high)]


def _names_end(choices: Sequence[Choice]) -> int:
    return _keys_end(choices) + max((cell_len(choice.name) for choice in choices), default=0) + _BETWEEN


def _keys_end(choices: Sequence[Choice]) -> int:
    return max((cell_len(choice.key) for choice in choices), default=0) + _BETWEEN


class Choices(ScrollView, can_focus=True):
    """Shows choices and says which one was made."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "choices--key",
        "choices--name",
        "choices--heading",
        "choices--here",
        "choices--about",
    }

    DEFAULT_CSS = """
    Choices {
        width: 1fr;
        height: 1fr;
        color: $foreground;
        scrollbar-size-vertical: 1;
        overflow-x: hidden;
        & > .choices--key { color: $accent; background: $line 60%; text-style: bold; }
        & > .choices--name { text-style: bold; }
        & > .choices--about { color: $muted; }
        & > .choices--here { background: $panel; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("left", "beside(-1)", "Left", show=False),
        Binding("right", "beside(1)", "Right", show=False),
        Binding("home", "move(-1000)", "First", show=False),
        Binding("end", "move(1000)", "Last", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]

    choices: reactive[tuple[Choice, ...]] = reactive(())
    """What can be chosen, in order."""

    here: reactive[int] = reactive(0)
    """The place of the choice that enter makes; -1 for none, until the arrows choose one."""

    class Made(Message):
        """A choice was made.

        Attributes:
            id: the choice's; empty where the arrows have chosen none.
        """

        def __init__(self, id: str) -> None:
            self.id = id
            super().__init__()

    def __init__(self, choices: Iterable[Choice], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._arranged: list[Row] = []
        self._pen = Style.null()
        self.set_reactive(Choices.choices, tuple(choices))

    def on_resize(self) -> None:
        """Another width may bring other columns."""
        self._arrange()

    def watch_choices(self) -> None:
        """Other words may bring other columns."""
        self._arrange()

    def watch_here(self) -> None:
        """Keep the present choice in sight."""
        self._follow()

    def _arrange(self) -> None:
        width, bare = self.scrollable_content_region.width, self.region.shrink(self.styles.gutter)
        if width < bare.width and self._rows_at(bare.width) <= bare.height:
            width = bare.width  # they stand beside each other as soon as no scrollbar takes their room
        self._arranged = arranged(self.choices, width)
        self.virtual_size = Size(width, len(self._arranged))
        self._follow()
        self.refresh()

    def _rows_at(self, width: int) -> int:
        return len(arranged(self.choices, width))

    def _follow(self) -> None:
        y = next((y for y, row in enumerate(self._arranged) if self.here in row), None)
        if y is not None:
            self.scroll_to_region(Region(0, y, 1, 1), animate=False, force=True)

    # -- what is shown ------------------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """Some of the rows, for Textual; the widget's own style is worked out once for all of them."""
        self._pen = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """The row at this height, for Textual."""
        y += self.scroll_offset.y
        width = self.scrollable_content_region.width
        row = self._arranged[y] if y < len(self._arranged) else ()
        pieces = [piece for n in row for piece in self._pieces(n, width // len(self._arranged[0]))]
        return Strip(pieces).adjust_cell_length(width, self._pen)

    def _pieces(self, place: int, room: int) -> list[Segment]:
        choice = self.choices[place]
        keys, names = _keys_end(self.choices), _names_end(self.choices)
        texts = (
            ("choices--key", f" {choice.key} "),
            ("", " " * (keys - cell_len(choice.key) - 1)),
            (
                f"hue {choice.hue}" if choice.hue else "choices--name",
                set_cell_size(printable(choice.name), names - keys),
            ),
            ("choices--about", printable(choice.about)),
        )
        pieces, left = [], room
        for name, text in texts:
            style = self._style(name) if name else self._pen
            if place == self.here and text.strip():
                style += self.get_component_rich_style("choices--here", partial=True)
            shown = cut(text, left)
            left -= cell_len(shown)
            pieces.append(Segment(shown, style))
        end = self._pen
        if place == self.here:
            end += self.get_component_rich_style("choices--here", partial=True)
        return [*pieces, Segment(" " * left, end)]

    def _style(self, name: str) -> Style:
        if name.startswith("hue "):
            hue = self.app.theme_variables[name.removeprefix("hue ")]
            return self.get_component_rich_style("choices--name") + Style(color=hue)
        return self.get_component_rich_style(name)

    # -- what is chosen -----------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Go to the choice before or after."""
        self.here = min(max(0, self.here + by), len(self.choices) - 1)

    def action_beside(self, by: int) -> None:
        """Go to the choice in the column beside."""
        for row in self._arranged:
            if self.here in row:
                self.here = row[min(max(0, row.index(self.here) + by), len(row) - 1)]
                return

    def action_choose(self) -> None:
        """Make the present choice."""
        if self.choices:
            self.post_message(self.Made(self.choices[self.here].id if self.here >= 0 else ""))

    def on_click(self, event: events.Click) -> None:
        """Make the choice under the pointer."""
        y = event.y - self.gutter.top + self.scroll_offset.y
        row = self._arranged[y] if 0 <= y < len(self._arranged) else ()
        room = self.scrollable_content_region.width // max(1, len(self._arranged[0]))
        column = (event.x - self.gutter.left) // room
        if 0 <= column < len(row):
            self.here = row[column]
            self.action_choose()
