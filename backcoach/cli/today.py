"""The day for the commands: what is kept, read once, and told as text or as JSON."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backcoach.adapters.settings import load_settings
from backcoach.cli.parts import BUSY_COMMAND
from backcoach.domain import written
from backcoach.domain.days import local_day

if TYPE_CHECKING:
    from datetime import date, datetime

    from backcoach.adapters.journal.sqlite import SqliteJournal
    from backcoach.adapters.places import Places
    from backcoach.coach.days import Days, Today
    from backcoach.domain.moment import Moment
    from backcoach.domain.settings import Settings
    from backcoach.domain.suggestions import Goal, Item
    from backcoach.ports import Clock, Journal


LOOKS_BACK = timedelta(days=4)
"""How far back the latest note of pain may lie."""
MOST = 200
"""How many flare-ups are looked at: the newest."""

# ruff: noqa: PLC0415 - a command pays only for what it tells


def new_id() -> str:
    """A new id for what is kept: 32 hexadecimal digits by chance."""
    from uuid import uuid4

    return uuid4().hex


def open_journal(places: Places, *, create: bool) -> SqliteJournal:
    """The journal for a command.

    Raises:
        JournalError: it can't be opened.
    """
    from backcoach.adapters.journal.sqlite import SqliteJournal

    return SqliteJournal(places.journal, busy=BUSY_COMMAND, create=create)


def days_for(places: Places, journal: Journal, clock: Clock) -> Days:
    """What works out the day, with the person's own settings and plans."""
    from backcoach.adapters.content import load_content
    from backcoach.coach.days import Days

    settings, _ = load_settings(places.config_file)
    return Days(clock, journal, load_content(places.config), settings, new_id=new_id)


def has_plan(places: Places, journal: Journal) -> bool:
    """Whether today has a plan at all: a flare-up goes on, or there is a walking goal."""
    archive, (settings, _) = journal.archive, load_settings(places.config_file)
    goals = settings.goal_level, settings.goal_walks, settings.goal_minutes
    return (
        any(goal is not None for goal in goals)
        or written.is_flare_on(archive.newest(written.FLARE, limit=MOST))
        or bool(archive.newest(written.LEVEL))
    )


def tally_json(places: Places, journal: Journal, now: Moment, clock: Clock) -> dict[str, Any]:
    """Today as PRODUCT.md gives it to scripts, where there is no plan."""
    settings, _ = load_settings(places.config_file)
    today, first = (local_day(clock.local(at), settings.day_start) for at in (now.wall, now.wall - LOOKS_BACK))
    records = journal.archive.records(written.WALK, first=first)
    walks = [minutes for _, at, minutes in written.walks(records) if _day(at, clock, settings) == today]
    pains = written.pains(records, journal.archive.records(written.DIARY, first=first))
    return _numbers(today, len(walks), sum(walks), None, pains[-1][1] if pains else None)


def _day(at: datetime, clock: Clock, settings: Settings) -> date:
    return local_day(clock.local(at), settings.day_start)


def _numbers(today: date, walks: int, minutes: int, goal: Goal | None, pain: int | None) -> dict[str, Any]:
    return {
        "date": f"{today}",
        "walks": walks,
        "walk_minutes": minutes,
        "goal_walks": None if goal is None else goal.walks,
        "goal_minutes": None if goal is None else goal.total,
        "pain_latest": pain,
    }


def flare_json(today: Today, now: Moment, clock: Clock) -> dict[str, Any] | None:
    """The flare-up as PRODUCT.md gives it to scripts; None where there is none."""
    from backcoach.domain.flare import modality

    if (flare := today.flare) is None:
        return None
    return {
        "id": flare.id,
        "onset": clock.local(flare.onset.wall).isoformat(timespec="seconds"),
        "hours": int(flare.hours(now) * 10_000) / 10_000,
        "plan": flare.plan,
        "phase": modality(flare.phase(today.plan, now)),
    }


def today_json(today: Today) -> dict[str, Any]:
    """Today as PRODUCT.md gives it to scripts."""
    return _numbers(today.day.date, today.walks, today.walk_minutes, today.goal, today.pain)


def line_of(item: Item, now: Moment, clock: Clock) -> str:
    """One line for one thing: `16:05  Ice, 15 min`, or `now` where it can be had."""
    at = "now  " if item.is_open(now.wall) else f"{clock.local(item.at):%H:%M}"
    return f"{at}  {item.label}"
