"""How a command declares its arguments, and the arguments that several commands share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from functools import partial
from shutil import get_terminal_size
from typing import Any, NoReturn, TypeAlias

from backcoach.domain.text import WordsError

NOTICE = (
    "A timer and diary built on published handouts; not a medical device. It does not assess you; "
    "what your own clinician told you comes first."
)
Words: TypeAlias = argparse.Namespace
Run: TypeAlias = Callable[[Words], int | None]
"""Does what the words say; returns the exit status, where it may be another than 0."""
Argument: TypeAlias = tuple[tuple[str, ...], dict[str, Any]]
"""What `add_argument` is called with."""
DECLARED: dict[str, tuple[Run, str, tuple[Argument, ...]]] = {}
"""The commands of the modules that are loaded, and their actions: `walk`, `walk add`."""


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
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number")
    return int(text)


def _place(text: str) -> str:
    """A folder or file that is named; a script whose variable is not set must not get the usual place."""
    if not text.strip():
        raise argparse.ArgumentTypeError("its name is empty")
    return text


PLACES = (
    argument("--data-dir", metavar="DIR", type=_place, default=argparse.SUPPRESS, help="where the data lies"),
    argument("--config", metavar="FILE", type=_place, default=argparse.SUPPRESS, help="the settings file"),
)
"""What stands before or after every command."""
JSON = argument("--json", action="store_true", help="print one JSON document")
AT = argument("--at", metavar="WHEN", help="when: 09:30, yesterday 09:30 or 2026-11-20 09:30; without it, just now")
NOTE = argument("--note", metavar="TEXT", help="a note of up to 2,000 characters")
DAYS = (
    argument("--from", metavar="DATE", dest="first", help="the first day, as in 2026-11-20"),
    argument("--to", metavar="DATE", dest="last", help="the last day"),
)


def check_span(first: date, last: date) -> None:
    if last < first:
        raise WordsError("to", f"{last} lies before {first}: give the first day with --from, the last with --to.")


def terminal_width() -> int:
    """Columns to write in, from 40 to 120: those asked for, those of the terminal, or 80."""
    return min(120, max(40, get_terminal_size().columns))


class Parser(argparse.ArgumentParser):
    """A parser with this program's notice, whose errors are exceptions."""

    def __init__(self, **options: Any) -> None:
        formatter = partial(argparse.HelpFormatter, width=terminal_width() - 2)
        super().__init__(**options, epilog=NOTICE, allow_abbrev=False, formatter_class=formatter)
        self.add(*PLACES)

    def add(self, *arguments: Argument) -> None:
        for names, options in arguments:
            self.add_argument(*names, **options)

    def add_declared(self, name: str) -> None:
        """Add the arguments and the actions of a command whose module is loaded."""
        if name in DECLARED:
            run, _, arguments = DECLARED[name]
            self.add(*arguments)
            self.set_defaults(run=run)
        names = [each for each in DECLARED if each.startswith(f"{name} ")]
        if names:
            required = name not in DECLARED
            actions = self.add_subparsers(dest="action", metavar="ACTION", title="actions", required=required)
            for each in names:
                _, about, _ = DECLARED[each]
                actions.add_parser(each.removeprefix(f"{name} "), help=about, description=about).add_declared(each)

    def error(self, message: str) -> NoReturn:
        """Raise a `WordsError` instead of ending the program."""
        shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in message)
        raise WordsError("", f"{shown[:1].upper()}{shown[1:]}. Try: {self.prog} --help")
