"""The flare-up and the plan of the day for the commands, as text and as JSON."""

from __future__ import annotations

from typing import Any

from backcoach.cli.account import Account
from backcoach.cli.ids import new_id
from backcoach.coach.day import Days, Today
from backcoach.coach.protocols import Clock, Journal
from backcoach.domain.flare import modality
from backcoach.domain.moment import Moment
from backcoach.domain.record import FLARE, LEVEL, is_flare_on, is_goal_chosen
from backcoach.domain.session import Session
from backcoach.domain.suggestions import Item
from backcoach.library import load_content

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
