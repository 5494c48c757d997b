"""Text typed by a person: what is kept of it, and what is refused."""

from __future__ import annotations

import unicodedata

LONGEST_NOTE = 2000
"""Characters."""

_SHOWN = 40

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What turns the direction of writing, and so can make a text read as another."""

_BREAKS = frozenset("\t\n\v\f\r\x85\u2028\u2029")
_DROPPED = frozenset({"Cc", "Cs"})


class InvalidInputError(ValueError):
    """Something typed or imported can't be taken; the text says what is wrong and what would be right."""


def cleaned(text: str) -> str:
    """The text in one line, without what a terminal could obey: control characters, surrogates, bidi controls.

    A line break, of whatever sort, becomes a space; spaces at both ends go. Nothing is cut.
    """
    kept = (
        " " if sign in _BREAKS else sign
        for sign in text.replace("\r\n", "\n")
        if sign in _BREAKS or (sign not in _BIDI and unicodedata.category(sign) not in _DROPPED)
    )
    return "".join(kept).strip()


def note(text: str) -> str:
    """The text, cleaned, where it is short enough for a note.

    Raises:
        InvalidInputError: it has more than 2,000 characters.
    """
    kept = cleaned(text)
    if len(kept) > LONGEST_NOTE:
        raise InvalidInputError(
            f"The note has {len(kept):,} characters, which is {len(kept) - LONGEST_NOTE:,} too many: "
            f"at most {LONGEST_NOTE:,} are kept."
        )
    return kept


def quoted(text: str) -> str:
    """What was typed, to be named in an error: cleaned, and cut where it is long."""
    kept = cleaned(text)
    return f"“{kept}”" if len(kept) <= _SHOWN else f"“{kept[:_SHOWN]}…”"


def whole_number(text: str) -> int | None:
    """The number of plain digits, spaces around them aside; None where it is anything else."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal()):
        return None
    # More digits than any limit has: their number does not matter, and reading thousands of them is slow.
    return int(digits.lstrip("0")[:9] or "0")
