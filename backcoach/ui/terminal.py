"""How the coach meets the terminal, and how it lets go of it whatever happens.

The one file that touches private parts of Textual.
"""

from __future__ import annotations

import asyncio
import os
import re
import select
import signal
import sys
import unicodedata
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from shutil import get_terminal_size
from typing import Any, TextIO, cast

from rich.console import Console
from textual import events
from textual._parser import Parser
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver

from backcoach.domain.settings import DUMB
from backcoach.ui.error_log import ErrorLog

if IS_UNIX := find_spec("termios") is not None:
    import termios

    from textual.drivers.linux_driver import LinuxDriver

    from backcoach.ui.terminal_guard import TerminalGuard
else:
    LinuxDriver = Driver  # type: ignore[assignment,misc]  # on Windows, where Textual brings its own

WITHOUT_SCREEN = "`backcoach status`, `backcoach remind` and `backcoach ice --plain` work without one."
CRASHED = 1
INTERRUPTED = 130

LONGEST_TITLE = 200
KEEP_TITLE = "\x1b[22;2t"
# Terminals that keep no titles get an empty one; the others get theirs back.
RETURN_TITLE = "\x1b]2;\x1b\\\x1b[23;2t"
LOOK_S = 0.1

ESCAPE, PASTE, PASTED = "\x1b", "\x1b[200~", "\x1b[201~"
WHOLE = re.compile(
    r"\x1b\[200~[\s\S]*?\x1b\[201~"  # a paste
    r"|\x1b\[M[\s\S]{3}"  # an old mouse report
    r"|\x1b\[\[?[0-?]*[ -/]*[@-~]"  # keys, mouse and other reports; the Linux console's function keys have two [
    r"|\x1b[\]PX^_][^\x1b\x07]*(?:\x07|\x1b\\)"  # answers in words: colours, clipboard, name of the terminal
)
BEGUN = re.compile(
    r"\x1b\[200~(?:(?!\x1b\[201~)[\s\S])*\Z|\x1b\[(?:M[\s\S]{0,2}|\[?[0-?]*[ -/]*)\Z|\x1b[\]PX^_][^\x1b\x07]*\x1b?\Z"
)
LONGEST = 32
"""Characters of an escape sequence; Textual types the letters of a longer one."""

WIDEST = 10_000
"""Columns or rows; a report of more, or of none, is none."""

# Cancel, in case a sequence was cut; then all that Textual switches on, off again: paste marks, resize reports,
# mouse, focus reports, kitty keys; the lines wrap, the other screen is left and the cursor shown.
LET_GO = (
    "\x18\x1b[?2004l\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?1004l\x1b[<u"
    f"\x1b[?7h\x1b[?2026l\x1b[?1049l\x1b[?25h{RETURN_TITLE}"
)
TRIES = 20
TRY_S = 0.01


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
    if IS_UNIX and (kind := os.environ.get("TERM", "")) in DUMB:
        says = f"TERM={kind} says this one can't" if kind else "TERM is not set; TERM=xterm-256color suits most"
        return f"The coach needs a terminal that can place text, and {says}; {WITHOUT_SCREEN}"
    return None


def driver_class() -> type[Driver] | None:
    """What to give to `App(driver_class=…)`; None leaves the choice to Textual: on Windows, and by TEXTUAL_DRIVER."""
    return CoachDriver if IS_UNIX and not os.environ.get("TEXTUAL_DRIVER") else None


def show_title(app: App[Any], text: str) -> None:
    """Show the text as the terminal's title, without control characters; a screen without a title ignores it.

    What the title was before comes back when the coach ends or is stopped with ctrl+z.
    """
    if isinstance(driver := _driver_of(app), CoachDriver):
        driver.show_title(text)


def write(app: App[Any], text: str) -> None:
    """Write to the app's screen what is no part of its picture, while it has one."""
    if (driver := _driver_of(app)) is not None:
        driver.write(text)


def _driver_of(app: App[Any]) -> Driver | None:
    return app._driver  # noqa: SLF001 - an app has no public word for it


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
        if isinstance(driver := _driver_of(app), CoachDriver):
            driver.let_go()

    # A task that nobody waits for tells of its error when it is thrown away, which may be long after the end.
    asyncio.get_running_loop().set_exception_handler(log.task_failed)
    said = StringIO()
    # Textual prints the traceback of what ended it here, and nothing else but farewells.
    app.error_console = Console(file=said, markup=False, highlight=False, width=10_000)
    guard = TerminalGuard(leave, let_go) if IS_UNIX else None
    if guard is not None:
        guard.watch()
    try:
        # Rich and Textual guess differently where the terminal tells no size; the two would take turns without end.
        await app.run_async(size=get_terminal_size())
    finally:
        if guard is not None:
            guard.release()
    error: BaseException | None = app._exception  # noqa: SLF001 - kept nowhere else
    return getattr(error, "error", error), said.getvalue(), app.return_code or 0


def _say(text: str) -> None:
    """Say it on the standard error, where somebody still listens."""
    if text.strip():
        with suppress(OSError):
            sys.stderr.write(f"{text.rstrip()}\n")
            sys.stderr.flush()


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def set_title(write: Callable[[str], None], text: str) -> None:
    """Write the sequence that makes the text the terminal's title, without its control characters."""
    plain = "".join(letter for letter in text if not unicodedata.category(letter).startswith("C"))
    write(f"\x1b]2;{plain[:LONGEST_TITLE]}\x1b\\")


