"""Columns, bars and calendars of block characters: pure functions of values and width."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from backcoach.domain.days import DAY, WEEK, week_of
from backcoach.domain.review import Day
from backcoach.domain.text import figure
from backcoach.domain.walks import COULDNT, WORST_PAIN
from backcoach.domain.week_text import day_name, used_words

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_INITIALS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
HERE = "▸"
"""Marks the day that the keys mean."""
_LABEL = 6


def bar(value: int, most: int, width: int, hue: str) -> Content:
    """A bar that is full where the value reaches the most."""
    filled = min(width, round(width * value / max(1, most)))
    return Content.assemble(("█" * filled, hue), ("░" * (width - filled), "$dim"))


def spark(values: Sequence[int], most: int, hue: str) -> Content:
    """One block for each value, as high as its part of the most; the lowest is still seen."""
    return Content.styled("".join(_EIGHTHS[max(1, round(8 * value / most))] for value in values), hue)


def columns(days: Sequence[Day], *, width: int, height: int) -> list[Content]:
    """The minutes of one or more days as columns with the goal of each as a line, and the days' names below."""
    each = max(2, min(6, (width + 1) // len(days) - 1))
    names = " ".join(_INITIALS[day.date.weekday()].ljust(each) for day in days)
    return [*_drawn(days, each, height - 1), Content.styled(names, "$muted")]


def _drawn(days: Sequence[Day], each: int, rows: int) -> list[Content]:
    """The columns alone, each `each` cells wide, from the highest row down."""
    top = max([1, *(max(day.minutes, day.goal_minutes or 0) for day in days)])
    drawn = []
    for row in range(rows, 0, -1):
        pieces: list[tuple[str, str]] = []
        for day in days:
            eighths = min(8, max(0, round(8 * (day.minutes * rows / top - (row - 1)))))
            eighths = max(eighths, 1) if row == 1 and day.minutes else eighths
            goal = 0 if day.goal_minutes is None else max(1, min(rows, round(day.goal_minutes * rows / top)))
            is_goal = goal == row and not eighths
            pieces.append(("╌" * each if is_goal else _EIGHTHS[eighths] * each, "$dim" if is_goal else "$walk"))
            pieces.append((" ", ""))
        drawn.append(Content.assemble(*pieces[:-1]))
    return drawn


def week(days: Sequence[Day], *, width: int, height: int, here: date) -> list[Content]:
    """A week as columns with the goal as a line; beneath, on the same days, minutes, pain and what was used.

    A click on a day asks the screen for it; `here` is the one that the keys mean.
    """
    each = min(18, (width - _LABEL) // len(days) - 1)
    has_pain = any(day.pain is not None for day in days)
    below = [("", [f"{HERE if day.date == here else ''}{day_name(day.date)}" for day in days], "")]
    below.append(
        ("min", [COULDNT if day.could_not else f"{day.minutes:,}" if day.walks else "–" for day in days], "$walk")
    )
    if has_pain:
        below.append(("pain", [_pain(day) for day in days], ""))
    if any(used_words(day) for day in days):
        below.append(("used", [_used(day, each) for day in days], "$muted"))
    rows = max(3, height - len(below) - (2 if has_pain else 0))
    drawn = [Content(" " * _LABEL) + row for row in _drawn(days, each, min(22, rows))]
    bold = "bold $accent"
    for label, texts, style in below:
        cells = [
            (text.ljust(each + 1), f"{style or _pain_style(day) if label else bold * (day.date == here)} {_pick(day)}")
            for text, day in zip(texts, days, strict=True)
        ]
        drawn.append(Content.assemble((label.ljust(_LABEL), "$muted"), *cells))
        if label == "pain":
            blocks = [(_block(day.pain) * each + " ", _pain_style(day)) for day in days]
            drawn.append(Content.assemble(" " * _LABEL, *blocks))
    return drawn


def _pick(day: Day) -> str:
    return f"@click=screen.pick('{day.date}')"


def _pain(day: Day) -> str:
    if day.pain_before is None and day.pain_after is None:
        return figure(day.pain)
    return f"{figure(day.pain_before)} → {figure(day.pain_after)}"


def _used(day: Day, width: int) -> str:
    """What was used, as much of it as has room whole."""
    words = used_words(day)
    while words and len(words) > width:
        words = words.rpartition(", ")[0]
    return words


def _block(pain: float | None) -> str:
    return " " if pain is None else _EIGHTHS[max(1, round(8 * pain / WORST_PAIN))]


def _pain_style(day: Day) -> str:
    if day.pain is None:
        return "$muted"
    return "$stretch" if day.pain < 2.5 else "$walk" if day.pain < 5 else "$heat"


def calendar(
    days: Sequence[Day], *, week_start: int, width: int, height: int, here: date, today: date
) -> list[Content]:
    """Days as a calendar of weeks, coloured by minutes; each cell says its minutes and pain where there is room.

    The days follow each other, and those after today are empty; weeks begin with `week_start`, from 0, Monday.
    """
    first, _ = week_of(days[0].date, week_start)
    weeks = -(-((days[-1].date - first).days + 1) // WEEK)
    gap = " " * (2 if width >= 90 else 1)
    each = min(13, width // WEEK - len(gap))
    tall = max(1, min(4, (height - 1) // weeks))
    top = max([1, *(day.minutes for day in days)])
    by_date = {day.date: day for day in days}
    names = "".join(f"{_INITIALS[(week_start + n) % WEEK]:<{each}}{gap}" for n in range(WEEK))
    rows = [Content.styled(names, "$muted")]
    for nth in range(weeks):
        dates = [first + (nth * WEEK + n) * DAY for n in range(WEEK)]
        for line in range(tall):
            pieces = []
            for day in dates:
                text, style = _cell(by_date.get(day), line, tall, (top, here, today))
                pieces += [(text.ljust(each)[:each], style), (gap, "")]
            rows.append(Content.assemble(*pieces))
    return rows


def _cell(day: Day | None, line: int, tall: int, of: tuple[int, date, date]) -> tuple[str, str]:
    """One line of a day's cell, and its style."""
    top, here, today = of
    if day is None or line == tall - 1 > 1:
        return "", ""
    number = f"{HERE if day.date == here else ' '}{day.date.day}"
    if day.date > today:
        return (number if line == 0 else ""), "$dim"
    unit = "min" if tall > 2 else "m"
    minutes = COULDNT if day.could_not else f"{day.minutes} {unit}" if day.walks else ""
    pain = "" if day.pain is None else f"pain {figure(day.pain)}"
    lines = [f"{number} {minutes}", f" {pain}" if tall > 2 else pain]
    if tall > 3:
        lines = [number, f" {minutes}", f" {pain}"]
    share = day.minutes / top
    if not day.walks:
        style = "on $panel"
    elif share > 0.6:
        style = f"$background on $walk {round(100 * share)}%"
    else:
        style = f"on $walk {20 + round(50 * share)}%"
    bold = "bold " if day.date == here else ""
    return (lines[line] if line < len(lines) else ""), f"{bold}{style} {_pick(day)}"
