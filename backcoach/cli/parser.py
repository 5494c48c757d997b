"""The words of the command line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from backcoach import __version__

ABOUT = "A terminal companion for a back-spasm flare-up: timers, breathing, stretches and a walking log."
NOTICE = (
    "A timer and diary built on published handouts; not a medical device. It does not assess you; "
    "what your own clinician told you comes first."
)
WIDEST = 120
NARROWEST = 40


SHELLS = ("bash", "zsh", "fish")


class WrongWordsError(Exception):
    """The words of the command line were wrong; exit status 2."""


class Formatter(argparse.HelpFormatter):
    """Asks for the width itself: argparse would load four compressors to do so."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=terminal_width() - 2)


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence and leaves the ending to the caller."""

    def error(self, message: str) -> NoReturn:
        """Refuse the words.

        Raises:
            WrongWordsError: always.
        """
        sentence = message[:1].upper() + message[1:]
        raise WrongWordsError(f"{_shown(sentence)}. Try: {self.prog} --help")


def _shown(text: str) -> str:
    """The text without what a terminal would take for a command."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


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


def _timer(parser: Parser) -> None:
    parser.add_argument("--minutes", metavar="N", type=whole, help="minutes on the skin, from 1 to 20")
    parser.add_argument("--plan", metavar="ID", help="follow this plan (see: backcoach plans)")


def _posture(parser: Parser) -> None:
    parser.add_argument("--minutes", metavar="N", type=whole, help="minutes between two changes, from 5 to 60")


def _breathe(parser: Parser) -> None:
    parser.add_argument("pattern", metavar="PATTERN", nargs="?", help="a pattern's id (see: backcoach patterns)")


def _stretch(parser: Parser) -> None:
    parser.add_argument("routine", metavar="ROUTINE", nargs="?", help="a stretch's id (see: backcoach routines)")


