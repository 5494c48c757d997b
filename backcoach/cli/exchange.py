"""`backcoach export`, `import`, `report`, `calendar` and `completion`: what other programs read or have written."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from backcoach.cli.arguments import DAYS, Argument, Words, argument, check_span, command
from backcoach.cli.environment import Environment
from backcoach.cli.flare import read_plan
from backcoach.cli.main import build
from backcoach.cli.output import print_lines, warn
from backcoach.cli.status import coming
from backcoach.coach.protocols import Journal
from backcoach.config import find_places
from backcoach.domain.advice import Topic
from backcoach.domain.days import fixed, parse_date
from backcoach.domain.diary import Entry, EntryKind
from backcoach.domain.record import Record
from backcoach.domain.review import Period
from backcoach.domain.text import WordsError, clean, count
from backcoach.exchange import csv_file, json_file
from backcoach.exchange.files import read_whole, write_whole
from backcoach.exchange.ical import Planned, calendar
from backcoach.exchange.import_report import ImportReport, exported, take_in
from backcoach.exchange.report import FlareUp, render
from backcoach.library import Library, load_content

STDOUT = "-"
NAMES = {
    "walks": ("walk", ""),
    "sessions": ("session", ""),
    "flares": ("flare-up", ""),
    "diary": ("diary entry", "diary entries"),
    "others": ("other record", ""),
}
REPORT_DAYS = timedelta(days=27)
"""From the first to the last day of the report where none are named."""


def _output(*, required: bool) -> tuple[Argument, Argument]:
    return (
        argument(
            "-o", metavar="FILE", dest="output", required=required, help="the file to write; - is standard output"
        ),
        argument("--force", action="store_true", help="replace a file that is there"),
    )


def _put(words: Words, text: str) -> None:
    """Write the text to the file that is named; to standard output for `-`, or where none is."""
    if words.output in {None, STDOUT}:
        sys.stdout.write(text)
    else:
        write_whole(Path(words.output), text, force=words.force)
        print_lines(f"Written: {words.output}")


@command(
    "export",
    argument("--format", choices=("json", "csv"), default="json", help="all of it, or the walks as a table"),
    *_output(required=False),
)
def export(words: Words) -> int:
    """Write everything as JSON, or the walks as CSV, to a file or to standard output; 1 where something is missing."""
    if words.force and words.output in {None, STDOUT}:
        raise WordsError("force", "--force replaces a file, and none is named: name it with -o.")
    env = Environment(words)

    def look(journal: Journal) -> tuple[str, tuple[str, ...]]:
        with journal.reading():
            records, problems = exported(journal)
        text = csv_file.dump(records["walks"]) if words.format == "csv" else json_file.dump(records, env.now)
        return "".join(text), problems

    text, problems = env.read(look)
    _put(words, text)
    warn(problems)
    return 1 if problems else 0


@command("import", argument("file", metavar="FILE", help="an export as JSON, or walks as CSV"))
def import_file(words: Words) -> int:
    """Take in a file, all in one transaction; 1 where a record was refused, while the rest came in."""
    env = Environment(words)
    content = read_whole(Path(words.file))
    is_json = content.lstrip().startswith((b"{", b"["))

    def change(journal: Journal) -> ImportReport:
        if is_json:
            return take_in(json_file.load(content), journal, now=env.now)
        text = io.StringIO(content.decode(), newline="")
        items = csv_file.load(text, now=env.now, local=env.clock.local, day_start=env.day_start)
        return take_in(items, journal, now=env.now)

    report = env.write(change)
    added = ", ".join(count(number, *NAMES[section]) for section, number in report.added.items() if number)
    print_lines(f"Added: {added or 'nothing'}.")
    if report.known:
        print_lines(f"Here already, and left as it was: {count(report.known, 'record')}.")
    refused = [f"Refused, {refusal}" for refusal in report.refused]
    if report.refused_more:
        refused.append(f"Refused: {count(report.refused_more, 'more record')}.")
    warn(refused)
    return 1 if refused else 0


@command("calendar", *_output(required=True))
def write_calendar(words: Words, planned: Callable[[Environment], Iterable[Planned]] | None = None) -> int:
    """Write what is still to come today, or what `planned` gives instead."""
    env = Environment(words)
    _put(words, calendar((planned or _rest_of_today)(env), now=env.now).decode())
    return 0


def _rest_of_today(env: Environment) -> list[Planned]:
    """What the sessions that run will ask for, and what of the day's plan is still to come."""
    now = env.clock.now()
    sessions, day = env.read(lambda journal: read_plan(env, journal, now))
    ahead = () if day is None else day.day.ahead
    return [
        *(Planned(kind, at, label) for at, kind, label in coming(sessions, now)),
        *(Planned(item.kind.value, item.at, item.label) for item in ahead if item.at > now.wall),
    ]


