"""`backcoach walk`, `pain`, `note` and `diary`: what is written down, listed, changed and taken back."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

from msgspec.structs import replace

from backcoach.cli.account import Account, new_id, print_json, print_lines, warn
from backcoach.cli.parser import CannotError, Command, Parser, add_at, add_days, add_json
from backcoach.coach.logbook import Logbook
from backcoach.coach.protocols import Journal
from backcoach.domain import diary, walks
from backcoach.domain.days import parse_date, parse_when
from backcoach.domain.diary import Entry, EntryKind
from backcoach.domain.record import DIARY, WALK
from backcoach.domain.text import WordsError, clean, quoted
from backcoach.domain.walks import Walk, parse_pain

SHORTEST_ID = 8
"""How much of an id a list shows at least."""
_COULD_NOT = {"couldn't", "couldnt", "couldn\u2019t", "could not"}

Kept = TypeVar("Kept", Walk, Entry)


# -- walks ------------------------------------------------------------------------------------------------------


def add_walk(words: Namespace) -> int:
    """Save a walk; it is on the disk before it is printed."""
    account = Account(words)
    minutes = _minutes(words.minutes)
    walk = walks.taken(
        new_id(),
        _when(account, words.at) or walks.just_ended(account.now, minutes, account.clock.local),
        minutes,
        day_start=account.day_start,
        pain_before=parse_pain(words.pain_before or "", field="pain_before"),
        pain_after=parse_pain(words.pain_after or "", field="pain_after"),
        note=words.note or "",
    )
    walks.check_over(walk, account.now)
    account.write(lambda journal: Logbook(journal.archive).save(walk))
    return _told("Saved", walk, words)


def list_walks(words: Namespace) -> int:
    """Print the walks of the days that the words name."""
    found = _listed(words, Logbook.walks)
    if words.json:
        print_json([walk.as_json() for walk in found])
    elif found:
        print_lines(_rows(found))
    else:
        print_lines(["No walk is noted for these days. To note one of 5 minutes: backcoach walk add 5"])
    return 0


def edit_walk(words: Namespace) -> int:
    """Change what the words name of a walk; its day stays unless its time changes."""
    account = Account(words)
    if all(value is None for value in (words.minutes, words.at, words.pain_before, words.pain_after, words.note)):
        raise WordsError(
            "edit", "Nothing to change is named: give --minutes, --at, --pain-before, --pain-after or --note."
        )
    start = _when(account, words.at)

    def edited(before: Walk) -> Walk:
        if before.deleted:
            raise CannotError(f"The walk {before.id} is deleted; to bring it back: backcoach walk undelete {before.id}")
        walk = before
        if words.minutes is not None:
            walk = replace(walk, minutes=_minutes(words.minutes))
        if words.pain_before is not None:
            walk = replace(walk, pain_before=parse_pain(words.pain_before, field="pain_before"))
        if words.pain_after is not None:
            walk = replace(walk, pain_after=parse_pain(words.pain_after, field="pain_after"))
        if words.note is not None:
            walk = replace(walk, note=words.note)
        walk = walk if start is None else walks.restarted(walk, start, day_start=account.day_start)
        same_time = (walk.start, walk.minutes) == (before.start, before.minutes)
        return walk if same_time else walks.check_over(walk, account.now)

    return _told("Changed", _changed_walk(account, words, edited), words)


def delete_walk(words: Namespace) -> int:
    """Delete a walk; it is kept, so that it can be brought back."""
    account = Account(words)
    return _told("Deleted", _changed_walk(account, words, lambda walk: walks.deleted(walk, account.now)), words)


def undelete_walk(words: Namespace) -> int:
    """Bring a deleted walk back."""
    return _told("Brought back", _changed_walk(Account(words), words, walks.undeleted), words)


def _minutes(typed: str) -> int | None:
    """The minutes that were typed; None is "couldn't".

    Raises:
        WordsError: they are not a whole number from 1 to 600.
    """
    return None if clean(typed).casefold() in _COULD_NOT else walks.parse_minutes(typed)


def _changed_walk(account: Account, words: Namespace, change: Callable[[Walk], Walk]) -> Walk:
    return _changed(account, words, WALK, Logbook.walk, change)


def _rows(found: Sequence[Walk]) -> Iterable[str]:
    """A line for each walk; ids as long as it takes to tell the walks of the list apart."""
    ids = {walk.id for walk in found}
    longest = max(map(len, ids))
    shown = next(n for n in range(SHORTEST_ID, max(SHORTEST_ID, longest) + 1) if len({i[:n] for i in ids}) == len(ids))
    return (f"{walk.id[:shown]}  {_described(walk)}" for walk in found)


# -- the diary --------------------------------------------------------------------------------------------------


def add_pain(words: Namespace) -> int:
    """Note a pain."""
    return _add_entry(words, EntryKind.PAIN, words.pain, words.note or "")


def add_note(words: Namespace) -> int:
    """Note something of a kind; for pain the first word is its number, and the rest a note."""
    kind = diary.parse_kind(words.kind)
    if kind is EntryKind.PAIN:
        return _add_entry(words, kind, " ".join(words.text[:1]), " ".join(words.text[1:]))
    return _add_entry(words, kind, "", " ".join(words.text))


def _add_entry(words: Namespace, kind: EntryKind, pain: str, text: str) -> int:
    account = Account(words)
    at = _when(account, words.at) or account.now
    entry = diary.noted(new_id(), kind, at, day_start=account.day_start, value=parse_pain(pain), text=text)
    account.write(lambda journal: Logbook(journal.archive).save(entry))
    return _told("Saved", entry, words)


def list_entries(words: Namespace) -> int:
    """Print the entries of the days that the words name."""
    found = _listed(words, Logbook.entries)
    if words.json:
        print_json([entry.as_json() for entry in found])
    elif found:
        print_lines(f"{entry.id[:SHORTEST_ID]}  {_described(entry)}" for entry in found)
    else:
        print_lines(["Nothing is noted for these days. To note a pain of 5: backcoach pain 5"])
    return 0


def delete_entry(words: Namespace) -> int:
    """Delete an entry; it is kept, so that it can be brought back."""
    account = Account(words)
    return _told("Deleted", _changed_entry(account, words, lambda entry: diary.deleted(entry, account.now)), words)


def undelete_entry(words: Namespace) -> int:
    """Bring a deleted entry back."""
    return _told("Brought back", _changed_entry(Account(words), words, diary.undeleted), words)


def _changed_entry(account: Account, words: Namespace, change: Callable[[Entry], Entry]) -> Entry:
    return _changed(account, words, DIARY, Logbook.entry, change)


# -- both -------------------------------------------------------------------------------------------------------


def days_of(words: Namespace) -> tuple[date, date]:
    """The first and the last day that `--from` and `--to` name; all days where they don't.

    Raises:
        WordsError: one can't be read, or the last one lies before the first.
    """
    first = parse_date(words.first, field="from") if words.first is not None else date.min
    last = parse_date(words.last, field="to") if words.last is not None else date.max
    check_span(first, last)
    return first, last


def check_span(first: date, last: date) -> None:
    """Nothing, where the days follow each other.

    Raises:
        WordsError: the last one lies before the first.
    """
    if last < first:
        raise WordsError("to", f"{last} lies before {first}: give the first day with --from, the last with --to.")


def _when(account: Account, typed: str | None) -> datetime | None:
    if typed is None:
        return None
    return parse_when(typed, now=account.now, local=account.clock.local, day_start=account.day_start)


def _listed(words: Namespace, look: Callable[[Logbook, date, date], tuple[Kept, ...]]) -> tuple[Kept, ...]:
    """What is kept of the days that the words name; what can't be read is said."""
    days = days_of(words)

    def read(journal: Journal) -> tuple[tuple[Kept, ...], tuple[str, ...]]:
        logbook = Logbook(journal.archive)
        return look(logbook, *days), logbook.problems()

    found, problems = Account(words).read(read)
    warn(problems)
    return found


