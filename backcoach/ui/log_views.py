"""A week, a month or a flare-up as the lines of the review, and where each of its days stands among them."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from backcoach.domain import week_text
from backcoach.domain.days import WEEK
from backcoach.domain.review import Period, Week
from backcoach.domain.text import figure, side_by_side, wrapped
from backcoach.domain.week_text import BEGIN, MONTHS, day_name, days_name
from backcoach.ui import log_words
from backcoach.ui.screens.saved import Offered
from backcoach.ui.wishes import View

HERE = ">"
"""Marks the day that the keys mean, in the gap between its name and its number."""


class Board(Struct, frozen=True):
    """What the review shows.

    Attributes:
        view: a week, a month or a flare-up.
        period: its days.
        today: the person's day.
        week: the same with the week before, where it is a week.
        goes_on: whether it is a flare-up that has not ended.
        remark: what is to be said below; empty where nothing.
        offered: another walking level, where one is offered.
    """

    view: View
    period: Period
    today: date
    week: Week | None = None
    goes_on: bool = False
    remark: str = ""
    offered: Offered | None = None


class Lines(Struct, frozen=True):
    """The lines, and the place of the first day's row; the other days follow it."""

    texts: tuple[str, ...]
    first_row: int


def lines_of(board: Board, width: int, here: date) -> Lines:
    """The board as lines.

    Args:
        board: what is shown.
        width: columns; under 40 there are no bars.
        here: the day that the keys mean.
    """
    width = min(week_text.WIDEST, width)
    days = board.period.days
    if width < week_text.NARROWEST:
        texts = _small_lines(board, width)
    else:
        texts = week_text.week_lines(board.week, width, board.today) if board.week else _period_lines(board, width)
    if board.period.is_empty:
        texts += ["", *(day_name(day.date) for day in days)]
        first_row = len(texts) - len(days)
    else:
        first_row = texts.index(week_text.rows(days, width, board.today)[0])
    for remark in (board.remark, _offer(board)):
        texts += ["", *wrapped(remark, width)] if remark else []
    at = first_row + (here - board.period.start).days
    if first_row <= at < first_row + len(days):
        texts[at] = texts[at].replace(" ", HERE, 1)
    return Lines(tuple(texts), first_row)


def _small_lines(board: Board, width: int) -> list[str]:
    if board.period.is_empty:
        return wrapped(BEGIN, width)
    return [*week_text.rows(board.period.days, width, board.today), "", *wrapped(week_text.totals(board.period), width)]


def _offer(board: Board) -> str:
    return log_words.offered(board.offered.level, board.offered.current) if board.offered else ""


def _period_lines(board: Board, width: int) -> list[str]:
    period, days = board.period, board.period.days
    head = [_title(board)]
    if period.is_empty:
        within = period.start <= board.today <= period.end
        nothing = BEGIN.replace("this week", "this time") if within else "Nothing is noted for this time."
        return [*head, "", *wrapped(nothing, width)]
    head.append(week_text.totals(period))
    head += [f"longest {period.longest_minutes} min"] if period.longest_minutes else []
    head += [f"pain {figure(period.pain)} on average"] if period.pain is not None else []
    texts = [*side_by_side(head, width), "", *week_text.rows(days, width, board.today)]
    goal = week_text.goal_line(days, board.today)
    texts += wrapped(goal, width) if goal else []
    used = week_text.used_words(period)
    texts += wrapped(f"Used    {used}", width) if used else []
    if period.pain is not None:
        for at in range(0, len(days), WEEK):
            part = days[at : at + WEEK]
            pains = week_text.pain_line(part)
            texts += ["", f"{days_name(part[0].date, part[-1].date)}", *pains] if pains else []
    return texts


def _title(board: Board) -> str:
    start, end = board.period.start, board.period.end
    if board.view is View.MONTH:
        return f"{MONTHS[start.month - 1]} {start.year}"
    if board.goes_on:
        return f"Flare-up since {start.day} {MONTHS[start.month - 1]} {start.year}"
    return f"Flare-up of {days_name(start, end)}" + ("" if start.year != end.year else f" {end.year}")
