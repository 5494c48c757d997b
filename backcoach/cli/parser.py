"""How commands are declared, and the parser that is made of them."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple, NoReturn

from backcoach import __version__

ABOUT = "A terminal companion for a back-spasm flare-up: timers, breathing, stretches and a walking log."
NOTICE = (
    "A timer and diary built on published handouts; not a medical device. It does not assess you; "
    "what your own clinician told you comes first."
)
WIDEST = 120
NARROWEST = 40


class WrongWordsError(Exception):
    """The words of the command line were wrong; exit status 2."""


class CannotError(Exception):
    """It could not be done; the text says why and what would be right. Exit status 1."""


class Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=terminal_width() - 2)


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence and leaves the ending to the caller."""

    def error(self, message: str) -> NoReturn:
        """Refuse the words.

        Raises:
            WrongWordsError: always.
        """
        sentence = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in message)
        raise WrongWordsError(f"{sentence[:1].upper()}{sentence[1:]}. Try: {self.prog} --help")


class Command(NamedTuple):
    """A command, or an action of one.

    Attributes:
        about: what it does, as `--help` says it.
        run: does it, and returns the exit status; None opens the window.
        add_arguments: adds its words to its parser.
        actions: what may follow its name.
        needs_action: whether one of them must.
    """

    about: str
    run: Callable[[argparse.Namespace], int] | None = None
    add_arguments: Callable[[Parser], None] = lambda _parser: None
    actions: Mapping[str, Command] = MappingProxyType({})
    needs_action: bool = False


def build(commands: Mapping[str, Command]) -> Parser:
    """The parser of these commands; it leaves the name in `command`, and what to run in `run`."""
    parser = Parser(prog="backcoach", description=ABOUT, epilog=NOTICE, allow_abbrev=False, formatter_class=Formatter)
    _add_places(parser)
    parser.add_argument("--version", action="version", version=f"backcoach {__version__}")
    parser.set_defaults(run=None)
    among = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=Parser)
    for name, command in commands.items():
        _add(among, name, command)
    return parser


def _add(among: argparse._SubParsersAction[Parser], name: str, command: Command) -> None:
    about = command.about
    added = among.add_parser(
        name, help=about, description=about, allow_abbrev=False, epilog=NOTICE, formatter_class=Formatter
    )
    _add_places(added)
    added.set_defaults(run=command.run)
    command.add_arguments(added)
    if command.actions:
        actions = added.add_subparsers(
            dest="action", metavar="ACTION", title="actions", parser_class=Parser, required=command.needs_action
        )
        for each, action in command.actions.items():
            _add(actions, each, action)


def terminal_width() -> int:
    """Columns to write in, from 40 to 120: those asked for, those of the terminal, or 80."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked) > 0:
        columns = int(asked)
    else:
        try:
            columns = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns
        except (OSError, ValueError):
            columns = 80
    return min(WIDEST, max(NARROWEST, columns or 80))


# -- words that several commands have ---------------------------------------------------------------------------


def whole(text: str) -> int:
    """A whole number from the command line."""
    if not text.isascii() or not text.lstrip("-").isdigit():
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number")
    return int(text)


def _place(text: str) -> str:
    """A folder or file that is named; a script whose variable is not set must not get the usual place."""
    if not text.strip():
        raise argparse.ArgumentTypeError("its name is empty")
    return text


def _add_places(parser: Parser) -> None:
    parser.add_argument("--data-dir", metavar="DIR", type=_place, default=argparse.SUPPRESS, help="where the data lies")
    parser.add_argument("--config", metavar="FILE", type=_place, default=argparse.SUPPRESS, help="the settings file")


def add_json(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def add_at(parser: Parser) -> None:
    parser.add_argument(
        "--at", metavar="WHEN", help="when: 09:30, yesterday 09:30 or 2026-11-20 09:30; without it, just now"
    )


def add_days(parser: Parser) -> None:
    parser.add_argument("--from", metavar="DATE", dest="first", help="the first day, as in 2026-11-20")
    parser.add_argument("--to", metavar="DATE", dest="last", help="the last day")


def add_output(parser: Parser, *, required: bool = True) -> None:
    parser.add_argument(
        "-o", metavar="FILE", dest="output", required=required, help="the file to write; - is standard output"
    )
    parser.add_argument("--force", action="store_true", help="replace a file that is there")
