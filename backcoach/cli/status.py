"""`backcoach status`: what runs, what is next, today."""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta
from typing import Any

from backcoach.cli.account import Account, going_on, new_id, print_json, print_lines
from backcoach.cli.parser import Command, Parser, add_json
from backcoach.coach.day import Days, Today
from backcoach.coach.protocols import Clock, Journal
from backcoach.domain.flare import modality
from backcoach.domain.moment import Moment
from backcoach.domain.record import FLARE, LEVEL, is_flare_on, is_goal_chosen
from backcoach.domain.routine import Act
from backcoach.domain.session import Session, State
from backcoach.domain.suggestions import Item
from backcoach.domain.text import WordsError, count
from backcoach.domain.wording import first_line
from backcoach.library import load_content

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

    return [session_json(session, now, clock) for session in sessions]


def _iso(local: datetime) -> str:
    return local.isoformat(timespec="seconds")


def read_today(account: Account, journal: Journal) -> dict[str, Any]:
    """Today as `status --json` has it; `goal_minutes` are those of all walks together."""
    reviews = account.reviews(journal)
    day, goal = reviews.day(account.today), reviews.goal(account.today)
    return {
        "date": day.date.isoformat(),
        "walks": day.walks,
        "walk_minutes": day.minutes,
        "goal_walks": goal.times,
        "goal_minutes": goal.goal_minutes,
        "pain_latest": day.pain_latest,
    }


def as_line(today: dict[str, Any] | None) -> list[str]:
    """The same as a line; none where nobody asked."""
    if today is None:
        return []
    walks = count(today["walks"], "walk") if today["walks"] else "no walk yet"
    parts = [f"{walks}, {today['walk_minutes']} of {today['goal_minutes']} min"]
    if today["pain_latest"] is not None:
        parts.append(f"pain {today['pain_latest']}")
    return [f"Today: {'; '.join(parts)}"]


def coming(sessions: tuple[Session, ...], now: Moment) -> list[tuple[datetime, str, str]]:
    """What the sessions will ask for, in order of time: when (UTC), kind, in words."""
    calls = {Act.ON: "take it off", Act.STAY: "change position: walk or lie"}
    found = []
    for session in sessions:
        remaining = session.remaining(now)
        if session.state is not State.RUNNING or remaining is None:
            continue
        rest = "the next application is ready" if session.rest_of_routine() else "the skin has rested"
        what = calls.get(session.step.act, rest if session.step.act is Act.OFF else "done")
        found.append((now.after(remaining).wall, session.kind.value, f"{session.kind.label}: {what}"))
    return sorted(found)


def session_json(session: Session, now: Moment, clock: Clock) -> dict[str, Any]:
    """The session as `status --json` has it."""
    remaining = session.remaining(now)
    ends: datetime | None = None
    if session.state is State.RUNNING and remaining is not None:
        ends = now.after(remaining).wall
    elif session.state is State.DUE:
        ends = session.since.wall
    return {
        "id": session.id,
        "kind": session.kind.value,
        "label": session.kind.label,
        "state": session.state.value,
        "step": session.step.act.value,
        "step_index": session.index,
        "step_count": None if session.routine.repeats else len(session.routine.steps),
        "remaining_s": _seconds(remaining),
        "elapsed_s": _seconds(session.used(now)),
        "overrun_s": _seconds(session.overrun(now)),
        "ends_at": None if ends is None else clock.local(ends).isoformat(timespec="seconds"),
    }


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else round(span.total_seconds(), 3)


MOST = 200
"""How many flare-ups are looked at: the newest."""


def days_for(account: Account, journal: Journal) -> Days:
    """What works out the day, with the person's own settings and plans."""
    return Days(account.clock, journal, load_content(account.places.config), account.settings, new_id=new_id)


def read_day(account: Account, journal: Journal, sessions: tuple[Session, ...]) -> Today | None:
    """The day as it stands; None where nothing is planned: no flare-up goes on, and no walking goal was chosen.

    Raises:
        JournalError: the journal can't be read.
    """
    return days_for(account, journal).today(sessions) if has_plan(account, journal) else None


def has_plan(account: Account, journal: Journal) -> bool:
    """Whether anything is planned; cheap, because every prompt asks."""
    archive = journal.archive
    is_chosen = is_goal_chosen(account.settings, archive.newest(LEVEL))
    return is_chosen or is_flare_on(archive.newest(FLARE, limit=MOST))


def flare_json(today: Today | None, now: Moment, clock: Clock) -> dict[str, Any] | None:
    """The flare-up as PRODUCT.md gives it to scripts; None where there is none."""
    if today is None or (flare := today.flare) is None:
        return None

    return {
        "id": flare.id,
        "onset": clock.local(flare.onset.wall).isoformat(timespec="seconds"),
        "hours": int(flare.hours(now) * 10_000) / 10_000,
        "plan": flare.plan,
        "phase": modality(flare.phase(today.plan, now)),
    }


def line_of(item: Item, now: Moment, clock: Clock) -> str:
    """One line for one thing: `16:05  Ice, 15 min`, or `now` where it can be had."""
    at = "now  " if item.is_open(now.wall) else f"{clock.local(item.at):%H:%M}"
    return f"{at}  {item.label}"


def _status_words(parser: Parser) -> None:
    add_json(parser)
    parser.add_argument("--line", action="store_true", help="print one short line, for a prompt or a status bar")


COMMANDS = {"status": Command("what runs, what is next, today", print_status, _status_words)}
