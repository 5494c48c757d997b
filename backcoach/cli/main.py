"""The way in: reads the words, calls the command, and turns every error into one sentence."""

from __future__ import annotations

import gc
import sys

from backcoach.cli import spare  # noqa: F401 - before what it spares
from backcoach.cli.parser import WrongWordsError, build

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

OK, COULD_NOT, WRONG_WORDS = 0, 1, 2
INTERRUPTED = 130
QUICK = frozenset({"status", "week", "walk", "pain", "note"})
"""What is over at once, unless it opens the window: `walk` without an action."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that the words name.

    Args:
        argv: the words after the program's name; the process's own where it is None.

    Returns:
        0 done; 1 it could not be done; 2 the words were wrong.
    """
    argv = sys.argv[1:] if argv is None else argv
    try:
        words = build(argv).parse_args(argv)
    except WrongWordsError as error:
        return _say(error, WRONG_WORDS)
    except SystemExit as done:  # --help and --version have printed what was asked
        return int(done.code or 0)
    try:
        status = command(words)(words)
        sys.stdout.flush()
    except WrongWordsError as error:
        return _say(error, WRONG_WORDS)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return OK
    except Exception as error:  # noqa: BLE001 - what is not for the person is raised again
        return _failed(error)
    return status


def _failed(error: Exception) -> int:
    """The exit status for what a command could not do, which is said; a fault of the program goes on its way."""
    from backcoach.cli.failures import expected, unknown_id, wrong_words

    if isinstance(error, wrong_words()):
        return _say(error, COULD_NOT if unknown_id(error) else WRONG_WORDS)
    if isinstance(error, expected()):
        return _say(error, COULD_NOT)
    if isinstance(error, OSError):
        return _say(f"Not all could be written: {(error.strerror or str(error)).lower()}.", COULD_NOT)
    raise error


def command(words: argparse.Namespace) -> Callable[[argparse.Namespace], int]:
    """The function of the command; each is imported only when it is called."""
    # ruff: noqa: PLC0415 - a command loads nothing but its own
    if words.command not in QUICK or getattr(words, "action", QUICK) is None:
        gc.enable()
    match words.command:
        case None | "ice" | "heat" | "posture":
            from backcoach.cli.window import open_window

            return open_window
        case "walk" if words.action is None:
            from backcoach.cli.window import open_window

            return open_window
        case "walk":
            from backcoach.cli import walks

            return walks.ACTIONS[words.action]
        case "pain" | "note":
            from backcoach.cli import diary

            return diary.add_pain if words.command == "pain" else diary.add_note
        case "week":
            from backcoach.cli.week import print_week

            return print_week
        case "report" | "calendar" | "export" | "import":
            from backcoach.cli import exchange

            return exchange.COMMANDS[words.command]
        case "status":
            from backcoach.cli.status import print_status

            return print_status
        case "plans":
            from backcoach.cli.content import print_plans

            return print_plans
        case "alarm-test":
            from backcoach.cli.alarm_test import give_test_alarms

            return give_test_alarms
        case "check":
            from backcoach.cli.care import check

            return check
        case _:
            from backcoach.cli.care import print_paths

            return print_paths


def _say(error: object, status: int) -> int:
    sys.stderr.write(f"backcoach: {error}\n")
    return status


def run() -> None:
    """The console script."""
    gc.disable()  # most commands are over before there is anything to collect
    sys.exit(main())
