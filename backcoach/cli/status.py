"""`backcoach status`: what runs, what is next, today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from backcoach.cli.arguments import JSON, Words, argument, command
from backcoach.cli.environment import Environment
from backcoach.cli.flare import SessionsAndDay, flare_json, line_of, read_plan
from backcoach.cli.output import answer, print_lines
from backcoach.coach.protocols import Clock, Journal
from backcoach.domain.moment import Moment
from backcoach.domain.routine import Act
from backcoach.domain.session import Session, State
from backcoach.domain.text import WordsError, count
from backcoach.domain.wording import first_line


@command(
    "status",
    JSON,
    argument("--line", action="store_true", help="print one short line, for a prompt or a status bar"),
)
def print_status(words: Words) -> None:
    if words.json and words.line:
        raise WordsError("line", "Give either --json, one document, or --line, one short line: not both.")
    env = Environment(words)
    clock, now = env.clock, env.clock.now()

    def look(journal: Journal) -> tuple[SessionsAndDay, dict[str, Any]]:
        return read_plan(env, journal, now), {} if words.line else _read_today(env, journal)

    (sessions, day), today = env.read(look)
    if words.line:
        item = day.day.next if day is not None and not sessions else None
        print_lines(first_line(sessions, now) if item is None else " ".join(line_of(item, now, clock).split()))
        return
    soon = [(at, kind, label, f"{clock.local(at):%H:%M}  {label}") for at, kind, label in coming(sessions, now)]
    if day is not None:
        soon += [(item.at, item.kind.value, item.label, line_of(item, now, clock)) for item in day.day.ahead]
    document = {
        "now": _iso(clock.local(now.wall)),
        "flare": flare_json(day, now, clock),
        "running": [session_json(session, now, clock) for session in sessions],
        "next": [{"kind": kind, "at": _iso(clock.local(at)), "label": label} for at, kind, label, _ in sorted(soon)],
        "today": today,
    }
    flare = [day.line] if day is not None and day.line else []
    lines = (line for _, line in sorted((at, line) for at, _, _, line in soon))
    answer(words, document, first_line(sessions, now), *flare, *lines, _today_line(today))


def _read_today(env: Environment, journal: Journal) -> dict[str, Any]:
    """Today as `status --json` has it; `goal_minutes` are those of all walks together."""
    reviews = env.reviews(journal)
    day, goal = reviews.day(env.today), reviews.goal(env.today)
    return {
        "date": day.date.isoformat(),
        "walks": day.walks,
        "walk_minutes": day.minutes,
        "goal_walks": goal.times,
        "goal_minutes": goal.goal_minutes,
        "pain_latest": day.pain_latest,
    }


def _today_line(today: dict[str, Any]) -> str:
    walks = count(today["walks"], "walk") if today["walks"] else "no walk yet"
    pain = "" if today["pain_latest"] is None else f"; pain {today['pain_latest']}"
    return f"Today: {walks}, {today['walk_minutes']} of {today['goal_minutes']} min{pain}"


def coming(sessions: Iterable[Session], now: Moment) -> list[tuple[datetime, str, str]]:
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
    ends = session.since.wall if session.state is State.DUE else None
    if session.state is State.RUNNING and remaining is not None:
        ends = now.after(remaining).wall
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
