"""Columns and bars of block characters: pure functions of values and width."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from backcoach.domain.review import Day

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_INITIALS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def bar(value: int, most: int, width: int, hue: str) -> Content:
    """A bar that is full where the value reaches the most."""
    filled = min(width, round(width * value / max(1, most)))
    return Content.assemble(("█" * filled, hue), ("█" * (width - filled), "$line"))


def spark(values: Sequence[int], most: int, hue: str) -> Content:
    """One block for each value, as high as its part of the most; the lowest is still seen."""
    return Content.styled("".join(_EIGHTHS[max(1, round(8 * value / most))] for value in values), hue)


def columns(days: Sequence[Day], *, width: int, height: int, hue: str) -> list[Content]:
    """The minutes of days as columns with the goal of each as a line, and the days' names below.

    Args:
        days: at least one.
        width: the cells of a row.
        height: the rows, that of the names among them.
        hue: the style of the columns.
    """
    each = max(2, min(6, (width + 1) // len(days) - 1))
    rows = height - 1
    top = max([1, *(max(day.minutes, day.goal_minutes or 0) for day in days)])
    drawn = []
    for row in range(rows, 0, -1):
        pieces: list[tuple[str, str]] = []
        for day in days:
            eighths = min(8, max(0, round(8 * (day.minutes * rows / top - (row - 1)))))
            goal = 0 if day.goal_minutes is None else max(1, min(rows, round(day.goal_minutes * rows / top)))
            is_goal = goal == row and not eighths
            pieces.append(("╌" * each if is_goal else _EIGHTHS[eighths] * each, "$dim" if is_goal else hue))
            pieces.append((" ", ""))
        drawn.append(Content.assemble(*pieces[:-1]))
    names = " ".join(_INITIALS[day.date.weekday()].ljust(each) for day in days)
    return [*drawn, Content.styled(names, "$muted")]
