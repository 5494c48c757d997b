"""What `status` says of today: walks, minutes, the goal, the latest pain."""

from __future__ import annotations

from typing import Any

from backcoach.cli.account import Account
from backcoach.coach.protocols import Journal
from backcoach.domain.text import count


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