def _json(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _status(parser: Parser) -> None:
    _json(parser)
    parser.add_argument("--line", action="store_true", help="print one short line, for a prompt or a status bar")


def _at(parser: Parser) -> None:
    parser.add_argument(
        "--at", metavar="WHEN", help="when: 09:30, yesterday 09:30 or 2026-11-20 09:30; without it, just now"
    )


def _days(parser: Parser) -> None:
    parser.add_argument("--from", metavar="DATE", dest="first", help="the first day, as in 2026-11-20")
    parser.add_argument("--to", metavar="DATE", dest="last", help="the last day")


def _file(parser: Parser, *, required: bool = True) -> None:
    parser.add_argument(
        "-o", metavar="FILE", dest="output", required=required, help="the file to write; - is standard output"
    )
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def _added(among: argparse._SubParsersAction[Parser], name: str, about: str) -> Parser:
    """A command, or an action of one, with what every one of them has."""
    added = among.add_parser(
        name, help=about, description=about, allow_abbrev=False, epilog=NOTICE, formatter_class=Formatter
    )
    _places(added)
    return added


def _walk(parser: Parser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions", parser_class=Parser)

    def about_a_walk(words: Parser) -> None:
        _at(words)
        words.add_argument("--pain-before", metavar="N", help="pain before it, 0 to 10")
        words.add_argument("--pain-after", metavar="N", help="pain after it, 0 to 10")
        words.add_argument("--note", metavar="TEXT", help="a note of up to 2,000 characters")
        _json(words)

    add = _added(actions, "add", "save a walk, or that walking was not possible")
    add.add_argument("minutes", metavar="MINUTES", help="how long it was, 1 to 600; or couldn't")
    about_a_walk(add)
    listed = _added(actions, "list", "the walks of these days, the latest last; all of them where no days are named")
    _days(listed)
    _json(listed)
    edit = _added(actions, "edit", "change what is named of a walk; an empty value takes it away")
    edit.add_argument("id", metavar="ID", help="the id of the walk, or its beginning")
    edit.add_argument("--minutes", metavar="MINUTES", help="how long it was, 1 to 600; or couldn't")
    about_a_walk(edit)
    for name, about in (("delete", "delete a walk; it can be brought back"), ("undelete", "bring a walk back")):
        one = _added(actions, name, about)
        one.add_argument("id", metavar="ID", help="the id of the walk, or its beginning")
        _json(one)


def _pain(parser: Parser) -> None:
    parser.add_argument("pain", metavar="N", help="the pain, from 0, none, to 10, the worst")
    _at(parser)
    parser.add_argument("--note", metavar="TEXT", help="a note of up to 2,000 characters")


def _note(parser: Parser) -> None:
    parser.add_argument("kind", metavar="KIND", help="pain, water, medicine, trigger, rest or note")
    parser.add_argument("text", metavar="TEXT", nargs="*", help="your own words; for pain a number")
    _at(parser)


def _diary(parser: Parser) -> None:
    actions = parser.add_subparsers(
        dest="action", metavar="ACTION", title="actions", parser_class=Parser, required=True
    )
    listed = _added(actions, "list", "the entries of these days, the latest last; all of them where no days are named")
    _days(listed)
    _json(listed)
    for name, about in (("delete", "delete an entry; it can be brought back"), ("undelete", "bring an entry back")):
        one = _added(actions, name, about)
        one.add_argument("id", metavar="ID", help="the id of the entry, or its beginning")
        _json(one)


def _flare(parser: Parser) -> None:
    actions = parser.add_subparsers(
        dest="action", metavar="ACTION", title="actions", parser_class=Parser, required=True
    )

    start = _added(actions, "start", "write down that a flare-up began, and follow a plan")
    start.add_argument(
        "--onset", metavar="WHEN", help="when: 09:30, yesterday 18:00, 2026-11-20 09:30; without it, just now"
    )
    start.add_argument("--plan", metavar="ID", help="the plan to follow (see: backcoach plans)")
    _added(actions, "end", "it is over")
    _json(_added(actions, "show", "how far it is and what is suggested"))


def _week(parser: Parser) -> None:
    parser.add_argument("--of", metavar="DATE", help="a day of the week that is wanted; without it, today's")
    _json(parser)


def _report(parser: Parser) -> None:
    _days(parser)
    _file(parser)


def _export(parser: Parser) -> None:
    parser.add_argument("--format", choices=("json", "csv"), default="json", help="all of it, or the walks as a table")
    _file(parser, required=False)


def _import(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="an export as JSON, or walks as CSV")


def _backup(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="where the copy is to lie")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")


def _restore(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="the backup")


def _remind(parser: Parser) -> None:
    parser.add_argument("--systemd-unit", action="store_true", help="print a systemd user unit that does this")


def _completion(parser: Parser) -> None:
    parser.add_argument("shell", choices=SHELLS, help="the shell")


def _nothing(parser: Parser) -> None:
    del parser


COMMANDS: dict[str, tuple[str, Callable[[Parser], None]]] = {
    "ice": ("open the coach at the start of ice", _timer),
    "heat": ("open the coach at the start of heat", _timer),
    "posture": ("open the coach at the reminder to change position", _posture),
    "breathe": ("open the coach at breathing", _breathe),
    "stretch": ("open the coach at a stretch", _stretch),
    "walk": ("open the coach at the walks; or add, list, edit, delete, undelete them", _walk),
    "pain": ("note a pain in the diary", _pain),
    "note": ("note something in the diary: water, medicine, a trigger, rest, anything", _note),
    "diary": ("what is noted: list, delete and undelete it", _diary),
    "flare": ("the flare-up: start it, end it, look at it", _flare),
    "week": ("the week's review as text", _week),
    "status": ("what runs, what is next, today", _status),
    "plans": ("the plans, each with its sources", _json),
    "routines": ("the stretches, each with its sources", _json),
    "patterns": ("the ways to breathe, each with its sources", _json),
    "levels": ("the walking levels, each with its sources", _json),
    "sources": ("what 000 to 004 and the other sources are", _json),
    "report": ("one page for a clinician, as HTML", _report),
    "calendar": ("today's remaining plan as iCalendar, to load into a phone", _file),
    "export": ("everything that is kept as JSON, or the walks as CSV", _export),
    "import": ("take in an export, or walks as CSV; what is here already stays as it is", _import),
    "paths": ("where the data, the settings and the log lie", _nothing),
    "check": ("look whether data, settings and own plans are in order", _nothing),
    "help-signs": ("when to get help: the signs, and the numbers of this region", _json),
    "backup": ("copy the data to a file", _backup),
    "restore": ("put a backup in the place of the data, which is kept as one more backup", _restore),
    "remind": ("stay in the foreground without a screen and give the alarms", _remind),
    "alarm-test": ("give an alarm on every channel in turn", _nothing),
    "completion": ("print what a shell needs to complete the words of backcoach", _completion),
    "demo": ("open the coach on two weeks of sample data, time running 60 times as fast", _nothing),
}
"""Each command: what it does, and what adds its words."""


def _places(parser: Parser) -> None:
    """The options that every command has."""
    parser.add_argument("--data-dir", metavar="DIR", type=_place, default=argparse.SUPPRESS, help="where the data lies")
    parser.add_argument("--config", metavar="FILE", type=_place, default=argparse.SUPPRESS, help="the settings file")


def build(words: Sequence[str] | None = None) -> Parser:
    """The parser; each command leaves its name in `command`.

    Args:
        words: what will be parsed, to make only the command that they name; all are made where they name none.
    """
    parser = Parser(prog="backcoach", description=ABOUT, epilog=NOTICE, allow_abbrev=False, formatter_class=Formatter)
    _places(parser)
    parser.add_argument("--version", action="version", version=f"backcoach {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=Parser)
    wanted = _named(words)
    for name, (about, add_words) in COMMANDS.items():
        if wanted in {None, name}:
            add_words(_added(commands, name, about))
    return parser


def _named(words: Sequence[str] | None) -> str | None:
    """The command that the words name, where nothing but the options of every command stands before it."""
    rest = iter(words or ())
    for word in rest:
        if word in {"--data-dir", "--config"}:
            next(rest, None)
        elif not word.startswith(("--data-dir=", "--config=")):
            return word if word in COMMANDS else None
    return None
