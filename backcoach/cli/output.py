"""What commands print: plain text without a control character, whatever a person has typed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

from backcoach.cli.arguments import Words
from backcoach.domain.text import clean


class CannotError(Exception):
    """It could not be done; the text says why and what would be right. Exit status 1."""


def print_lines(*lines: str) -> None:
    """Print the lines, each clean; the spaces at its beginning stay."""
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        sys.stdout.write(" " * indent + clean(line) + "\n")


def warn(problems: Iterable[object]) -> None:
    """Say on standard error what is wrong; the rest goes on."""
    for problem in problems:
        sys.stderr.write(f"backcoach: {problem}\n")


def answer(words: Words, document: object, *lines: str) -> None:
    """Print one JSON document where `--json` is given, in ASCII where the output could lose a character; else lines."""
    if words.json:
        only_ascii = "utf" not in (sys.stdout.encoding or "").lower()
        sys.stdout.write(json.dumps(document, ensure_ascii=only_ascii, indent=2) + "\n")
    else:
        print_lines(*lines)