def _changed(
    account: Account,
    words: Namespace,
    kind: str,
    read: Callable[[Logbook, str], Kept | None],
    change: Callable[[Kept], Kept],
) -> Kept:
    """The one walk or entry whose id begins as the words say, changed and stored."""
    noun = "walk" if kind == WALK else "entry"
    beginning = walks.check_beginning(clean(words.id))
    if not account.places.journal.exists():
        raise WordsError("id", f"No {noun} begins with {quoted(beginning)}: nothing is stored yet.")

    def apply(journal: Journal) -> Kept:
        logbook = Logbook(journal.archive)
        kept_id = walks.pick(beginning, logbook.ids(kind, beginning), noun=noun)
        kept = read(logbook, kept_id)
        if kept is None:
            raise CannotError(" ".join(logbook.problems()) or f"The {noun} {kept_id} can't be read.")
        changed = change(kept)
        if changed != kept:
            logbook.save(changed)
        return changed

    return account.write(apply)


def _told(done: str, kept: Walk | Entry, words: Namespace) -> int:
    if getattr(words, "json", False):
        print_json(kept.as_json())
        return 0
    print_lines([f"{done}: {_described(kept)}", f"Id: {kept.id}"])
    if done == "Deleted":
        print_lines([f"To bring it back: backcoach {words.command} undelete {kept.id}"])
    return 0


