"""`backcoach backup`, `restore`, `check`, `paths` and `sync`: looking after the data."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from backcoach.cli.command import FORCE, CannotError, Words, argument, command, named, named_file, print_lines, warn
from backcoach.cli.environment import BUSY_COMMAND, Environment
from backcoach.clock import SystemClock
from backcoach.coach.protocols import JournalError
from backcoach.config import find_places, load_settings, place
from backcoach.domain.text import reason
from backcoach.exchange import sync_folder
from backcoach.library import Library
from backcoach.store import backups, maintenance
from backcoach.store.journal import SqliteJournal
from backcoach.store.shared_journal import SharedJournal


@command("paths")
def print_paths(words: Words) -> None:
    places = find_places(words.data_dir, words.config)
    rows = {
        "data": places.journal,
        "backups": backups.folder(places.journal),
        "settings": places.config_file,
        "own plans": places.config / "plans",
        "own patterns": places.config / "patterns",
        "own routines": places.config / "routines",
        "sounds": places.sounds,
        "log": places.state / "errors.log",
    }
    sys.stdout.write("".join(f"{name:<13} {path}\n" for name, path in rows.items()))


@command("backup", argument("file", metavar="FILE", type=named_file, help="the file for the copy"), FORCE)
def back_up(words: Words) -> None:
    path, target = find_places(words.data_dir, words.config).journal, place(words.file)
    _check_target(target, path, force=words.force)
    with SqliteJournal(path, busy=BUSY_COMMAND, create=False) as journal:
        wanted = target.with_name(f"{target.name}.new") if target.exists() else target
        made = journal.copy_to(wanted)
    if wanted != target:
        made = made.replace(target)
    size = f"{max(1, made.stat().st_size // 1024)} KiB"
    sys.stdout.write(f"Your data is copied to {made} ({size}). To go back to it: backcoach restore {made}\n")


@command("restore", argument("file", metavar="FILE", type=named_file, help="the backup"))
def restore(words: Words) -> None:
    path, backup = find_places(words.data_dir, words.config).journal, place(words.file)
    if _is_same(backup, path):
        raise CannotError(f"{backup} is the data file itself; name a backup of it.")
    if wrong := _why_no_backup(backup):
        raise CannotError(f"Nothing was changed. {wrong}")
    former = maintenance.restore(path, backup, now=SystemClock().now())
    said = f"Your data in {path} is now as in {backup}."
    if former is None:
        said += " There was none before."
    elif ".damaged-" in former.name:
        said += f" The one that was there could not be read; it is kept as it was: {former}"
    else:
        said += f" What was there before is kept; to go back to it: backcoach restore {former}"
    sys.stdout.write(f"{said}\n")


@command("check")
def check(words: Words) -> int:
    """Look whether the data, the settings and the person's own files are in order; 1 where something is not."""
    places = find_places(words.data_dir, words.config)
    library = Library(places.config).whole()
    data, found = _check_data(places.journal)
    levels = [level.id for level in library.levels]
    found += load_settings(places.config_file, {"plan": library.plans, "level": levels})[1]
    if places.config_asked and not places.config_file.exists():
        found.append(f"There is no settings file {places.config_file}; every setting has its default.")
    found += [str(problem) for problem in library.problems]
    warn(found)
    if data:
        sys.stdout.write(f"{data}\n")
    if not found:
        sys.stdout.write(f"The settings and own files in {places.config} are in order.\n")
    return 1 if found else 0


@command("sync", argument("folder", metavar="FOLDER", type=named, help="the folder that your machines share"))
def sync_once(words: Words) -> None:
    env = Environment(words)
    with SharedJournal(env.places.journal, busy=BUSY_COMMAND) as journal:
        report = sync_folder.sync(journal, place(words.folder), env.clock.now())
    warn(report.skipped)
    print_lines(str(report))


def _check_data(path: Path) -> tuple[str, list[str]]:
    try:
        if not path.exists():
            return f"{path}: nothing is stored yet.", []
        found = list(maintenance.check(path))
        backup = backups.newest_good_backup(path)
    except OSError as error:
        return "", [f"The data file {path} can't be looked at ({reason(error)})."]
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
    return f"{file} isn't a backup: name a file that backcoach backup made."


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one == other


def _check_target(target: Path, journal: Path, *, force: bool) -> None:
    if _is_same(target, journal):
        raise CannotError(f"{target} is the data file itself; name another file for its copy.")
    if target.is_dir():
        raise CannotError(f"{target} is a folder; name a file in it.")
    if not target.parent.is_dir():
        raise CannotError(f"There is no folder {target.parent}; make it first, or name a file in another.")
    if target.exists() and not target.is_file():
        raise CannotError(f"{target} isn't an ordinary file; name another.")
    if (target.exists() or target.is_symlink()) and not force:
        raise CannotError(f"{target} exists already and was left as it is; name another file, or add --force.")
