"""The words of the command line."""

from __future__ import annotations

import argparse
from typing import NoReturn

from backcoach import __version__

ABOUT = "A terminal companion for a back-spasm flare-up: timers, breathing, stretches and a walking log."
NOTICE = (
    "A timer and diary built on published handouts; not a medical device. It does not assess you; "
    "what your own clinician told you comes first."
)


class WrongWordsError(Exception):
    """The words of the command line were wrong; exit status 2."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence and leaves the ending to the caller."""

    def error(self, message: str) -> NoReturn:
        """Refuse the words.

        Raises:
            WrongWordsError: always.
        """
        sentence = message[:1].upper() + message[1:]
        raise WrongWordsError(f"{sentence}. Try: {self.prog} --help")


def whole(text: str) -> int:
    """A whole number from the command line."""
    if not text.isascii() or not text.lstrip("-").isdigit():
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number")
    return int(text)


def build() -> Parser:
    """The parser of all commands; each leaves its name in `command`."""
    places = Parser(add_help=False)
    places.add_argument("--data-dir", metavar="DIR", default=argparse.SUPPRESS, help="where the data lies")
    places.add_argument("--config", metavar="FILE", default=argparse.SUPPRESS, help="the settings file")
    parser = Parser(prog="backcoach", description=ABOUT, epilog=NOTICE, parents=[places], allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"backcoach {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=Parser)

    def command(name: str, about: str) -> Parser:
        return commands.add_parser(
            name, help=about, description=about, parents=[places], allow_abbrev=False, epilog=NOTICE
        )

    for name, about in (("ice", "ice"), ("heat", "heat")):
        timer = command(name, f"open the coach at the start of {about}")
        timer.add_argument("--minutes", metavar="N", type=whole, help="minutes on the skin, from 1 to 20")
        timer.add_argument("--plan", metavar="ID", help="follow this plan (see: backcoach plans)")
    posture = command("posture", "open the coach at the reminder to change position")
    posture.add_argument("--minutes", metavar="N", type=whole, help="minutes between two changes, from 5 to 60")
    plans = command("plans", "the plans, each with its sources")
    plans.add_argument("--json", action="store_true", help="print one JSON document")
    status = command("status", "what runs, what is next, today")
    status.add_argument("--json", action="store_true", help="print one JSON document")
    status.add_argument("--line", action="store_true", help="print one short line, for a prompt or a status bar")
    _add_flare(command("flare", "the flare-up: start it, end it, look at it"), places)
    signs = command("help-signs", "when to get help: the signs, and the numbers of this region")
    signs.add_argument("--json", action="store_true", help="print one JSON document")
    command("paths", "where the data, the settings and the log lie")
    command("check", "look whether data, settings and own plans are in order")
    command("alarm-test", "give an alarm on every channel in turn")
    return parser


def _add_flare(flare: Parser, places: Parser) -> None:
    """The words after `flare`."""
    deeds = flare.add_subparsers(dest="deed", metavar="DEED", title="deeds", parser_class=Parser, required=True)

    def deed(name: str, about: str) -> Parser:
        return deeds.add_parser(
            name, help=about, description=about, parents=[places], allow_abbrev=False, epilog=NOTICE
        )

    start = deed("start", "write down that a flare-up began, and follow a plan")
    start.add_argument("--onset", metavar="WHEN", help="when it began: 09:30, yesterday 18:00, 2026-11-20 09:30 (now)")
    start.add_argument("--plan", metavar="ID", help="the plan to follow (see: backcoach plans)")
    deed("end", "it is over")
    show = deed("show", "how far it is and what is suggested")
    show.add_argument("--json", action="store_true", help="print one JSON document")
