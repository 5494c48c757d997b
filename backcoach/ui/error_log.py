"""Keeps in a file what went wrong and no person could do anything about."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

FILE_NAME = "errors.log"
KEEP_BYTES = 500_000


class ErrorLog:
    """The file of errors, and the ends of all the ways on which an error would otherwise reach the screen or nobody."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._file = PrivateFile(self.path)
        self._logger = logging.getLogger("backcoach")

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """While this lasts, what any library logs as a warning or worse, and what threads die of, goes to the file."""
        root = logging.getLogger()
        root.addHandler(self._file)
        before = threading.excepthook, sys.unraisablehook
        threading.excepthook = self._thread_failed
        sys.unraisablehook = self._unraisable
        try:
            yield
        finally:
            threading.excepthook, sys.unraisablehook = before
            root.removeHandler(self._file)
            self._file.close()

    def note(self, what: str, error: BaseException | None) -> None:
        """Write down what happened, with the error's traceback where there is one."""
        told = (type(error), error, error.__traceback__) if error is not None else None
        # Straight to the file: a task may be found dead when `keeping` has ended.
        self._file.handle(self._logger.makeRecord(self._logger.name, logging.ERROR, "", 0, what, (), told))

    def task_failed(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Write down what the event loop found unhandled; nothing ends because of it."""
        self.note(str(context.get("message", "The event loop met an error.")), context.get("exception"))

    def farewell(self) -> str:
        """The one sentence for the person, after the error has been noted."""
        written = f"; what happened is written in {self.path}, and"
        if self._file.refused is not None:
            written = f", and {self.path} could not be written ({self._file.refused});"
        stopped = f"The coach met an error of its own and had to stop{written}"
        return f"{stopped} `backcoach` opens it again with all that was shown as saved."

    def _thread_failed(self, died: threading.ExceptHookArgs) -> None:
        if died.exc_type is not SystemExit:
            self.note(f"The thread {died.thread.name if died.thread else '?'} ended.", died.exc_value)

    def _unraisable(self, lost: sys.UnraisableHookArgs) -> None:
        self.note(lost.err_msg or "An error came where nothing could catch it.", lost.exc_value)


class PrivateFile(RotatingFileHandler):
    """Makes its folder (0700) and itself (0600) with the first record, and keeps one older file beside it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, maxBytes=KEEP_BYTES, backupCount=1, encoding="utf-8", errors="backslashreplace", delay=True
        )
        self.setLevel(logging.WARNING)
        self.refused: str | None = None
        self._folder = path.parent
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def _open(self) -> TextIOWrapper:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened = super()._open()
        Path(self.baseFilename).chmod(0o600)
        return opened

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - the name and record are logging's
        """Remember why the file could not be written; the person hears of it in the last sentence."""
        fault = sys.exc_info()[1]
        self.refused = (getattr(fault, "strerror", None) or str(fault)).lower()
