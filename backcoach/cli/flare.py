"""`backcoach flare`, and the plan of the day that follows from it, as text and as JSON."""

from __future__ import annotations

from typing import Any, TypeAlias

from backcoach.cli.arguments import JSON, Words, argument, command
from backcoach.cli.environment import Environment, new_id
from backcoach.cli.output import CannotError, answer, print_lines
from backcoach.coach.day import Days, Today
from backcoach.coach.protocols import Clock, Journal
from backcoach.domain.engine import decide
from backcoach.domain.events import Tick
from backcoach.domain.flare import Flare, Outcome, modality, parse_onset
from backcoach.domain.moment import Moment
from backcoach.domain.record import FLARE, LEVEL, is_flare_on, is_goal_chosen
from backcoach.domain.session import Session
from backcoach.domain.suggestions import Item
from backcoach.domain.wording import in_order
from backcoach.library import load_content

HELP_LINE = "When to get help: backcoach help-signs"
NONE = "No flare-up goes on."
MOST = 200
"""How many flare-ups are looked at: the newest."""

SessionsAndDay: TypeAlias = tuple[tuple[Session, ...], Today | None]
"""The sessions that go on, and the day; None where no flare-up goes on and no walking goal was chosen."""


def read_plan(env: Environment, journal: Journal, now: Moment) -> SessionsAndDay:
    """What goes on and what is planned, where the clocks say it is; nothing is written."""
    moved = (one if one.still_stands(now) else decide(one, Tick(), now).session for one in journal.running())
    sessions = in_order(tuple(session for session in moved if not session.is_over))
    # Looking at the newest records first is cheap, and every prompt asks.
    archive = journal.archive
    is_chosen = is_goal_chosen(env.settings, archive.newest(LEVEL))
    is_planned = is_chosen or is_flare_on(archive.newest(FLARE, limit=MOST))
    return sessions, _days(env, journal).today(sessions) if is_planned else None


def _days(env: Environment, journal: Journal) -> Days:
    return Days(env.clock, journal, load_content(env.places.config), env.settings, new_id=new_id)


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


@command(
    "flare start",
    argument("--onset", metavar="WHEN", help="when: 09:30, yesterday 18:00, 2026-11-20 09:30; without it, just now"),
    argument("--plan", metavar="ID", help="the plan to follow (see: backcoach plans)"),
    about="write down that a flare-up began, and follow a plan",
)
def start(words: Words) -> None:
    env = Environment(words)
    now = env.clock.now()
    onset = parse_onset(words.onset or "", now=now.wall, local=env.clock.local, day_start=env.settings.day_start)

    def keep(journal: Journal) -> tuple[Flare, Today | None]:
        days = _days(env, journal)
        plans = days.content.plans
        plan = words.plan or days.plan_of(None).id
        if plan not in plans:
            raise CannotError(f"There is no plan “{plan}”; there are {', '.join(plans)}.")
        return days.flares.start(onset, plan), read_plan(env, journal, env.clock.now())[1]

    flare, today = env.write(keep)
    began = env.clock.local(flare.onset.wall)
    print_lines(f"Saved: flare-up since {began:%A %d %B %H:%M}, id {flare.id}.", *_lines(today, env.clock))


@command("flare end", about="it is over")
def end(words: Words) -> None:
    env = Environment(words)
    if not env.places.journal.exists():
        raise CannotError(NONE)
    flare = env.write(lambda journal: _days(env, journal).flares.end())
    sentence = f"Saved: the flare-up is over after {int(flare.hours(env.clock.now()))} h."
    if flare.outcome is Outcome.SEE_SOMEONE:
        sentence += f" It lasted more than two weeks: see someone about it (sources 003, 004). {HELP_LINE}"
    print_lines(sentence)


@command("flare show", JSON, about="how far it is and what is suggested")
def show(words: Words) -> None:
    env = Environment(words)
    now = env.clock.now()
    _, today = env.read(lambda journal: read_plan(env, journal, now))
    shown = flare_json(today, now, env.clock)
    if shown is not None and today is not None and today.flare is not None:
        shown |= {"trigger": today.flare.trigger, "pain": today.flare.pain}
    none = [f"{NONE} Start one: backcoach flare start"]
    answer(words, shown, *(none if shown is None else _lines(today, env.clock)))


def _lines(today: Today | None, clock: Clock) -> list[str]:
    """The flare-up as lines to be read."""
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
