"""The way in: reads the words, calls the command, and turns every error into one sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module

from backcoach.cli.parser import CannotError, Command, WrongWordsError, build
from backcoach.coach.protocols import JournalError
from backcoach.domain.events import NotNowError
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.text import WordsError
from backcoach.exchange.import_report import ExchangeError

OK, COULD_NOT, WRONG_WORDS = 0, 1, 2
INTERRUPTED = 130

MODULES = {
    "ice": "window",
    "heat": "window",
    "posture": "window",
    "breathe": "window",
    "stretch": "window",
    "walk": "log",
    "pain": "log",
    "note": "log",
    "diary": "log",
    "flare": "flare",
    "week": "review",
    "status": "status",
    "plans": "content",
    "routines": "content",
    "patterns": "content",
    "levels": "content",
    "sources": "content",
    "report": "review",
    "calendar": "exchange",
    "export": "exchange",
    "import": "exchange",
    "paths": "care",
    "check": "care",
    "help-signs": "content",
    "backup": "care",
    "restore": "care",
    "remind": "remind",
    "alarm-test": "alarm_test",
    "completion": "completion",
    "demo": "demo",
}
"""Each command, and the module of this package that declares it in its `COMMANDS`: only that one is loaded."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that the words name.

    Args:
        argv: the words after the program's name; the process's own where it is None.

    Returns:
        0 done; 1 it could not be done; 2 the words were wrong.
    """
    try:
        given = sys.argv[1:] if argv is None else argv
        words = build(commands(given)).parse_args(given)
        run = words.run or import_module("backcoach.cli.window").open_window
        status: int = run(words)
        sys.stdout.flush()
    except SystemExit as done:  # --help and --version have printed what was asked
        return int(done.code or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return OK
    except (WrongWordsError, WordsError) as error:
        is_unknown_id = getattr(error, "field", None) == "id"
        return _say(error, COULD_NOT if is_unknown_id else WRONG_WORDS)
    except (CannotError, LimitReachedError, NotNowError, JournalError, ExchangeError) as error:
        return _say(error, COULD_NOT)
    except OSError as error:
        place = f"{error.filename} can't be used" if error.filename else "Not all could be written"
        return _say(f"{place}: {(error.strerror or str(error)).lower()}.", COULD_NOT)
    return status


def commands(words: Sequence[str] | None = None) -> Mapping[str, Command]:
    """The one command that the words name, or all of them where they name none that there is."""
    named = None if words is None else _first_word(iter(words))
    return {
        name: import_module(f"backcoach.cli.{module}").COMMANDS[name]
        for name, module in MODULES.items()
        if named in {None, name}
    }


def _first_word(words: Iterator[str]) -> str | None:
    """The command, where nothing but the options of every command stands before it; empty where there are no words."""
    for word in words:
        if word in {"--data-dir", "--config"}:
            next(words, None)
        elif not word.startswith(("--data-dir=", "--config=")):
            return word if word in MODULES else None
    return ""


def _say(error: object, status: int) -> int:
    sys.stderr.write(f"backcoach: {error}\n")
    return status


def run() -> None:
    """The console script."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed: it takes nothing
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - open to the end
        elif "utf" not in stream.encoding.lower():
            stream.reconfigure(errors="replace")  # what has no character there is shown as `?`
    sys.exit(main())
