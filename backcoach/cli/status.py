"""`backcoach status`: what runs, what is next, today; and `backcoach flare`, from which the plan of the day follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from backcoach.cli.command import JSON, WHEN, CannotError, Words, answer, argument, command, print_lines
from backcoach.cli.environment import Environment, new_id
from backcoach.coach.day import MOST, Days, Today
from backcoach.coach.protocols import Clock, Journal
from backcoach.domain.engine import moved_on
from backcoach.domain.flare import Flare, Outcome, modality, parse_onset
from backcoach.domain.moment import Moment
from backcoach.domain.record import FLARE, LEVEL, is_flare_on, is_goal_chosen
from backcoach.domain.routine import Act
from backcoach.domain.session import Session, State
from backcoach.domain.suggestions import Item
from backcoach.domain.sync import Elsewhere, going_on_elsewhere
from backcoach.domain.text import WordsError, count
from backcoach.domain.wording import elsewhere, first_line, in_order
from backcoach.library import Library

HELP_LINE = "When to get help: backcoach help-signs"
NO_FLARE = "No flare-up is open."

SessionsAndDay: TypeAlias = tuple[tuple[Session, ...], Today | None]
"""The sessions that go on, and the day; None where no flare-up goes on and no walking goal was chosen."""


def read_plan(env: Environment, journal: Journal, now: Moment) -> SessionsAndDay:
    """What goes on and what is planned, where the clocks say it is; nothing is written."""
    sessions = going_on(journal, now)
    # Looking at the newest records first is cheap, and every prompt asks.
    archive = journal.archive
    is_chosen = is_goal_chosen(env.settings, archive.newest(LEVEL))
    is_planned = is_chosen or is_flare_on(archive.newest(FLARE, limit=MOST))
    return sessions, days_of(env, journal).today(sessions) if is_planned else None


def going_on(journal: Journal, now: Moment) -> tuple[Session, ...]:
    """The sessions where the clocks say they are, the one that needs the person first."""
    moved = (moved_on(one, now) for one in journal.running())
    return in_order(tuple(session for session in moved if not session.is_over))


def days_of(env: Environment, journal: Journal) -> Days:
    return Days(env.clock, journal, Library(env.places.config), env.settings, new_id=new_id)


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

    def look(journal: Journal) -> tuple[SessionsAndDay, tuple[Elsewhere, ...], dict[str, Any]]:
        others = going_on_elsewhere(journal.elsewhere(), now, journal.recall)
        return read_plan(env, journal, now), others, {} if words.line else _read_today(env, journal)

    (sessions, day), others, today = env.read(look)
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
    walks = count(today["walks"], "walk") if today["walks"] else "no walk yet"
    pain = "" if today["pain_latest"] is None else f"; pain {today['pain_latest']}"
    so_far = f"Today: {walks}, {today['walk_minutes']} of {today['goal_minutes']} min{pain}"
    running = [first_line(sessions, now), *(elsewhere(name, one, now, clock.local) for name, one in others)]
    answer(words, document, *running, *flare, *lines, so_far)


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


def line_of(item: Item, now: Moment, clock: Clock) -> str:
    """One line for one thing: `16:05  Ice, 15 min`, or `now` where it can be had."""
    at = "now  " if item.is_open(now.wall) else f"{clock.local(item.at):%H:%M}"
    return f"{at}  {item.label}"


def coming(sessions: Iterable[Session], now: Moment) -> list[tuple[datetime, str, str]]:
    """What the sessions will ask for, in order of time: when (UTC), kind, in words."""
    calls = {Act.ON: "take it off", Act.STAY: "change position: walk or lie down"}
    found = []
    for session in sessions:
        remaining = session.remaining(now)
        if session.state is not State.RUNNING or remaining is None:
            continue
        rest = "ready for the next one" if session.rest_of_routine() else "the skin break is over"
        what = calls.get(session.step.act, rest if session.step.act is Act.OFF else "done")
        found.append((now.after(remaining).wall, session.kind.value, f"{session.kind.label}: {what}"))
    return sorted(found)


def session_json(session: Session, now: Moment, clock: Clock) -> dict[str, Any]:
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
        "remaining_s": None if remaining is None else _seconds(remaining),
        "elapsed_s": _seconds(session.used(now)),
        "overrun_s": _seconds(session.overrun(now)),
        "ends_at": None if ends is None else _iso(clock.local(ends)),
    }


def _seconds(span: timedelta) -> float:
    return round(span.total_seconds(), 3)


def _iso(local: datetime) -> str:
    return local.isoformat(timespec="seconds")


def flare_json(today: Today | None, now: Moment, clock: Clock) -> dict[str, Any] | None:
    """The flare-up as PRODUCT.md gives it to scripts; None where there is none."""
    if today is None or (flare := today.flare) is None:
        return None

    return {
        "id": flare.id,
        "onset": _iso(clock.local(flare.onset.wall)),
        "hours": int(flare.hours(now) * 10_000) / 10_000,
        "plan": flare.plan,
        "phase": modality(flare.phase(today.plan, now)),
    }


@command(
    "flare start",
    argument("--onset", metavar="WHEN", help=f"{WHEN}; without it, just now"),
    argument("--plan", metavar="ID", help="the plan to follow (see: backcoach plans)"),
    about="start a flare-up, and follow a plan",
)
def start(words: Words) -> None:
    env = Environment(words)
    now = env.clock.now()
    onset = parse_onset(words.onset or "", now=now.wall, local=env.clock.local, day_start=env.settings.day_start)

    def keep(journal: Journal) -> tuple[Flare, Today | None]:
        days = days_of(env, journal)
        plans = days.content.plans
        plan = words.plan or days.plan_of(None).id
        if plan not in plans:
            raise CannotError(f"There is no plan “{plan}”; there are {', '.join(plans)}.")
        return days.flares.start(onset, plan), read_plan(env, journal, env.clock.now())[1]

    flare, today = env.write(keep)
    began = env.clock.local(flare.onset.wall)
    print_lines(f"Saved: flare-up since {began:%A %d %B %H:%M}, id {flare.id}.", *_flare_lines(today, env.clock))


@command("flare end", about="say that it is over")
def end(words: Words) -> None:
    env = Environment(words)
    if not env.places.journal.exists():
        raise CannotError(NO_FLARE)
    flare = env.write(lambda journal: days_of(env, journal).flares.end())
    sentence = f"Saved: the flare-up is over after {int(flare.hours(env.clock.now()))} h."
    if flare.outcome is Outcome.SEE_SOMEONE:
        sentence += f" It lasted more than two weeks: see someone about it (sources 003, 004). {HELP_LINE}"
    print_lines(sentence)


@command("flare show", JSON, about="how long it has lasted, and what is suggested now")
def show(words: Words) -> None:
    env = Environment(words)
    now = env.clock.now()
    _, today = env.read(lambda journal: read_plan(env, journal, now))
    if today is None or today.flare is None:
        answer(words, None, f"{NO_FLARE} Start one: backcoach flare start")
    else:
        about = {"trigger": today.flare.trigger, "pain": today.flare.pain}
        answer(words, (flare_json(today, now, env.clock) or {}) | about, *_flare_lines(today, env.clock))


def _flare_lines(today: Today | None, clock: Clock) -> list[str]:
    if today is None:
        return []
    item = today.day.next
    return [
        today.line,
        f"{today.sentence[:1].upper()}{today.sentence[1:]}.",
        *([] if item is None else [f"Next: {line_of(item, clock.now(), clock)}"]),
        *filter(None, (today.lifting, today.nudge, *(why for _, why in today.reasons))),
        HELP_LINE,
    ]
