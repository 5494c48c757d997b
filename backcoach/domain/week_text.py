"""A week as text, from 40 columns on: bars of minutes with the goal as a mark, pain under them, and one sentence."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Callable, Sequence
from datetime import date

from backcoach.domain.review import FEWEST, Day, Helped, Period, Week
from backcoach.domain.routine import Kind
from backcoach.domain.stretches import times
from backcoach.domain.text import count, figure, side_by_side, wrapped
from backcoach.domain.walks import COULDNT, REAL_CHANGE

NARROWEST = 40
WIDEST = 120
FULL = "▇"
MARK = "│"
DASH = "\N{EN DASH}"
ARROW = "→"
MONTHS = tuple(month_name)[1:]

_FEWEST_CELLS = 12
_MOST_CELLS = 40
_GAP = "  "
_CELL = 4

BEGIN = "Nothing is noted for this week yet: press w, or type `backcoach walk add 5` after a walk of 5 minutes."


def day_name(day: date) -> str:
    """A day as its row begins: `Mon 16`."""
    return f"{day:%a} {day.day:2}"


def days_name(first: date, last: date) -> str:
    """A span of days in words, as in `30 November - 6 December`; with the years where they differ."""
    year = f" {last.year}" if first.year != last.year else ""
    begins = f" {first:%B} {first.year}" if year else f" {first:%B}" if first.month != last.month else ""
    return f"{first.day}{begins} {DASH} {last.day} {last:%B}{year}"


def pain_words(day: Day, *, short: bool = False) -> str:
    """The day's pain before and after walks: `pain 6 → 5`, or `6→5`; empty where none was noted."""
    if day.pain_before is None and day.pain_after is None:
        return ""
    before, after = figure(day.pain_before), figure(day.pain_after)
    return f"{before}{ARROW}{after}" if short else f"pain {before} {ARROW} {after}"


def used_words(of: Day | Period) -> str:
    """What was used: `ice 3, heat 2`; empty where nothing was."""
    return ", ".join(f"{kind} {of.uses[kind]}" for kind in (Kind.ICE, Kind.HEAT, Kind.STRETCH) if of.uses[kind])


def rows(days: Sequence[Day], width: int, today: date) -> list[str]:
    """The days' bars, one line each, with their figures beside them as far as the width allows."""
    names = [day_name(day.date) for day in days]
    if width < NARROWEST:  # no room for bars
        minutes = _column([COULDNT if day.could_not else _minutes(day) for day in days])
        pain = _column([pain_words(day, short=True) for day in days])
        return [_GAP.join(row).rstrip() for row in zip(names, minutes, pain, strict=True)]
    shown, cells = _columns(days, width - max(map(len, names)) - len(_GAP) - 1)
    top = max(max(day.minutes, day.goal_minutes or 0) for day in days)
    top, cells = max(1, top), max(1, min(cells, _MOST_CELLS))
    goals = [day.goal_minutes if day.date <= today or day.walks else None for day in days]
    bars = [
        COULDNT.ljust(cells + 1) if day.could_not else bar(day.minutes, goal, top, cells)
        for day, goal in zip(days, goals, strict=True)
    ]
    return [_GAP.join(row).rstrip() for row in zip(names, bars, *shown, strict=True)]


def _minutes(day: Day) -> str:
    return f"{day.minutes:,} min" if day.walks else ""


def _columns(days: Sequence[Day], room: int) -> tuple[list[list[str]], int]:
    """The columns that stand beside the bars, each as wide as its widest cell, and what is left for the bars."""
    minutes = _column([_minutes(day) for day in days])
    walks = _column([count(day.walks, "walk") if day.walks else "" for day in days])
    short = _column([pain_words(day, short=True) for day in days])
    pain = _column([pain_words(day) for day in days])
    used = _column([used_words(day) for day in days], str.ljust)
    for choice in ([minutes, walks, pain, used], [minutes, walks, short], [minutes, short]):
        columns = [column for column in choice if any(text.strip() for text in column)]
        cells = room - sum(len(_GAP) + len(column[0]) for column in columns)
        if cells >= _FEWEST_CELLS:
            return columns, cells
    return [minutes], room - len(_GAP) - len(minutes[0])


def _column(texts: list[str], place: Callable[[str, int], str] = str.rjust) -> list[str]:
    widest = max(map(len, texts))
    return [place(text, widest) for text in texts]


def bar(minutes: int, goal: int | None, top: int, cells: int) -> str:
    """The minutes, of which `top` fill the cells, with the goal's mark, which takes a cell of its own."""

    def place(minutes: int) -> int:  # at least one cell where there are any
        return max(min(1, minutes), int(minutes * cells / top + 0.5))

    filled = place(minutes)
    if goal is None:
        return (FULL * filled).ljust(cells + 1)
    mark = place(goal)
    if minutes < goal:  # rounding may not make a day look like one on which the goal was met
        filled = min(filled, max(1 if minutes else 0, mark - 1))
    return ((FULL * min(filled, mark)).ljust(mark) + MARK + FULL * (filled - mark)).ljust(cells + 1)