def _described(kept: Walk | Entry) -> str:
    """The walk or the entry in words."""
    if isinstance(kept, Entry):
        what = kept.kind.label if kept.value is None else f"{kept.kind.label} {kept.value}"
        return "  ".join(part for part in (f"{kept.at:%Y-%m-%d %H:%M}", what, kept.text) if part)
    minutes = walks.COULDNT if kept.minutes is None else f"{kept.minutes} min"
    before, after = ("\N{EN DASH}" if pain is None else str(pain) for pain in (kept.pain_before, kept.pain_after))
    has_pain = kept.pain_before is not None or kept.pain_after is not None
    pain = f"pain {before} → {after}" if has_pain else ""
    day = "" if kept.start.date() == kept.date else f"(counts for {kept.date})"
    return "  ".join(part for part in (f"{kept.start:%Y-%m-%d %H:%M}", minutes, pain, day, kept.note) if part)


# -- the words --------------------------------------------------------------------------------------------------


def _add_walk_fields(parser: Parser) -> None:
    add_at(parser)
    parser.add_argument("--pain-before", metavar="N", help="pain before it, 0 to 10")
    parser.add_argument("--pain-after", metavar="N", help="pain after it, 0 to 10")
    parser.add_argument("--note", metavar="TEXT", help="a note of up to 2,000 characters")
    add_json(parser)


def _walk_words(parser: Parser) -> None:
    parser.add_argument("minutes", metavar="MINUTES", help="how long it was, 1 to 600; or couldn't")
    _add_walk_fields(parser)


def _edit_words(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help="the id of the walk, or its beginning")
    parser.add_argument("--minutes", metavar="MINUTES", help="how long it was, 1 to 600; or couldn't")
    _add_walk_fields(parser)


def _list_words(parser: Parser) -> None:
    add_days(parser)
    add_json(parser)


def _id_words(noun: str) -> Callable[[Parser], None]:
    def add(parser: Parser) -> None:
        parser.add_argument("id", metavar="ID", help=f"the id of the {noun}, or its beginning")
        add_json(parser)

    return add


def _pain_words(parser: Parser) -> None:
    parser.add_argument("pain", metavar="N", help="the pain, from 0, none, to 10, the worst")
    add_at(parser)
    parser.add_argument("--note", metavar="TEXT", help="a note of up to 2,000 characters")


def _note_words(parser: Parser) -> None:
    parser.add_argument("kind", metavar="KIND", help="pain, water, medicine, trigger, rest or note")
    parser.add_argument("text", metavar="TEXT", nargs="*", help="your own words; for pain a number")
    add_at(parser)


_OF_DAYS = "of these days, the latest last; all of them where no days are named"

COMMANDS = {
    "walk": Command(
        "open the coach at the walks; or add, list, edit, delete, undelete them",
        actions={
            "add": Command("save a walk, or that walking was not possible", add_walk, _walk_words),
            "list": Command(f"the walks {_OF_DAYS}", list_walks, _list_words),
            "edit": Command("change what is named of a walk; an empty value takes it away", edit_walk, _edit_words),
            "delete": Command("delete a walk; it can be brought back", delete_walk, _id_words("walk")),
            "undelete": Command("bring a walk back", undelete_walk, _id_words("walk")),
        },
    ),
    "pain": Command("note a pain in the diary", add_pain, _pain_words),
    "note": Command("note something in the diary: water, medicine, a trigger, rest, anything", add_note, _note_words),
    "diary": Command(
        "what is noted: list, delete and undelete it",
        actions={
            "list": Command(f"the entries {_OF_DAYS}", list_entries, _list_words),
            "delete": Command("delete an entry; it can be brought back", delete_entry, _id_words("entry")),
            "undelete": Command("bring an entry back", undelete_entry, _id_words("entry")),
        },
        needs_action=True,
    ),
}
