"""`backcoach pain`, `note` and `diary`: what is noted beside the walks; and `week`, the review of all of it."""

from __future__ import annotations

from collections.abc import Sequence

from backcoach.cli.arguments import AT, JSON, NOTE, Words, argument, command, terminal_width
from backcoach.cli.environment import Environment, new_id
from backcoach.cli.output import answer, print_lines, warn
from backcoach.cli.walks import Records, declare_delete, declare_list
from backcoach.coach.logbook import Logbook
from backcoach.coach.protocols import Journal
from backcoach.domain.days import parse_date
from backcoach.domain.diary import Entry, EntryKind, deleted, noted, parse_kind, undeleted
from backcoach.domain.review import Week
from backcoach.domain.text import WordsError
from backcoach.domain.walks import parse_pain
from backcoach.domain.week_text import week_lines

DAYS_AHEAD = 366
"""How many days ahead a week may be looked at, to see that nothing is there."""


def _described(entry: Entry) -> str:
    what = entry.kind.label if entry.value is None else f"{entry.kind.label} {entry.value}"
    return "  ".join(filter(None, (f"{entry.at:%Y-%m-%d %H:%M}", what, entry.text)))


@command("pain", argument("pain", metavar="N", help="the pain, from 0, none, to 10, the worst"), AT, NOTE)
def add_pain(words: Words) -> None:
    _add(words, EntryKind.PAIN, words.pain, words.note or "")


@command(
    "note",
    argument("kind", metavar="KIND", help="pain, water, medicine, trigger, rest or note"),
    argument("text", metavar="TEXT", nargs="*", help="your own words; for pain a number"),
    AT,
)
def add_note(words: Words) -> None:
    """Note something of a kind; for pain the first word is its number, and the rest a note."""
    kind = parse_kind(words.kind)
    split = 1 if kind is EntryKind.PAIN else 0
    _add(words, kind, " ".join(words.text[:split]), " ".join(words.text[split:]))


def _add(words: Words, kind: EntryKind, pain: str, text: str) -> None:
    env = Environment(words)
    at = env.now if words.at is None else env.when(words.at)
    entry = noted(new_id(), kind, at, day_start=env.day_start, value=parse_pain(pain), text=text)
    env.write(lambda journal: Logbook(journal.archive).save(entry))
    print_lines(f"Saved: {_described(entry)}", f"Id: {entry.id}")


ENTRIES = Records(
    command="diary",
    noun="entry",
    one="an entry",
    many="entries",
    none="Nothing is noted for these days. To note a pain of 5: backcoach pain 5",
    described=_described,
    get=Logbook.entry,
    of_days=Logbook.entries,
)
declare_list(ENTRIES)
declare_delete(ENTRIES, deleted, undeleted)


@command("week", argument("--of", metavar="DATE", help="a day of the week that is wanted; without it, today's"), JSON)
def print_week(words: Words) -> None:
    env = Environment(words)
    day = env.today if words.of is None else parse_date(words.of, field="of")
    if (day - env.today).days > DAYS_AHEAD:
        raise WordsError("of", f"{day} is too far ahead: give a day up to a year from now.")

    def look(journal: Journal) -> tuple[Week, Sequence[str]]:
        reviews = env.reviews(journal)
        return reviews.week(day), reviews.logbook.problems()

    week, problems = env.read(look)
    warn(problems)
    answer(words, week.as_json(), *week_lines(week, terminal_width(), env.today))
