"""What the widgets that show time have in common: rows of cells, of which only those that changed are sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from backcoach.ui.widgets.cells import changed


class Canvas(Widget):
    """Shows the rows that `drawing` returns; a subclass calls `redraw` when they may have changed."""

    ALLOW_SELECT = False

    pen: Style = Style.null()
    """The widget's own style, asked for once for each repaint: to ask for each row costs more than to draw it."""

    _painted: tuple[Region, list[Strip]] | None = None
    """Which part was painted last, and how; None where it must be painted again."""

    _rows: Sequence[str] = ()
    _rows_size: Size | None = None

    def drawing(self, width: int, height: int) -> Sequence[str]:
        """Exactly `height` rows, each exactly `width` cells wide."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw again, and repaint the cells that differ from those shown; none, where none does."""
        size = self.content_size
        if self._rows_size != size:
            self._rows_size = None
            self.refresh()
            return
        rows = self.drawing(size.width, size.height)
        regions = list(changed(self._rows, rows))
        self._rows = rows
        if regions:
            self.refresh(*regions)

    def pieces(self, row: str, y: int) -> Iterable[tuple[str, Style]]:
        """The row as pieces of one style each; all of it in the widget's own, unless a subclass knows better."""
        del y
        yield row, self.pen

    def _set_dirty(self, *regions: Region) -> None:
        """Textual's one way of marking what must be painted again."""
        self._painted = None
        super()._set_dirty(*regions)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Some of the rows, for Textual, which asks each widget that lies anywhere between two that have changed."""
        if self._painted is None or self._painted[0] != crop:
            self.pen = self.rich_style
            self._painted = crop, super().render_lines(crop)
        return self._painted[1]

    def render_line(self, y: int) -> Strip:
        """The row at this height, for Textual."""
        size = self.content_size
        if self._rows_size != size:
            self._rows = self.drawing(size.width, size.height)
            self._rows_size = size
        if y >= len(self._rows):
            return Strip.blank(size.width, self.pen)
        return Strip((Segment(text, style) for text, style in self.pieces(self._rows[y], y)), size.width)

    def on_resize(self) -> None:
        """A new size is a new drawing."""
        self._rows_size = None
        self.refresh()
