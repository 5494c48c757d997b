"""The way in: reads the words, calls the command, and turns every error into one sentence."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from types import SimpleNamespace

from backcoach.cli import failures
from backcoach.cli.parser import build

Words = argparse.Namespace | SimpleNamespace

OK, COULD_NOT, WRONG_WORDS = 0, 1, 2
INTERRUPTED = 130
QUICK = frozenset({"status", "week", "walk", "pain", "note"})
"""What is over before rubbish would have to be collected."""
WINDOW = "window:open_window"
"""Nothing is rubbish before its first picture either; then it collects."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that the words name.

    Args:
        argv: the words after the program's name; the process's own where it is None.

    Returns:
        0 done; 1 it could not be done; 2 the words were wrong.
    """
    try:
        words = said(sys.argv[1:] if argv is None else argv)
        status = command(words)(words)
        sys.stdout.flush()
    except SystemExit as done:  # --help and --version have printed what was asked
        return int(done.code or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return OK
    except Exception as error:  # noqa: BLE001 - what is not for the person is raised again
        return _failed(error)
    return status


def said(argv: Sequence[str]) -> Words:
    """What the words say; the parser is not loaded for none, with which the coach is mostly opened.

    Raises:
        WrongWordsError: they can't be understood.
    """
    if not argv:
        return SimpleNamespace(command=None)

    return build(argv).parse_args(argv)


def _failed(error: Exception) -> int:
    """The exit status for what a command could not do, which is said; a fault of the program goes on its way."""
    if isinstance(error, failures.WRONG_WORDS):
        return _say(error, COULD_NOT if failures.unknown_id(error) else WRONG_WORDS)
    if isinstance(error, failures.EXPECTED):
        return _say(error, COULD_NOT)
    if isinstance(error, OSError):
        why = (error.strerror or str(error)).lower()
        place = f"{error.filename} can't be used" if error.filename else "Not all could be written"
        return _say(f"{place}: {why}.", COULD_NOT)
    raise error


ROUTES = {
    None: WINDOW,
    "ice": WINDOW,
    "heat": WINDOW,
    "posture": WINDOW,
    "breathe": WINDOW,
    "stretch": WINDOW,
    "walk": WINDOW,
    "walk add": "walks:add",
    "walk list": "walks:list_walks",
    "walk edit": "walks:edit",
    "walk delete": "walks:delete",
    "walk undelete": "walks:undelete",
    "pain": "diary:add_pain",
    "note": "diary:add_note",
    "diary list": "diary:list_entries",
    "diary delete": "diary:delete",
    "diary undelete": "diary:undelete",
    "week": "week:print_week",
    "flare start": "flare:start",
    "flare end": "flare:end",
    "flare show": "flare:show",
    "status": "status:print_status",
    "plans": "content:print_plans",
    "routines": "content:print_routines",
    "patterns": "content:print_patterns",
    "levels": "content:print_levels",
    "sources": "content:print_sources",
    "help-signs": "help_signs:print_signs",
    "report": "exchange:write_report",
    "calendar": "exchange:write_calendar",
    "export": "exchange:export",
    "import": "exchange:import_",
    "backup": "care:back_up",
    "restore": "care:restore",
    "check": "care:check",
    "paths": "care:print_paths",
    "remind": "remind:remind",
    "alarm-test": "try_alarms:try_alarms",
    "completion": "completion:print_completion",
    "demo": "demo:open_demo",
}
"""The module of this package and the function in it that does what the words say; each is loaded when it is called."""


def command(words: Words) -> Callable[[Words], int]:
    """The function of the command."""
    action = getattr(words, "action", None)
    route = ROUTES[f"{words.command} {action}" if action else words.command]
    if words.command not in QUICK and route != WINDOW:
        gc.enable()
    module, _, function = route.partition(":")
    found: Callable[[Words], int] = getattr(import_module(f"backcoach.cli.{module}"), function)
    return found


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
    """The console script."""
    gc.disable()  # most commands are over before there is anything to collect
    _take_any_text()
    sys.exit(main())
