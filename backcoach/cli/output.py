"""What commands print: plain text without a control character, whatever a person has typed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

from backcoach.domain.text import clean


def print_lines(lines: Iterable[str]) -> None:
    """Print the lines, each clean; the spaces at its beginning stay."""
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        sys.stdout.write(" " * indent + clean(line) + "\n")


def print_json(document: object) -> None:
    """Print one JSON document; in ASCII alone where the output could lose a character."""
    only_ascii = "utf" not in (sys.stdout.encoding or "").lower()
    sys.stdout.write(json.dumps(document, ensure_ascii=only_ascii, indent=2) + "\n")
