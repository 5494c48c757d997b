"""`backcoach status`: what runs, what is next, today."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from backcoach.cli import running
from backcoach.cli.account import Account
from backcoach.cli.day import flare_json, line_of, read_day
from backcoach.cli.output import print_json, print_lines
from backcoach.cli.parts import going_on
from backcoach.cli.running import coming
from backcoach.cli.today import as_line, read_today
from backcoach.coach.day import Today
from backcoach.coach.protocols import Clock, Journal
from backcoach.domain.moment import Moment
from backcoach.domain.session import Session
from backcoach.domain.text import WordsError
from backcoach.domain.wording import first_line

Seen = tuple[tuple[Session, ...], Today | None, dict[str, Any] | None]
"""What goes on, the plan of the day, today's numbers."""


def print_status(words: argparse.Namespace) -> int:
    """Print what runs, what is next, and today: as text, as JSON or as one line.

    Raises:
        WordsError: two ways to print it are asked for.
        JournalError: the journal can't be read.
    """
    if words.json and words.line:
        raise WordsError("line", "Give either --json, one document, or --line, one short line: not both.")
    account = Account(words)
    clock, now = account.clock, account.clock.now()

    def look(journal: Journal) -> Seen:
        sessions = going_on(journal, now)
        numbers = read_today(account, journal) if words.json or not words.line else None
        return sessions, read_day(account, journal, sessions), numbers

    sessions, day, numbers = account.read(look)
    if words.json:
        print_json(as_json(sessions, now, clock, day) | {"today": numbers})
    elif words.line:
        print_lines([as_short_line(sessions, now, clock, day)])
    else:
        print_lines([*as_text(sessions, now, clock, day), *as_line(numbers)])
    return 0


def as_short_line(sessions: tuple[Session, ...], now: Moment, clock: Clock, day: Today | None) -> str:
    """The status as one short line: what runs; where nothing does, what is next."""
    if sessions or day is None or day.day.next is None:
        return first_line(sessions, now)
    return " ".join(line_of(day.day.next, now, clock).split())


def as_text(sessions: tuple[Session, ...], now: Moment, clock: Clock, day: Today | None = None) -> list[str]:
    """The status as lines to be read."""
    soon = [(at, f"{clock.local(at):%H:%M}  {label}") for at, _, label in _coming(sessions, now)]
    if day is not None:
        soon += [(item.at, line_of(item, now, clock)) for item in day.day.ahead]
    flare = [day.line] if day is not None and day.line else []
    return [first_line(sessions, now), *flare, *(line for _, line in sorted(soon))]


def as_json(sessions: tuple[Session, ...], now: Moment, clock: Clock, day: Today | None = None) -> dict[str, Any]:
    """The status as PRODUCT.md gives it to scripts, without today's numbers."""
    soon = _coming(sessions, now)
    if day is not None:
        soon += [(item.at, item.kind.value, item.label) for item in day.day.ahead]
    return {
        "now": _iso(clock.local(now.wall)),
        "flare": flare_json(day, now, clock),
        "running": _running(sessions, now, clock),
        "next": [{"kind": kind, "at": _iso(clock.local(at)), "label": label} for at, kind, label in sorted(soon)],
    }


def _coming(sessions: tuple[Session, ...], now: Moment) -> list[tuple[datetime, str, str]]:
    if not sessions:
        return []

    return coming(sessions, now)


def _running(sessions: tuple[Session, ...], now: Moment, clock: Clock) -> list[dict[str, Any]]:
    if not sessions:
        return []

    return [running.as_json(session, now, clock) for session in sessions]


def _iso(local: datetime) -> str:
    return local.isoformat(timespec="seconds")
