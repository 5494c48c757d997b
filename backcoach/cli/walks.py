"""`backcoach walk`, and what the diary has in common with it: an entry is found, listed, changed and told alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from msgspec.structs import replace

from backcoach.cli.arguments import AT, DAYS, JSON, NOTE, Words, argument, command, days_of
from backcoach.cli.environment import Environment, new_id
from backcoach.cli.output import CannotError, print_json, print_lines, warn
from backcoach.cli.sessions import open_window
from backcoach.coach.logbook import Logbook
from backcoach.coach.protocols import Journal
from backcoach.domain import walks
from backcoach.domain.diary import Entry
from backcoach.domain.text import WordsError, clean, quoted
from backcoach.domain.walks import Walk

Kept = TypeVar("Kept", Walk, Entry)

SHORTEST_ID = 8
"""How much of an id a list shows at least."""
COULD_NOT = frozenset({"couldn't", "couldnt", "couldn\u2019t", "could not"})

# -- what walks and diary entries have in common ---------------------------------------------------------------


class Records(NamedTuple, Generic[Kept]):
    """How one kind of record is named and kept."""

    noun: str
    command: str
    """Whose action `undelete` brings one back."""
    described: Callable[[Kept], str]
    ids: Callable[[Logbook, str], Sequence[str]]
    """The ids that begin so."""
    one: Callable[[Logbook, str], Kept | None]
    of_days: Callable[[Logbook, date, date], Sequence[Kept]]
    save: Callable[[Logbook, Kept], None]


def list_records(kind: Records[Kept], words: Words, *, otherwise: str) -> int:
    """Print the records of the days that the words name; `otherwise` where there are none."""
    first, last = days_of(words)

    def look(journal: Journal) -> tuple[Sequence[Kept], Sequence[str]]:
        logbook = Logbook(journal.archive)
        return kind.of_days(logbook, first, last), logbook.problems()

    found, problems = Environment(words).read(look)
    warn(problems)
    if words.json:
        print_json([one.as_json() for one in found])
    elif found:
        ids = {one.id for one in found}
        shown = SHORTEST_ID
        while len({each[:shown] for each in ids}) < len(ids):
            shown += 1
        print_lines(*(f"{one.id[:shown]}  {kind.described(one)}" for one in found))
    else:
        print_lines(otherwise)
    return 0


def tell(kind: Records[Kept], done: str, one: Kept, *, as_json: bool) -> int:
    """Say what was done to a record."""
    if as_json:
        print_json(one.as_json())
    else:
        print_lines(f"{done}: {kind.described(one)}", f"Id: {one.id}")
    return 0


def change_record(kind: Records[Kept], env: Environment, beginning: str, change: Callable[[Kept], Kept]) -> Kept:
    """Change the one record whose id begins so."""
    beginning = walks.check_beginning(clean(beginning))
    if not env.places.journal.exists():
        raise WordsError("id", f"No {kind.noun} begins with {quoted(beginning)}: nothing is stored yet.")

    def apply(journal: Journal) -> Kept:
        logbook = Logbook(journal.archive)
        record_id = walks.pick(beginning, kind.ids(logbook, beginning))
        one = kind.one(logbook, record_id)
        if one is None:
            raise CannotError(" ".join(logbook.problems()) or f"The {kind.noun} {record_id} can't be read.")
        changed = change(one)
        if changed != one:
            kind.save(logbook, changed)
        return changed

    return env.write(apply)


def delete_record(kind: Records[Kept], words: Words, change: Callable[[Environment, Kept], Kept]) -> int:
    """Delete the record whose id begins so; it is kept, so that it can be brought back."""
    env = Environment(words)
    one = change_record(kind, env, words.id, lambda one: change(env, one))
    tell(kind, "Deleted", one, as_json=words.json)
    if not words.json:
        print_lines(f"To bring it back: backcoach {kind.command} undelete {one.id}")
    return 0


# -- walks -----------------------------------------------------------------------------------------------------


def _described(walk: Walk) -> str:
    minutes = walks.COULDNT if walk.minutes is None else f"{walk.minutes} min"
    dash = "\N{EN DASH}"
    before, after = (dash if pain is None else str(pain) for pain in (walk.pain_before, walk.pain_after))
    pain = f"pain {before} → {after}" if before + after != dash * 2 else ""
    day = "" if walk.start.date() == walk.date else f"(counts for {walk.date})"
    return "  ".join(filter(None, (f"{walk.start:%Y-%m-%d %H:%M}", minutes, pain, day, walk.note)))


def _ids(logbook: Logbook, beginning: str) -> Sequence[str]:
    ids = logbook.walk_ids(beginning)
    if len(ids) > 1 and beginning not in ids:
        raise WordsError("id", f"Several walks begin with {quoted(beginning)}: {', '.join(ids)}. Give more of the id.")
    return ids


WALKS = Records("walk", "walk", _described, _ids, Logbook.walk, Logbook.walks, Logbook.save_walk)

MINUTES_HELP = "how long it was, 1 to 600; or couldn't"
ID = argument("id", metavar="ID", help="the id of the walk, or its beginning")
ABOUT_A_WALK = (
    AT,
    argument("--pain-before", metavar="N", help="pain before it, 0 to 10"),
    argument("--pain-after", metavar="N", help="pain after it, 0 to 10"),
    NOTE,
    JSON,
)

command("walk")(open_window)


@command(
    "walk add",
    argument("minutes", metavar="MINUTES", help=MINUTES_HELP),
    *ABOUT_A_WALK,
    about="save a walk, or that walking was not possible",
)
def add_walk(words: Words) -> int:
    """Save a walk; it is on the disk before it is printed."""
    env = Environment(words)
    minutes, day_start = minutes_of(words.minutes), env.day_start
    just_now = walks.just_ended(env.now, minutes, env.clock.local)
    walk = walks.taken(
        new_id(),
        just_now if words.at is None else env.when(words.at),
        minutes,
        day_start=day_start,
        pain_before=walks.parse_pain(words.pain_before or "", field="pain_before"),
        pain_after=walks.parse_pain(words.pain_after or "", field="pain_after"),
        note=words.note or "",
    )
    walks.check_over(walk, env.now)
    env.write(lambda journal: Logbook(journal.archive).save_walk(walk))
    return tell(WALKS, "Saved", walk, as_json=words.json)


@command(
    "walk list", *DAYS, JSON, about="the walks of these days, the latest last; all of them where no days are named"
)
def list_walks(words: Words) -> int:
    return list_records(
        WALKS, words, otherwise="No walk is noted for these days. To note one of 5 minutes: backcoach walk add 5"
    )


@command(
    "walk edit",
    ID,
    argument("--minutes", metavar="MINUTES", help=MINUTES_HELP),
    *ABOUT_A_WALK,
    about="change what is named of a walk; an empty value takes it away",
)
def edit_walk(words: Words) -> int:
    """Change what the words name of a walk; its day stays unless its time changes."""
    env = Environment(words)
    if all(value is None for value in (words.minutes, words.at, words.pain_before, words.pain_after, words.note)):
        raise WordsError(
            "edit", "Nothing to change is named: give --minutes, --at, --pain-before, --pain-after or --note."
        )
    start = None if words.at is None else env.when(words.at)

    def edited(before: Walk) -> Walk:
        if before.deleted:
            again = f"backcoach walk undelete {before.id}"
            raise CannotError(f"The walk {before.id} is deleted; to bring it back: {again}")
        walk = before
        if words.minutes is not None:
            walk = replace(walk, minutes=minutes_of(words.minutes))
        if words.pain_before is not None:
            walk = replace(walk, pain_before=walks.parse_pain(words.pain_before, field="pain_before"))
        if words.pain_after is not None:
            walk = replace(walk, pain_after=walks.parse_pain(words.pain_after, field="pain_after"))
        if words.note is not None:
            walk = replace(walk, note=words.note)
        if start is not None:
            walk = walks.restarted(walk, start, day_start=env.day_start)
        same_time = (walk.start, walk.minutes) == (before.start, before.minutes)
        return walk if same_time else walks.check_over(walk, env.now)

    return tell(WALKS, "Changed", change_record(WALKS, env, words.id, edited), as_json=words.json)


@command("walk delete", ID, JSON, about="delete a walk; it can be brought back")
def delete_walk(words: Words) -> int:
    return delete_record(WALKS, words, lambda env, walk: walks.deleted(walk, env.now))


@command("walk undelete", ID, JSON, about="bring a walk back")
def undelete_walk(words: Words) -> int:
    walk = change_record(WALKS, Environment(words), words.id, walks.undeleted)
    return tell(WALKS, "Brought back", walk, as_json=words.json)


def minutes_of(text: str) -> int | None:
    """The minutes of a walk, from 1 to 600; None is "couldn't"."""
    return None if clean(text).casefold() in COULD_NOT else walks.parse_minutes(text)
