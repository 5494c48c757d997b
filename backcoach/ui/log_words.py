"""How a walk and a diary entry read in one line; always without markup."""

from __future__ import annotations

from datetime import date, datetime

from backcoach.coach.log import Change, Kept
from backcoach.domain.diary import EntryKind
from backcoach.domain.review import Day
from backcoach.domain.text import count
from backcoach.domain.walks import COULDNT, Walk, WalkLevel
from backcoach.domain.week_text import ARROW, DASH


def time_of(kept: Kept) -> datetime:
    return kept.start if isinstance(kept, Walk) else kept.at


def words_of(kept: Kept) -> str:
    return kept.note if isinstance(kept, Walk) else kept.text


def what(kept: Kept) -> str:
    """What was noted, without its time and words: `Pain 6`, `Medicine taken`, `Walk 15 min, pain 6 → 5`."""
    if not isinstance(kept, Walk):
        return f"{kept.kind.label} {kept.value}" if kept.kind is EntryKind.PAIN else kept.kind.label
    words = "Walk " + (COULDNT if kept.minutes is None else f"{kept.minutes} min")
    if kept.pain_before is None and kept.pain_after is None:
        return words
    before, after = (DASH if pain is None else str(pain) for pain in (kept.pain_before, kept.pain_after))
    return f"{words}, pain {before} {ARROW} {after}"


def with_day(kept: Kept) -> str:
    """The same with its day and time: `Sun 22 Nov 14:05  Walk 15 min`; the day it counts for, where that is another."""
    at = time_of(kept)
    other = "" if at.date() == kept.date else f" (for {kept.date:%a %d %b})"
    return f"{at:%a %d %b %H:%M}{other}  {what(kept)}"


def long_day(day: date) -> str:
    """A day as the head of its page: `Sunday 22 November 2026`."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def of_goal(day: Day) -> str:
    """What was walked on a day: `21 of 15 min, 2 walks`."""
    goal = "" if day.goal_minutes is None else f" of {day.goal_minutes}"
    walks = f", {count(day.walks, 'walk')}" if day.walks else ""
    return f"{day.minutes:,}{goal} min{walks}"


def offered(level: WalkLevel, current: WalkLevel) -> str:
    """The offer of another level, as a question."""
    which = "up" if level.goal_minutes > current.goal_minutes else "down"
    title, _, figures = level.words.partition(", ")
    return f"Want to step {which} to {title} ({figures})? y yes · n stay"


def undone(change: Change) -> str:
    """What was taken back, as a sentence."""
    kept = with_day(change.before or change.after)
    match change.did:
        case "added":
            return f"Taken back: {kept} is out of the log."
        case "deleted":
            return f"Brought back: {kept}."
        case _:
            return f"Taken back: it is {kept} again."
