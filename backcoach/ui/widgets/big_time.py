"""The time, or the word of the moment, readable from two metres."""

from __future__ import annotations

from collections.abc import Sequence

from textual.reactive import reactive

from backcoach.ui.widgets.canvas import Canvas
from backcoach.ui.widgets.cells import centred
from backcoach.ui.widgets.lettering import layout


class BigTime(Canvas):
    """Shows a time or a few words as large as its size allows, in the middle, never clipped."""

    DEFAULT_CSS = """
    BigTime {
        width: 1fr;
        height: 1fr;
        color: $foreground;
    }
    """

    value: reactive[str] = reactive("", repaint=False)
    """What is shown: `14:32`, `+00:12`, `GO`, `LEFT KNEE`; small letters are drawn as capitals."""

    def __init__(self, value: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(BigTime.value, value)

    shorter: reactive[str] = reactive("", repaint=False)
    """What is shown where the value has no room for block letters and this has; empty for nothing else."""

    def watch_value(self) -> None:
        """Only an unequal value comes here."""
        self.redraw()

    def watch_shorter(self) -> None:
        """Only an unequal value comes here."""
        self.redraw()

    def drawing(self, width: int, height: int) -> Sequence[str]:
        """The value in the middle of the widget."""
        rows = layout(self.value, width, height)
        if self.shorter and len(rows) == 1 and len(shorter := layout(self.shorter, width, height)) > 1:
            rows = shorter
        return centred(rows, width, height)
