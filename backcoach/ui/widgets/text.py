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


_ROOMY = 3
"""So many times as wide as the mark a line must be for words of their own column."""


class Hung(Content):
    """A line of a list: what has no room goes on below its words, not below the mark or the number before them."""

    def __init__(self, line: Content, hang: int) -> None:
        """Take the line, and how many letters at its beginning are the mark."""
        super().__init__(line.plain, list(line.spans))
        self._mark, self._words, self._hang = line[:hang], line[hang:], hang

    def get_height(self, rules: RulesMap, width: int) -> int:
        if width < _ROOMY * self._hang:
            return super().get_height(rules, width)
        return self._words.get_height(rules, width - self._hang)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        if width < _ROOMY * self._hang:
            return super().render_strips(width, height, style, options)
        first = self._mark.render_strips(self._hang, 1, style, options)
        words = self._words.render_strips(width - self._hang, height, style, options)
        marks = [*first, *[Strip.blank(self._hang, style.rich_style)] * (len(words) - 1)]
        return [Strip.join(pair) for pair in zip(marks, words, strict=True)]


_UNSHOWN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def printable(text: str) -> str:
    """The text with a space for everything that would move the cursor, break the line or turn its direction."""
    if text.isascii() and text.isprintable():
        return text
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
        head, found, tail = text.rpartition(between)
        while found and cell_len(head) > width:
            head, found, more = head.rpartition(between)
            tail = more + between + tail
        if found and cell_len(head) <= width and cell_len(tail) <= width:
            return head, tail
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
        self.update(Content(calm_bar(*self.blocks, self.size.width)), layout=False)

    on_resize = watch_blocks
