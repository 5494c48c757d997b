"""Breathing without movement: the words, and a bar that goes on by a block each second."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.reactive import reactive

from backcoach.ui.widgets.canvas import Canvas
from backcoach.ui.widgets.cells import centred, cut, printable

_FULL, _EMPTY = "▆", "▁"
_WIDEST_BLOCK = 8


def calm_bar(step: int, steps: int, width: int) -> str:
    """The bar with `step` of `steps` blocks full, in at most `width` cells.

    Where the blocks have no room side by side, their number in figures; nothing where even that has none.
    """
    steps = max(0, steps)
    step = min(steps, max(0, step))
    if not steps:
        return ""
    block = min(_WIDEST_BLOCK, (width + 1) // steps - 1)
    if block < 1:
        figures = f"{step}/{steps}"
        return figures if len(figures) <= width else ""
    return " ".join((_FULL if nth < step else _EMPTY) * block for nth in range(steps))


class CalmBar(Canvas):
    """For those who want no motion: words such as IN or OUT above a bar of one block for each second."""

    DEFAULT_CSS = """
    CalmBar {
        width: 1fr;
        height: 3;
        color: $primary;
    }
    """

    words: reactive[str] = reactive("", repaint=False)
    """What to do now, and for how long: `OUT 4`."""

    step: reactive[int] = reactive(0, repaint=False)
    """How many blocks are full: it rises while one breathes in and falls while one breathes out."""

    steps: reactive[int] = reactive(0, repaint=False)
    """How many blocks there are: this part's seconds."""

    def watch_words(self) -> None:
        """Only unequal words come here."""
        self.redraw()

    def watch_step(self) -> None:
        """Only another step comes here."""
        self.redraw()

    def watch_steps(self) -> None:
        """Only another number of steps comes here."""
        self.redraw()

    def drawing(self, width: int, height: int) -> Sequence[str]:
        """Words above the bar; side by side in one row; the words alone where there is no room for both."""
        words = cut(printable(self.words), width)
        bar = calm_bar(self.step, self.steps, width)
        match height:
            case 0 | 1:
                beside = calm_bar(self.step, self.steps, width - cell_len(words) - 2)
                rows = [f"{words}  {beside}" if beside else words]
            case 2:
                rows = [words, bar]
            case _:
                rows = [words, "", bar]
        return centred(
            [set_cell_size(" " * ((width - cell_len(row)) // 2) + row, width) for row in rows], width, height
        )
