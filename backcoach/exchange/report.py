"""The one page for a clinician: HTML that needs nothing else, asks for nothing, and prints well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from backcoach.domain.days import MONDAY, WEEK
from backcoach.domain.diary import Entry, EntryKind
from backcoach.domain.review import FEWEST, Day, Helped, Period, mean
from backcoach.domain.stretches import times
from backcoach.domain.text import count, figure
from backcoach.domain.walks import COULDNT, WORST_PAIN
from backcoach.domain.week_text import MONTHS

TEMPLATE = Path(__file__).with_name("report.html.jinja")

Noted = tuple[str, datetime]
"""Words of the person, and when they were noted."""


class FlareUp(Struct, frozen=True):
    """A flare-up as the report shows it, its times in the person's zone; `pain` is that when it was written down."""

    onset: datetime
    ended: datetime | None
    plan: str = ""
    pain: int | None = None
    trigger: str = ""

    @property
    def days(self) -> int | None:
        """On how many days it was; None while it is not over."""
        return None if self.ended is None else (self.ended.date() - self.onset.date()).days + 1


def render(
    period: Period,
    flares: Iterable[FlareUp],
    *,
    answers: Iterable[Noted] = (),
    helped: Iterable[Helped] = (),
    questions: Sequence[tuple[str, str]] = (),
    level: str = "",
    printed_at: datetime,
    week_start: int = MONDAY,
) -> str:
    """The page about the days of a period, printed at this moment in the person's zone.

    The answers are those on the get-help screen; what helped is that of the four weeks up to the last day, the level
    that of the last day. The questions, with their sources, are for who has noted none. Weeks start on 0, Monday, to 6.
    """
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - other commands need not wait for it

    shown = sorted(flares, key=lambda flare: flare.onset)
    spans = ((flare.onset.date(), flare.ended.date() if flare.ended else period.end) for flare in shown)
    weeks = period.weeks(week_start)
    in_one_year = period.start.year == period.end.year
    when = _time_in_year if in_one_year else stamp
    texts = {kind: [(entry.text, entry.at) for entry in period.diary(kind)] for kind in EntryKind}
    asked = [(entry.text, entry.at) for entry in period.diary(EntryKind.NOTE) if _is_question(entry)]
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"count": count, "figure": figure, "stamp": stamp, "day": _day, "short": short_date}
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        period=period,
        flares=shown,
        bands=[found for first, last in spans if (found := band(period, first, last))],
        weeks=weeks if 1 < len(weeks) <= 14 else (),
        printed_at=printed_at,
        box={"left": LEFT, "right": RIGHT, "top": TOP, "bottom": BOTTOM},
        per=span_of(len(period.days))[1],
        pain=pain(period),
        walking=walking(period),
        sections=[
            ("Medicines taken, in their own words", said(texts[EntryKind.MEDICINE], when)),
            ("Triggers", said(texts[EntryKind.TRIGGER], when)),
            ("Get-help questions answered", said([*texts[EntryKind.HELP], *answers], when)),
            ("Pain before and after, over four weeks", [_helped(one) for one in helped]),
            ("Questions to ask", said(asked, when) or questions),
        ],
        done=done(period),
        level=level,
        notes=[*notes(period.days, short_date if in_one_year else _day)],
        most=20,  # of the words under one heading
        is_long=len(period.days) > 31,  # is printed smaller, to stay one page
    )


def _is_question(entry: Entry) -> bool:
    return entry.kind is EntryKind.NOTE and entry.text.endswith("?")


def _helped(one: Helped) -> tuple[str, str]:
    """The pain before and after a kind of session, and how often both were noted."""
    few = ", too few to tell" if one.times < FEWEST else ""
    return f"{one.kind.label} {figure(one.pain_before)} → {figure(one.pain_after)}, {one.change_words}", times(
        one.times
    ) + few


def said(noted: Iterable[Noted], when: Callable[[datetime], str]) -> list[tuple[str, str]]:
    """The words in the order in which they were first noted, each with its times; of many the first and the last."""
    times: dict[str, list[str]] = {}
    for words, at in noted:
        times.setdefault(words, []).append(when(at))
    return [
        (words, ", ".join(at) if len(at) <= 6 else f"{len(at)} times, {at[0]} to {at[-1]}")
        for words, at in times.items()
    ]


def short_date(day: date) -> str:
    """A day that no country reads as another: `9 Nov`."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def _day(day: date) -> str:
    return f"{short_date(day)} {day.year}"


def stamp(point: datetime) -> str:
    """A time that no country reads as another: `9 Nov 2026 08:30`."""
    return f"{_day(point)} {point:%H:%M}"


def _time_in_year(point: datetime) -> str:
    return f"{short_date(point)} {point:%H:%M}"


def notes(days: Iterable[Day], when: Callable[[date], str]) -> Iterable[tuple[str, str, str]]:
    """What the person wrote, the earliest first: on which day, with what, and the words."""
    kinds = {EntryKind.PAIN, EntryKind.WATER, EntryKind.REST, EntryKind.NOTE}
    for day in days:
        found = [
            (one.at, one.kind.label, one.text)
            for one in day.diary
            if one.text and one.kind in kinds and not _is_question(one)
        ]
        found += [(walk.start, "Walk" if walk.is_walked else COULDNT, walk.note) for walk in day.entries if walk.note]
        for _, what, words in sorted(found):
            yield when(day.date), what, words


MOST_COLUMNS = 120
LEFT, RIGHT, TOP, BOTTOM = 34.0, 712.0, 6.0, 72.0
"""The graph's box, in its own units: 720 across, 92 down."""

