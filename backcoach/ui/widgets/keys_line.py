"""The keys that work now as caps, on one row: as many as fit whole, the most obvious first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive

from backcoach.ui.widgets.canvas import Canvas
from backcoach.ui.widgets.cells import printable

_BETWEEN = 2
_CAP = 2
"""The blanks of a key cap, one on each side of its sign."""

STAYS = "exclamation_mark"
"""The key that yields to nothing but the most obvious one: help is named on every screen (L9)."""

_SIGNS = {
    "comma": ",",
    "escape": "esc",
    "delete": "del",
    "pagedown": "pgdn",
    "plus": "+",
    "minus": "-",
    "question_mark": "?",
    "exclamation_mark": "!",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
}


class KeyHint(NamedTuple):
    """A key by Textual's name for it, and what it does; without words it shares those of the next (`+ - Minute`)."""

    key: str
    words: str

    @property
    def sign(self) -> str:
        """The key as the person knows it."""
        return sign_of(self.key)


def sign_of(key: str) -> str:
    """The key as the person knows it, by Textual's name for it."""
    return _SIGNS.get(key, key.removeprefix("upper_"))


class Placed(NamedTuple):
    """A hint, and the cells where it stands."""

    hint: KeyHint
    start: int
    end: int


def placed(hints: Sequence[KeyHint], width: int) -> list[Placed]:
    """Where the first hints stand that fit whole, in their order, on a row of `width` cells.

    One cell stays free at the left where there is more than one key's room. Keys that share their words are shown
    together or not at all. The key of help comes as much earlier as it must to be among them, but never first.
    """
    at = next((n for n, hint in enumerate(hints) if hint.key == STAYS), 0)
    others = [hint for hint in hints if hint.key != STAYS]
    for place in range(at, 0, -1):
        if place < at and not others[place - 1].words:
            continue  # it must not part keys that share their words
        found = _from_the_left([*others[:place], hints[at], *others[place:]], width)
        if any(one.hint.key == STAYS for one in found):
            return found
    return _from_the_left(hints, width)


def _from_the_left(hints: Sequence[KeyHint], width: int) -> list[Placed]:
    result: list[Placed] = []
    group: list[Placed] = []
    x = 1 if hints and _size(hints[0]) < width else 0
    for hint in hints:
        end = x + _size(hint)
        if end > width:
            break
        group.append(Placed(hint, x, end))
        if hint.words:
            result += group
            group = []
        x = end + (_BETWEEN if hint.words else 1)
    return result


def _size(hint: KeyHint) -> int:
    return _CAP + cell_len(hint.sign) + (1 + cell_len(hint.words) if hint.words else 0)


class KeysLine(Canvas):
    """Shows keys with their words, and asks for one when it is clicked."""

    COMPONENT_CLASSES = {"keys-line--words", "keys-line--cap"}

    DEFAULT_CSS = """
    KeysLine {
        dock: bottom;
        width: 100%;
        height: 1;
        color: $muted;
        & > .keys-line--cap {
            color: $accent;
            background: $line 60%;
            text-style: bold;
        }
        & > .keys-line--words {
            color: $muted;
        }
    }
    """

    hints: reactive[tuple[KeyHint, ...]] = reactive((), repaint=False)
    """The keys that work now, the obvious one first; those at the end yield where there is no room."""

    class KeyChosen(Message):
        """The person clicked a key's words and means the key.

        Attributes:
            key: Textual's name of the key.
        """

        def __init__(self, key: str) -> None:
            self.key = key
            super().__init__()

    def __init__(
        self,
        hints: Iterable[tuple[str, str]] = (),
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(KeysLine.hints, self.validate_hints(hints))

    def validate_hints(self, hints: Iterable[tuple[str, str]]) -> tuple[KeyHint, ...]:
        """Take plain pairs as well."""
        return tuple(KeyHint(key, printable(words)) for key, words in hints)

    def watch_hints(self) -> None:
        """Signs and words may have changed places without a cell having changed: repaint the row."""
        self._rows_size = None
        self.redraw()

    def drawing(self, width: int, height: int) -> Sequence[str]:
        """The hints that fit."""
        row = ""
        for hint, start, end in placed(self.hints, width):
            row = row.ljust(start - cell_len(row) + len(row)) + f" {hint.sign}  {hint.words}".removesuffix(
                " " if not hint.words else ""
            )
            del end
        return [row + " " * (width - cell_len(row)), *[" " * width] * (height - 1)][:height]

    def pieces(self, row: str, y: int) -> Iterable[tuple[str, Style]]:
        """Caps and words, each in its style."""
        if y:
            yield row, self.pen
            return
        words_style = self.get_component_rich_style("keys-line--words")
        cap_style = self.get_component_rich_style("keys-line--cap")
        x = 0
        for hint, start, end in placed(self.hints, self.content_size.width):
            yield " " * (start - x), self.pen
            yield f" {hint.sign} ", cap_style
            if hint.words:
                yield f" {hint.words}", words_style
            x = end
        yield " " * (self.content_size.width - x), words_style

    def on_click(self, event: events.Click) -> None:
        """Ask for the key under the pointer."""
        for hint, start, end in placed(self.hints, self.content_size.width):
            if start <= event.x - self.gutter.left < end:
                event.stop()
                self.post_message(self.KeyChosen(hint.key))
                return
