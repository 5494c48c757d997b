"""`backcoach week` and `backcoach report`: the review as text or JSON, and as one page for a clinician."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from backcoach.cli.account import Account, print_json, print_lines, put_out, warn
from backcoach.cli.log import check_span
from backcoach.cli.parser import Command, Parser, add_days, add_json, add_output, terminal_width
from backcoach.coach.protocols import Journal
from backcoach.domain.days import fixed, parse_date
from backcoach.domain.diary import Entry, EntryKind
from backcoach.domain.record import Record
from backcoach.domain.review import Period, Week
from backcoach.domain.text import WordsError, clean
from backcoach.domain.week_text import week_lines
from backcoach.exchange.report import FlareUp, render
from backcoach.library import Library, load_content

AHEAD = 366
"""How many days ahead a week may be looked at, to see that nothing is there."""


def print_week(words: argparse.Namespace) -> int:
    """Print the week that holds the day that the words name, or today."""
    account = Account(words)
    day = account.today if words.of is None else parse_date(words.of, field="of")
    check_near(day, account.today)

    def look(journal: Journal) -> tuple[Week, tuple[str, ...]]:
        reviews = account.reviews(journal)
        return reviews.week(day), reviews.logbook.problems()

    week, problems = account.read(look)
    warn(problems)
    if words.json:
        print_json(week.as_json())
    else:
        print_lines(week_lines(week, terminal_width(), account.today))
    return 0


def check_near(day: date, today: date) -> None:
    """Nothing, where the day is at most a year ahead.

    Raises:
        WordsError: it is further away.
    """
    if (day - today).days > AHEAD:
        raise WordsError("of", f"{day} is too far ahead: give a day up to a year from now.")


DAYS = 28
"""How many days the page covers where none are named."""


def page(account: Account, words: argparse.Namespace) -> tuple[str, tuple[str, ...]]:
    """The page for the days that the words name, and what could not be read.

    Raises:
        WordsError: the days can't be used.
    """
    first, last = span(words, account.today)
    library = load_content(account.places.config)

    def look(journal: Journal) -> tuple[str, tuple[str, ...]]:
        reviews = account.reviews(journal)
        period = reviews.period(first, last)
        signs = {sign_id: sign.text for sign_id, sign in library.signs.items()}
        answers = help_entries(journal.archive.records("answer", first=first, last=last), account, signs)
        html = render(
            with_entries(period, answers),
            flare_ups(journal.archive.records("flare"), period, account, library),
            printed_at=account.now,
            week_start=account.settings.week_start.weekday,
        )
        return html, reviews.logbook.problems()

    return account.read(look)


def span(words: argparse.Namespace, today: date) -> tuple[date, date]:
    """The first and the last day that the words name, up to today.

    Raises:
        WordsError: they can't be used.
    """
    last = min(today, parse_date(words.last, field="to")) if words.last is not None else today
    first = parse_date(words.first, field="from") if words.first is not None else last - timedelta(days=DAYS - 1)
    if first > today:
        raise WordsError("from", f"{first} is still to come: give a first day up to today.")
    check_span(first, last)
    return first, last


def help_entries(records: Iterable[Record], account: Account, signs: Mapping[str, str]) -> list[Entry]:
    """What was answered on the get-help screen, a line for each round.

    Args:
        records: the rounds as they are kept.
        account: for the zone.
        signs: the words of each sign, by id.
    """
    entries = []
    for record in records:
        answers = record.doc.get("answers")
        given = [one for one in answers if isinstance(one, dict)] if isinstance(answers, list) else []
        there = [
            clean(signs.get(str(one.get("sign")), str(one.get("sign")))) for one in given if one.get("yes") is True
        ]
        said = f"yes: {'; '.join(there)}" if there else f"no to {len(given)} of the signs asked"
        try:
            at = fixed(account.clock.local(record.at))
            entries.append(Entry(record.id, EntryKind.HELP, at, record.date, text=said[:2000]))
        except WordsError:
            at = record.at
            entries.append(Entry(record.id, EntryKind.HELP, at, at.date(), text=said[:2000]))
    return entries


def with_entries(period: Period, entries: Iterable[Entry]) -> Period:
    """The period with these entries in the diaries of their days."""
    more: dict[date, list[Entry]] = {}
    for entry in entries:
        more.setdefault(entry.date, []).append(entry)
    return replace(
        period,
        days=tuple(
            replace(day, diary=tuple(sorted((*day.diary, *more.get(day.date, ())), key=lambda entry: entry.at)))
            for day in period.days
        ),
    )


def flare_ups(records: Iterable[Record], period: Period, account: Account, library: Library) -> list[FlareUp]:
    """The flare-ups that touch the period."""
    found = []
    for record in records:
        onset = account.clock.local(record.at)
        ended = _ended(record)
        over = None if ended is None else account.clock.local(ended)
        if onset.date() <= period.end and (over is None or over.date() >= period.start):
            plan, pain = str(record.doc.get("plan") or ""), record.doc.get("pain")
            found.append(
                FlareUp(
                    onset,
                    over,
                    library.plans[plan].title if plan in library.plans else clean(plan),
                    pain if type(pain) is int else None,
                    clean(str(record.doc.get("trigger") or "")),
                )
            )
    return found


def _ended(record: Record) -> datetime | None:
    """When the flare-up was over, in whichever of its forms that is kept; None while it is not."""
    ended = record.doc.get("ended")
    text = ended.get("wall") if isinstance(ended, dict) else ended
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def write_report(words: argparse.Namespace) -> int:
    """Write the page for a clinician."""
    html, problems = page(Account(words), words)
    put_out(words, html)
    warn(problems)
    return 0


def _week_words(parser: Parser) -> None:
    parser.add_argument("--of", metavar="DATE", help="a day of the week that is wanted; without it, today's")
    add_json(parser)


def _report_words(parser: Parser) -> None:
    add_days(parser)
    add_output(parser)


COMMANDS = {
    "week": Command("the week's review as text", print_week, _week_words),
    "report": Command("one page for a clinician, as HTML", write_report, _report_words),
}
