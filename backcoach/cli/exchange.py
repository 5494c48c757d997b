"""`backcoach export`, `import`, `report` and `calendar`: taking it along."""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from backcoach.adapters.exchange import csv_file, json_file
from backcoach.adapters.exchange.archive import Merged, merge
from backcoach.adapters.exchange.ical import Planned
from backcoach.adapters.exchange.stored import StoredArchive
from backcoach.adapters.exchange.whole import begins, mapped, opened, write_whole
from backcoach.cli.account import Account, warn
from backcoach.cli.output import print_lines
from backcoach.coach.days import Today
from backcoach.domain.session import Session
from backcoach.domain.text import WordsError, count
from backcoach.ports import Journal

_NAMES = {
    "walks": ("walk", ""),
    "sessions": ("session", ""),
    "flares": ("flare-up", ""),
    "diary": ("diary entry", "diary entries"),
    "others": ("other record", ""),
}


def export(words: argparse.Namespace) -> int:
    """Write everything as JSON, or the walks as CSV, to a file or to standard output; 1 where something is missing."""
    if words.force and words.output is None:
        raise WordsError("force", "--force replaces a file, and none is named: name it with -o.")
    account = Account(words)

    def look(journal: Journal) -> tuple[str, ...]:
        archive = StoredArchive(journal, account.now)
        with journal.reading():
            if words.format == "csv":
                put(csv_file.dump(archive.records("walks")))
            else:
                put(json_file.dump(archive, account.now))
        return archive.problems()

    def put(parts: Iterable[str]) -> None:
        if words.output is None:
            _print_whole(parts)
        else:
            write_whole(Path(words.output), parts, force=words.force)

    problems = account.read(look)
    if words.output is not None:
        print_lines([f"Written: {words.output}"])
    warn(problems)
    return 1 if problems else 0


def _print_whole(parts: Iterable[str]) -> None:
    """Print all of it or, where reading it fails on the way, nothing; it may be more than memory holds."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as kept:
        kept.writelines(parts)
        kept.seek(0)
        shutil.copyfileobj(kept, sys.stdout)


def take_in(words: argparse.Namespace) -> int:
    """Take in a file, all in one transaction; 1 where a record was refused, while the rest came in."""
    account = Account(words)
    path = Path(words.file)

    def change(journal: Journal) -> Merged:
        with ExitStack() as held:
            file = held.enter_context(opened(path))
            if begins(file, (b"{", b"[")):
                items = json_file.load(held.enter_context(mapped(file)))
            else:
                text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
                items = csv_file.load(text, now=account.now, local=account.clock.local, day_start=account.day_start)
            return merge(items, StoredArchive(journal, account.now), now=account.now)

    with opened(path):
        pass  # what is no file must make no account
    merged = account.write(change)
    added = ", ".join(count(number, *_NAMES[section]) for section, number in merged.added.items() if number)
    lines = [f"Added: {added or 'nothing'}."]
    if merged.known:
        lines.append(f"Here already, and left as it was: {count(merged.known, 'record')}.")
    print_lines(lines)
    refused = [f"Refused, {refusal}" for refusal in merged.refused]
    if merged.refused_more:
        refused.append(f"Refused: {count(merged.refused_more, 'more record')}.")
    warn(tuple(refused))
    return 1 if refused else 0


def write_report(words: argparse.Namespace) -> int:
    """Write the page for a clinician."""
    from backcoach.cli.report import page  # noqa: PLC0415 - loads the template library

    html, problems = page(Account(words), words)
    write_whole(Path(words.output), html, force=words.force)
    print_lines([f"Written: {words.output}"])
    warn(problems)
    return 0


def write_calendar(words: argparse.Namespace, planned: Callable[[Account], Iterable[Planned]] | None = None) -> int:
    """Write what is still to come today.

    Args:
        words: where to write it.
        planned: what is planned; without it, what the sessions that run will ask for, and the rest of the day.
    """
    from backcoach.adapters.exchange.ical import calendar  # noqa: PLC0415 - this command's alone

    account = Account(words)
    write_whole(Path(words.output), calendar((planned or of_today)(account), now=account.now), force=words.force)
    print_lines([f"Written: {words.output}"])
    return 0


def of_today(account: Account) -> list[Planned]:
    """What the sessions that run will ask for, and what of the day's plan is still to come."""
    from backcoach.adapters.exchange.ical import Planned  # noqa: PLC0415 - the calendar's alone
    from backcoach.cli.day import read_day  # noqa: PLC0415 - the same
    from backcoach.cli.parts import going_on  # noqa: PLC0415 - the same
    from backcoach.cli.running import coming  # noqa: PLC0415 - the same

    now = account.clock.now()

    def look(journal: Journal) -> tuple[tuple[Session, ...], Today | None]:
        sessions = going_on(journal, now)
        return sessions, read_day(account, journal, sessions)

    sessions, day = account.read(look)
    ahead = () if day is None else day.day.ahead
    return [
        *(Planned(kind, at, label) for at, kind, label in coming(sessions, now)),
        *(Planned(item.kind.value, item.at, item.label) for item in ahead if item.at > now.wall),
    ]
