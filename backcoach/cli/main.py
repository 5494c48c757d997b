"""The way in: reads the words, calls the command, and turns every error into one sentence."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from backcoach.cli.parser import WrongWordsError, build

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

OK, COULD_NOT, WRONG_WORDS = 0, 1, 2
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that the words name.

    Args:
        argv: the words after the program's name; the process's own where it is None.

    Returns:
        0 done; 1 it could not be done; 2 the words were wrong.
    """
    try:
        words = build().parse_args(argv)
    except WrongWordsError as error:
        return _say(error, WRONG_WORDS)
    except SystemExit as done:  # --help and --version have printed what was asked
        return int(done.code or 0)
    from backcoach.cli.failures import expected

    try:
        return command(words)(words)
    except WrongWordsError as error:
        return _say(error, WRONG_WORDS)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return OK
    except expected() as error:
        return _say(error, COULD_NOT)


def command(words: argparse.Namespace) -> Callable[[argparse.Namespace], int]:
    """The function of the command; each is imported only when it is called."""
    # ruff: noqa: PLC0415 - a command loads nothing but its own
    match words.command:
        case None | "ice" | "heat" | "posture":
            from backcoach.cli.window import open_window

            return open_window
        case "status":
            from backcoach.cli.status import print_status

            return print_status
        case "plans":
            from backcoach.cli.content import print_plans

            return print_plans
        case "flare":
            from backcoach.cli import flare

            return {"start": flare.start, "end": flare.end, "show": flare.show}[words.deed]
        case "help-signs":
            from backcoach.cli.help_signs import print_signs

            return print_signs
        case "alarm-test":
            from backcoach.cli.alarm_test import give_test_alarms

            return give_test_alarms
        case "check":
            from backcoach.cli.care import check

            return check
        case _:
            from backcoach.cli.care import print_paths

            return print_paths


def _say(error: BaseException, status: int) -> int:
    sys.stderr.write(f"backcoach: {error}\n")
    return status


def run() -> None:
    """The console script."""
    sys.exit(main())
