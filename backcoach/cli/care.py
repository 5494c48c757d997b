"""`backcoach backup`, `restore`, `check` and `paths`: looking after the data."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from backcoach.cli.account import BUSY_COMMAND, places_of
from backcoach.cli.parser import CannotError, Command, Parser
from backcoach.clock import SystemClock
from backcoach.coach.protocols import JournalError
from backcoach.config import Places, load_settings
from backcoach.library import load_content
from backcoach.store import backups, maintenance
from backcoach.store.journal import SqliteJournal

KIB = 1024


def print_paths(words: argparse.Namespace) -> int:
    """Say where everything lies."""
    places = places_of(words)
    rows = {
        "data": places.journal,
        "backups": backups.folder(places.journal),
        "settings": places.config_file,
        "own plans": places.config / "plans",
        "own patterns": places.config / "patterns",
        "own routines": places.config / "routines",
        "sounds": places.sounds,
        "log": places.log,
    }
    sys.stdout.write("".join(f"{name:<13} {path}\n" for name, path in rows.items()))
    return 0


def back_up(words: argparse.Namespace) -> int:
    """Copy the whole journal to a file; over an existing one only with `--force`.

    Raises:
        CannotError: the file exists, or can't be one.
        JournalError: the journal can't be read, or the copy not be written.
    """
    path, target = places_of(words).journal, _named(words.file)
    _refuse(target, path, force=words.force)
    with SqliteJournal(path, busy=BUSY_COMMAND, create=False) as journal:
        wanted = target.with_name(f"{target.name}.new") if target.exists() else target
        made = journal.copy_to(wanted)
    if wanted != target:
        made = made.replace(target)
    size = f"{max(1, made.stat().st_size // KIB)} KiB"
    sys.stdout.write(f"The journal is copied to {made} ({size}). To go back to it: backcoach restore {made}\n")
    return 0


def restore(words: argparse.Namespace) -> int:
    """Put a backup in the journal's place; what was there is kept, and it is said where.

    Raises:
        CannotError: the file is the journal itself.
        JournalError: the file can't be used, or something can't be written; nothing was changed.
    """
    path, backup = places_of(words).journal, _named(words.file)
    if _is_same(backup, path):
        raise CannotError(f"{backup} is the journal itself; name a backup of it.")
    if no_backup := _why_no_backup(backup):
        raise CannotError(f"{no_backup} Nothing was changed.")
    former = maintenance.restore(path, backup, now=SystemClock().now())
    said = f"The journal {path} is now as in {backup}."
    if former is None:
        said += " There was none before."
    elif ".damaged-" in former.name:
        said += f" The one that was there could not be read; it is kept as it was: {former}"
    else:
        said += f" What was there before is kept; to go back to it: backcoach restore {former}"
    sys.stdout.write(f"{said}\n")
    return 0


def check(words: argparse.Namespace) -> int:
    """Look whether the data, the settings and the person's own files are in order; 1 where something is not."""
    places = places_of(words)
    library = load_content(places.config)
    data, found = _check_data(places)

    levels = [level.id for level in library.levels]
    found += [str(each) for each in load_settings(places.config_file, {"plan": library.plans, "level": levels})[1]]
    if places.config_asked and not places.config_file.exists():
        found.append(f"There is no settings file {places.config_file}; every setting has its default.")
    found += [str(problem) for problem in library.problems]
    for problem in found:
        sys.stderr.write(f"backcoach: {problem}\n")
    if data:
        sys.stdout.write(f"{data}\n")
    if not found:
        sys.stdout.write(f"The settings and own files in {places.config} are in order.\n")
    return 1 if found else 0


def _check_data(places: Places) -> tuple[str, list[str]]:
    """What to say of the journal, and what is wrong with it."""
    path = places.journal
    try:
        if not path.exists():
            return f"{path}: nothing is stored yet.", []
        found = list(maintenance.check(path))
        backup = backups.newest_good_backup(path)
    except OSError as error:
        return "", [f"The journal {path} can't be looked at ({(error.strerror or str(error)).lower()})."]
    except JournalError as error:
        return "", [str(error)]
    if found and backup is not None:
        found.append(f"The newest good backup is of {backup.made:%Y-%m-%d %H:%M} UTC: backcoach restore {backup.path}")
    return "" if found else f"{path} is in order.", found


def _why_no_backup(file: Path) -> str:
    """What a file is instead of a backup, and what takes it; empty where it may be one, or can't be looked at."""
    if file.is_dir():
        return f"{file} is a folder: name a file in it that backcoach backup made."
    try:
        with file.open("rb") as opened:
            head = opened.read(1024)
    except OSError:
        return ""
    if not head or head.startswith(b"SQLite format 3\0"):
        return ""
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return f"{file} is an export, not a backup; to take it in: backcoach import {file}"
    if re.match(rb"(?i)[^\n]*\b(date|day|start|begin)\b[^\n]*[,;\t]|[^\n]*[,;\t]\W*(date|day|start|begin)\b", head):
        return f"{file} is a table of walks, not a backup; to take it in: backcoach import {file}"
    return f"{file} is no backup: name a file that backcoach backup made."


def _named(file: str) -> Path:
    """The file that the words name."""
    return Path(file).expanduser().absolute()


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one == other


def _refuse(target: Path, journal: Path, *, force: bool) -> None:
    """Nothing, where a copy of the journal may take this place."""
    if _is_same(target, journal):
        raise CannotError(f"{target} is the journal itself; name another file for its copy.")
    if target.is_dir():
        raise CannotError(f"{target} is a folder; name a file in it.")
    if not target.parent.is_dir():
        raise CannotError(f"There is no folder {target.parent}; make it first, or name a file in another.")
    if target.exists() and not target.is_file():
        raise CannotError(f"{target} is no ordinary file; name another.")
    if (target.exists() or target.is_symlink()) and not force:
        raise CannotError(f"{target} exists already and was left as it is; name another file, or add --force.")


def _backup_words(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="where the copy is to lie")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")


def _restore_words(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="the backup")


COMMANDS = {
    "paths": Command("where the data, the settings and the log lie", print_paths),
    "check": Command("look whether data, settings and own plans are in order", check),
    "backup": Command("copy the data to a file", back_up, _backup_words),
    "restore": Command(
        "put a backup in the place of the data, which is kept as one more backup", restore, _restore_words
    ),
}
