"""`backcoach walk`, `pain`, `note` and `diary`: what is noted; and `week`, the review of all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from backcoach.cli.command import (
    AT,
    DAYS,
    JSON,
    NOTE,
    WHEN,
    Argument,
    CannotError,
    Words,
    answer,
    argument,
    check_span,
    command,
    print_lines,
    terminal_width,
    warn,
)
from backcoach.cli.environment import Environment, new_id
from backcoach.cli.sessions import PLAIN, open_window
from backcoach.coach.log import LogRecords
from backcoach.coach.protocols import Journal
from backcoach.domain import walks
from backcoach.domain.days import parse_date
from backcoach.domain.diary import (
    Entry,
    EntryKind,
    TypedEntry,
    TypedWalk,
    edited_walk,
    parse_kind,
    read_entry,
    read_walk,
)
from backcoach.domain.review import Week
from backcoach.domain.text import WordsError, clean, quoted
from backcoach.domain.walks import Walk
from backcoach.domain.week_text import week_lines
from backcoach.store.journal import SqliteJournal

Kept = TypeVar("Kept", Walk, Entry)


class Records(Struct, Generic[Kept], frozen=True):
    """Walks or diary entries, as their commands call them, show them and find them."""

    command: str
    noun: str
    one: str
    many: str
    none: str
    described: Callable[[Kept], str]
    get: Callable[[LogRecords, str], Kept | None]
    of_days: Callable[[LogRecords, date, date], Sequence[Kept]]

    @property
    def id(self) -> Argument:
        return argument("id", metavar="ID", help=f"the id of the {self.noun}, or its beginning")

    def tell(self, done: str, record: Kept, words: Words) -> None:
        answer(words, record.as_json(), f"{done}: {self.described(record)}", f"Id: {record.id}")

    def change(self, env: Environment, beginning: str, change: Callable[[Kept], Kept]) -> Kept:
        """Change the one record whose id begins so."""
        beginning = clean(beginning)
        if not env.places.journal.exists():
            raise WordsError("id", f"No {self.noun} begins with {quoted(beginning)}: nothing is stored yet.")

        def apply(journal: SqliteJournal) -> Kept:
            records = LogRecords(journal.archive)
            kept = journal.archive.starting_with(self.command, beginning)
            found = [record.id for record in kept if not record.is_gone]
            record_id = walks.pick(beginning, found, noun=self.noun)
            record = self.get(records, record_id)
            if record is None:
                raise CannotError(" ".join(records.problems()) or f"The {self.noun} {record_id} can't be read.")
            changed = change(record)
            if changed != record:
                records.save(changed, changed=env.now)
            return changed

        return env.write(apply)


def declare_list(kind: Records[Kept]) -> None:
    about = f"the {kind.many} of these days, the latest last; all of them if you name no days"

    @command(f"{kind.command} list", *DAYS, JSON, about=about)
    def list_records(words: Words) -> None:
        first = date.min if words.first is None else parse_date(words.first, field="from")
        last = date.max if words.last is None else parse_date(words.last, field="to")
        check_span(first, last)

        def look(journal: Journal) -> tuple[Sequence[Kept], Sequence[str]]:
            records = LogRecords(journal.archive)
            return kind.of_days(records, first, last), records.problems()

        found, problems = Environment(words).read(look)
        warn(problems)
        ids = {record.id for record in found}
        shown = 8
        while len({each[:shown] for each in ids}) < len(ids):
            shown += 1
        lines = [f"{record.id[:shown]}  {kind.described(record)}" for record in found]
        answer(words, [record.as_json() for record in found], *(lines or [kind.none]))


def declare_delete(kind: Records[Kept]) -> None:
    @command(f"{kind.command} delete", kind.id, JSON, about=f"delete {kind.one}; it can be brought back")
    def delete_record(words: Words) -> None:
        env = Environment(words)
        record = kind.change(env, words.id, lambda record: replace(record, deleted=record.deleted or env.now))
        kind.tell("Deleted", record, words)
        if not words.json:
            print_lines(f"To bring it back: backcoach {kind.command} undelete {record.id}")

    @command(f"{kind.command} undelete", kind.id, JSON, about=f"bring {kind.one} back")
    def undelete_record(words: Words) -> None:
        record = kind.change(Environment(words), words.id, lambda record: replace(record, deleted=None))
        kind.tell("Brought back", record, words)


def _walk(walk: Walk) -> str:
    minutes = walks.COULDNT if walk.minutes is None else f"{walk.minutes} min"
    dash = "\N{EN DASH}"
    before, after = (dash if pain is None else str(pain) for pain in (walk.pain_before, walk.pain_after))
    pain = f"pain {before} → {after}" if before + after != dash * 2 else ""
    day = "" if walk.start.date() == walk.date else f"(counts for {walk.date})"
    return "  ".join(filter(None, (f"{walk.start:%Y-%m-%d %H:%M}", minutes, pain, day, walk.note)))


WALKS = Records(
    command="walk",
    noun="walk",
    one="a walk",
    many="walks",
    none="No walk is noted for these days. To note one of 5 minutes: backcoach walk add 5",
    described=_walk,
    get=LogRecords.walk,
    of_days=LogRecords.walks,
)
MINUTES_HELP = "how long it was, 1 to 600; or couldn't"
ABOUT_A_WALK = (
    argument("--pain-before", metavar="N", help="pain before it, 0 to 10"),
    argument("--pain-after", metavar="N", help="pain after it, 0 to 10"),
    NOTE,
    JSON,
)


FIELDS = ("minutes", "pain_before", "pain_after", "note")

command("walk", PLAIN)(open_window)


@command(
    "walk add",
    argument("minutes", metavar="MINUTES", help=MINUTES_HELP),
    argument("--at", metavar="WHEN", help=f"{WHEN}, the walk's start; without it, it has just ended"),
    *ABOUT_A_WALK,
    about="log a walk, or that you couldn't walk",
)
def add_walk(words: Words) -> None:
    env = Environment(words)
    typed = TypedWalk(**{name: getattr(words, name) or "" for name in FIELDS})
    start = None if words.at is None else env.when(words.at)
    walk = read_walk(typed, new_id(), env.here, unless_typed=start)
    env.write(lambda journal: LogRecords(journal.archive).save(walk))
    WALKS.tell("Saved", walk, words)


declare_list(WALKS)


@command(
    "walk edit",
    WALKS.id,
    argument("--minutes", metavar="MINUTES", help=MINUTES_HELP),
    argument("--at", metavar="WHEN", help=f"{WHEN}, the walk's start"),
    *ABOUT_A_WALK,
    about="change what you name of a walk; an empty pain or note removes it",
)
def edit_walk(words: Words) -> None:
    env = Environment(words)
    given = {name: getattr(words, name) for name in (*FIELDS, "at") if getattr(words, name) is not None}
    if not given:
        raise WordsError("edit", "Name what to change: give --minutes, --at, --pain-before, --pain-after or --note.")
    if "at" in given:
        env.when(given["at"])  # a wrong time is said before the walk is looked for

    def edited(before: Walk) -> Walk:
        if before.deleted:
            again = f"backcoach walk undelete {before.id}"
            raise CannotError(f"The walk {before.id} is deleted; to bring it back: {again}")
        return edited_walk(before, replace(TypedWalk.of(before), **given), env.here)

    WALKS.tell("Changed", WALKS.change(env, words.id, edited), words)


declare_delete(WALKS)


def _entry(entry: Entry) -> str:
    what = entry.kind.label if entry.value is None else f"{entry.kind.label} {entry.value}"
    return "  ".join(filter(None, (f"{entry.at:%Y-%m-%d %H:%M}", what, entry.text)))


@command("pain", argument("pain", metavar="N", help="the pain, from 0, no pain, to 10, the worst"), AT, NOTE)
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
    entry = read_entry(TypedEntry(kind, pain, text), new_id(), env.here, unless_typed=at)
    env.write(lambda journal: LogRecords(journal.archive).save(entry))
    print_lines(f"Saved: {_entry(entry)}", f"Id: {entry.id}")


ENTRIES = Records(
    command="diary",
    noun="entry",
    one="an entry",
    many="entries",
    none="Nothing is noted for these days. To note a pain of 5: backcoach pain 5",
    described=_entry,
    get=LogRecords.entry,
    of_days=LogRecords.entries,
)
declare_list(ENTRIES)
declare_delete(ENTRIES)


@command("week", argument("--of", metavar="DATE", help="a day of the week you want; without it, this week"), JSON)
def print_week(words: Words) -> None:
    env = Environment(words)
    day = env.today if words.of is None else parse_date(words.of, field="of")
    if (day - env.today).days > 366:
        raise WordsError("of", f"{day} is too far ahead: give a day up to a year from now.")

    def look(journal: Journal) -> tuple[Week, Sequence[str]]:
        reviews = env.reviews(journal)
        return reviews.week(day, helped_until=env.today), reviews.records.problems()

    week, problems = env.read(look)
    warn(problems)
    answer(words, week.as_json(), *week_lines(week, terminal_width(), env.today))