_SPANS = ((1, "day"), (7, "week"), (28, "four weeks"), (364, "year"))


class Column(Struct, frozen=True):
    """What stands above one place of the lower edge, of which `x` is the middle: a day, or some days together.

    `y` is the bar's upper edge, or the point's middle; None where nothing was noted. The label is empty where there is
    no room, the title what it says in words; `filled` is whether the goal was met.
    """

    x: float
    width: float
    y: float | None
    label: str
    title: str
    height: float = 0.0
    goal_y: float | None = None
    filled: bool = False
    could_not: bool = False


class Graph(Struct, frozen=True):
    """Columns from left to right, lines across with what stands beside them, and for who can't see it a sentence."""

    summary: str
    columns: tuple[Column, ...]
    ticks: tuple[tuple[float, str], ...]

    @property
    def lines(self) -> list[tuple[Column, Column]]:
        """The pairs of columns that a line joins: no day without pain noted lies between them."""
        return [(a, b) for a, b in pairwise(self.columns) if a.y is not None and b.y is not None]


def span_of(days: int) -> tuple[int, str]:
    """How many days one column holds, so that there are not too many to see, and the word for them."""
    return next((span for span in _SPANS if days <= span[0] * MOST_COLUMNS), _SPANS[-1])


def _groups(period: Period) -> list[Sequence[Day]]:
    span, _ = span_of(len(period.days))
    return [period.days[n : n + span] for n in range(0, len(period.days), span)]


def _places(groups: Sequence[Sequence[Day]]) -> Iterator[tuple[Sequence[Day], float, float, str]]:
    """Each group with its middle, the width of its bar and its label."""
    room = (RIGHT - LEFT) / len(groups)
    every = -(-len(groups) // 15)  # labels at most
    for n, group in enumerate(groups):
        first = group[0].date
        name = f"{first:%Y-%m}" if len(group) > WEEK else short_date(first)
        x = round(LEFT + room * (n + 0.5), 2)
        yield group, x, round(min(26.0, room * 0.72), 2), name if n % every == 0 else ""


def band(period: Period, first: date, last: date) -> tuple[float, float] | None:
    """Where the days from first to last lie in the graphs: left edge and width; None where none of them is shown."""
    groups = _groups(period)
    within = [n for n, group in enumerate(groups) if group[-1].date >= first and group[0].date <= last]
    if not within:
        return None
    room = (RIGHT - LEFT) / len(groups)
    return round(LEFT + room * within[0], 2), round(room * len(within), 2)


def _y(value: float, top: float) -> float:
    return round(BOTTOM - value / top * (BOTTOM - TOP), 2)


def _ticks(top: int) -> tuple[tuple[float, str], ...]:
    return tuple((_y(value, top), str(value)) for value in (0, top // 2, top))


def _rounded_up(minutes: float) -> int:
    step = next(step for step in (10, 20, 60, 120, 600, 6000) if minutes <= step * 6)
    return max(2, -(-int(minutes + 0.99) // step)) * step if minutes > step else step * 2


def done(period: Period) -> list[tuple[str, float, list[tuple[float, int]]]]:
    """What was done in each column, row by row: its name, how far down it is, and each number with its place."""
    what: tuple[tuple[str, Callable[[Day], int]], ...] = (
        ("Ice", lambda day: day.uses["ice"]),
        ("Heat", lambda day: day.uses["heat"]),
        ("Stretch", lambda day: day.uses["stretch"]),
        ("Breathe", lambda day: day.uses["breathe"]),
        ("Walks", lambda day: day.walks),
    )
    places = [*_places(_groups(period))]
    rows = [
        (name, [(x, number) for group, x, _, _ in places if (number := sum(map(count_of, group)))])
        for name, count_of in what
    ]
    return [(name, 11.0 * n, numbers) for n, (name, numbers) in enumerate((row for row in rows if row[1]), start=1)]


def walking(period: Period) -> Graph:
    """Minutes walked by day against the goal; over a long time the mean of the days of each column."""
    groups = _groups(period)
    minutes = [sum(day.minutes for day in group) / len(group) for group in groups]
    goals = [mean(day.goal_minutes for day in group) for group in groups]
    top = _rounded_up(max(*minutes, *(goal or 0 for goal in goals), 1))
    columns = []
    for (group, x, width, label), value, goal in zip(_places(groups), minutes, goals, strict=True):
        is_day = len(group) == 1
        title = f"{short_date(group[0].date)}: {round(value, 1):g} min"
        columns.append(
            Column(
                *(x, width, _y(value, top), label),
                title + (f", {count(group[0].walks, 'walk')}" if is_day else " a day"),
                height=round(BOTTOM - _y(value, top), 2),
                goal_y=None if goal is None else _y(goal, top),
                filled=goal is not None and value >= goal,
                could_not=is_day and group[0].could_not,
            )
        )
    summary = f"Minutes walked by {span_of(len(period.days))[1]}: {period.total_minutes:,} min in all."
    return Graph(summary, tuple(columns), _ticks(top))


def pain(period: Period) -> Graph:
    """Pain by day, 0 to 10: the mean of what was noted; days without any have no point, and no line crosses them."""
    columns = []
    for group, x, width, label in _places(_groups(period)):
        value = mean(day.pain for day in group)
        title = f"{short_date(group[0].date)}: pain {figure(value)}"
        columns.append(Column(x, width, None if value is None else _y(value, WORST_PAIN), label, title))
    summary = f"Pain by {span_of(len(period.days))[1]}, 0 to 10: {figure(period.pain)} on average."
    return Graph(summary, tuple(columns), _ticks(WORST_PAIN))
