"""One plain sentence that sums a week up, without praise or blame."""

from __future__ import annotations

from datetime import date

from backcoach.domain.review import Period, Week

REAL_CHANGE = 2
"""From how many points on a change of pain counts as real."""

BEGIN = "Nothing is noted for this week yet: press w, or type `backcoach walk add 5` after a walk of 5 minutes."
"""How to begin."""


def count(number: int, one: str, more: str = "") -> str:
    """A number with its word: `1 walk`, `3 walks`."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def figure(value: float | None) -> str:
    """A mean as it is shown: `5`, `5.5`, and a dash where there is none."""
    return "\N{EN DASH}" if value is None else f"{value:g}"


def sentence(week: Week, today: date) -> str:
    """The week in one sentence."""
    period = week.period
    if period.is_empty:
        return BEGIN if period.start <= today <= period.end else "Nothing is noted for this week."
    if not period.walks:
        return _without_walks(period)
    parts = [f"You walked on {_of_days(period, today)}{_beside_before(week, today)}"]
    pain = _pain(period)
    if pain:
        parts.append(pain)
    return "; ".join(parts) + "."


def _without_walks(period: Period) -> str:
    not_possible = sum(day.could_not for day in period.days)
    if not_possible:
        return f"Walking was not possible on {count(not_possible, 'day')}; no walk is noted on the others."
    return "No walk is noted for this week."


def _of_days(period: Period, today: date) -> str:
    so_far = sum(day.date <= today for day in period.days)
    if 0 < so_far < len(period.days) and period.days_walked <= so_far:
        return f"{period.days_walked} of {count(so_far, 'day')} so far"
    return f"{period.days_walked} of {len(period.days)} days"


def _beside_before(week: Week, today: date) -> str:
    total, before = week.period.total_minutes, week.previous_total_minutes
    if today < week.period.end:
        return f", {count(total, 'minute')}" + (f"; {before:,} in the week before" if before else "")
    if not before:
        return f", {count(total, 'minute')}"
    if total == before:
        return f", {count(total, 'minute')}, the same as the week before"
    return f", {count(abs(total - before), 'minute')} {'more' if total > before else 'fewer'} than the week before"


def _pain(period: Period) -> str | None:
    noted = [day.pain_after for day in period.days if day.pain_after is not None]
    if len(noted) < REAL_CHANGE:
        return None
    first, last = noted[0], noted[-1]
    if abs(last - first) < REAL_CHANGE:
        return f"pain after walking stayed near {figure(last)}"
    return f"pain after walking {'fell' if last < first else 'rose'} from {figure(first)} to {figure(last)}"
