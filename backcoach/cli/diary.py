"""`backcoach pain`, `note` and `diary`: what is noted beside the walks."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from backcoach.cli.account import Account, warn
from backcoach.cli.failures import CannotError
from backcoach.cli.ids import new_id
from backcoach.cli.output import print_json, print_lines
from backcoach.cli.walks import SHORTEST_ID, days_of
from backcoach.coach.logbook import Logbook
from backcoach.coach.protocols import Journal
from backcoach.domain.days import parse_when
from backcoach.domain.diary import Entry, EntryKind, deleted, noted, parse_kind, undeleted
from backcoach.domain.text import WordsError, clean, quoted
from backcoach.domain.walks import check_beginning, parse_pain, pick


def add_pain(words: argparse.Namespace) -> int:
    """Note a pain."""
    return _add(words, EntryKind.PAIN, words.pain, words.note or "")


def add_note(words: argparse.Namespace) -> int:
    """Note something of a kind; for pain the first word is its number, and the rest a note."""
    kind = parse_kind(words.kind)
    if kind is EntryKind.PAIN:
        return _add(words, kind, " ".join(words.text[:1]), " ".join(words.text[1:]))
    return _add(words, kind, "", " ".join(words.text))


def _add(words: argparse.Namespace, kind: EntryKind, pain: str, text: str) -> int:
    account = Account(words)
    day_start = account.day_start
    at = account.now
    if words.at is not None:
        at = parse_when(words.at, now=account.now, local=account.clock.local, day_start=day_start)
    entry = noted(new_id(), kind, at, day_start=day_start, value=parse_pain(pain), text=text)
    account.write(lambda journal: Logbook(journal.archive).save_entry(entry))
    print_lines([f"Saved: {described(entry)}", f"Id: {entry.id}"])
    return 0


def described(entry: Entry) -> str:
    """The entry in words."""
    what = entry.kind.label if entry.value is None else f"{entry.kind.label} {entry.value}"
    return "  ".join(part for part in (f"{entry.at:%Y-%m-%d %H:%M}", what, entry.text) if part)


def list_entries(words: argparse.Namespace) -> int:
    """Print the entries of the days that the words name."""
    account = Account(words)
    first, last = days_of(words)

    def look(journal: Journal) -> tuple[Sequence[Entry], tuple[str, ...]]:
        logbook = Logbook(journal.archive)
        return logbook.entries(first, last), logbook.problems()

    found, problems = account.read(look)
    warn(problems)
    if words.json:
        print_json([entry.as_json() for entry in found])
    elif found:
        print_lines(f"{entry.id[:SHORTEST_ID]}  {described(entry)}" for entry in found)
    else:
        print_lines(["Nothing is noted for these days. To note a pain of 5: backcoach pain 5"])
    return 0


def delete(words: argparse.Namespace) -> int:
    """Delete an entry; it is kept, so that it can be brought back."""
    account = Account(words)
    entry = _change(account, words.id, lambda entry: deleted(entry, account.now))
    _told("Deleted", entry, words)
    if not words.json:
        print_lines([f"To bring it back: backcoach diary undelete {entry.id}"])
    return 0


def undelete(words: argparse.Namespace) -> int:
    """Bring a deleted entry back."""
    return _told("Brought back", _change(Account(words), words.id, undeleted), words)


def _change(account: Account, beginning: str, change: Callable[[Entry], Entry]) -> Entry:
    """The one entry whose id begins so, changed and stored."""
    typed = check_beginning(clean(beginning))

    def apply(journal: Journal) -> Entry:
        logbook = Logbook(journal.archive)
        entry_id = pick(typed, logbook.entry_ids(typed))
        entry = logbook.entry(entry_id)
        if entry is None:
            raise CannotError(" ".join(logbook.problems()) or f"The entry {entry_id} can't be read.")
        changed = change(entry)
        if changed != entry:
            logbook.save_entry(changed)
        return changed

    if not account.places.journal.exists():
        raise WordsError("id", f"No entry begins with {quoted(typed)}: nothing is stored yet.")
    return account.write(apply)


def _told(done: str, entry: Entry, words: argparse.Namespace) -> int:
    if words.json:
        print_json(entry.as_json())
    else:
        print_lines([f"{done}: {described(entry)}", f"Id: {entry.id}"])
    return 0
