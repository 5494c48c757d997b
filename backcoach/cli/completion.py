"""`backcoach completion`: what a shell needs to complete the words, made from the very parser that reads them.

shtab turns an argparse parser into a static script for bash, zsh and fish: no Python starts at each press of tab, as
with argcomplete, and nothing has to be kept in step by hand. It is loaded for this command alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from backcoach.cli.account import places_of
from backcoach.cli.main import commands
from backcoach.cli.parser import Command, Parser, build
from backcoach.library import load_content

SHELLS = ("bash", "zsh", "fish")
FILES = frozenset({"file", "output", "config"})
FOLDERS = frozenset({"data_dir"})


def print_completion(words: argparse.Namespace) -> int:
    """Print the script for the shell that the words name."""
    import shtab  # noqa: PLC0415 - this command's alone

    parser = build(commands())
    library = load_content(places_of(words).config)
    known = {"plan": library.plans, "pattern": library.patterns, "routine": library.stretches}
    for action in _actions(parser):
        if action.dest in FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined] # where shtab looks for it
        elif action.dest in FOLDERS:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined] # the same
        elif action.dest in known and action.choices is None:
            action.choices = list(known[action.dest])
    sys.stdout.write(shtab.complete(parser, shell=words.shell) + "\n")
    return 0


def _actions(parser: argparse.ArgumentParser) -> Iterable[argparse.Action]:
    """Every option and word of the parser and of its commands."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no public word for them, and shtab reads the same
        yield action
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - the same
            for each in action.choices.values():
                yield from _actions(each)


def _completion_words(parser: Parser) -> None:
    parser.add_argument("shell", choices=SHELLS, help="the shell")


COMMANDS = {
    "completion": Command(
        "print what a shell needs to complete the words of backcoach", print_completion, _completion_words
    )
}
