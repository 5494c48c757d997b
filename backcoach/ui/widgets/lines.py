"""Lines to read, one of them marked and always in sight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

BAR = re.compile("▇+")
"""What is drawn in the colour of bars."""


class LinesView(VerticalScroll):
    """Shows lines as they are, and says when another row was clicked."""

    can_focus = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--here", "lines--bar"}
    DEFAULT_CSS = """
    LinesView {
        height: 1fr;
        scrollbar-size-vertical: 0;
        overflow-x: hidden;
        & > .lines--here { background: $panel; text-style: bold; }
        & > .lines--bar { color: $primary; }
        & > Static { width: auto; text-wrap: nowrap; }
    }
    """

    @dataclass
    class Resized(Message):
        """Other lines have room now."""

    @dataclass
    class Filled(Message):
        """Whether there are more lines than have room is now otherwise."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = Static("", markup=False)
        self._marked = -1
        self._had_more = False

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        yield self._text

    def on_resize(self) -> None:
        """Ask for lines that fit; from the top on, as far as the marked one is then in sight."""
        if self._marked >= 0:
            self.scroll_to(y=0, animate=False, immediate=True)
        self.post_message(self.Resized())

    def show(self, lines: Sequence[str], marked: int) -> None:
        """Show these lines, and the marked one in sight; none is marked where there is no such line."""
        here = self.get_component_rich_style("lines--here")
        bar = self.get_component_rich_style("lines--bar").color
        parts: list[Content] = []
        for n, line in enumerate(lines):
            text = Content(line)
            if bar is not None:
                text = text.highlight_regex(BAR, style=bar.name)
            if n == marked:
                colors = f"bold on {here.bgcolor.name}" if here.bgcolor else "bold"
                text = text.stylize(colors)
            parts.append(text)
        self._text.update(Content("\n").join(parts))
        self._marked = marked
        self.call_after_refresh(self._keep_in_sight)

    @property
    def has_more(self) -> bool:
        """Whether there are lines that a page up or down would bring into sight."""
        return self.max_scroll_y > 0

    def _keep_in_sight(self) -> None:
        if self.has_more != self._had_more:
            self._had_more = self.has_more
            self.post_message(self.Filled())
        at, top, height = self._marked, int(self.scroll_offset.y), self.size.height
        if at < 0 or not height:
            return
        if at <= top:
            self.scroll_to(y=0 if at < height else at - 1, animate=False)
        elif at >= top + height - 1:
            self.scroll_to(y=at - height + 2, animate=False)
