"""`backcoach export`, `import`, `report` and `calendar`: taking it along."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from backcoach.cli.account import Account, warn
from backcoach.cli.day import read_day
from backcoach.cli.output import print_lines
from backcoach.cli.parts import going_on
from backcoach.cli.report import page
from backcoach.cli.running import coming
from backcoach.coach.day import Today
from backcoach.coach.protocols import Journal
from backcoach.domain.session import Session
from backcoach.domain.text import WordsError, count
from backcoach.exchange import csv_file, json_file
from backcoach.exchange.files import read_whole, write_whole
from backcoach.exchange.ical import Planned, calendar
from backcoach.exchange.import_report import ImportReport, exported, take_in

_NAMES = {
    "walks": ("walk", ""),
    "sessions": ("session", ""),
    "flares": ("flare-up", ""),
    "diary": ("diary entry", "diary entries"),
    "others": ("other record", ""),
}


STDOUT = "-"


def _put(words: argparse.Namespace, text: str) -> None:
    """Write the text to the file that is named; to standard output for `-`, or where none is."""
    if words.output in {None, STDOUT}:
        sys.stdout.write(text)
    else:
        write_whole(Path(words.output), text, force=words.force)
        print_lines([f"Written: {words.output}"])


def export(words: argparse.Namespace) -> int:
    """Write everything as JSON, or the walks as CSV, to a file or to standard output; 1 where something is missing."""
    if words.force and words.output in {None, STDOUT}:
        raise WordsError("force", "--force replaces a file, and none is named: name it with -o.")
    account = Account(words)

    def look(journal: Journal) -> tuple[str, tuple[str, ...]]:
        with journal.reading():
            records, problems = exported(journal)
        text = csv_file.dump(records["walks"]) if words.format == "csv" else json_file.dump(records, account.now)
        return "".join(text), problems

    text, problems = account.read(look)
    _put(words, text)
    warn(problems)
    return 1 if problems else 0


def import_(words: argparse.Namespace) -> int:
    """Take in a file, all in one transaction; 1 where a record was refused, while the rest came in."""
    account = Account(words)
    content = read_whole(Path(words.file))
    is_json = content.lstrip().startswith((b"{", b"["))

    def change(journal: Journal) -> ImportReport:
        if is_json:
            return take_in(json_file.load(content), journal, now=account.now)
        text = io.StringIO(content.decode(), newline="")
        items = csv_file.load(text, now=account.now, local=account.clock.local, day_start=account.day_start)
        return take_in(items, journal, now=account.now)

    report = account.write(change)
    added = ", ".join(count(number, *_NAMES[section]) for section, number in report.added.items() if number)
    lines = [f"Added: {added or 'nothing'}."]
    if report.known:
        lines.append(f"Here already, and left as it was: {count(report.known, 'record')}.")
    print_lines(lines)
    refused = [f"Refused, {refusal}" for refusal in report.refused]
    if report.refused_more:
        refused.append(f"Refused: {count(report.refused_more, 'more record')}.")
    warn(tuple(refused))
    return 1 if refused else 0


def write_report(words: argparse.Namespace) -> int:
    """Write the page for a clinician."""
    html, problems = page(Account(words), words)
    _put(words, html)
    warn(problems)
    return 0


def write_calendar(words: argparse.Namespace, planned: Callable[[Account], Iterable[Planned]] | None = None) -> int:
    """Write what is still to come today.

    Args:
        words: where to write it.
        planned: what is planned; without it, what the sessions that run will ask for, and the rest of the day.
    """
    account = Account(words)
    _put(words, calendar((planned or of_today)(account), now=account.now).decode())
    return 0


def of_today(account: Account) -> list[Planned]:
    """What the sessions that run will ask for, and what of the day's plan is still to come."""
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
