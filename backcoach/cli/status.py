"""`backcoach status`: what runs, what is next, today."""

from __future__ import annotations

import json
import sys

from backcoach.cli.account import Account
from backcoach.cli.day import flare_json, line_of, read_day
from backcoach.cli.parts import moved_on
from backcoach.cli.today import as_line, read_today
from backcoach.domain import wording
from backcoach.domain.routine import Act
from backcoach.domain.session import Session, State

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from datetime import datetime, timedelta
    from typing import Any

    from backcoach.coach.days import Today
    from backcoach.domain.moment import Moment
    from backcoach.ports import Clock, Journal


def print_status(words: argparse.Namespace) -> int:
    """Print what runs, what is next, and today: as text, as JSON or as one line.

    Raises:
        JournalError: the journal can't be read.
    """
    account = Account(words)
    clock, now = account.clock, account.clock.now()

    def look(journal: Journal) -> tuple[tuple[Session, ...], Today | None]:
        return moved_on(journal.running(), now), read_day(account, journal, now)

    sessions, day = account.read(look)
    if words.json:
        shown = as_json(sessions, now, clock, day) | {"today": read_today(words)}
        print(json.dumps(shown, ensure_ascii=False, indent=2))  # noqa: T201
    elif words.line:
        print(as_short_line(sessions, now, clock, day))  # noqa: T201
    else:
        sys.stdout.write(as_text(sessions, now, clock, day) + as_line(read_today(words)))
    return 0


def as_short_line(sessions: tuple[Session, ...], now: Moment, clock: Clock, day: Today | None) -> str:
    """The status as one short line: what runs; where nothing does, what is next."""
    if sessions or day is None or day.day.next is None:
        return wording.first_line(sessions, now)
    return " ".join(line_of(day.day.next, now, clock).split())


def as_text(sessions: tuple[Session, ...], now: Moment, clock: Clock, day: Today | None = None) -> str:
    """The status as lines to be read."""
    lines = [wording.first_line(sessions, now)]
    soon = [(at, f"{clock.local(at):%H:%M}  {label}") for at, _, label in coming(sessions, now)]
    if day is not None:
        lines += [day.line] if day.line else []
        soon += [(item.at, line_of(item, now, clock)) for item in day.day.ahead]
    return "\n".join([*lines, *(line for _, line in sorted(soon))]) + "\n"


def as_json(sessions: tuple[Session, ...], now: Moment, clock: Clock, day: Today | None = None) -> dict[str, Any]:
    """The status as PRODUCT.md gives it to scripts, without today's numbers."""
    soon = coming(sessions, now)
    if day is not None:
        soon += [(item.at, item.kind.value, item.label) for item in day.day.ahead]
    return {
        "now": _iso(clock.local(now.wall)),
        "flare": flare_json(day, now, clock),
        "running": [_running(session, now, clock) for session in sessions],
        "next": [{"kind": kind, "at": _iso(clock.local(at)), "label": label} for at, kind, label in sorted(soon)],
    }


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


def _running(session: Session, now: Moment, clock: Clock) -> dict[str, Any]:
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
        "ends_at": None if ends is None else _iso(clock.local(ends)),
    }


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else round(span.total_seconds(), 3)


def _iso(local: datetime) -> str:
    return local.isoformat(timespec="seconds")
