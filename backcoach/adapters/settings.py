"""The settings file, read: found, opened and handed on. A command whose person has none loads nothing else for it."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Mapping
from pathlib import Path

from backcoach.domain.setting_problem import SettingProblem
from backcoach.domain.settings import DEFAULTS, Settings

LARGEST_FILE = 64 * 1024
"""Bytes; all keys with their comments fill a tenth of it."""


class UnreadableError(Exception):
    """The file can't be read as a whole; the text is a whole sentence, `line` where it goes wrong."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.line = line


def load_settings(
    path: Path, known: Mapping[str, Collection[str]] | None = None
) -> tuple[Settings, tuple[SettingProblem, ...]]:
    """The settings in the file, and what in it could not be used, by line. A missing file has nothing wrong.

    Args:
        path: the settings file.
        known: the ids of plans and levels that there are; a value outside them is a problem.
    """
    try:
        text: str | UnreadableError = read_text(path)
    except FileNotFoundError:
        return DEFAULTS, ()
    except UnreadableError as unreadable:
        text = unreadable
    from backcoach.adapters.settings_read import read_settings, whole_file_wrong  # noqa: PLC0415 - most have no such file

    if isinstance(text, UnreadableError):
        return DEFAULTS, (whole_file_wrong(str(path), text.line, str(text)),)
    return read_settings(str(path), text, known)


def read_text(path: Path) -> str:
    """The text of a settings file; a byte order mark stays in front of it.

    Raises:
        FileNotFoundError: there is none.
        UnreadableError: it can't be read, or is no text.
    """
    raw = _read_bytes(path)
    try:
        return raw.decode()
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        raise UnreadableError("This line is no UTF-8 text: save the file as UTF-8.", line) from wrong


def _read_bytes(path: Path) -> bytes:
    try:
        # Without O_NONBLOCK a pipe that nobody writes to would hold the coach up for ever.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123 - takes the descriptor
            mode = os.fstat(file.fileno()).st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISCHR(mode)):
                raise UnreadableError("This is no ordinary file: name a TOML file in its place.")
            raw = file.read(LARGEST_FILE + 1) or b""
    except FileNotFoundError:
        raise
    except IsADirectoryError as wrong:
        raise UnreadableError("This is a folder: name a TOML file in its place.") from wrong
    except (OSError, ValueError) as wrong:
        why = wrong.strerror if isinstance(wrong, OSError) and wrong.strerror else str(wrong)
        raise UnreadableError(f"The settings can't be read ({why.lower()}).") from wrong
    if len(raw) > LARGEST_FILE:
        raise UnreadableError(f"The file is too large for settings: at most {LARGEST_FILE // 1024} KiB are read.")
    return raw
