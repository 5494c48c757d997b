"""The day in lines: the one next thing with its key, what comes after it, what is done, and the flare-up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from textual.content import Content

from backcoach.coach.day import Today
from backcoach.domain.routine import Kind
from backcoach.domain.session import State
from backcoach.domain.suggestions import Item
from backcoach.ui.picture import Picture

Line = tuple[str, ...]
"""The pieces of one row: a heading, a time, words, keys."""

_HEAD, _TIME = 8, 8
_NARROW, _TINY = 60, 30
"""Under so many columns the rows go without their heading, and then without the space that aligns them."""


def ahead_lines(today: Today, picture: Picture, most: int) -> list[Line]:
    """The next things: in order of time, the one for now before them; at most so many."""
    now, first = picture.now.wall, today.day.next
    open_now = first if first is not None and first.is_open(now) else None
    ahead = sorted(today.day.ahead, key=lambda item: item is not open_now)
    return [
        ("Next" if item is first else "", time_of(item, picture), item.label, " ".join(item.keys))
        for item in ahead[:most]
    ]


def time_of(item: Item, picture: Picture) -> str:
    """When it comes: `now`, `14:45`, and of another day `Mon 08:00`."""
    if item.is_open(picture.now.wall):
        return "now"
    at = picture.at(item.at - picture.now.wall)
    return f"{at:%H:%M}" if at.date() == picture.local.date() else f"{at:%a %H:%M}"


def done_words(today: Today) -> str:
    """What was done today: `ice ×2 · walk 5 min · pain 6 → 5`; empty where nothing was."""
    times: dict[Kind, int] = {}
    for item in today.day.done:
        times[item.kind] = times.get(item.kind, 0) + 1
    parts = []
    for kind, number in times.items():
        often = f" ×{number}" if number > 1 else ""
        length = f" {today.walk_minutes} min" if kind is Kind.WALK else ""
        parts.append(f"{kind.value}{often}{length}")
    if today.pains:
        first, *_, last = (today.pains[0], *today.pains)
        parts.append(f"pain {first}" if len(today.pains) == 1 else f"pain {first} → {last}")
    return " · ".join(parts)


def today_words(today: Today) -> str:
    """Today, where no flare-up goes on: `no walk yet · pain not noted`, `walk 5 min · pain 6 → 5`."""
    walked, noted = "" if today.walks else "no walk yet", "" if today.pains else "pain not noted"
    return " · ".join(part for part in (walked, done_words(today), noted) if part)


def today_content(today: Today | None, width: int) -> Content:
    """The last row of the first screen; empty in a flare-up, whose own lines say it."""
    if today is None or today.flare is not None:
        return Content("")
    return _row(("Today", "", today_words(today), ""), width, is_first=False)


def day_content(today: Today, picture: Picture, *, width: int, most: int, full: bool) -> Content:
    """The day as it is shown on the first screen and below what runs.

    Args:
        today: the day.
        picture: what can be seen now.
        width: the cells of a row.
        most: how many of the next things are shown.
        full: whether there is room for what is done and for the flare-up's own lines.
    """
    rows = [_row(line, width, is_first=not place) for place, line in enumerate(ahead_lines(today, picture, most))]
    if full and today.flare is not None:
        done = done_words(today)
        rows += [_row(("Done", "", done, ""), width, is_first=False)] if done else []
        rows += [Content(""), Content(today.line)] if rows else [Content(today.line)]
        rows += [Content(said) for said in (today.nudge,) if said]
    return Content("\n").join(rows)


def _row(line: Line, width: int, *, is_first: bool) -> Content:
    head, time, words, keys = line
    style = "bold" if is_first else ""
    pieces: list[tuple[str, str]] = []
    is_item = bool(time)
    if width >= _NARROW or not is_item:
        pieces.append((f"{head:<{_HEAD if width >= _NARROW else len(head) + 1}}", "$text-muted"))
    if is_item:
        pieces.append((f"{time:<{_TIME if width >= _NARROW else 6 if width >= _TINY else len(time) + 1}}", style))
    room = max(0, min(width, 76) - sum(len(text) for text, _ in pieces) - (len(keys) + 2 if keys else 0))
    pieces.append((f"{words:<{room}}" if keys else words, style))
    if keys:
        pieces.append((f"  {keys}", "bold $accent"))
    return Content.assemble(*pieces)


def resulting(item: Item | None, local: Callable[[datetime], datetime]) -> tuple[str, str]:
    """What "later" and "skip" would bring, each with its time: `Later: 15:20`; empty where it can't be."""
    if item is None:
        return "", ""
    later = "" if item.later_to is None else f"Later: {local(item.later_to):%H:%M}"
    skip = "Skip: no more today" if item.skip_to is None else f"Skip: {local(item.skip_to):%H:%M}"
    return later, skip


def below(picture: Picture, others: list[str], width: int) -> str:
    """What stands below a session: when the others ask for something, the next things, what is done, the flare-up.

    Args:
        picture: what can be seen now.
        others: a line for each other session.
        width: the cells of a row.
    """
    head = _HEAD if width >= _NARROW else 0
    rows = list(others)
    today = picture.today
    is_called = any(session.state is State.DUE for session in picture.sessions)
    if today is not None and not is_called:  # else that is the one next thing, and nothing asks for another key
        rows += [
            f"{time:<7}{words}  {keys}" for _, time, words, keys in ahead_lines(today, picture, max(1, 3 - len(others)))
        ]
    lines = [f"{'Next' if head and not place else '':<{head}}{row}" for place, row in enumerate(rows)]
    if today is not None and today.flare is not None:
        done = done_words(today)
        lines += [f"{'Done':<8}{done}"] if done else []
        lines += ["", today.line] if lines else [today.line]
    return "\n".join(lines)