@command("report", *DAYS, *_output(required=True))
def write_report(words: Words) -> None:
    env = Environment(words)
    last = env.today if words.last is None else min(env.today, parse_date(words.last, field="to"))
    first = last - REPORT_DAYS if words.first is None else parse_date(words.first, field="from")
    if first > env.today:
        raise WordsError("from", f"{first} is still to come: give a first day up to today.")
    check_span(first, last)
    library = load_content(env.places.config)
    signs = {sign_id: sign.text for sign_id, sign in library.signs.items()}

    def look(journal: Journal) -> tuple[str, Sequence[str]]:
        reviews, archive = env.reviews(journal), journal.archive
        period = reviews.period(first, last)
        answers = [_help_entry(record, env, signs) for record in archive.records("answer", first=first, last=last)]
        html = render(
            _with_entries(period, answers),
            _flare_ups(archive.records("flare"), period, env, library),
            printed_at=env.now,
            week_start=env.settings.week_start.weekday,
        )
        return html, reviews.logbook.problems()

    html, problems = env.read(look)
    _put(words, html)
    warn(problems)


def _help_entry(record: Record, env: Environment, signs: Mapping[str, str]) -> Entry:
    """One round of answers on the get-help screen, as a diary entry; `signs` are the texts by id."""
    answers = record.doc.get("answers")
    given = [one for one in answers if isinstance(one, dict)] if isinstance(answers, list) else []
    yes = [clean(signs.get(str(one.get("sign")), str(one.get("sign")))) for one in given if one.get("yes") is True]
    said = f"yes: {'; '.join(yes)}" if yes else f"no to {len(given)} of the signs asked"
    try:
        return Entry(record.id, EntryKind.HELP, fixed(env.clock.local(record.at)), record.date, text=said[:2000])
    except WordsError:
        return Entry(record.id, EntryKind.HELP, record.at, record.at.date(), text=said[:2000])


def _with_entries(period: Period, entries: Iterable[Entry]) -> Period:
    """The period with these entries in the diaries of their days."""
    more: dict[date, list[Entry]] = {}
    for entry in entries:
        more.setdefault(entry.date, []).append(entry)
    days = (
        replace(day, diary=tuple(sorted((*day.diary, *more.get(day.date, ())), key=lambda entry: entry.at)))
        for day in period.days
    )
    return replace(period, days=tuple(days))


def _flare_ups(records: Iterable[Record], period: Period, env: Environment, library: Library) -> list[FlareUp]:
    """The flare-ups that touch the period."""
    found = []
    for record in records:
        onset = env.clock.local(record.at)
        ended = _ended(record)
        over = None if ended is None else env.clock.local(ended)
        if onset.date() <= period.end and (over is None or over.date() >= period.start):
            plan, pain = str(record.doc.get("plan") or ""), record.doc.get("pain")
            title = library.plans[plan].title if plan in library.plans else clean(plan)
            trigger = clean(str(record.doc.get("trigger") or ""))
            found.append(FlareUp(onset, over, title, pain if type(pain) is int else None, trigger))
    return found


def _ended(record: Record) -> datetime | None:
    """When the flare-up was over, in whichever of its forms that is kept; None while it is not."""
    ended = record.doc.get("ended")
    text = ended.get("wall") if isinstance(ended, dict) else ended
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


@command("completion", argument("shell", choices=("bash", "zsh", "fish"), help="the shell"))
def print_completion(words: Words) -> None:
    """Print a static script, made by shtab from the parser itself: no Python starts at each press of tab."""
    import shtab  # noqa: PLC0415 - this command's alone

    parser = build()
    library = load_content(find_places(words.data_dir, words.config).config)
    known: dict[str, Iterable[str]] = {"plan": library.plans, "pattern": library.patterns, "routine": library.stretches}
    known["topic"] = Topic
    for action in _actions(parser):
        if action.dest in {"file", "output", "config"}:
            action.complete = shtab.FILE  # type: ignore[attr-defined] # where shtab looks for it
        elif action.dest == "data_dir":
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined] # the same
        elif action.dest in known and action.choices is None:
            action.choices = list(known[action.dest])
    sys.stdout.write(shtab.complete(parser, shell=words.shell) + "\n")


def _actions(parser: argparse.ArgumentParser) -> Iterable[argparse.Action]:
    """Every argument of the parser and of its commands."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no public word for them, and shtab reads the same
        yield action
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - the same
            for each in action.choices.values():
                yield from _actions(each)
