"""A circle that grows while one breathes in and shrinks while one breathes out."""

from __future__ import annotations

from collections.abc import Sequence

from textual.reactive import reactive

from backcoach.ui.widgets.canvas import Canvas
from backcoach.ui.widgets.disc import disc, step_of


class BreathCircle(Canvas):
    """Shows how full the lungs are. It moves only when told: the screen asks the clock, ten times a second."""

    DEFAULT_CSS = """
    BreathCircle {
        width: 1fr;
        height: 1fr;
        color: $primary;
    }
    """

    fullness: reactive[float] = reactive(0.0, repaint=False)
    """How full, from 0 to 1; repaints only when the circle's size changes by a step that can be seen."""

    def __init__(self, fullness: float = 0.0, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(BreathCircle.fullness, fullness)

    def watch_fullness(self, before: float, after: float) -> None:
        """Draw again where the step is another one."""
        width, height = self.content_size
        if step_of(before, width, height) != step_of(after, width, height):
            self.redraw()

    def drawing(self, width: int, height: int) -> Sequence[str]:
        """The disc in the middle."""
        return disc(step_of(self.fullness, width, height), width, height)
