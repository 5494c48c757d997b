"""Fewer bytes to the terminal: a partial update writes the cells that changed, and says a colour once.

Textual's own update writes each row from the beginning of its widget up to the cell that changed, and repeats the
colours for each piece. A countdown over a slow connection, or in a recording, is many times what it has to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console, RenderableType
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate  # no public name; the Textual version is pinned, and a test holds this
from textual.strip import Strip

_RESET = "\x1b[0m"


def thrifty(update: RenderableType | None) -> RenderableType | None:
    """The same update in fewer bytes, where it is a partial one; for the app's `_display`."""
    if isinstance(update, ChopsUpdate):
        return ThriftyUpdate(update.chops, update.spans, update.chop_ends)
    return update


class Codes(NamedTuple):
    """A style's parts as SGR parameters; empty where the style leaves it to the terminal."""

    attributes: str
    colour: str
    background: str


_WEIGHTS = {"1", "2"}
"""Bold and dim, which one parameter ends without touching the colours."""

_PLAIN = Codes("", "", "")


class ThriftyUpdate(ChopsUpdate):
    """A partial update that looks exactly the same on the screen."""

    def render_segments(self, console: Console) -> str:
        """The update as characters and escape sequences."""
        system = console._color_system or ColorSystem.TRUECOLOR  # noqa: SLF001 - as Textual itself asks
        out: list[str] = []
        pen = _PLAIN
        cursor: tuple[int, int] | None = None
        for x, y, strip, end in self._pieces():
            if cursor != (x, y):
                out.append(_move(cursor, x, y))
            for text, style in strip:
                if style is None or style.link:
                    out.append(_change(pen, _PLAIN))
                    out.append(text if style is None else Strip.render_style(style, text, system))
                    pen = _PLAIN
                    continue
                codes = _codes(style, system)
                out.append(_change(pen, codes))
                out.append(text)
                pen = codes
            cursor = (end, y) if end < self.chop_ends[y][-1] else None  # after the last column it is anywhere
        if pen != _PLAIN:
            out.append(_RESET)
        return "".join(out)

    def _pieces(self) -> Iterator[tuple[int, int, Iterator[tuple[str, Style | None]], int]]:
        """What is to be written: column, row, the cells that changed there, and the column after them."""
        for y, begin, end in self.spans:
            for strip_end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or x >= end or strip_end <= begin:
                    continue
                first, last = max(x, begin), min(strip_end, end)
                yield first, y, _cells(strip, first - x, last - x), last


def _cells(strip: Strip, begin: int, end: int) -> Iterator[tuple[str, Style | None]]:
    """The strip's text and styles from one cell to before another; much cheaper than to build another strip."""
    at = 0
    for text, style, _control in strip:
        size = cell_len(text)
        if at < end and at + size > begin:
            first, last = max(0, begin - at), min(size, end - at)
            if (first, last) == (0, size):
                yield text, style
            elif size == len(text):
                yield text[first:last], style
            else:
                yield Strip([Segment(text, style)]).crop(first, last).text, style
        at += size


def _move(cursor: tuple[int, int] | None, x: int, y: int) -> str:
    """The shortest way of the cursor to this cell."""
    straight = f"\x1b[{y + 1};{x + 1}H"
    if cursor is None or not 0 <= y - cursor[1] <= 1:
        return straight
    right = x - cursor[0]
    down = "\x1b[B" if y > cursor[1] else ""
    across = f"\x1b[{abs(right)}{'C' if right > 0 else 'D'}" if right else ""
    return min(down + across, straight, key=len)


@lru_cache(maxsize=1024)
def _codes(style: Style, system: ColorSystem) -> Codes:
    colour = style.color.downgrade(system).get_ansi_codes() if style.color else ()
    background = style.bgcolor.downgrade(system).get_ansi_codes(foreground=False) if style.bgcolor else ()
    return Codes(Strip.render_ansi(style.without_color, system), ";".join(colour), ";".join(background))


@lru_cache(maxsize=1024)
def _change(pen: Codes, codes: Codes) -> str:
    """The shortest sequence from one pen to another."""
    if pen == codes:
        return ""
    if codes == _PLAIN:
        return _RESET
    ends_weight = pen.attributes in _WEIGHTS and not codes.attributes
    if pen.attributes != codes.attributes and not ends_weight:
        parts = ["0" if pen != _PLAIN else "", *codes]
    else:
        parts = [
            "22" if ends_weight else "",
            "" if pen.colour == codes.colour else codes.colour or "39",
            "" if pen.background == codes.background else codes.background or "49",
        ]
    return f"\x1b[{';'.join(part for part in parts if part)}m"
