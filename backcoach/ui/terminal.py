"""How the coach meets the terminal, and how it lets go of it whatever happens."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from shutil import get_terminal_size
from typing import Any, TextIO

from rich.console import Console
from textual.app import App
from textual.driver import Driver

from backcoach.domain.settings import DUMB
from backcoach.ui.terminal_driver import CoachDriver
from backcoach.ui.terminal_guard import TerminalGuard
from backcoach.ui.terminal_log import ErrorLog

WITHOUT_SCREEN = "`backcoach status`, `backcoach remind` and `backcoach ice --plain` work without one."
CRASHED = 1
INTERRUPTED = 130


def refuse_without_terminal() -> str | None:
    """Why the coach can't be opened here, as a sentence; None where it can.

    The coach draws on the standard error and reads keys from the standard input. Whoever sets TEXTUAL_DRIVER
    brings a screen of their own and is not asked.
    """
    if os.environ.get("TEXTUAL_DRIVER"):
        return None
    if not _is_terminal(sys.__stdin__):
        return f"The coach needs a terminal to read keys from, and standard input isn't one; {WITHOUT_SCREEN}"
    if not _is_terminal(sys.__stderr__):
        return f"The coach needs a terminal to draw on, and standard error isn't one; {WITHOUT_SCREEN}"
    kind = os.environ.get("TERM", "")
    if not kind:
        return (
            "The coach can't tell what this terminal can do, because TERM is not set; "
            f"TERM=xterm-256color suits most, a terminal that can place text is needed, and {WITHOUT_SCREEN}"
        )
    if kind in DUMB:
        return f"The coach needs a terminal that can place text, and TERM={kind} says this one can't; {WITHOUT_SCREEN}"
    return None


def driver_class() -> type[Driver] | None:
    """What to give to `App(driver_class=…)`; None leaves the choice to TEXTUAL_DRIVER where that is set."""
    if os.environ.get("TEXTUAL_DRIVER"):
        return None
    return CoachDriver


def show_title(app: App[Any], text: str) -> None:
    """Show the text as the terminal's title, without control characters; a screen without a title ignores it.

    What the title was before comes back when the coach ends or is stopped with ctrl+z.
    """
    driver = app._driver  # noqa: SLF001 - an app has no public word for its driver
    if isinstance(driver, CoachDriver):
        driver.show_title(text)


def run_guarded(app_factory: Callable[[], App[Any]], log_folder: Path, at_end: Callable[[], None] | None = None) -> int:
    """Run the app to its end and give the exit status.

    A signal ends it with 128 and the signal's number. An error that nobody expected ends it with 1 and one
    sentence on the standard error; what happened is written to the log.

    Args:
        app_factory: makes the app; called once, with the event loop running.
        log_folder: where the log is kept; made when there is something to write.
        at_end: ends what must not outlive the app, where it is stuck and ended by force.
    """
    log = ErrorLog(log_folder)
    with log.keeping():
        try:
            error, farewell, status = asyncio.run(_live(app_factory, log, at_end))
        except KeyboardInterrupt:
            return INTERRUPTED
        except Exception as unforeseen:  # noqa: BLE001 - the last place before the person would see a traceback
            error, farewell, status = unforeseen, "", CRASHED
        if error is not None:
            log.note("The coach stopped.", error)
            farewell, status = log.farewell(), CRASHED
    _say(farewell)
    return status


async def _live(
    app_factory: Callable[[], App[Any]], log: ErrorLog, at_end: Callable[[], None] | None
) -> tuple[BaseException | None, str, int]:
    """Run the app under guard; give the error that ended it, what it wants to be said afterwards and its status."""
    app = app_factory()

    def leave(status: int) -> None:
        app.exit(return_code=status)

    def let_go() -> None:
        if at_end is not None:
            at_end()
        driver = app._driver  # noqa: SLF001 - an app has no public word for its driver
        if driver is not None and hasattr(driver, "let_go"):
            driver.let_go()

    # A task that nobody waits for tells of its error when it is thrown away, which may be long after the end.
    asyncio.get_running_loop().set_exception_handler(log.task_failed)
    said = StringIO()
    # Textual prints the traceback of what ended it here, and nothing else but farewells.
    app.error_console = Console(file=said, markup=False, highlight=False, width=10_000)
    guard = TerminalGuard(leave, let_go)
    guard.watch()
    try:
        # Rich and Textual guess differently where the terminal tells no size; the two would take turns without end.
        await app.run_async(size=get_terminal_size())
    finally:
        guard.release()
    error: BaseException | None = app._exception  # noqa: SLF001 - kept nowhere else
    return getattr(error, "error", error), said.getvalue(), app.return_code or 0


def _say(text: str) -> None:
    """Say it on the standard error, where somebody still listens."""
    if text.strip():
        try:
            sys.stderr.write(f"{text.rstrip()}\n")
            sys.stderr.flush()
        except OSError:
            return


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False
