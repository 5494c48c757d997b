"""Finds the records of a JSON text without building them, so that a huge or hostile file takes no memory.

A record is built only once its length and its depth are known to be modest. The text is looked at where it lies:
bytes of UTF-8, or a file that is mapped and whose parts are let go as they are passed.
"""

from __future__ import annotations

import json
import mmap
import re
from collections.abc import Iterator
from typing import NoReturn

Text = bytes | mmap.mmap

DEEPEST = 32
"""How deep a record may be nested."""
LONGEST = 4 * 1024 * 1024
"""How long a record may be, in bytes; months of changes of position in one session stay below it."""

DEEPEST_OF_ALL = 1_000_000
"""How deep anything may be nested in a file that is walked through to its end."""

MOST_KEYS = 100
MOST_RECORDS = 1_000_000
"""How many records one section may have."""

_DEEPER = {ord("{"): 1, ord("["): 1, ord("}"): -1, ord("]"): -1}
_SPACE = re.compile(rb"[ \t\r\n]*+")
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_KEY = re.compile(_STRING, re.DOTALL)
_TOKEN = re.compile(_STRING + rb'|["\[\]{}]', re.DOTALL)
_PLAIN = re.compile(rb"[^\s,\[\]{}\":]++")
_MARK = b"\xef\xbb\xbf"
"""What some programs begin a file of UTF-8 with."""

_PIECE = 8 * 1024 * 1024
"""How much of a mapped file is looked at before it is let go, in bytes."""


class ScanError(ValueError):
    """The text is not JSON, or not JSON that is built; the text says why.

    Attributes:
        line: at which line, from 1.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


class Scan:
    """A JSON text, walked through from outside.

    Attributes:
        text: the text.
        end: where the object or array that was walked through last has ended.
    """

    def __init__(self, text: Text) -> None:
        self.text = text
        self.begin = len(_MARK) if text[: len(_MARK)] == _MARK else 0
        self.end = 0
        self._counted = (0, 1)
        self._let_go = 0

    def line(self, place: int) -> int:
        """The line of a place, from 1."""
        begin, line = self._counted if self._counted[0] <= place else (0, 1)
        for piece in range(begin, place, _PIECE):
            line += self.text[piece : min(place, piece + _PIECE)].count(b"\n")
        self._counted = (place, line)
        return line

    def members(self, start: int) -> dict[str, tuple[int, int]]:
        """Where the value of each key begins and ends, of the object at a place."""
        members: dict[str, tuple[int, int]] = {}
        for begin, end in self._values(start, b"{}"):
            found = _KEY.match(self.text, begin)
            if not found:
                self._fail(begin, "a key in quotation marks is missing")
            members[str(self.build(begin, found.end()))] = (self._after_colon(found.end()), end)
            if len(members) > MOST_KEYS:
                self._fail(begin, f"it has more than {MOST_KEYS} keys")
        return members

    def elements(self, start: int) -> Iterator[tuple[int, int]]:
        """Where each element of the array at a place begins and ends."""
        return self._values(start, b"[]")

    def _values(self, start: int, brackets: bytes) -> Iterator[tuple[int, int]]:
        """Where each element begins and ends; in an object each begins with its key."""
        opening, closing = brackets[:1], brackets[1:]
        place = self._space(self._expect(start, opening))
        if self._at(place) == closing:
            self.end = place + 1
            return
        for _ in range(MOST_RECORDS):
            begin = place
            if opening == b"{":
                found = _KEY.match(self.text, place)
                place = self._after_colon(found.end() if found else place)
            end = self._value_end(place)
            yield begin, end
            self._pass(end)
            place = self._space(end)
            if self._at(place) == closing:
                self.end = place + 1
                return
            place = self._space(self._expect(place, b","))
        self._fail(place, f"it has more than {MOST_RECORDS:,} records")

    def _after_colon(self, place: int) -> int:
        return self._space(self._expect(place, b":"))

    def build(self, start: int, end: int) -> object:
        """The value between two places.

        Raises:
            ScanError: it is too long, nested too deeply, or not JSON.
        """
        if end - start > LONGEST:
            self._fail(start, f"it is longer than {LONGEST:,} bytes")
        if self._depth(start, end) > DEEPEST:
            self._fail(start, f"it is nested more than {DEEPEST} deep")
        try:
            return json.loads(self.text[start:end].decode("utf-8"), parse_constant=_no_constant)
        except json.JSONDecodeError as error:
            self._fail(start + error.pos, f"it is not JSON ({error.msg.lower()})")
        except (ValueError, RecursionError) as error:
            self._fail(start, f"it can't be read ({str(error).split(';')[0].lower()})")

    def finish(self, place: int) -> None:
        """Nothing, where only space follows the place."""
        if self._space(place) != len(self.text):
            self._fail(self._space(place), "something follows the end")

    def _value_end(self, place: int) -> int:
        """The end of the value at a place; brackets are counted, not matched: `build` sees to that."""
        if self._at(place) not in {b"{", b"["}:
            found = _KEY.match(self.text, place) or _PLAIN.match(self.text, place)
            if not found:
                self._fail(place, "a value is missing")
            return found.end()
        depth = 0
        for found in _TOKEN.finditer(self.text, place):
            if found.end() == found.start() + 1 and self._at(found.start()) == b'"':
                self._fail(found.start(), "a quotation mark is not closed")
            depth += _DEEPER.get(self.text[found.start()], 0)
            if not depth:
                return found.end()
            if depth > DEEPEST_OF_ALL:
                self._fail(place, f"it is nested more than {DEEPEST_OF_ALL:,} deep")
            self._pass(found.start())
        return self._fail(len(self.text), "it ends too early")

    def _depth(self, start: int, end: int) -> int:
        depth = deepest = 0
        for found in _TOKEN.finditer(self.text, start, end):
            depth += _DEEPER.get(self.text[found.start()], 0)
            deepest = max(deepest, depth)
        return deepest

    def _space(self, place: int) -> int:
        found = _SPACE.match(self.text, place)
        return found.end() if found else place

    def _expect(self, place: int, char: bytes) -> int:
        place = self._space(place)
        if self._at(place) != char:
            self._fail(place, f"“{char.decode()}” is missing" if place < len(self.text) else "it ends too early")
        return place + 1

    def _at(self, place: int) -> bytes:
        return self.text[place : place + 1]

    def _pass(self, place: int) -> None:
        """Let go of what lies before; it is read again where it is needed again."""
        if place - self._let_go < _PIECE:
            if place < self._let_go:
                self._let_go = place - place % mmap.PAGESIZE
            return
        if isinstance(self.text, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            begin = self._let_go - self._let_go % mmap.PAGESIZE
            self.text.madvise(mmap.MADV_DONTNEED, begin, place - place % mmap.PAGESIZE - begin)
        self._let_go = place

    def _fail(self, place: int, reason: str) -> NoReturn:
        raise ScanError(self.line(place), reason)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")
