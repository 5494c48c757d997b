"""The file of errors: only the person can read it, and it does not grow for ever."""

from __future__ import annotations

import logging
import os
import sys
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

KEEP_BYTES = 500_000


class PrivateFile(RotatingFileHandler):
    """Makes its folder (0700) and itself (0600) with the first record, and keeps one older file beside it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=KEEP_BYTES, backupCount=1, encoding="utf-8", delay=True)
        self.errors = "backslashreplace"
        self.refused: str | None = None
        self._folder = path.parent
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def _open(self) -> TextIOWrapper:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened = open(  # noqa: SIM115 - the handler closes it
            self.baseFilename,
            "a",
            encoding=self.encoding,
            errors=self.errors,
            opener=lambda path, flags: os.open(path, flags, 0o600),
        )
        os.fchmod(opened.fileno(), 0o600)
        return opened

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - the name and record are logging's
        """Remember why the file could not be written; the person hears of it in the last sentence."""
        fault = sys.exc_info()[1]
        self.refused = (getattr(fault, "strerror", None) or str(fault)).lower()
