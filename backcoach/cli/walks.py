"""`backcoach walk add`, `list`, `edit`, `delete` and `undelete`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from msgspec.structs import replace

from backcoach.cli.account import Account, warn
from backcoach.cli.failures import CannotError
from backcoach.cli.ids import new_id
from backcoach.cli.output import print_json, print_lines
from backcoach.coach.logbook import Logbook
from backcoach.coach.protocols import Journal
from backcoach.domain import text, walks
from backcoach.domain.days import parse_date, parse_when
from backcoach.domain.text import WordsError, quoted
from backcoach.domain.walks import Walk

SHORTEST_ID = 8
"""How much of an id a list shows at least."""
_COULD_NOT = frozenset({"couldn't", "couldnt", "couldn\u2019t", "could not"})


def add(words: argparse.Namespace) -> int:
    """Save a walk; it is on the disk before it is printed."""
    account = Account(words)
    minutes, day_start = minutes_of(words.minutes), account.day_start
    just_now = walks.just_ended(account.now, minutes, account.clock.local)
    walk = walks.taken(
        new_id(),
        just_now if words.at is None else _when(account, words.at),
        minutes,
        day_start=day_start,
        pain_before=walks.parse_pain(words.pain_before or "", field="pain_before"),
        pain_after=walks.parse_pain(words.pain_after or "", field="pain_after"),
        note=words.note or "",
    )
    walks.check_over(walk, account.now)
    account.write(lambda journal: Logbook(journal.archive).save_walk(walk))
    return _told("Saved", walk, words)


def list_walks(words: argparse.Namespace) -> int:
    """Print the walks of the days that the words name."""
    account = Account(words)
    first, last = days_of(words)

    def look(journal: Journal) -> tuple[Sequence[Walk], tuple[str, ...]]:
        logbook = Logbook(journal.archive)
        return logbook.walks(first, last), logbook.problems()

    found, problems = account.read(look)
    warn(problems)
    if words.json:
        print_json([walk.as_json() for walk in found])
    elif found:
        print_lines(_rows(found))
    else:
        print_lines(["No walk is noted for these days. To note one of 5 minutes: backcoach walk add 5"])
    return 0


def edit(words: argparse.Namespace) -> int:
    """Change what the words name of a walk; its day stays unless its time changes."""
    account = Account(words)
    given = (words.minutes, words.at, words.pain_before, words.pain_after, words.note)
    if all(value is None for value in given):
        raise WordsError(
            "edit", "Nothing to change is named: give --minutes, --at, --pain-before, --pain-after or --note."
        )
    start = None if words.at is None else _when(account, words.at)

    def edited(walk: Walk) -> Walk:
        before = walk
        if walk.deleted:
            raise CannotError(f"The walk {walk.id} is deleted; to bring it back: backcoach walk undelete {walk.id}")
        if words.minutes is not None:
            walk = replace(walk, minutes=minutes_of(words.minutes))
        if words.pain_before is not None:
            walk = replace(walk, pain_before=walks.parse_pain(words.pain_before, field="pain_before"))
        if words.pain_after is not None:
            walk = replace(walk, pain_after=walks.parse_pain(words.pain_after, field="pain_after"))
        if words.note is not None:
            walk = replace(walk, note=words.note)
        walk = walk if start is None else walks.restarted(walk, start, day_start=account.day_start)
        same_time = (walk.start, walk.minutes) == (before.start, before.minutes)
        return walk if same_time else walks.check_over(walk, account.now)

    return _told("Changed", _change(account, words.id, edited), words)


def delete(words: argparse.Namespace) -> int:
    """Delete a walk; it is kept, so that it can be brought back."""
    account = Account(words)
    walk = _change(account, words.id, lambda walk: walks.deleted(walk, account.now))
    _told("Deleted", walk, words)
    if not words.json:
        print_lines([f"To bring it back: backcoach walk undelete {walk.id}"])
    return 0


def undelete(words: argparse.Namespace) -> int:
    """Bring a deleted walk back."""
    return _told("Brought back", _change(Account(words), words.id, walks.undeleted), words)


def minutes_of(typed: str) -> int | None:
    """The minutes that were typed; None is "couldn't".

    Raises:
        WordsError: they are not a whole number from 1 to 600.
    """
    return None if text.clean(typed).casefold() in _COULD_NOT else walks.parse_minutes(typed)


def days_of(words: argparse.Namespace) -> tuple[date, date]:
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


def _when(account: Account, typed: str) -> datetime:
    return parse_when(typed, now=account.now, local=account.clock.local, day_start=account.day_start)


def _change(account: Account, beginning: str, change: Callable[[Walk], Walk]) -> Walk:
    """The one walk whose id begins so, changed and stored."""
    walks.check_beginning(text.clean(beginning))

    def apply(journal: Journal) -> Walk:
        logbook = Logbook(journal.archive)
        walk_id = _picked(logbook, beginning)
        walk = logbook.walk(walk_id)
        if walk is None:
            raise CannotError(" ".join(logbook.problems()) or f"The walk {walk_id} can't be read.")
        changed = change(walk)
        if changed != walk:
            logbook.save_walk(changed)
        return changed

    return account.write(apply) if account.places.journal.exists() else change(_none(beginning))


def _none(beginning: str) -> Walk:
    """Nothing: where nothing is kept, no id can be picked."""
    raise WordsError("id", f"No walk begins with {quoted(beginning)}: nothing is stored yet.")


def _picked(logbook: Logbook, beginning: str) -> str:
    ids = logbook.walk_ids(text.clean(beginning))
    if len(ids) > 1 and text.clean(beginning) not in ids:
        raise WordsError("id", f"Several walks begin with {quoted(beginning)}: {', '.join(ids)}. Give more of the id.")
    return walks.pick(beginning, ids)


def _told(done: str, walk: Walk, words: argparse.Namespace) -> int:
    if words.json:
        print_json(walk.as_json())
    else:
        print_lines([f"{done}: {'  '.join(_cells(walk))}", f"Id: {walk.id}"])
    return 0


def _cells(walk: Walk) -> list[str]:
    """The walk in words, part by part."""
    minutes = walks.COULDNT if walk.minutes is None else f"{walk.minutes} min"
    dash = "\N{EN DASH}"
    before, after = (dash if pain is None else str(pain) for pain in (walk.pain_before, walk.pain_after))
    pain = f"pain {before} → {after}" if before + after != dash * 2 else ""
    day = "" if walk.start.date() == walk.date else f"(counts for {walk.date})"
    return [part for part in (f"{walk.start:%Y-%m-%d %H:%M}", minutes, pain, day, walk.note) if part]


def _rows(found: Sequence[Walk]) -> Iterable[str]:
    """A line for each walk; ids as long as it takes to tell the walks of the list apart."""
    ids = {walk.id for walk in found}
    longest = max(map(len, ids))
    shown = next(n for n in range(SHORTEST_ID, max(SHORTEST_ID, longest) + 1) if len({i[:n] for i in ids}) == len(ids))
    return ("  ".join((walk.id[:shown], *_cells(walk))) for walk in found)
