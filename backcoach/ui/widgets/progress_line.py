"""How much is behind, as one thin line, or as a block for each second."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive

from backcoach.ui.widgets.plain_text import PlainText

_DONE, _HALF, _LEFT = "━", "╸", "─"
_FULL, _EMPTY = "▆", "▁"
_WIDEST_BLOCK = 8


def progress_line(fraction: float, width: int) -> str:
    """The line for a fraction from 0 to 1, in steps of half a cell; whole only when the fraction is."""
    whole, half = divmod(int(2 * width * min(1.0, max(0.0, fraction))), 2)
    return _DONE * whole + _HALF * half + _LEFT * (width - whole - half)


def calm_bar(step: int, steps: int, width: int) -> str:
    """A bar of which `step` of `steps` blocks are full, in at most `width` cells.

    Where the blocks have no room side by side, their number in figures; nothing where even that has none.
    """
    step = min(steps, max(0, step))
    if steps <= 0:
        return ""
    block = min(_WIDEST_BLOCK, (width + 1) // steps - 1)
    if block < 1:
        figures = f"{step}/{steps}"
        return figures if len(figures) <= width else ""
    return " ".join((_FULL if nth < step else _EMPTY) * block for nth in range(steps))


class ProgressLine(PlainText):
    """A line that fills from the left. The heavy part differs by its shape, not by its colour alone."""

    DEFAULT_CSS = """
    ProgressLine { width: 1fr; height: 1; color: $foreground; }
    """

    fraction: reactive[float] = reactive(0.0, repaint=False)
    """How much is behind, from 0 to 1; what lies outside is shown as the nearest."""
    _line = ""

    def __init__(self, fraction: float = 0.0, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(ProgressLine.fraction, fraction)

    def watch_fraction(self) -> None:
        """Most changes move the line by less than half a cell, and repaint nothing."""
        line = progress_line(self.fraction, self.size.width)
        if line != self._line:
            self._line = line
            self.update(Content(line).highlight_regex(f"{_LEFT}+", style="$line"), layout=False)

    on_resize = watch_fraction


class CalmBar(PlainText):
    """Breathing without movement: a bar of one block for each second, which goes on once a second."""

    DEFAULT_CSS = """
    CalmBar { width: 1fr; height: 1fr; color: $breathe; content-align: center middle; }
    """

    step: reactive[int] = reactive(0, repaint=False)
    """How many blocks are full: it rises while one breathes in and falls while one breathes out."""
    steps: reactive[int] = reactive(0, repaint=False)
    """How many blocks there are: this part's seconds."""

    def watch_step(self) -> None:
        self.update(Content(calm_bar(self.step, self.steps, self.size.width)), layout=False)

    watch_steps = on_resize = watch_step
