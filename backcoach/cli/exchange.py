"""`backcoach export`, `import`, `report` and `calendar`: taking it along."""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Iterable
from pathlib import Path

from backcoach.cli.account import STDOUT, Account, going_on, print_lines, put_out, warn
from backcoach.cli.parser import Command, Parser, add_output
from backcoach.cli.status import coming, read_day
from backcoach.coach.day import Today
from backcoach.coach.protocols import Journal
from backcoach.domain.session import Session
from backcoach.domain.text import WordsError, count
from backcoach.exchange import csv_file, json_file
from backcoach.exchange.files import read_whole
from backcoach.exchange.ical import Planned, calendar
from backcoach.exchange.import_report import ImportReport, exported, take_in

_NAMES = {
    "walks": ("walk", ""),
    "sessions": ("session", ""),
    "flares": ("flare-up", ""),
    "diary": ("diary entry", "diary entries"),
    "others": ("other record", ""),
}


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
    put_out(words, text)
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


def write_calendar(words: argparse.Namespace, planned: Callable[[Account], Iterable[Planned]] | None = None) -> int:
    """Write what is still to come today.

    Args:
        words: where to write it.
        planned: what is planned; without it, what the sessions that run will ask for, and the rest of the day.
    """
    account = Account(words)
    put_out(words, calendar((planned or of_today)(account), now=account.now).decode())
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


def _export_words(parser: Parser) -> None:
    parser.add_argument("--format", choices=("json", "csv"), default="json", help="all of it, or the walks as a table")
    add_output(parser, required=False)


def _import_words(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="an export as JSON, or walks as CSV")


COMMANDS = {
    "calendar": Command("today's remaining plan as iCalendar, to load into a phone", write_calendar, add_output),
    "export": Command("everything that is kept as JSON, or the walks as CSV", export, _export_words),
    "import": Command(
        "take in an export, or walks as CSV; what is here already stays as it is", import_, _import_words
    ),
}
