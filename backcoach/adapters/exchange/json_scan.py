"""Finds the records of a JSON text without building them, so that a hostile file stays as small as it is.

A record is built only once its length and its depth are known to be modest.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 32
"""How deep a record may be nested."""
LONGEST = 1024 * 1024
"""How long a record may be, in characters."""

MOST_KEYS = 100
MOST_RECORDS = 1_000_000
"""How many records one section may have."""

_DEEPER = {"{": 1, "[": 1, "}": -1, "]": -1}
_SPACE = re.compile(r"[ \t\r\n]*+")
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_KEY = re.compile(_STRING, re.DOTALL)
_TOKEN = re.compile(_STRING + r'|["\[\]{}]', re.DOTALL)
_PLAIN = re.compile(r"[^\s,\[\]{}\":]++")


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

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = 0
        self._counted = (0, 1)

    def line(self, place: int) -> int:
        """The line of a place, from 1."""
        begin, line = self._counted if self._counted[0] <= place else (0, 1)
        self._counted = (place, line + self.text.count("\n", begin, place))
        return self._counted[1]

    def members(self, start: int = 0) -> dict[str, tuple[int, int]]:
        """Where the value of each key begins and ends, of the object at a place."""
        members: dict[str, tuple[int, int]] = {}
        for begin, end in self._values(start, "{}"):
            found = _KEY.match(self.text, begin)
            if not found:
                self._fail(begin, "a key in quotation marks is missing")
            members[str(self.build(begin, found.end()))] = (self._after_colon(found.end()), end)
            if len(members) > MOST_KEYS:
                self._fail(begin, f"it has more than {MOST_KEYS} keys")
        return members

    def elements(self, start: int) -> Iterator[tuple[int, int]]:
        """Where each element of the array at a place begins and ends."""
        return self._values(start, "[]")

    def _values(self, start: int, brackets: str) -> Iterator[tuple[int, int]]:
        """Where each element begins and ends; in an object each begins with its key."""
        place = self._space(self._expect(start, brackets[0]))
        if self.text.startswith(brackets[1], place):
            self.end = place + 1
            return
        for _ in range(MOST_RECORDS):
            begin = place
            if brackets == "{}":
                found = _KEY.match(self.text, place)
                place = self._after_colon(found.end() if found else place)
            end = self._value_end(place)
            yield begin, end
            place = self._space(end)
            if self.text.startswith(brackets[1], place):
                self.end = place + 1
                return
            place = self._space(self._expect(place, ","))
        self._fail(place, f"it has more than {MOST_RECORDS:,} records")

    def _after_colon(self, place: int) -> int:
        return self._space(self._expect(place, ":"))

    def build(self, start: int, end: int) -> object:
        """The value between two places.

        Raises:
            ScanError: it is too long, nested too deeply, or not JSON.
        """
        if end - start > LONGEST:
            self._fail(start, f"it is longer than {LONGEST:,} characters")
        if self._depth(start, end) > DEEPEST:
            self._fail(start, f"it is nested more than {DEEPEST} deep")
        try:
            return json.loads(self.text[start:end], parse_constant=_no_constant)
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
        if not self.text.startswith(("{", "["), place):
            found = _KEY.match(self.text, place) or _PLAIN.match(self.text, place)
            if not found:
                self._fail(place, "a value is missing")
            return found.end()
        depth = 0
        for found in _TOKEN.finditer(self.text, place):
            if found[0] == '"':
                self._fail(found.start(), "a quotation mark is not closed")
            depth += _DEEPER.get(found[0], 0)
            if not depth:
                return found.end()
        return self._fail(len(self.text), "it ends too early")

    def _depth(self, start: int, end: int) -> int:
        depth = deepest = 0
        for found in _TOKEN.finditer(self.text, start, end):
            depth += _DEEPER.get(found[0], 0)
            deepest = max(deepest, depth)
        return deepest

    def _space(self, place: int) -> int:
        found = _SPACE.match(self.text, place)
        return found.end() if found else place

    def _expect(self, place: int, char: str) -> int:
        place = self._space(place)
        if not self.text.startswith(char, place):
            self._fail(place, f"“{char}” is missing" if place < len(self.text) else "it ends too early")
        return place + 1

    def _fail(self, place: int, reason: str) -> NoReturn:
        raise ScanError(self.line(place), reason)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")
