"""Lines of text, as much of each as has room: plain, the first line of a screen, how much is behind."""

from __future__ import annotations

import re
import unicodedata

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.css.styles import RulesMap
from textual.reactive import reactive
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions
from textual.widgets import Static

from backcoach.domain.routine import Kind


class PlainText(Static):
    """Plain text, never markup; what is written with a key in it can be clicked and looks as it is written."""

    auto_links = False

    def __init__(self, text: str | Content = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(text, id=id, classes=classes, markup=False)

    @property
    def allow_select(self) -> bool:
        """Textual takes a selection from the text before it is wrapped: what hangs stands elsewhere."""
        return super().allow_select and not isinstance(self.content, Hung)


_BULLET = re.compile(r"[▸ ]*(?:\d\. |(?:\d )?[·✓] |\S+ {3,})?")
"""What a line begins with that its other rows leave free: a mark, a number, a bullet, a key."""


class Hung(Content):
    """Text whose lines, where they are wrapped, go on below their first word, not below their bullet."""

    def __init__(self, text: Content) -> None:
        super().__init__(text.plain, list(text.spans))

    def _hanging(self, rules: RulesMap, width: int) -> Content:
        if rules.get("text_wrap") == "nowrap":
            return Content(self.plain, list(self.spans))
        rows = []
        for line in self.split(allow_blank=True):
            bullet = found.end() if (found := _BULLET.match(line.plain)) and 2 * found.end() < width else 0
            first, *more = line[bullet:].wrap(width - bullet)
            rows += [line[:bullet] + first, *(row.pad_left(bullet) for row in more)]
        return Content("\n").join(rows)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        return self._hanging(options.rules, width).render_strips(width, height, style, options) if width else []

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self._hanging(rules, width).get_height(rules, width) if width else 0


_UNSHOWN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def printable(text: str) -> str:
    """The text with a space for everything that would move the cursor, break the line or turn its direction."""
    return "".join(" " if unicodedata.category(letter) in _UNSHOWN else letter for letter in text)


_SPARE = 4
"""The rows of a window that has a second one for a long text."""
_BETWEEN = 2
"""The least cells between the text and what stands beside it."""


def first_line(text: str, aside: str, width: int) -> tuple[str, str]:
    """The two parts of the line, together exactly `width` cells.

    The aside yields whole where it has no room; the text is cut only where the line is narrower than it. Where there
    is room for that, one cell stays free at either end.
    """
    text, aside = printable(text), printable(aside)
    left = " " if cell_len(text) < width else ""
    taken = len(left) + cell_len(text)
    if aside and taken + _BETWEEN + cell_len(aside) + len(left) <= width:
        right = aside + left
        return set_cell_size(left + text, width - cell_len(right)), right
    return set_cell_size(left + Content(text).truncate(width, ellipsis=True).plain, width), ""


def rows_for(text: str, width: int) -> tuple[str, ...]:
    """The text on one row, or on two where it is too long for one: broken between sessions, else between words."""
    text = printable(text)
    if cell_len(text) <= width:
        return (text,)
    for between in (" · ", " "):
        parts = text.split(between)
        for n in range(len(parts) - 1, 0, -1):
            rows = between.join(parts[:n]), between.join(parts[n:])
            if max(map(cell_len, rows)) <= width:
                return rows
    return (text,)


class FirstLine(PlainText):
    """One row of plain text, for eyes, screen readers and searches alike; the first row of its screen.

    A text that is too long for the window takes a second row where the window can spare one.
    """

    DEFAULT_CSS = """
    FirstLine {
        dock: top;
        width: 100%;
        height: 1;
        color: $foreground;
        text-style: bold;
        text-wrap: nowrap;
        background: $panel;
    }
    """

    text: reactive[str] = reactive("", repaint=False)
    """What runs: never markup, and on one line whatever it contains."""
    aside: reactive[str] = reactive("", repaint=False)
    """The date and the clock; shown at the right where there is room."""

    def watch_text(self) -> None:
        """Show the line; in a second row too where the text needs it and the window has four."""
        width, height = self.screen.size
        rows = rows_for(self.text, width) if height >= _SPARE else (self.text,)
        self.styles.height = len(rows)
        text, aside = first_line(rows[0], self.aside if len(rows) == 1 else "", width)
        shown = Content.assemble(_coloured(text), (aside, "not bold $muted"))
        below = [_coloured(first_line(row, "", width)[0]) for row in rows[1:]]
        self.update(Content("\n").join([shown, *below]), layout=False)

    watch_aside = on_resize = watch_text


def _coloured(text: str) -> Content:
    """Each session in the hue of its kind, or of the alarm."""
    return Content.assemble(*((part, _hue(part)) for part in re.split(r"( · )", text)))


def _hue(part: str) -> str:
    if "REMOVE NOW" in part:
        return "$alarm"
    word = part.split(maxsplit=1)[0].lower() if part.strip() else ""
    return f"${word}" if word in set(Kind) else ""


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

    blocks: reactive[tuple[int, int]] = reactive((0, 0), repaint=False)
    """How many are full, which rises while one breathes in and falls while one breathes out; of how many seconds."""

    def watch_blocks(self) -> None:
        row = calm_bar(*self.blocks, self.size.width)
        more = 0 if "/" in row else max(0, self.size.height // 5 - 1)  # to be seen from the floor
        above = row.translate({ord(_FULL): "█", ord(_EMPTY): " "})
        self.update(Content("\n".join([above] * more + [row.replace(_FULL, "█") if more else row])), layout=False)

    on_resize = watch_blocks
