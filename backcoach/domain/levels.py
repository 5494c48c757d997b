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
    """A walking goal: so many walks a day (`times`), each of so many minutes; its id is the word that settings use."""

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

    @property
    def words(self) -> str:
        """The level in words: `Easing, 5 min 3 times a day`, `Habit, 30 min once a day on 5 days a week`."""
        often = "once a day" if self.times == 1 else f"{self.times} times a day"
        on = f" on {self.days_a_week} days a week" if self.days_a_week < WEEK else ""
        return f"{self.title}, {self.minutes} min {often}{on}"


class WalkDay(Struct, frozen=True):
    """What was walked on one local day, all walks together."""

    day: date
    minutes: float
    pain_rise: int | None = None  # in the walk after which it rose most; None where nothing was noted


class Agreed(Struct, frozen=True):
    """A level, by its id, that the person agreed to `at`, in UTC; `date` is the first local day on which it holds."""

    id: str
    level: str
    at: datetime
    date: date


def goal_on(day: date, levels: Sequence[WalkLevel], agreed: Iterable[Agreed], settings: Settings) -> WalkLevel:
    """The walking goal of a local day, the same on every surface: its level, with the person's own figures if set.

    The levels, at least one, stand the lightest first. The one that is set holds for every day, else the one last
    agreed to by then; an id that is unknown by now is passed over, and who never chose begins with the lightest.
    """
    known = {level.id: level for level in levels}
    by_then = [one for one in agreed if one.date <= day and one.level in known]
    level = known.get(DEFAULT_LEVEL, levels[0])
    if settings.goal_level in known:
        level = known[settings.goal_level]
    elif by_then:
        level = known[max(by_then, key=lambda one: (one.at, one.date)).level]
    minutes, times = settings.goal_minutes or level.minutes, settings.goal_walks or level.times
    if (minutes, times) == (level.minutes, level.times):
        return level
    every_day = settings.goal_minutes and settings.goal_walks
    days_a_week = WEEK if every_day else level.days_a_week
    return replace(level, minutes=minutes, times=times, days_a_week=days_a_week, sources=OWN)


def offered(
    levels: Sequence[WalkLevel], current: str, days: Iterable[WalkDay], today: date, *, flare_began: bool = False
) -> WalkLevel | None:
    """The level to offer the person; None where they stay on theirs.

    The next one, where the present level's minutes were met on two of the last three days, today among them, and
    pain did not rise by 2 or more after a walk in these; the one below, if any, where a flare-up has just begun.

    `current` is the id of the present one; days without a walk may be missing.
    """
    index = next((index for index, level in enumerate(levels) if level.id == current), None)
    if index is None:
        return None
    if flare_began and index > 0:
        return levels[index - 1]
    first = today - timedelta(days=LOOKED_AT_DAYS - 1)
    recent = [day for day in days if first <= day.day <= today]
    if any(day.pain_rise is not None and day.pain_rise >= REAL_CHANGE for day in recent):
        return None
    met = sum(day.minutes >= levels[index].goal_minutes for day in recent)
    return levels[index + 1] if met >= ENOUGH_DAYS and index + 1 < len(levels) else None
