"""The time, or the word of the moment, readable from two metres."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive

from backcoach.ui.widgets.cells import centred
from backcoach.ui.widgets.lettering import layout
from backcoach.ui.widgets.pixels import Cells, PixelCanvas


class BigTime(PixelCanvas):
    """Shows a time or a few words as large as its size allows, in the middle, never clipped."""

    DEFAULT_CSS = """
    BigTime { width: 1fr; height: 1fr; color: $foreground; }
    """

    value: reactive[str] = reactive("", repaint=False)
    """What is shown: `14:32`, `+00:12`, `GO`, `LEFT`; small letters are drawn as capitals."""
    shorter: reactive[str] = reactive("", repaint=False)
    """What is shown where the value has no room for block letters and this has; empty for nothing else."""

    def __init__(self, value: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(BigTime.value, value)

    def watch_value(self) -> None:
        self.redraw()

    def watch_shorter(self) -> None:
        self.redraw()

    def drawing(self, width: int, height: int) -> Sequence[str]:
        """The value in the middle of so many rows of so many cells."""
        rows = layout(self.value, width, height)
        if self.shorter and len(rows) == 1 and len(shorter := layout(self.shorter, width, height)) > 1:
            rows = shorter
        return centred(rows, width, height)

    def drawn(self, width: int, height: int) -> Sequence[Cells]:
        return [_cells(row, self.look.pen) for row in self.drawing(width, height)]


@lru_cache(maxsize=256)
def _cells(row: str, pen: Style) -> Cells:
    return tuple(Segment(letter, pen) for letter in row)
