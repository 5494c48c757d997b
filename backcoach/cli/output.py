"""What commands print: plain text without a control character, whatever a person has typed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from backcoach.domain.text import clean
from backcoach.exchange.files import write_whole


def print_lines(lines: Iterable[str]) -> None:
    """Print the lines, each clean; the spaces at its beginning stay."""
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        sys.stdout.write(" " * indent + clean(line) + "\n")


def print_json(document: object) -> None:
    """Print one JSON document; in ASCII alone where the output could lose a character."""
    only_ascii = "utf" not in (sys.stdout.encoding or "").lower()
    sys.stdout.write(json.dumps(document, ensure_ascii=only_ascii, indent=2) + "\n")


def warn(problems: tuple[str, ...]) -> None:
    """Say on standard error what could not be read; the rest was used."""
    for problem in problems:
        sys.stderr.write(f"backcoach: {problem}\n")


STDOUT = "-"


def put_out(words: argparse.Namespace, text: str) -> None:
    """Write the text to the file that is named; to standard output for `-`, or where none is."""
    if words.output in {None, STDOUT}:
        sys.stdout.write(text)
    else:
        write_whole(Path(words.output), text, force=words.force)
        print_lines([f"Written: {words.output}"])
