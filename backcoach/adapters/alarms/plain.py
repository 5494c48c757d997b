"""Text made harmless before it leaves for a terminal, a notification or a voice."""

from __future__ import annotations


def plain(text: str) -> str:
    """The text on one line, with a space for whatever can't be printed: control characters, line ends, surrogates."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