def pain_line(days: Sequence[Day]) -> list[str]:
    """The days' pain under their names, in the same order; nothing where none was noted."""
    if all(day.pain is None for day in days):
        return []
    names = "".join(f"{day.date:%a}"[:2].rjust(_CELL) for day in days)
    pains = "".join(figure(day.pain).rjust(_CELL) for day in days)
    return [f"Day     {names}", f"Pain    {pains}"]


def goal_line(days: Sequence[Day], today: date) -> str | None:
    """What the mark in the bars stands for; None where there is none."""
    goals = sorted({day.goal_minutes for day in days if day.goal_minutes is not None and day.date <= today})
    if not goals:
        return None
    shown = f"{goals[0]} min" if len(goals) == 1 else f"{goals[0]} to {goals[-1]} min"
    return f"{MARK} goal {shown} a day, met on {count(sum(day.met is True for day in days), 'day')}"


def totals(period: Period) -> str:
    return f"{period.total_minutes:,} min, {count(period.walks, 'walk')} on {count(period.days_walked, 'day')}"


def week_lines(week: Week, width: int, today: date) -> list[str]:
    """The whole week as text, no line wider than the width, which is taken as 40 to 120 columns."""
    width = min(WIDEST, max(NARROWEST, width))
    period = week.period
    year = f" {period.end.year}" if period.start.year == period.end.year != today.year else ""
    head = [f"Week of {days_name(period.start, period.end)}{year}"]
    if period.is_empty:
        return [*wrapped(head[0], width), "", *wrapped(sentence(week, today), width)]
    head += [totals(period), f"before: {week.previous_total_minutes:,} min"]
    if period.longest_minutes:
        head.append(f"longest {period.longest_minutes} min")
    lines = [*side_by_side(head, width), "", *rows(period.days, width, today)]
    goal = goal_line(period.days, today)
    lines += wrapped(goal, width) if goal else []
    pain = pain_line(period.days)
    used = used_words(period)
    lines += ["", *pain] if pain else []
    lines += [*([] if pain else [""]), *wrapped(f"Used    {used}", width)] if used else []
    helped = helped_words(week.helped)
    return [*lines, "", *wrapped(sentence(week, today), width), *(["", *wrapped(helped, width)] if helped else [])]


# -- in one sentence, without praise or blame ----------------------------------------------------------------


def sentence(week: Week, today: date) -> str:
    period = week.period
    if period.is_empty:
        return BEGIN if period.start <= today <= period.end else "Nothing is noted for this week."
    if not period.walks and period.could_not:
        return f"Walking was not possible on {count(period.could_not, 'day')}; no walk is noted on the others."
    if not period.walks:
        return "No walk is noted for this week."
    so_far = sum(day.date <= today for day in period.days)
    of_days = f"{len(period.days)} days"
    if 0 < so_far < len(period.days) and period.days_walked <= so_far:
        of_days = f"{count(so_far, 'day')} so far"
    walked = f"You walked on {period.days_walked} of {of_days}, {_beside_before(week, today)}"
    return "; ".join(filter(None, (walked, _pain(period)))) + "."


_AFTER = {
    Kind.POSTURE: "changing position",
    Kind.BREATHE: "breathing",
    Kind.STRETCH: "stretching",
    Kind.WALK: "walks",
}


def helped_words(helped: Sequence[Helped]) -> str:
    """How the pain was after each kind of session, which says nothing of a cause; empty where nothing is known."""
    said = [f"After {_AFTER.get(one.kind, one.kind.value)} {_changed(one)}." for one in helped]
    return " ".join(["Over four weeks.", *said]) if said else ""


def _changed(one: Helped) -> str:
    if one.times < FEWEST:
        return f"({times(one.times)}): too few to tell"
    return f"your pain was {one.change_words}, {times(one.times)}"


def _beside_before(week: Week, today: date) -> str:
    total, before = week.period.total_minutes, week.previous_total_minutes
    minutes = count(total, "minute")
    if not before:
        return minutes
    if today < week.period.end:
        return f"{minutes}; {before:,} in the week before"
    if total == before:
        return f"{minutes}, the same as the week before"
    return f"{count(abs(total - before), 'minute')} {'more' if total > before else 'fewer'} than the week before"


def _pain(period: Period) -> str | None:
    noted = [day.pain_after for day in period.days if day.pain_after is not None]
    if len(noted) < REAL_CHANGE:
        return None
    first, last = noted[0], noted[-1]
    if abs(last - first) < REAL_CHANGE:
        return f"pain after walking stayed near {figure(last)}"
    return f"pain after walking {'fell' if last < first else 'rose'} from {figure(first)} to {figure(last)}"
