"""`backcoach pain` and `backcoach note`: the diary."""

from __future__ import annotations

import argparse

from backcoach.cli.account import Account
from backcoach.cli.ids import new_id
from backcoach.cli.output import print_lines
from backcoach.coach.logbook import ArchiveLogbook
from backcoach.domain.days import parse_when
from backcoach.domain.diary import Entry, EntryKind, noted, parse_kind
from backcoach.domain.walks import parse_pain


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
    account.write(lambda journal: ArchiveLogbook(journal.archive).save_entry(entry))
    print_lines([f"Saved: {described(entry)}", f"Id: {entry.id}"])
    return 0


def described(entry: Entry) -> str:
    """The entry in words."""
    what = entry.kind.label if entry.value is None else f"{entry.kind.label} {entry.value}"
    return "  ".join(part for part in (f"{entry.at:%Y-%m-%d %H:%M}", what, entry.text) if part)
