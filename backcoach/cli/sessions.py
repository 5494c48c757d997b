"""`backcoach now`, `ice`, `heat`, `posture`, `breathe`, `stretch` and `demo`: open the window, or lead without one.

What is asked for is checked here, before Textual is loaded with `window`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from backcoach.cli.command import CannotError, Words, argument, command, print_lines, warn, whole_number
from backcoach.cli.environment import settings_of
from backcoach.config import find_places
from backcoach.domain.limits import MINUTE
from backcoach.domain.plans import Plan, posture_routine
from backcoach.domain.routine import Kind
from backcoach.domain.settings import is_dumb
from backcoach.domain.text import quoted
from backcoach.library import Library

Item = TypeVar("Item")

TIMER = (
    argument("--minutes", metavar="N", type=whole_number, help="minutes on the skin, from 1 to 20"),
    argument("--plan", metavar="ID", help="follow this plan (see: backcoach plans)"),
)
PLAIN = argument("--plain", action="store_true", help="be guided by lines of text, without a window")
BETWEEN = argument("--minutes", metavar="N", type=whole_number, help="minutes between two changes, from 5 to 60")
PATTERN = argument("pattern", metavar="PATTERN", nargs="?", help="a pattern's id (see: backcoach patterns)")
ROUTINE = argument("routine", metavar="ROUTINE", nargs="?", help="a stretch's id (see: backcoach routines)")


@command("now", PLAIN)
@command("ice", *TIMER, PLAIN)
@command("heat", *TIMER, PLAIN)
@command("posture", BETWEEN, PLAIN)
@command("breathe", PATTERN, PLAIN)
@command("stretch", ROUTINE, PLAIN)
def open_window(words: Words) -> int:
    places = find_places(words.data_dir, words.config)
    library = Library(places.config)
    settings, wrong = settings_of(places, library)
    plan = _named(library, "plan", getattr(words, "plan", None) or settings.plan, library.plans)
    length = _length(words, plan)
    choice = ""
    for what, known in (("pattern", library.patterns), ("routine", library.stretches), ("plan", library.plans)):
        name = getattr(words, what, None)
        if name is not None:
            _named(library, what, name, known)
            choice = name

    if words.command and (words.plain or is_dumb(os.environ)):
        from backcoach.cli.plain import lead  # loads APScheduler

        warn((*wrong, *library.problems))
        return lead(words, places, library, settings, plan.id)
    if is_dumb(os.environ):
        return _say_where_it_stands(words)

    from backcoach.cli.window import open_coach  # loads Textual
    from backcoach.ui.services import Opening  # the same

    opening = Opening(
        kind=Kind(words.command) if words.command in set(Kind) else None,
        is_now=words.command == "now",
        length=length,
        choice=choice,
        notice=" ".join((*wrong, *map(str, library.problems))),
    )
    return open_coach(places, library, settings, plan.id, opening)


def _say_where_it_stands(words: Words) -> int:
    from backcoach.cli.status import print_status  # loaded where it is wanted

    print_status(Words(data_dir=words.data_dir, config=words.config, json=False, line=False))
    named = ", ".join(f"backcoach {name}" for name in ("now", *Kind))
    print_lines(f"TERM does not say that this terminal can place text, so sessions guide you in lines: {named}.")
    return 0


@command("demo")
def open_demo(_words: Words) -> int:
    """Open the coach on sample data; nothing of the person's own is read or written."""
    from backcoach.cli import window  # loads Textual

    return window.open_demo()


def _named(library: Library, what: str, name: str, known: Mapping[str, Item]) -> Item:
    """The item of this name; why it can't be used, where it is the person's own and something is wrong with it."""
    if name in known:
        return known[name]
    for problem in library.problems:
        if Path(problem.file).stem == name:
            raise CannotError(str(problem))
    raise CannotError(f"There is no {what} {quoted(name)}; there are {', '.join(known)}.")


def _length(words: Words, plan: Plan) -> timedelta | None:
    """The length asked for, held to the limits before anything opens."""
    asked = getattr(words, "minutes", None)
    if asked is None:
        return None

    length: timedelta = asked * MINUTE
    try:
        kind = Kind(words.command)
        _ = posture_routine(length) if kind is Kind.POSTURE else plan.routine(kind, on=length)
    except ValueError as error:
        raise CannotError(str(error)) from error
    return length
