"""Files that are put in their place whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def put(path: Path, content: bytes, *, is_new: bool = False) -> None:
    """Put a file in its place for its owner alone, synced: a reader sees all of it or nothing, and so does a crash.

    One that is to be new takes nobody's place: a `FileExistsError` says so, and all that fails is an `OSError`.
    """
    beside = path.with_name(f".{path.name[:100]}.{os.urandom(6).hex()}.part")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            _put_new(beside, path)
        else:
            beside.replace(path)
        with suppress(OSError):  # what is written stands, and some network file systems can't sync a folder
            sync(path.parent)
    finally:
        with suppress(OSError):
            beside.unlink()


def _put_new(beside: Path, path: Path) -> None:
    """Give the file its name, unless another has it."""
    try:
        os.link(beside, path)
    except OSError:
        # Some file systems know no links; there the moment between the look and the change stays open.
        if os.path.lexists(path):
            raise FileExistsError from None
        beside.replace(path)


def sync(place: Path) -> None:
    """Wait until the file, or the folder's list of names, is on the disk; Windows opens no folders."""
    with suppress(PermissionError):
        fd = os.open(place, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