@lru_cache(maxsize=1024)
def is_readable(sequence: str) -> bool:
    """Whether Textual can read an escape sequence; else it would fail, or type the sequence letter by letter."""
    parser = XTermParser()
    try:
        for token in parser.feed(sequence):
            if isinstance(token, events.Key):
                (token.character or "").encode()
            if isinstance(token, events.Resize) and not all(0 < side < WIDEST for side in token.size):
                return False
    except (ValueError, OverflowError):
        return False
    return len(sequence) <= LONGEST and not list(parser.feed(""))


class Typed:
    """What is typed, without the escape sequences that nobody can read and without those in pasted text."""

    def __init__(self) -> None:
        self._begun = ""

    def take(self, text: str) -> str:
        """What can be read of the text; a sequence that is not whole yet waits for the rest."""
        text = self._begun + text
        begun = BEGUN.search(text)
        whole = text[: begun.start()] if begun else text
        self._begun = text[len(whole) :]
        return WHOLE.sub(self._readable, whole)

    def drop(self) -> str:
        """After a silence: a sequence whose rest never came is over."""
        if self._begun.startswith(PASTE):
            return ""
        begun, self._begun = self._begun, ""
        return begun if begun and is_readable(begun) else ""

    @staticmethod
    def _readable(match: re.Match[str]) -> str:
        sequence = match[0]
        if sequence.startswith(PASTE):
            return PASTE + sequence[len(PASTE) : -len(PASTED)].replace(ESCAPE, "") + PASTED
        return sequence if is_readable(sequence) else ""


class CoachDriver(LinuxDriver):
    """Reads any bytes, writes to a terminal that may have gone, keeps the title, and can let go without waiting."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._outlet = _Outlet(sys.__stderr__)
        self._file = cast("Any", self._outlet)  # the writer thread only writes and flushes
        self._title: str | None = None

    def show_title(self, text: str) -> None:
        """Show the text as the terminal's title, if it is not shown already."""
        if text != self._title:
            self._title = text
            set_title(self.write, text)

    def start_application_mode(self) -> None:
        """Take the terminal, keeping the title that it had."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._writer_thread is not None:
            self.write(KEEP_TITLE)
            if self._title is not None:
                set_title(self.write, self._title)

    def stop_application_mode(self) -> None:
        """Give the terminal back with the title that it had."""
        self.write(RETURN_TITLE)
        super().stop_application_mode()

    def let_go(self) -> None:
        """Bring the terminal back for the shell, never waiting for somebody to read; the coach can't draw after it.

        What was drawn and not read is thrown away, or there would be no room for the last few bytes.
        """
        self._outlet.shut = True
        # Changing a terminal from the background would stop the process instead.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        terminal = os.open("/dev/tty", os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
        attributes = self.attrs_before or termios.tcgetattr(terminal)
        for _ in range(TRIES):
            termios.tcflush(terminal, termios.TCOFLUSH)
            # This also wakes the writer thread, which holds the terminal until the rest of its frame has found room.
            termios.tcsetattr(terminal, termios.TCSANOW, attributes)
            with suppress(BlockingIOError):
                os.write(terminal, LET_GO.encode())
                return
            select.select([], [], [], TRY_S)

    def run_input_thread(self) -> None:
        """Turn what is typed into events; bytes that are no UTF-8 become the replacement character."""
        parser, typed = XTermParser(self._debug), Typed()
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        while not self.exit_event.is_set():
            raw = self._read_pending()
            text = typed.take(decode(raw)) if raw else typed.drop()
            try:
                if text:  # the parser takes an empty text for the end of everything
                    for message in parser.feed(text):
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)
            except (ArithmeticError, ValueError):
                Parser.__init__(parser)  # it reads on from here, and still knows the terminal's size

    def _read_pending(self) -> bytes:
        """Read what was typed, waiting a tenth of a second for it; `b""` when nothing was, or the terminal is gone."""
        ready, _, _ = select.select([self.fileno], [], [], LOOK_S)
        if not ready:
            return b""
        typed = b""
        with suppress(OSError):
            typed = os.read(self.fileno, 4096)
        if not typed:
            select.select([], [], [], LOOK_S)
        return typed

    def _run_input_thread(self) -> None:
        """Read until the end, and hand an error over to the app, which ends in good order because of it."""
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001 - whatever it is, the app must hear of it
            fault = error

            def fail() -> None:
                raise fault

            self._app.call_later(fail)

    def _sigtstp_application(self, *_: object) -> None:
        """Give the terminal back and stop, between two steps of the event loop.

        The signal may come while something is handed to the writer thread: to hand it more there would wait for ever.
        """
        self._loop.call_soon_threadsafe(super()._sigtstp_application)

    def _sigcont_application(self, *_: object) -> None:
        """Take the terminal back after a stop, between two steps of the event loop."""
        self._loop.call_soon_threadsafe(self._take_back)

    def _take_back(self) -> None:
        """Take the terminal back.

        After SIGSTOP, which gives no notice, all is still switched on and both threads live: they are ended first, or
        there would be two of each.
        """
        if self._auto_restart and not self._must_signal_resume:
            self.suspend_application_mode()
            self._must_signal_resume = True
        super()._sigcont_application()


class _Outlet:
    """The terminal as the writer thread sees it: what a terminal that has gone refuses is dropped."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self.shut = stream is None
        if stream is not None:
            # Another program may have left it otherwise, and a frame that does not fit would then be lost.
            os.set_blocking(stream.fileno(), True)

    def write(self, text: str) -> None:
        self._try(lambda stream: stream.write(text))

    def flush(self) -> None:
        self._try(lambda stream: stream.flush())

    def _try(self, work: Callable[[TextIO], object]) -> None:
        """Do it; after an error drop all, also what the stream still holds: Python would stumble over it at its end."""
        if self._stream is None or self.shut:
            return
        try:
            work(self._stream)
        except OSError:
            self.shut = True
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, self._stream.fileno())
            os.close(nothing)
