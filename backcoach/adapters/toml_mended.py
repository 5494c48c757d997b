"""A TOML text of which the broken lines are left out, so that one slip does not cost all the other settings."""

from __future__ import annotations

import re
import tomllib

from msgspec import Struct

from backcoach.adapters.toml_lines import BYTE_ORDER_MARK, Place, places
from backcoach.domain.setting_forms import harmless

_MOST_MENDED = 20
_WHERE = re.compile(r" ?\(at line (\d+), column \d+\)$")
_LONG_NUMBER = re.compile(r"[0-9_]{1000,}")
_OPEN = "A quote or a bracket that opens here is not closed, or closed wrongly."
_SAID = {
    "Cannot overwrite": "This key stands in the file twice: delete one of them.",
    "Cannot declare": "This section stands in the file twice: put its keys under one [section].",
    "Invalid value": 'This value can\'t be read: words stand in quotes, as in theme = "night", and on and off are true '
    "and false.",
    "Expected '='": 'Between a key and its value stands a =, as in theme = "night".',
    "Unclosed": _OPEN,
    "Unterminated": _OPEN,
    "Illegal character '\\n'": _OPEN,
}


class Broken(Struct, frozen=True):
    """Lines that are no TOML.

    Attributes:
        line: the first of them, from 1.
        sentence: what is wrong, what would be right, and what was left out.
    """

    line: int
    sentence: str


def parse(text: str) -> tuple[dict[str, object], tuple[Broken, ...]]:
    """What the text says, and what had to be left out of it.

    A broken key is left out alone; the broken head of a section with all that stands under it, because its keys
    would mean something else elsewhere.
    """
    lines = text.removeprefix(BYTE_ORDER_MARK).split("\n")
    broken: list[Broken] = []
    while len(broken) <= _MOST_MENDED:
        # With a line end behind it, even what is wrong with the last line has a line and is not "the end".
        whole = "\n".join(lines) + "\n"
        try:
            return tomllib.loads(whole), tuple(broken)
        except RecursionError:
            broken.append(Broken(1, "The lists in this file lie too deep in each other."))
            break
        except ValueError as wrong:
            found = places(whole)
            line = _line(wrong, whole, found)
            first, last = _range(line, found, len(lines))
            if not any(each.strip() for each in lines[first - 1 : last]):
                break
            left_out = f"Until then lines {first} to {last} are" if last > first else "Until then this line is"
            broken.append(Broken(first, f"{_OPEN if line > first else _sentence(wrong)} {left_out} left out."))
            lines[first - 1 : last] = [""] * (last - first + 1)
    first_said = broken[0].sentence.split(" Until then")[0] if broken else "This is no TOML."
    sentence = f"{first_said} Until then every setting has its default."
    return {}, (Broken(broken[0].line if broken else 1, sentence),)


def _line(wrong: ValueError, whole: str, found: tuple[Place, ...]) -> int:
    """The line that the parser complains of; where it says "at the end", the statement that did not end."""
    where = _WHERE.search(str(wrong))
    if where:
        return int(where[1])
    number = None if isinstance(wrong, tomllib.TOMLDecodeError) else _LONG_NUMBER.search(whole)
    if number:
        return whole.count("\n", 0, number.start()) + 1
    return max((place.first for place in found), default=1)


def _range(line: int, found: tuple[Place, ...], total: int) -> tuple[int, int]:
    """The lines of the statement that holds this line; of a section's head, the whole section."""
    here = [place for place in found if place.first <= line <= place.last]
    first = min((place.first for place in here), default=line)
    last = max((place.last for place in here), default=line)
    if any(place.is_head for place in here):
        later = (place.first for place in found if place.is_head and place.first > line)
        last = next(later, total + 1) - 1
    return first, min(last, total)


def _sentence(wrong: ValueError) -> str:
    message = str(wrong)
    if not isinstance(wrong, tomllib.TOMLDecodeError):
        return "This number is too long."
    for start, sentence in _SAID.items():
        if message.startswith(start):
            return sentence
    return f"This can't be read as TOML: {harmless(_WHERE.sub('', message), 80)}."
