"""On which lines of a TOML text its keys stand, which the standard parser does not tell."""

from __future__ import annotations

import re

from msgspec import Struct

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""What some editors put before a text, and the parsers stumble over."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_TO_LINE_END = re.compile(r"[^\n]*")
_PLAIN_VALUE = re.compile(r"[^,\]}#\n]*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"{3,5}|\Z)|\'\'\'.*?(?:\'{3,5}|\Z)|"(?:[^"\\\n]|\\[^\n])*(?:"|\\?(?=\n)|\\?\Z)|\'[^\'\n]*\'?',
    re.DOTALL,
)
_OPENING, _CLOSING = "[{", "]}"
_DEEPEST = 16
"""How deep inline tables are looked into; settings stand three deep."""


class Place(Struct, frozen=True):
    """Where a key or the head of a table stands.

    Attributes:
        path: the key, with the tables that it is in.
        first: its first line, from 1.
        last: its last line.
        is_head: whether it is the head of a table.
    """

    path: tuple[str, ...]
    first: int
    last: int
    is_head: bool = False


def places(text: str) -> tuple[Place, ...]:
    """The places of all keys and table heads, in the order of the text.

    The text may be broken: each line then counts for what it begins as, and nothing is raised.
    """
    return _Scan(text.removeprefix(BYTE_ORDER_MARK)).all()


def line_of(path: tuple[str, ...], found: tuple[Place, ...]) -> int | None:
    """The line on which the key, or the first of what is in it, stands; else that of what it is in; else None."""
    here = (place.first for place in found if place.path[: len(path)] == path)
    above = (place.first for place in reversed(found) if place.path and path[: len(place.path)] == place.path)
    return next(here, None) or next(above, None)


def line_of_named(name: str, found: tuple[Place, ...]) -> int | None:
    """The line of a key by its written name, such as `phases[1].on`: of several such tables, in the right one."""
    path: tuple[str, ...] = ()
    for part in name.split("."):
        word, _, nth = part.partition("[")
        path = (*path, word)
        heads = [at for at, place in enumerate(found) if place.is_head and place.path == path]
        if nth and heads:
            first = int(nth.rstrip("]"))
            found = found[heads[first] : (*heads, None)[first + 1]]
    return line_of(path, found)


class _Scan:
    """One walk through a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._counted = 0
        self._found: list[Place] = []

    def all(self) -> tuple[Place, ...]:
        table: tuple[str, ...] = ()
        while self._more(_BLANK):
            first = self._here()
            if self._take("["):
                self._take("[")
                table = self._key()
                self._skip(_TO_LINE_END)
                self._found.append(Place(table, first, first, is_head=True))
            else:
                self._pair(table, 0)
                self._skip(_TO_LINE_END)
        return tuple(self._found)

    def _here(self) -> int:
        """The line at which the walk is; counted from where it was last asked, so that long texts stay cheap."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            return ""
        self._at = match.end()
        return match.group()

    def _more(self, blank: re.Pattern[str]) -> bool:
        """Whether there is anything after what is blank."""
        self._skip(blank)
        return self._at < len(self._text)

    def _sees(self, chars: str) -> bool:
        return self._at < len(self._text) and self._text[self._at] in chars

    def _take(self, char: str) -> bool:
        taken = self._sees(char)
        self._at += taken
        return taken

    def _key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while True:
            self._skip(_SPACE)
            part = _unquoted(self._skip(_STRING)) if self._sees("\"'") else self._skip(_BARE_KEY)
            if not part:
                return tuple(parts)
            parts.append(part)
            self._skip(_SPACE)
            if not self._take("."):
                return tuple(parts)

    def _pair(self, table: tuple[str, ...], depth: int) -> None:
        first = self._here()
        path = (*table, *self._key())
        own = len(self._found)
        self._skip(_SPACE)
        if self._take("="):
            self._skip(_SPACE)
            self._value(path, depth)
        self._found.insert(own, Place(path, first, self._here()))

    def _value(self, path: tuple[str, ...], depth: int) -> None:
        if self._sees("\"'"):
            self._skip(_STRING)
        elif self._sees("{") and depth < _DEEPEST:
            self._inline_table(path, depth + 1)
        elif self._sees(_OPENING):
            self._nested()
        else:
            self._skip(_PLAIN_VALUE)

    def _inline_table(self, path: tuple[str, ...], depth: int) -> None:
        self._take("{")
        while self._more(_SPACE):
            if self._take("}") or self._sees("\r\n#"):
                return
            if self._take(","):
                continue
            before = self._at
            self._pair(path, depth)
            if self._at == before:
                return

    def _nested(self) -> None:
        """Skip a list, over as many lines as it takes."""
        depth = 0
        while self._more(_BLANK):
            if self._sees("\"'"):
                self._skip(_STRING)
                continue
            depth += self._sees(_OPENING)
            depth -= self._sees(_CLOSING)
            self._at += 1
            if depth <= 0:
                return


def _unquoted(quoted: str) -> str:
    """The key that a quoted key stands for."""
    if "\\" not in quoted or quoted.startswith("'"):
        return quoted[1:-1]
    import tomllib  # noqa: PLC0415 - keys with escapes are rare

    try:
        return str(tomllib.loads(f"key = {quoted}")["key"])
    except ValueError:
        return quoted[1:-1]
