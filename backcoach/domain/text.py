"""Text: what a person typed, without what a terminal would take for a command; numbers in words; lines of a width."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

NOTE_LIMIT = 2000  # characters

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What changes the direction of the text around it: a note could make other words read backwards."""

_BREAKS = frozenset("\t\n\v\f\r\u0085\u2028\u2029")
_SHOWN = 40


class WordsError(ValueError):
    """What was typed in a field can't be used; the text is a sentence that says what would be right."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def clean(text: str) -> str:
    """The text without control characters, surrogates and changes of direction; breaks and tabs become spaces."""
    if text.isprintable():
        return text.strip()
    spaced = "".join(" " if char in _BREAKS else char for char in text.replace("\r\n", "\n"))
    kept = (char for char in spaced if char not in _BIDI and unicodedata.category(char) not in {"Cc", "Cs"})
    return "".join(kept).strip()


def clean_all(value: object) -> Any:
    """A value as JSON has it, every text and key in it clean."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list | tuple):
        return [clean_all(item) for item in value]
    return {clean(str(key)): clean_all(item) for key, item in value.items()} if isinstance(value, dict) else value


def reason(error: Exception) -> str:
    """Why something failed, as the system says it, to stand in brackets."""
    return (getattr(error, "strerror", None) or str(error)).lower()


def quoted(text: str) -> str:
    """The text in quotation marks, clean, and cut where it is long, to be named in a sentence."""
    shown = clean(text)
    return f"“{shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + '…'}”"


def note(text: str, *, field: str = "note") -> str:
    """The note, clean; WordsError where it is longer than 2,000 characters: nothing is cut from it."""
    kept = clean(text)
    if (over := len(kept) - NOTE_LIMIT) > 0:
        most = f"at most {NOTE_LIMIT:,} are kept, so leave out {over:,} of them"
        raise WordsError(field, f"The note has {len(kept):,} characters: {most}.")
    return kept


def whole_number(text: str) -> int | None:
    """The whole number that was typed, in the digits of any script; None where it is none."""
    typed = text.strip()
    return int(typed) if typed.isdecimal() and len(typed.lstrip("0")) <= len("1000000") else None


def count(number: int, one: str, more: str = "") -> str:
    """A number with its word: `1 walk`, `3 walks`."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def figure(value: float | None) -> str:
    """A mean as it is shown: `5`, `5.5`, and a dash where there is none."""
    return "\N{EN DASH}" if value is None else f"{value:g}"


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most so many columns, broken between words."""
    return side_by_side(text.split(" "), width, " ")


def side_by_side(parts: Sequence[str], width: int, between: str = " · ") -> list[str]:
    """The parts in lines of at most so many columns, a dot between those that share one."""
    lines = [""]
    for part in parts:
        longer = f"{lines[-1]}{between}{part}" if lines[-1] else part
        if len(longer) > width and lines[-1]:
            lines.append(part)
        else:
            lines[-1] = longer
    return lines
