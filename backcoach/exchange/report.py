"""The one page for a clinician: HTML that needs nothing else, asks for nothing, and prints well."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from backcoach.domain.days import MONDAY
from backcoach.domain.diary import Entry, EntryKind
from backcoach.domain.review import Day, Period
from backcoach.domain.text import count, figure
from backcoach.domain.walks import COULDNT
from backcoach.exchange import graphs

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATE = Path(__file__).with_name("report.html.jinja")

MOST_TIMES = 6
MOST_WEEKS = 14
"""Up to so many weeks each has a line of its own."""

NOTICE = (
    "backcoach is a timer and diary built on published handouts; not a medical device; it does not assess anyone. "
    "What your own clinician told you comes first. Every figure here was noted by the person themselves."
)


class FlareUp(Struct, frozen=True):
    """A flare-up as the report shows it.

    Attributes:
        onset: when it began, in the person's zone.
        ended: when it was over, the same; None while it is not.
        plan: the plan's name; may be empty.
        pain: 0 to 10 when it was written down; None where it was not said.
        trigger: what set it off, in the person's words; may be empty.
    """

    onset: datetime
    ended: datetime | None
    plan: str = ""
    pain: int | None = None
    trigger: str = ""

    @property
    def days(self) -> int | None:
        """On how many days it was; None while it is not over."""
        return None if self.ended is None else (self.ended.date() - self.onset.date()).days + 1


class Said(Struct, frozen=True):
    """The same words of the person, and when they were noted.

    Attributes:
        words: the person's own words.
        when: each time; where there are many, how many there are, the first and the last.
    """

    words: str
    when: str


def render(period: Period, flares: Iterable[FlareUp], *, printed_at: datetime, week_start: int = MONDAY) -> str:
    """The page.

    Args:
        period: the days that it covers, with all that is known of them.
        flares: the flare-ups of this time.
        printed_at: this moment, in the person's zone.
        week_start: the weekday that weeks start on: 0 is Monday, 6 Sunday.
    """
    shown = sorted(flares, key=lambda flare: flare.onset)
    spans = ((flare.onset.date(), flare.ended.date() if flare.ended else period.end) for flare in shown)
    weeks = period.weeks(week_start)
    when = stamp if period.start.year != period.end.year else stamp_of_year
    return _template().render(
        period=period,
        flares=shown,
        bands=[found for first, last in spans if (found := graphs.band(period, first, last))],
        weeks=weeks if 1 < len(weeks) <= MOST_WEEKS else (),
        pains=period.pain_with_walks,
        printed_at=printed_at,
        box=graphs,
        per=graphs.span_words(len(period.days)),
        pain=graphs.pain(period),
        walking=graphs.walking(period),
        uses=period.uses,
        sections=[
            (title, said(period.diary(kind), when))
            for title, kind in (
                ("Medicines taken, in their own words", EntryKind.MEDICINE),
                ("Triggers", EntryKind.TRIGGER),
                ("Get-help questions answered", EntryKind.HELP),
            )
        ],
        notes=[*notes(period.days, _day if when is stamp else graphs.short_date)],
        notice=NOTICE,
    )


def said(entries: Iterable[Entry], when: Callable[[datetime], str]) -> list[Said]:
    """The entries by their words, in the order in which these were first noted."""
    times: dict[str, list[str]] = {}
    for entry in entries:
        times.setdefault(entry.text, []).append(when(entry.at))
    return [
        Said(words, ", ".join(at) if len(at) <= MOST_TIMES else f"{len(at)} times, {at[0]} to {at[-1]}")
        for words, at in times.items()
    ]


def stamp(point: datetime) -> str:
    """A time that no country reads as another: `9 Nov 2026 08:30`."""
    return f"{graphs.short_date(point.date())} {point:%Y %H:%M}"


def stamp_of_year(point: datetime) -> str:
    """The same where the year is known: `9 Nov 08:30`."""
    return f"{graphs.short_date(point.date())} {point:%H:%M}"


def notes(days: Iterable[Day], when: Callable[[date], str]) -> Iterable[tuple[str, str, str]]:
    """What the person wrote, the earliest first: on which day, with what, and the words."""
    for day in days:
        found = [
            (entry.at, entry.kind.label, entry.text) for entry in day.diary if entry.text and entry.kind in _WITH_NOTES
        ]
        found += [(walk.start, "Walk" if walk.is_walked else COULDNT, walk.note) for walk in day.entries if walk.note]
        for _, what, words in sorted(found):
            yield when(day.date), what, words


_WITH_NOTES = {EntryKind.PAIN, EntryKind.WATER, EntryKind.REST, EntryKind.NOTE}


def _day(day: date) -> str:
    return f"{graphs.short_date(day)} {day.year}"


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - other commands need not wait for it

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"count": count, "figure": figure, "stamp": stamp, "day": _day}
    environment.filters["short"] = graphs.short_date
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
