"""How a command is declared, the arguments that several commands share, and how an answer is printed."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from shutil import get_terminal_size
from typing import Any, NoReturn, TypeAlias

from backcoach.domain.text import WordsError, clean

NOTICE = (
    "A timer and diary built on published handouts; not a medical device. It does not assess you; "
    "what your own clinician told you comes first."
)
Words: TypeAlias = argparse.Namespace
Run: TypeAlias = Callable[[Words], int | None]
"""Does what the words say; returns the exit status, where it may be another than 0."""
Argument: TypeAlias = tuple[tuple[str, ...], dict[str, Any]]
"""What `add_argument` is called with."""
ENDINGS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals that end a program in good order; Windows knows no hanging up."""
DECLARED: dict[str, tuple[Run, str, tuple[Argument, ...]]] = {}
"""The commands of the modules that are loaded, and their actions: `walk`, `walk add`."""


class CannotError(Exception):
    """It could not be done; the text says why and what would be right. Exit status 1."""


def command(name: str, *arguments: Argument, about: str = "") -> Callable[[Run], Run]:
    """Declare a command (its `about` stands in `main`) or an action of one, done by the decorated function."""

    def declare(run: Run) -> Run:
        DECLARED[name] = run, about, arguments
        return run

    return declare


def argument(*names: str, **options: Any) -> Argument:
    return names, options


def whole_number(text: str) -> int:
    if not text.isascii() or not text.lstrip("-").isdigit():
        raise argparse.ArgumentTypeError(f"“{text}” isn't a whole number")
    return int(text)


def named(text: str) -> str:
    """A folder or file that is named; a script whose variable is not set must not get the usual place."""
    if not text.strip():
        raise argparse.ArgumentTypeError("its name is empty")
    return text


def named_file(text: str) -> str:
    """A file that must be one: not what `-` stands for elsewhere."""
    if text == "-":
        raise argparse.ArgumentTypeError("- is no file: give the name of one")
    return named(text)


JSON = argument("--json", action="store_true", help="print one JSON document")
WHEN = "when: 09:30, yesterday 09:30 or 2026-11-20 09:30"
AT = argument("--at", metavar="WHEN", help=f"{WHEN}; without it, just now")
NOTE = argument("--note", metavar="TEXT", help="a note of up to 2,000 characters")
FORCE = argument("--force", action="store_true", help="replace the file if it exists")
DAYS = (
    argument("--from", metavar="DATE", dest="first", help="the first day, as in 2026-11-20"),
    argument("--to", metavar="DATE", dest="last", help="the last day"),
)


def output(*, required: bool) -> tuple[Argument, Argument]:
    about = "the file to write; - is standard output"
    return argument("-o", metavar="FILE", dest="output", required=required, type=named, help=about), FORCE


def check_span(first: date, last: date) -> None:
    if last < first:
        raise WordsError("to", f"{last} is before {first}: give the first day with --from, the last with --to.")


def terminal_width() -> int:
    """Columns to write in, from 40 to 120: those asked for, those of the terminal, or 80."""
    return min(120, max(40, get_terminal_size().columns))


class Parser(argparse.ArgumentParser):
    def __init__(self, **options: Any) -> None:
        formatter = partial(argparse.HelpFormatter, width=terminal_width() - 2)
        super().__init__(**options, epilog=NOTICE, allow_abbrev=False, formatter_class=formatter)
        place: dict[str, Any] = {"type": named, "default": argparse.SUPPRESS}
        self.add_argument("--data-dir", metavar="DIR", help="the folder of your data", **place)
        self.add_argument("--config", metavar="FILE", help="your settings file", **place)

    def add_declared(self, name: str) -> None:
        """Add the arguments and the actions of a command whose module is loaded."""
        if name in DECLARED:
            run, _, arguments = DECLARED[name]
            for names, options in arguments:
                self.add_argument(*names, **options)
            self.set_defaults(run=run)
        actions = {each.removeprefix(f"{name} "): each for each in DECLARED if each.startswith(f"{name} ")}
        if actions:
            required = name not in DECLARED
            added = self.add_subparsers(dest="action", metavar="ACTION", title="actions", required=required)
            for action, each in actions.items():
                _, about, _ = DECLARED[each]
                added.add_parser(action, help=about, description=about).add_declared(each)

    def error(self, message: str) -> NoReturn:
        shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in message)
        raise WordsError("", f"{shown[:1].upper()}{shown[1:]}. Try: {self.prog} --help")


def print_lines(*lines: str) -> None:
    """Print the lines without a control character, whatever a person has typed; their indents stay."""
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        sys.stdout.write(" " * indent + clean(line) + "\n")


def warn(problems: Iterable[object]) -> None:
    for problem in problems:
        sys.stderr.write(f"backcoach: {problem}\n")


def answer(words: Words, document: object, *lines: str) -> None:
    """Print one JSON document where `--json` is given, in ASCII where the output could lose a character; else lines."""
    if words.json:
        only_ascii = "utf" not in (sys.stdout.encoding or "").lower()
        sys.stdout.write(json.dumps(document, ensure_ascii=only_ascii, indent=2) + "\n")
    else:
        print_lines(*lines)
