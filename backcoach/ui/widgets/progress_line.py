"""How much of a step is behind, as one thin line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.style import Style
from textual.reactive import reactive

from backcoach.ui.widgets.canvas import Canvas

_DONE, _HALF, _LEFT = "━", "╸", "─"


def progress_line(fraction: float, width: int) -> str:
    """The line for a fraction from 0 to 1, in steps of half a cell; whole only when the fraction is."""
    halves = int(2 * width * min(1.0, max(0.0, fraction)))
    whole, half = divmod(halves, 2)
    return _DONE * whole + _HALF * half + _LEFT * (width - whole - half)


class ProgressLine(Canvas):
    """A line that fills from the left. The heavy part differs by its shape, not by its colour alone."""

    COMPONENT_CLASSES = {"progress-line--left"}

    DEFAULT_CSS = """
    ProgressLine {
        width: 1fr;
        height: 1;
        color: $foreground;
        & > .progress-line--left {
            color: $foreground-muted;
        }
    }
    """

    fraction: reactive[float] = reactive(0.0, repaint=False)
    """How much is behind, from 0 to 1; what lies outside is shown as the nearest."""

    def __init__(self, fraction: float = 0.0, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(ProgressLine.fraction, fraction)

    def watch_fraction(self) -> None:
        """Most changes move the line by less than half a cell, and repaint nothing."""
        self.redraw()

    def drawing(self, width: int, height: int) -> Sequence[str]:
        """The line on the first row."""
        return [progress_line(self.fraction, width), *[" " * width] * (height - 1)][:height]

    def pieces(self, row: str, y: int) -> Iterable[tuple[str, Style]]:
        """What is behind in the widget's style, what is left in its own."""
        del y
        begin = row.find(_LEFT)
        if begin != 0:
            yield row[: begin if begin > 0 else None], self.pen
        if begin >= 0:
            yield row[begin:], self.get_component_rich_style("progress-line--left")
