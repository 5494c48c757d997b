"""Files that are written whole or not at all, and read whole."""

from __future__ import annotations

import os
import secrets
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from contextlib import suppress
from pathlib import Path

from backcoach.domain.text import reason
from backcoach.exchange.importing import ExchangeError

MEGABYTE = 1024 * 1024
LARGEST = 64 * MEGABYTE
"""The largest file that is taken in."""


def write_whole(path: Path, text: str, *, force: bool = False) -> None:
    """Write a file for its owner alone, in UTF-8, or raise an `ExchangeError`: a reader sees all of it or nothing."""
    target = path.resolve() if force else path
    if path.is_dir():
        raise ExchangeError(f"{path} is a folder: give the name of a file in it.")
    if target.exists() and force and not target.is_file():
        raise ExchangeError(f"{path} is not an ordinary file: give the name of one.")
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.part")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
        if force:
            beside.replace(target)
        else:
            _put_new(beside, target)
        with suppress(PermissionError):  # Windows opens no folders
            folder = os.open(target.parent, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)
    except FileExistsError:
        raise ExchangeError(f"{path} exists already: give another name, or --force to replace it.") from None
    except OSError as error:
        raise ExchangeError(f"{path} could not be written ({reason(error)}): give another place.") from error
    finally:
        with suppress(OSError):
            beside.unlink()


def _put_new(beside: Path, target: Path) -> None:
    """Give the file its name, unless another has it."""
    try:
        os.link(beside, target)
    except OSError:
        # Some file systems know no links; there the moment between the look and the change stays open.
        if os.path.lexists(target):
            raise FileExistsError from None
        beside.replace(target)


def read_whole(path: Path) -> bytes:
    """The text of a file of at most 64 MB, in UTF-8 without a mark; one in UTF-16 must have one. `ExchangeError`."""
    try:
        if path.exists() and not path.is_file():
            raise ExchangeError(f"{path} is not an ordinary file: give one that backcoach exported.")
        if path.stat().st_size > LARGEST:
            raise ExchangeError(f"{path} is larger than {LARGEST // MEGABYTE} MB, which is the most that is taken in.")
        content = path.read_bytes()
    except OSError as error:
        raise ExchangeError(f"{path} can't be read ({reason(error)}).") from error
    try:
        if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            return content.decode("utf-16").encode()
        content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ExchangeError(f"{path} is not UTF-8 text at line {line}: save it as UTF-8.") from None
    return content.removeprefix(BOM_UTF8)
