"""The day in lines: the one next thing with its key, what comes after it, what is done, and the flare-up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from textual.content import Content

from backcoach.coach.day import Today
from backcoach.domain.review import Week
from backcoach.domain.routine import Kind
from backcoach.domain.session import State
from backcoach.domain.suggestions import Item
from backcoach.domain.text import count
from backcoach.ui.picture import Picture
from backcoach.ui.widgets import charts
from backcoach.ui.widgets.cells import cut

Line = tuple[str, ...]
"""The pieces of one row: a heading, a time, words, keys."""

_HEAD = 8
_NARROW = 60
"""Under so many columns the rows go without their heading."""


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


CAP = "bold $accent on $line 60%"


def _cap(key: str) -> tuple[str, str]:
    return f" {key} ", CAP


def helps_now(today: Today, picture: Picture, *, width: int, height: int) -> Content:
    """The one next thing with its key, and what later and skip would bring, in at most so many rows."""
    item = today.day.next
    if item is None:
        rows = [Content("Nothing is planned any more today.")]
    else:
        when = time_of(item, picture)
        about = WITH_IT.get(item.kind, "") if when == "now" else f"at {when}"
        label = (item.label, f"bold ${item.kind}")
        is_one = height < 3 or len(item.label) + 3 + len(about) <= width
        rows = [Content.assemble(label, ("   " + about if is_one and height > 1 else "", "$muted"))]
        rows += [] if is_one else [Content.styled(about, "$muted")]
        pieces = [(f" {item.keys[0]} ", f"bold $background on ${item.kind}"), (" start", "")]
        for key, words in zip("ln", resulting(item, picture.local_of), strict=True):
            if words:
                word, _, time = words.partition(": ")
                shown = word.lower() if time.startswith("no more") else f"{word.lower()} {time}"
                pieces += [("  ", ""), _cap(key), (f" {shown}", "$muted")]
        rows.append(Content.assemble(*pieces))
    rows += [Content.styled(said, "$muted") for said in (today.line, today.nudge) if said and len(said) <= width]
    return Content("\n").join(rows[:height])


WITH_IT = {
    Kind.ICE: "A cloth goes between the pack and you.",
    Kind.HEAT: "Warm, not hot, with a cloth between.",
    Kind.WALK: "At an easy pace, your back straight.",
    Kind.POSTURE: "Stand up, walk a little, or lie down.",
    Kind.BREATHE: "Slowly; I count for you.",
    Kind.STRETCH: "I lead you, step by step.",
}


def welcome() -> Content:
    """What someone sees who has noted nothing yet: the four likeliest beginnings."""
    lines = [
        ("f", "Tell me when it began, and I'll say what helps, hour by hour"),
        ("i", "Put ice on now; I'll tell you when to take it off"),
        ("b", "Breathe with me first"),
        ("k", "Show me how to lie"),
        ("!", "Signs that need a doctor, and the number to call"),
    ]
    rows = [Content.assemble(_cap(key), f"  {words}") for key, words in lines]
    return Content("\n").join([Content.styled("It just happened?", "bold"), *rows])


def timeline(today: Today, picture: Picture, *, width: int, height: int) -> Content:
    """The day in order of time: what is done, what can be had now, what is to come, each with its key.

    Where there are too few rows, what was done first falls away.
    """
    rows = []
    for item in today.day.done:
        at = f"{picture.at(item.at - picture.now.wall):%H:%M}"
        rows.append(Content.styled(f"{at:>5}  ✓  {item.label}"[:width], "$dim"))
    first = today.day.next
    ahead = sorted(today.day.ahead, key=lambda item: item != first or not item.is_open(picture.now.wall))
    wide = max([5, *(len(time_of(item, picture)) for item in ahead)])
    for item in ahead:
        when = time_of(item, picture)
        style = "bold" if when == "now" else ""
        keys = [piece for key in item.keys for piece in (_cap(key), (" ", ""))][:-1]
        room = max(1, min(44, width - wide - 6 - sum(len(text) for text, _ in keys)))
        rows.append(
            Content.assemble(
                (f"{when:>{wide}}  ", style),
                ("●  ", f"${item.kind}"),
                (f"{cut(item.label, room):<{room}} ", style),
                *keys,
            )
        )
    if not rows:
        rows = [Content.styled("What you do today, and what is to come, will stand here.", "$muted")]
    surplus = max(0, min(len(rows) - height, len(today.day.done)))
    return Content("\n").join(rows[surplus:][: max(1, height)])


def so_far(today: Today, *, width: int) -> Content:
    """Today's walking against the goal, the pain, and how often what was used."""
    rows = []
    if today.goal is not None:
        done = charts.bar(today.walk_minutes, today.goal.total, width - 14, "$walk")
        rows.append(Content.assemble(done, f"  {today.walk_minutes} of {today.goal.total} min"))
        rows.append(Content.styled(f"{today.walks} of {count(today.goal.walks, 'walk')}", "$muted"))
    else:
        rows.append(
            Content(f"{count(today.walks, 'walk')}, {today.walk_minutes} min" if today.walks else "No walk yet")
        )
    if today.pains:
        first, last = today.pains[0], today.pains[-1]
        words = f"  {first} → {last}" if len(today.pains) > 1 else f"  {last}"
        rows.append(Content.assemble(("Pain  ", "$muted"), charts.spark(today.pains[-8:], 10, "$heat"), words))
    else:
        rows.append(Content.styled("Pain not noted yet", "$muted"))
    used = Counter(item.kind for item in today.day.done if item.kind is not Kind.WALK)
    pieces = [
        piece for kind, often in used.items() for piece in ((f"{often} ", f"bold ${kind}"), (f"{kind}   ", "$muted"))
    ]
    return Content("\n").join([*rows, Content.assemble(*pieces)] if pieces else rows)


def week_content(week: Week | None, *, width: int, height: int) -> Content:
    """The minutes of this week as columns, and one sentence."""
    if week is None:
        return Content.styled("The week can't be read now.", "$muted")
    period = week.period
    if not period.walks:
        return Content.styled("Your walks of this week will stand here; w begins one.", "$muted")
    sentence = f"{period.total_minutes} min on {count(period.days_walked, 'day')}"
    return Content("\n").join(
        [*charts.columns(period.days, width=width, height=height, hue="$walk"), Content.styled(sentence, "$muted")]
    )


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
