"""A folder that machines share: each writes one file of its own there, and reads those of the others.

A file has a first line about itself, with the checksum of the rest, and then one version of a record or session a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from platform import node
from typing import Protocol

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from backcoach.domain.moment import Moment
from backcoach.domain.sync import LONGEST_NAME, Document, age_of, merge, read_document
from backcoach.domain.text import clean, count, reason
from backcoach.exchange import ExchangeError
from backcoach.exchange.importing import LARGEST, MEGABYTE
from backcoach.files import put

FORMAT, VERSION = "backcoach sync", 1
COPIED = "This data folder was copied from another machine: here it has a file of its own in the folder from now on."
NAMED = re.compile(r"backcoach-[0-9a-f]{32}\.jsonl")


class Shares(Protocol):
    """What is shared: the journal of this machine."""

    @property
    def machine(self) -> str: ...
    def latest(self) -> str: ...
    def settle(self) -> bool: ...
    def documents(self, name: str) -> list[Document]: ...
    def take(self, documents: Sequence[Document], now: Moment, ages: Mapping[str, timedelta]) -> None: ...


class Head(Struct, frozen=True):
    """The first line of a file: whose it is, the checksum of the other lines, and when its machine wrote them."""

    format: str
    version: int
    machine: str
    name: str
    sha256: str
    written: Moment | None = None


class SyncReport(Struct):
    """How many changes came in and went out, from how many other machines, and sentences for all else."""

    came: int = 0
    went: int = 0
    machines: int = 0
    skipped: list[str] = []

    def __str__(self) -> str:
        others = f"from {count(self.machines, 'other machine')}" if self.machines else "no other machine is there yet"
        return f"Came in: {count(self.came, 'change')}, {others}. Went out: {count(self.went, 'change')}."


def sync(journal: Shares, folder: Path, now: Moment, name: str = "") -> SyncReport:
    """Take in what is later in the folder than here, and put all that is kept here into this machine's own file.

    Others see the `name` of this machine, by default its host name, where something goes on on it. With an
    `ExchangeError`, where the folder or the own file can't be used, nothing is lost.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        said = f"The folder {folder} can't be used ({reason(error)}): name one that the machines share."
        raise ExchangeError(said) from error
    name = name or clean(node())[:LONGEST_NAME] or "another machine"
    report = SyncReport(skipped=[COPIED] if journal.settle() else [])
    own = own_file(folder, journal)
    latest = journal.latest()
    known = {document.key: document for document in journal.documents(name)}
    mine = {msgspec.json.encode(document) for document in known.values()}
    written: set[bytes] = set()
    theirs: list[Document] = []
    ages: dict[str, timedelta] = {}
    for path in paths:
        try:
            head, lines = _read(path)
        except ExchangeError as error:
            if path == own and isinstance(error, _NewerError):
                raise
            report.skipped.append(clean(str(error)))
            continue
        report.machines += path != own
        written = lines if path == own else written
        for document in _documents(lines - mine, path, now, report):
            theirs.append(document)
            by_its_own = head.written is not None and document.machine == head.machine
            if document.session is not None and (by_its_own or document.stamp not in ages):
                ages[document.stamp] = age_of(document.session, head.written or now, by_its_own=by_its_own)
    better = merge(known, theirs)
    journal.take(list(better.values()), now, ages)
    known |= better
    put_out = [msgspec.json.encode(known[key]) for key in sorted(known)]
    _write(own, Head(FORMAT, VERSION, journal.machine, name, "", now), put_out)
    report.came, report.went = len(better), len(set(put_out) - written)
    if journal.latest() > max([latest, *(document.stamp for document in better.values())]):
        # Something was changed here meanwhile, and another program may have put it out.
        sync(journal, folder, now, name)
    return report


class _NewerError(ExchangeError):
    """The file is of a version that this program does not know."""


def _read(path: Path) -> tuple[Head, set[bytes]]:
    """The first line of a machine's file, and the others: most say what is known, and are not looked into."""
    shown = f"{path.name} was skipped"
    if not NAMED.fullmatch(path.name) or path.is_symlink():
        raise ExchangeError(f"{shown}: it is not the file of a machine.")
    if path.exists() and not path.is_file():
        raise ExchangeError(f"{shown}: it is a folder, or something else that is no file.")
    try:
        if path.stat().st_size > LARGEST:
            raise ExchangeError(f"{shown}: it is larger than {LARGEST // MEGABYTE} MB.")
        first, _, rest = path.read_bytes().partition(b"\n")
        head = msgspec.json.decode(first, type=Head)
    except OSError as error:
        raise ExchangeError(f"{shown}: it can't be read ({reason(error)}).") from error
    except (ValueError, RecursionError):
        raise ExchangeError(f"{shown}: it is damaged, or not here in full yet.") from None
    if head.format == FORMAT and head.version > VERSION:
        raise _NewerError(f"{shown}: a newer backcoach wrote it (version {head.version}). Update backcoach here too.")
    if (head.format, head.version) != (FORMAT, VERSION):
        raise ExchangeError(f"{shown}: it is not the file of a machine.")
    if f"backcoach-{head.machine}.jsonl" != path.name:
        raise ExchangeError(f"{shown}: what it holds is of another machine than its name says.")
    if sha256(rest).hexdigest() != head.sha256:
        raise ExchangeError(f"{shown}: it is damaged, or not here in full yet.")
    return head, set(rest.splitlines())


def _documents(lines: Iterable[bytes], path: Path, now: Moment, report: SyncReport) -> list[Document]:
    """The versions in these lines; one that can't be so is skipped by itself."""
    found, wrong = [], []
    for line in sorted(lines):
        try:
            found.append(read_document(line, now))
        except (ValueError, RecursionError, OverflowError) as error:
            wrong.append(str(error))
    if wrong:
        said = f"{count(len(wrong), 'record')} in {path.name} can't be taken in"
        report.skipped.append(f"{said}: {clean(wrong[0])}")
    return found


def _write(own: Path, head: Head, lines: Iterable[bytes]) -> None:
    """Put the versions into this machine's file, where it does not hold the same already."""
    if own.is_symlink():
        raise ExchangeError(f"{own} is a link: remove it, and the file of this machine can take its place.")
    rest = b"".join(line + b"\n" for line in lines)
    head = replace(head, sha256=sha256(rest).hexdigest())
    with suppress(OSError, ValueError, RecursionError):
        first, _, there = own.read_bytes().partition(b"\n")
        if there == rest and replace(msgspec.json.decode(first, type=Head), written=head.written) == head:
            return
    with suppress(OSError):
        for left in own.parent.glob(f".{own.name}.*.part"):  # by a program that was killed while it wrote
            if left.stat().st_mtime + 60 < own.stat().st_mtime:
                left.unlink()
    try:
        put(own, msgspec.json.encode(head) + b"\n" + rest)
    except OSError as error:
        raise ExchangeError(f"{own} could not be written ({reason(error)}): give another place.") from error


def own_file(folder: Path, journal: Shares) -> Path:
    return folder / f"backcoach-{journal.machine}.jsonl"
