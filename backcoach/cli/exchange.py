"""`backcoach export`, `import`, `report`, `calendar` and `completion`: what other programs read or have written."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from backcoach.cli.command import (
    DAYS,
    CannotError,
    Words,
    argument,
    check_span,
    command,
    named_file,
    output,
    print_lines,
    warn,
)
from backcoach.cli.environment import Environment
from backcoach.cli.main import build
from backcoach.cli.status import coming, days_of, going_on
from backcoach.cli.walks import WALKS
from backcoach.coach.protocols import Journal, JournalError
from backcoach.config import find_places
from backcoach.domain.days import DAY, Waking, minute_after, parse_date, waking
from backcoach.domain.flare import Flare
from backcoach.domain.handbook import topics
from backcoach.domain.limits import MINUTE
from backcoach.domain.record import ANSWER, TOLD, WALK, Record
from backcoach.domain.record_checks import walk_of
from backcoach.domain.routine import Kind
from backcoach.domain.suggestions import SEVERAL_A_DAY, Item, group
from backcoach.domain.text import WordsError, clean, count, reason
from backcoach.exchange import csv_file, json_file
from backcoach.exchange.ical import Planned, calendar, fallen_away
from backcoach.exchange.importing import ImportReport, Incoming, read_whole, take_in
from backcoach.exchange.report import FlareUp, Noted, render
from backcoach.files import put
from backcoach.library import Library

STDOUT = "-"
NAMES = {
    "walks": ("walk", ""),
    "sessions": ("session", ""),
    "flares": ("flare-up", ""),
    "diary": ("diary entry", "diary entries"),
    "others": ("other record", ""),
}
MOST_SHOWN = 20
"""So many walks are shown in a preview."""
MOST_REFUSALS = 1000
PROGRESS_EVERY = 2000
SENT = "calendar"
"""The id of the record of what the calendars of these days were given."""


def _put(words: Words, text: str) -> None:
    """Write the text to the file that is named; to standard output for `-`, or where none is."""
    if words.output in {None, STDOUT}:
        sys.stdout.write(text)
        return
    path = Path(words.output)
    target = path.resolve() if words.force else path
    if path.is_dir():
        raise CannotError(f"{path} is a folder: give the name of a file in it.")
    if words.force and target.exists() and not target.is_file():
        raise CannotError(f"{path} is not an ordinary file: give the name of one.")
    try:
        put(target, text.encode("utf-8", "replace"), is_new=not words.force)
    except FileExistsError:
        raise CannotError(f"{path} exists already: give another name, or --force to replace it.") from None
    except OSError as error:
        raise CannotError(f"{path} could not be written ({reason(error)}): give another place.") from error
    print_lines(f"Written: {words.output}")


@command(
    "export",
    argument("--format", choices=("json", "csv"), default="json", help="all your data, or your walks as a table"),
    argument("--schema", action="store_true", help="print the JSON Schema of an export instead"),
    *output(required=False),
)
def export(words: Words) -> int:
    """Write everything as JSON, or the walks as CSV, to a file or to standard output; 1 where something is missing."""
    if words.force and words.output in {None, STDOUT}:
        raise WordsError("force", "--force replaces a file, and none is named: name it with -o.")
    if words.schema and words.format == "csv":
        raise WordsError("schema", "--schema is for JSON: leave --format csv out.")
    if words.schema:
        _put(words, json_file.schema())
        return 0
    env = Environment(words)

    def look(journal: Journal) -> tuple[str, tuple[str, ...]]:
        with journal.reading():
            records, problems = json_file.exported(journal)
        is_table = words.format == "csv"
        return csv_file.dump(records["walks"]) if is_table else json_file.dump(records, env.now), problems

    text, problems = env.read(look)
    _put(words, text)
    warn(problems)
    return 1 if problems else 0


class _PreviewOverError(Exception):
    """Undoes what was taken in only to be shown."""


@command(
    "import",
    argument("file", metavar="FILE", type=named_file, help="an export as JSON, or walks as CSV"),
    argument("--dates", choices=("dmy", "mdy"), help="day or month first, in dates such as 05/11/2026 in a CSV"),
    argument("--dry-run", action="store_true", help="show what would come in, and change nothing"),
)
def import_file(words: Words) -> int:
    """Take in a file, all in one transaction; 1 where a record was refused, while the rest came in."""
    env = Environment(words)
    content = read_whole(Path(words.file))
    items: Sequence[Incoming | str]
    unknown: Sequence[str] = ()
    if content.lstrip().startswith((b"{", b"[")):
        if words.dates:
            raise WordsError("dates", "--dates is for the dates of a table, and the file is JSON: leave it out.")
        items = json_file.load(content)
    else:
        items, unknown = csv_file.load(
            content.decode(), now=env.now, local=env.clock.local, day_start=env.settings.day_start, dates=words.dates
        )

    def take(journal: Journal) -> ImportReport:
        return take_in(items, journal, now=env.now, watched=_watched)

    def preview(journal: Journal) -> ImportReport:
        with suppress(_PreviewOverError), journal.transaction():
            report = take(journal)
            raise _PreviewOverError
        return report

    report = env.read(preview) if words.dry_run else env.write(take)
    _print_report(report, is_preview=words.dry_run)
    if unknown:
        warn([f"Columns that backcoach doesn't know were left out: {', '.join(unknown)}."])
    warn(f"Refused, {refusal}" for refusal in report.refused[:MOST_REFUSALS])
    if len(report.refused) > MOST_REFUSALS:
        warn([f"Refused: {count(len(report.refused) - MOST_REFUSALS, 'more record')}."])
    return 1 if report.refused else 0


def _print_report(report: ImportReport, *, is_preview: bool) -> None:
    """Print what came in, or in a preview would, and then each walk."""
    added = ", ".join(count(number, *NAMES[section]) for section, number in report.added.items() if number)
    print_lines(f"{'Would be added' if is_preview else 'Added'}: {added or 'nothing'}.")
    if deleted := ", ".join(
        count(report.deleted[section], *NAMES[section]) for section in NAMES if section in report.deleted
    ):
        print_lines(f"{'Would be deleted' if is_preview else 'Deleted'}, as in the file: {deleted}.")
    if report.away:
        print_lines(f"Deleted in the file, and kept out from now on: {count(report.away, 'record')}.")
    if is_preview:
        kept = [(one.place, record) for one, record in report.taken if isinstance(record, Record)]
        walks = [(place, walk_of(record)) for place, record in kept if record.kind == WALK]
        print_lines(*(f"  {place}: {WALKS.described(walk)}" for place, walk in walks[:MOST_SHOWN]))
        if len(walks) > MOST_SHOWN:
            print_lines(f"  and {count(len(walks) - MOST_SHOWN, 'more walk')}.")
    if report.known:
        print_lines(f"Here already, and left as it was: {count(report.known, 'record')}.")


def _watched(records: Sequence[Any]) -> Iterator[Any]:
    """The records, of which a terminal shows how many have passed."""
    for n, record in enumerate(records):
        if n and n % PROGRESS_EVERY == 0 and sys.stderr.isatty():
            sys.stderr.write(f"\r{n:,} of {len(records):,} records\r")
            sys.stderr.flush()
        yield record
    if len(records) > PROGRESS_EVERY and sys.stderr.isatty():
        sys.stderr.write(" " * 60 + "\r")


@command("calendar", *output(required=True))
def write_calendar(words: Words) -> None:
    """Write what is still to come today, and what an earlier file of the day had and is no more; 1 for nothing."""
    env = Environment(words)
    plan = env.read(lambda journal: _rest_of_today(env, journal))
    gone: list[Planned] = []
    with suppress(JournalError):  # a full or read-only disk keeps nobody from the plan
        gone = env.write(lambda journal: _fallen_away(env, journal, plan))
    if not plan and not gone:
        raise CannotError("Nothing is left of today's plan, so no calendar was written: try again tomorrow.")
    _put(words, calendar([*plan, *gone], now=env.now).decode())


def _fallen_away(env: Environment, journal: Journal, plan: list[Planned]) -> list[Planned]:
    """What an earlier file of these days had and this plan has not; remembered for the next one."""
    archive, here = journal.archive, {planned.uid for planned in plan}
    before, days = archive.record(SENT), {str(env.today), *(str(planned.day) for planned in plan)}
    sent = {uid for uid in (before.doc.get("items", ()) if before else ()) if uid[:10] in days}
    archive.put(Record(SENT, TOLD, env.clock.now().wall, env.today, {"items": sorted(sent | here)}))
    return [fallen_away(uid, at=minute_after(env.clock.now().wall + MINUTE)) for uid in sorted(sent - here)]


def _rest_of_today(env: Environment, journal: Journal) -> list[Planned]:
    """What the sessions that run will ask for, and what of the day's plan is still to come.

    What can be done already comes in a minute. Without a flare-up the next change of position is in it too.
    """
    now, settings = env.clock.now(), env.settings
    sessions = going_on(journal, now)
    today = days_of(env, journal).today(sessions)
    hours, soon = waking(now.wall, settings, env.clock.local), minute_after(now.wall + MINUTE)
    interval = min(phase.every or SEVERAL_A_DAY for phase in today.plan.phases)
    asked = [Planned(kind, at, label, env.today, "now") for at, kind, label in coming(sessions, now)]
    planned: dict[tuple[str, int], Planned] = {}
    for item in today.day.ahead:
        kind, number = group(item), _number(item, hours, interval)
        while (kind, number) in planned:  # one was put off to the time of another
            number += 1
        planned[kind, number] = Planned(kind, max(item.at, soon), item.label, hours.day, number, item.takes)
    posture, every = Kind.POSTURE.value, settings.posture_interval
    is_on = any(session.kind is Kind.POSTURE for session in sessions)
    if today.flare is None and not is_on and hours.day == env.today:
        at = hours.wake + max(0, (now.wall - hours.wake) // every + 1) * every
        if at < hours.sleep:
            label = f"Change position every {every // MINUTE} min"
            planned[posture, 0] = Planned(posture, at, label, hours.day)
    return [*asked, *planned.values()]


def _number(item: Item, hours: Waking, interval: timedelta) -> int:
    """Which one of its kind it is on its day, the same in each file: so a later file replaces it in a calendar.

    The plan counts packs anew after each that was done. Here each has the number of the interval in which it lies.
    """
    match item.kind:
        case Kind.ICE | Kind.HEAT:
            return (item.at - hours.wake) // interval
        case Kind.WALK | Kind.STRETCH:
            return int(item.id.rpartition("-")[2])
        case Kind.BREATHE:
            return int(item.id == f"breathe-{hours.day}")  # 0 at the onset, 1 before the quiet hours
        case _:
            return 0


@command("report", *DAYS, *output(required=True))
def write_report(words: Words) -> None:
    env = Environment(words)
    last = env.today if words.last is None else min(env.today, parse_date(words.last, field="to"))
    first = last - 27 * DAY if words.first is None else parse_date(words.first, field="from")
    if first > env.today:
        raise WordsError("from", f"{first} is still to come: give a first day up to today.")
    check_span(first, last)
    library = Library(env.places.config)

    def look(journal: Journal) -> tuple[str, Sequence[str]]:
        reviews, archive = env.reviews(journal), journal.archive
        html = render(
            reviews.period(first, last),
            _flare_ups(reviews.records.flares(), first, last, env, library),
            answers=[_answered(one, env, library) for one in archive.records(ANSWER, first=first, last=last)],
            helped=reviews.helped(last),
            questions=[(one.question, ", ".join(one.sources)) for one in library.advice if one.question],
            level=reviews.goal(last).words,
            printed_at=env.now,
            week_start=env.settings.week_start.weekday,
        )
        return html, reviews.records.problems()

    html, problems = env.read(look)
    _put(words, html)
    warn(problems)


def _answered(record: Record, env: Environment, library: Library) -> Noted:
    """What one round of answers on the get-help screen said, and when."""
    answers = record.doc.get("answers")
    given = [one for one in answers if isinstance(one, dict)] if isinstance(answers, list) else []
    yes = [str(one.get("sign")) for one in given if one.get("yes") is True]
    texts = [clean(library.signs[sign].text if sign in library.signs else sign) for sign in yes]
    said = f"yes: {'; '.join(texts)}" if yes else f"no to {len(given)} of the signs asked"
    return said, env.clock.local(record.at)


def _flare_ups(
    flares: Iterable[Flare], first: date, last: date, env: Environment, library: Library
) -> Iterator[FlareUp]:
    """The flare-ups that touch the days from first to last."""
    for flare in flares:
        onset = env.clock.local(flare.onset.wall)
        until = None if flare.ended is None else env.clock.local(flare.ended.wall)
        if onset.date() <= last and (until is None or until.date() >= first):
            title = library.plans[flare.plan].title if flare.plan in library.plans else clean(flare.plan)
            yield onset, until, title, flare


@command("completion", argument("shell", choices=("bash", "zsh", "fish"), help="the shell"))
def print_completion(words: Words) -> None:
    """Print a static script, made by shtab from the parser itself: no Python starts at each press of tab."""
    import shtab  # this command's alone

    parser = build()
    library = Library(find_places(words.data_dir, words.config).config)
    known: dict[str, Iterable[str]] = {"plan": library.plans, "pattern": library.patterns, "routine": library.stretches}
    known["topic"] = topics(library.advice)
    for action in _actions(parser):
        if action.dest in {"file", "output", "config"}:
            action.complete = shtab.FILE  # type: ignore[attr-defined] # where shtab looks for it
        elif action.dest == "data_dir":
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined] # the same
        elif action.dest in known and action.choices is None:
            action.choices = list(known[action.dest])
    sys.stdout.write(shtab.complete(parser, shell=words.shell) + "\n")


def _actions(parser: argparse.ArgumentParser) -> Iterable[argparse.Action]:
    for action in parser._actions:  # noqa: SLF001 - argparse has no public word for them, and shtab reads the same
        yield action
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - the same
            for each in action.choices.values():
                yield from _actions(each)
