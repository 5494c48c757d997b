"""Walking levels, and when the coach offers another; the person decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from backcoach.domain.checks import Line, Sources
from backcoach.domain.days import WEEK
from backcoach.domain.settings import Settings

DEFAULT_LEVEL = "first"
OWN = ("own",)
"""The source of figures that the person has set."""

LOOKED_AT_DAYS = 3
ENOUGH_DAYS = 2
REAL_CHANGE = 2
"""From how many points on a change of pain, 0 to 10, counts as real."""


class WalkLevel(Struct, frozen=True, forbid_unknown_fields=True):
    """A walking goal.

    Attributes:
        id: the word that settings use.
        minutes: minutes of one walk.
        times: walks a day.
    """

    id: str
    title: Line
    minutes: int
    times: int
    days_a_week: int
    sources: Sources

    @property
    def goal_minutes(self) -> int:
        """Minutes a day, all walks together."""
        return self.minutes * self.times


class WalkDay(Struct, frozen=True):
    """What was walked on one local day.

    Attributes:
        day: the day.
        minutes: minutes of all its walks.
        pain_rise: by how many points pain rose in the walk after which it rose most; None where nothing was noted.
    """

    day: date
    minutes: float
    pain_rise: int | None = None


class Agreed(Struct, frozen=True):
    """A level that the person has agreed to.

    Attributes:
        id: unique.
        level: the level's id.
        at: when, in UTC.
        date: the first local day on which it holds.
    """

    id: str
    level: str
    at: datetime
    date: date


def goal_on(day: date, levels: Sequence[WalkLevel], agreed: Iterable[Agreed], settings: Settings) -> WalkLevel:
    """The walking goal of a day, the same on every surface: its level, with the person's own figures if set.

    Args:
        day: the local day.
        levels: all levels, the lightest first; at least one, which is where a person begins who never chose.
        agreed: what the person has agreed to, the earliest first.
        settings: the level and the figures that are set, and so hold for every day.
    """
    level = level_on(day, levels, agreed, wanted=settings.goal_level)
    minutes, times = settings.goal_minutes or level.minutes, settings.goal_walks or level.times
    if (minutes, times) == (level.minutes, level.times):
        return level
    every_day = settings.goal_minutes and settings.goal_walks
    days_a_week = WEEK if every_day else level.days_a_week
    return replace(level, minutes=minutes, times=times, days_a_week=days_a_week, sources=OWN)


def level_on(day: date, levels: Sequence[WalkLevel], agreed: Iterable[Agreed], *, wanted: str | None) -> WalkLevel:
    """The level in force on a day: the one that is set, else the one last agreed to by then, else the lightest.

    Args:
        day: the local day.
        levels: all levels, the lightest first; at least one.
        agreed: what the person has agreed to, the earliest first; an id that is unknown by now is passed over.
        wanted: the id in the settings; None where nothing is set.
    """
    known = {level.id: level for level in levels}
    if wanted in known:
        return known[wanted]
    by_then = [one for one in agreed if one.date <= day and one.level in known]
    if not by_then:
        return known.get(DEFAULT_LEVEL, levels[0])
    return known[max(by_then, key=lambda one: (one.at, one.date)).level]


def level_above(levels: Sequence[WalkLevel], current: str) -> WalkLevel | None:
    """The level after the one with this id; None where it is the last, or unknown."""
    return _beside(levels, current, 1)


def level_below(levels: Sequence[WalkLevel], current: str) -> WalkLevel | None:
    """The level before the one with this id, which a new flare-up offers; None where it is the first, or unknown."""
    return _beside(levels, current, -1)


def _beside(levels: Sequence[WalkLevel], current: str, by: int) -> WalkLevel | None:
    index = next((index for index, level in enumerate(levels) if level.id == current), None)
    if index is None or not 0 <= index + by < len(levels):
        return None
    return levels[index + by]


def offered(
    levels: Sequence[WalkLevel], current: str, days: Iterable[WalkDay], today: date, *, flare_began: bool = False
) -> WalkLevel | None:
    """The level to offer the person; None where they stay on theirs.

    The next one, where the present level's minutes were met on two of the last three days, today among them, and
    pain did not rise by 2 or more after a walk in these; the one below, if any, where a flare-up has just begun.

    Args:
        levels: all levels, the lightest first.
        current: the id of the present one.
        days: what was walked; days without a walk may be missing.
        today: the local day.
        flare_began: whether a flare-up has begun since this was last offered.
    """
    if flare_began and (below := level_below(levels, current)) is not None:
        return below
    level = next((level for level in levels if level.id == current), None)
    if level is None:
        return None
    first = today - timedelta(days=LOOKED_AT_DAYS - 1)
    recent = [day for day in days if first <= day.day <= today]
    if any(day.pain_rise is not None and day.pain_rise >= REAL_CHANGE for day in recent):
        return None
    met = sum(day.minutes >= level.goal_minutes for day in recent)
    return level_above(levels, current) if met >= ENOUGH_DAYS else None
