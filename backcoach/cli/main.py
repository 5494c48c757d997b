"""The command line: the table of commands, and how errors become sentences and exit statuses."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module

from backcoach import __version__
from backcoach.cli.command import CannotError, Parser, Words
from backcoach.coach.protocols import JournalError
from backcoach.domain.engine import NotNowError
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.text import WordsError, quoted, reason
from backcoach.exchange import ExchangeError

OK, COULD_NOT, WRONG_WORDS = 0, 1, 2
INTERRUPTED = 130

COMMANDS = {
    "now": ("sessions", "it has just happened: the first minute, guided aloud"),
    "ice": ("sessions", "open the coach, ready to start ice"),
    "heat": ("sessions", "open the coach, ready to start heat"),
    "posture": ("sessions", "open the coach, ready to remind you to change position"),
    "breathe": ("sessions", "open the coach, ready to breathe"),
    "stretch": ("sessions", "open the coach, ready to stretch"),
    "walk": ("walks", "open the coach, ready for a walk; or add, list, edit, delete and undelete walks"),
    "pain": ("walks", "note your pain in the diary"),
    "note": ("walks", "note something in the diary: water, medicine, a trigger, rest, anything"),
    "diary": ("walks", "your diary: list, delete and undelete entries"),
    "flare": ("status", "your flare-up: start it, end it, look at it"),
    "week": ("walks", "the week's review as text"),
    "status": ("status", "what is running, what comes next, and today so far"),
    "plans": ("content", "the plans, each with its sources"),
    "routines": ("content", "the stretches, each with its sources"),
    "patterns": ("content", "the ways to breathe, each with its sources"),
    "levels": ("content", "the walking levels, each with its sources"),
    "sources": ("content", "what 000 to 004 and the other sources are"),
    "advice": ("content", "what the handouts say, by topic, each with its sources"),
    "report": ("exchange", "one page for a clinician, as HTML"),
    "calendar": ("exchange", "today's remaining plan as iCalendar, to load into a phone"),
    "export": ("exchange", "all your data as JSON, or your walks as CSV"),
    "import": ("exchange", "bring in an export, or walks as CSV; what you have already stays as it is"),
    "sync": ("data", "keep this machine in step with others that share a folder"),
    "paths": ("data", "where your data, settings and the error log are"),
    "check": ("data", "check that your data, settings and own plans are in order"),
    "help-signs": ("content", "when to get help: the signs, and the numbers to call"),
    "backup": ("data", "copy your data to a file"),
    "restore": ("data", "go back to a backup; what you have now is kept as one more backup"),
    "ok": ("remote", "answer an alarm, as enter does in the window; it never starts an application"),
    "pause": ("remote", "pause what is running, as space does in the window"),
    "resume": ("remote", "go on with what is paused"),
    "stop": ("remote", "stop what is running and log what you did, as x does in the window"),
    "remind": ("remind", "give the alarms without a window; runs until you press ctrl+c"),
    "alarm-test": ("remind", "try out every alarm channel in turn"),
    "completion": ("exchange", "print the tab completion for your shell"),
    "demo": ("sessions", "open the coach on two weeks of sample data, time running 60 times as fast"),
}
"""The module of each command, loaded only when it is asked for, and what `--help` says of the command."""

WITHOUT_COLLECTING = frozenset({"sessions", "walks", "status"})
"""Modules whose commands end before there is garbage to collect; the window starts to collect later by itself."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that the words name, by default those of this process; its exit status."""
    argv = sys.argv[1:] if argv is None else argv
    try:
        words = build(argv).parse_args(argv) if argv else Words(command=None, data_dir=None, config=None)
        if words.command and COMMANDS[words.command][0] not in WITHOUT_COLLECTING:
            gc.enable()
        run = words.run if words.command else import_module("backcoach.cli.sessions").open_window
        status: int = run(words) or OK
        sys.stdout.flush()
    except SystemExit as done:  # --help and --version have printed what was asked
        return int(done.code or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return OK
    except WordsError as error:  # an id can be right as such, although nothing has it
        return _say(error, COULD_NOT if error.field == "id" else WRONG_WORDS)
    except (CannotError, LimitReachedError, NotNowError, JournalError, ExchangeError) as error:
        return _say(error, COULD_NOT)
    except OSError as error:
        place = f"{error.filename} can't be used" if error.filename else "Not all could be written"
        return _say(f"{place}: {reason(error)}.", COULD_NOT)
    return status


def build(argv: Sequence[str] | None = None) -> Parser:
    """The parser, with every command; for given words with all of the one that they name, or the names of all."""
    parser = Parser(
        prog="backcoach",
        description="A terminal companion for a back-spasm flare-up: timers, breathing, stretches and a walking log.",
    )
    parser.set_defaults(data_dir=None, config=None)
    parser.add_argument("--version", action="version", version=f"backcoach {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    named = _named(argv or ())
    in_full = named or argv is None or "--" in argv
    for name in COMMANDS if named is None else (named,):
        module, about = COMMANDS[name]
        added = commands.add_parser(name, help=about, description=about)
        if in_full:
            import_module(f"backcoach.cli.{module}")
            added.add_declared(name)
    return parser


def _named(argv: Sequence[str]) -> str | None:
    """The command that is named, where only `--data-dir` and `--config` stand before it; refused where none is."""
    words = iter(argv)
    for word in words:
        if word in {"--data-dir", "--config"}:
            next(words, None)
        elif word in COMMANDS:
            return word
        elif not word.startswith("-"):
            near = get_close_matches(word, COMMANDS, n=1)
            meant = f" Did you mean {near[0]}?" if near else ""
            raise WordsError("command", f"There is no command {quoted(word)}.{meant} All of them: backcoach --help")
        elif not word.startswith(("--data-dir=", "--config=")):
            return None
    return None


def _say(error: object, status: int) -> int:
    sys.stderr.write(f"backcoach: {error}\n")
    return status


def _take_any_text() -> None:
    """Let both outputs take any text: what has no character there is shown as `?`, and a closed one takes nothing."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - open to the end
        elif "utf" not in stream.encoding.lower():
            stream.reconfigure(errors="replace")


def run() -> None:
    gc.disable()  # most commands are over before there is anything to collect
    _take_any_text()
    sys.exit(main())
