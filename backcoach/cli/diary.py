"""`backcoach pain`, `note` and `diary`: what is noted beside the walks."""

from __future__ import annotations

from backcoach.cli.arguments import AT, NOTE, Words, argument, command
from backcoach.cli.environment import Environment, new_id
from backcoach.cli.output import print_lines
from backcoach.cli.walks import Records, declare_delete, declare_list
from backcoach.coach.logbook import Logbook
from backcoach.domain.diary import Entry, EntryKind, deleted, noted, parse_kind, undeleted
from backcoach.domain.walks import parse_pain


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
    env.write(lambda journal: Logbook(journal.archive).save_entry(entry))
    print_lines(f"Saved: {_described(entry)}", f"Id: {entry.id}")


ENTRIES = Records(
    command="diary",
    noun="entry",
    one="an entry",
    many="entries",
    none="Nothing is noted for these days. To note a pain of 5: backcoach pain 5",
    described=_described,
    ids=Logbook.entry_ids,
    get=Logbook.entry,
    of_days=Logbook.entries,
    save=Logbook.save_entry,
)
declare_list(ENTRIES)
declare_delete(ENTRIES, deleted, undeleted)
