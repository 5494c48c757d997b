"""The one page for a clinician: HTML that needs nothing else, asks for nothing, and prints well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from operator import itemgetter
from pathlib import Path

from msgspec import Struct

from backcoach.domain.days import MONDAY, WEEK
from backcoach.domain.diary import Entry, EntryKind
from backcoach.domain.flare import Flare
from backcoach.domain.review import FEWEST, Day, Helped, Period, mean
from backcoach.domain.routine import Kind
from backcoach.domain.stretches import times
from backcoach.domain.text import count, figure
from backcoach.domain.walks import COULDNT
from backcoach.domain.week_text import MONTHS

TEMPLATE = Path(__file__).with_name("report.html.jinja")

Noted = tuple[str, datetime]
"""Words of the person, and when they were noted."""

FlareUp = tuple[datetime, datetime | None, str, Flare]
"""When it began and ended in the person's zone, None where it goes on; the title of its plan; the flare-up itself."""


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

    shown = sorted(flares, key=itemgetter(0))
    spans = ((onset.date(), ended.date() if ended else period.end) for onset, ended, *_ in shown)
    columns, weeks = columns_of(period), period.weeks(week_start)
    year = period.start.year != period.end.year
    when = partial(stamp, year=year)
    texts = {kind: [(entry.text, entry.at) for entry in period.diary(kind)] for kind in EntryKind}
    asked = [(entry.text, entry.at) for entry in period.diary(EntryKind.NOTE) if _is_question(entry)]
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"count": count, "figure": figure, "stamp": stamp, "day": short_date}
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        period=period,
        flares=shown,
        bands=[found for first, last in spans if (found := band(columns, first, last))],
        columns=columns,
        top=top_of(columns),
        y_of=y_of,
        weeks=weeks if 1 < len(weeks) <= 14 else (),
        printed_at=printed_at,
        box={"left": LEFT, "right": RIGHT, "top": TOP, "bottom": BOTTOM},
        per=span_of(len(period.days))[1],
        sections=[
            ("Medicines taken, in their own words", said(texts[EntryKind.MEDICINE], when)),
            ("Triggers", said(texts[EntryKind.TRIGGER], when)),
            ("Get-help questions answered", said([*texts[EntryKind.HELP], *answers], when)),
            ("Pain before and after, over four weeks", [_helped(one) for one in helped]),
            ("Questions to ask", said(asked, when) or questions),
        ],
        done=done(columns),
        level=level,
        notes=[*notes(period.days, partial(short_date, year=year))],
        most=20,  # of the words under one heading
        is_long=len(period.days) > 31,  # is printed smaller, to stay one page
    )


def _is_question(entry: Entry) -> bool:
    return entry.kind is EntryKind.NOTE and entry.text.endswith("?")


def _helped(one: Helped) -> tuple[str, str]:
    """The pain before and after a kind of session, and how often both were noted."""
    few = ", too few to tell" if one.times < FEWEST else ""
    pains = f"{figure(one.pain_before)} → {figure(one.pain_after)}"
    return f"{one.kind.label} {pains}, {one.change_words}", f"{times(one.times)}{few}"


def said(noted: Iterable[Noted], when: Callable[[datetime], str]) -> list[tuple[str, str]]:
    """The words in the order in which they were first noted, each with its times; of many the first and the last."""
    times: dict[str, list[str]] = {}
    for words, at in noted:
        times.setdefault(words, []).append(when(at))
    return [
        (words, ", ".join(at) if len(at) <= 6 else f"{len(at)} times, {at[0]} to {at[-1]}")
        for words, at in times.items()
    ]


def short_date(day: date, *, year: bool = False) -> str:
    """A day that no country reads as another: `9 Nov`, or `9 Nov 2026`."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}{f' {day.year}' if year else ''}"


def stamp(point: datetime, *, year: bool = True) -> str:
    return f"{short_date(point, year=year)} {point:%H:%M}"


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
    """A day, or some days together, whose figures are means then; `x` is its middle, the label empty without room."""

    days: Sequence[Day]
    x: float
    width: float
    label: str

    @property
    def name(self) -> str:
        return short_date(self.days[0].date)

    @property
    def pain(self) -> float | None:
        return mean(day.pain for day in self.days)

    @property
    def goal(self) -> float | None:
        return mean(day.goal_minutes for day in self.days)

    @property
    def minutes(self) -> float:
        return sum(day.minutes for day in self.days) / len(self.days)

    @property
    def walked(self) -> str:
        per = f", {count(self.days[0].walks, 'walk')}" if len(self.days) == 1 else " a day"
        return f"{self.name}: {round(self.minutes, 1):g} min{per}"

    @property
    def could_not(self) -> bool:
        return len(self.days) == 1 and self.days[0].could_not


def span_of(days: int) -> tuple[int, str]:
    """How many days one column holds, so that there are not too many to see, and the word for them."""
    return next((span for span in _SPANS if days <= span[0] * MOST_COLUMNS), _SPANS[-1])


def columns_of(period: Period) -> list[Column]:
    span, _ = span_of(len(period.days))
    groups = [period.days[n : n + span] for n in range(0, len(period.days), span)]
    room = (RIGHT - LEFT) / len(groups)
    every = -(-len(groups) // 15)  # labels at most
    columns = []
    for n, group in enumerate(groups):
        first = group[0].date
        label = f"{first:%Y-%m}" if len(group) > WEEK else short_date(first)
        x = round(LEFT + room * (n + 0.5), 2)
        columns.append(Column(group, x, round(min(26.0, room * 0.72), 2), label if n % every == 0 else ""))
    return columns


def band(columns: Sequence[Column], first: date, last: date) -> tuple[float, float] | None:
    """Where the days from first to last lie in the graphs: left edge and width; None where none of them is shown."""
    within = [n for n, one in enumerate(columns) if one.days[-1].date >= first and one.days[0].date <= last]
    room = (RIGHT - LEFT) / len(columns)
    return (round(LEFT + room * within[0], 2), round(room * len(within), 2)) if within else None


def y_of(value: float, top: float) -> float:
    return round(BOTTOM - value / top * (BOTTOM - TOP), 2)


def top_of(columns: Sequence[Column]) -> int:
    """The minutes at the upper edge: a round number above all that were walked or aimed at."""
    minutes = max(1, *(max(one.minutes, one.goal or 0) for one in columns))
    step = next(step for step in (10, 20, 60, 120, 600, 6000) if minutes <= step * 6)
    return max(2, -(-int(minutes + 0.99) // step)) * step if minutes > step else step * 2


def done(columns: Sequence[Column]) -> dict[str, list[tuple[float, int]]]:
    """What was done, row by row: by its name each number with the middle of its column."""
    kinds = (Kind.ICE, Kind.HEAT, Kind.STRETCH, Kind.BREATHE)
    rows = {kind.label: [(one.x, sum(day.uses[kind.value] for day in one.days)) for one in columns] for kind in kinds}
    rows["Walks"] = [(one.x, sum(day.walks for day in one.days)) for one in columns]
    counted = {name: [(x, number) for x, number in row if number] for name, row in rows.items()}
    return {name: row for name, row in counted.items() if row}
