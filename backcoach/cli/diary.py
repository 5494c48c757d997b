"""`backcoach pain`, `note` and `diary`: what is noted beside the walks."""

from __future__ import annotations

from backcoach.cli.arguments import AT, DAYS, JSON, NOTE, Words, argument, command
from backcoach.cli.environment import Environment, new_id
from backcoach.cli.walks import Records, change_record, delete_record, list_records, tell
from backcoach.coach.logbook import Logbook
from backcoach.domain.diary import Entry, EntryKind, deleted, noted, parse_kind, undeleted
from backcoach.domain.walks import parse_pain


def _described(entry: Entry) -> str:
    what = entry.kind.label if entry.value is None else f"{entry.kind.label} {entry.value}"
    return "  ".join(filter(None, (f"{entry.at:%Y-%m-%d %H:%M}", what, entry.text)))


ENTRIES = Records("entry", "diary", _described, Logbook.entry_ids, Logbook.entry, Logbook.entries, Logbook.save_entry)
ID = argument("id", metavar="ID", help="the id of the entry, or its beginning")


@command("pain", argument("pain", metavar="N", help="the pain, from 0, none, to 10, the worst"), AT, NOTE)
def add_pain(words: Words) -> int:
    return _add(words, EntryKind.PAIN, words.pain, words.note or "")


@command(
    "note",
    argument("kind", metavar="KIND", help="pain, water, medicine, trigger, rest or note"),
    argument("text", metavar="TEXT", nargs="*", help="your own words; for pain a number"),
    AT,
)
def add_note(words: Words) -> int:
    """Note something of a kind; for pain the first word is its number, and the rest a note."""
    kind = parse_kind(words.kind)
    split = 1 if kind is EntryKind.PAIN else 0
    return _add(words, kind, " ".join(words.text[:split]), " ".join(words.text[split:]))


def _add(words: Words, kind: EntryKind, pain: str, text: str) -> int:
    env = Environment(words)
    at = env.now if words.at is None else env.when(words.at)
    entry = noted(new_id(), kind, at, day_start=env.day_start, value=parse_pain(pain), text=text)
    env.write(lambda journal: Logbook(journal.archive).save_entry(entry))
    return tell(ENTRIES, "Saved", entry, as_json=False)


@command(
    "diary list", *DAYS, JSON, about="the entries of these days, the latest last; all of them where no days are named"
)
def list_entries(words: Words) -> int:
    return list_records(
        ENTRIES, words, otherwise="Nothing is noted for these days. To note a pain of 5: backcoach pain 5"
    )


@command("diary delete", ID, JSON, about="delete an entry; it can be brought back")
def delete_entry(words: Words) -> int:
    return delete_record(ENTRIES, words, lambda env, entry: deleted(entry, env.now))


@command("diary undelete", ID, JSON, about="bring an entry back")
def undelete_entry(words: Words) -> int:
    entry = change_record(ENTRIES, Environment(words), words.id, undeleted)
    return tell(ENTRIES, "Brought back", entry, as_json=words.json)
