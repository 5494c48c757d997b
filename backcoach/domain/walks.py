"""Walks: what is kept of one, what a person may type about it, and the levels, of which the coach offers another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import asdict, force_setattr, replace

from backcoach.domain import text as words
from backcoach.domain.days import WEEK, check_stored
from backcoach.domain.documents import Line, Sources
from backcoach.domain.limits import MINUTE
from backcoach.domain.routine import Act, Kind, Routine, Step
from backcoach.domain.session import Ending, Session
from backcoach.domain.settings import Settings
from backcoach.domain.text import WordsError, quoted

SHORTEST = 1
LONGEST = 600  # minutes
WORST_PAIN = 10
COULDNT = "couldn't"
"""What stands in the place of the minutes on a day when walking was not possible."""

Id = Annotated[str, Meta(pattern="^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$", description="1 to 64 letters, digits, - or _")]
Point = Annotated[datetime, Meta(tz=True)]
Pain = Annotated[int, Meta(ge=0, le=WORST_PAIN)]

DEFAULT_LEVEL = "first"
OWN = ("own",)
"""The source of figures that the person has set."""

LOOKED_AT_DAYS = 3
ENOUGH_DAYS = 2
REAL_CHANGE = 2
"""From how many points on a change of pain, 0 to 10, counts as real."""


class LogEntry(Struct, frozen=True, forbid_unknown_fields=True):
    def as_json(self) -> dict[str, object]:
        """What is kept, as the commands and the export have it: without whether it is deleted."""
        fields = {name: value for name, value in asdict(self).items() if name != "deleted"}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}


class Walk(LogEntry, frozen=True, forbid_unknown_fields=True):
    """One walk, or a day on which walking was not possible; WordsError says which value can't be so."""

    id: Id
    start: Point  # with the local offset it was taken at
    date: date  # the local day, fixed when it is stored
    minutes: Annotated[int, Meta(ge=SHORTEST, le=LONGEST)] | None  # None is "couldn't today", which counts for nothing
    pain_before: Pain | None = None
    pain_after: Pain | None = None
    note: str = ""
    deleted: datetime | None = None

    def __post_init__(self) -> None:
        force_setattr(self, "start", check_stored(self.start, self.date, field="at", what="A walk"))
        if self.minutes is not None:
            _check_minutes(self.minutes, str(self.minutes))
        check_pain(self.pain_before, field="pain_before")
        check_pain(self.pain_after, field="pain_after")
        force_setattr(self, "note", words.note(self.note))

    @property
    def is_walked(self) -> bool:
        return self.minutes is not None

    @property
    def pain_rise(self) -> int | None:
        if self.pain_before is None or self.pain_after is None:
            return None
        return self.pain_after - self.pain_before


def check_over(walk: Walk, now: datetime) -> Walk:
    """The walk, where it is over, give or take a minute for the rounding of times that are typed; else WordsError."""
    end = walk.start + (walk.minutes or 0) * MINUTE
    if end > now + MINUTE:
        walked = f"A walk of {walk.minutes} min from {walk.start:%H:%M}"
        ends = f"would end at {end.astimezone(walk.start.tzinfo):%H:%M}, which is still to come"
        raise WordsError("at", f"{walked} {ends}: give an earlier start, or fewer minutes.")
    return walk


def minutes_of(span: timedelta) -> int:
    """The minutes of a walk that was timed: to the nearest, at least 1, at most 600."""
    return min(LONGEST, max(SHORTEST, int(span / MINUTE + 0.5)))


def parse_minutes(typed: str) -> int:
    """The minutes that were typed; WordsError where they are no whole number from 1 to 600."""
    if not typed.strip():
        raise WordsError("minutes", "The minutes are missing: give a whole number from 1 to 600.")
    return _check_minutes(words.whole_number(typed), typed)


def is_couldnt(typed: str) -> bool:
    """Whether it says that walking was not possible: `c`, `couldn't` or anything between, `couldnt`, `could not`."""
    word = typed.strip().casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return bool(word) and (COULDNT.startswith(word) or word in {"couldnt", "could not"})


def parse_walked(typed: str) -> int | None:
    """The minutes that were typed; None is "couldn't"."""
    return None if is_couldnt(typed) else parse_minutes(typed)


def _check_minutes(minutes: int | None, typed: str) -> int:
    if type(minutes) is int and SHORTEST <= minutes <= LONGEST:
        return minutes
    may_be = f"give a whole number from {SHORTEST} to {LONGEST}"
    raise WordsError("minutes", f"{quoted(typed)} can't be the minutes of a walk: {may_be}.")


def parse_pain(typed: str, *, field: str = "pain") -> int | None:
    """The pain that was typed, None where nothing was; WordsError where it is no whole number from 0 to 10."""
    return check_pain(words.whole_number(typed), field=field, typed=typed)


def check_pain(pain: int | None, *, field: str = "pain", typed: str = "") -> int | None:
    """The pain, None where none was noted; WordsError where it is no whole number from 0 to 10."""
    if (pain is None and not typed.strip()) or (type(pain) is int and 0 <= pain <= WORST_PAIN):
        return pain
    may_be = f"give a whole number from 0, no pain, to {WORST_PAIN}, the worst"
    raise WordsError(field, f"{quoted(typed or str(pain))} can't be a pain: {may_be}.")


def pick(beginning: str, ids: Iterable[str], *, noun: str = "entry") -> str:
    """The one id that begins so; WordsError where none does, or more than one."""
    typed = beginning.strip()
    if not typed:
        raise WordsError("beginning", "The id is empty: give the id of an entry, or its beginning.")
    found = sorted({known for known in ids if known.startswith(typed)})
    if typed in found:
        return typed
    if len(found) > 1:
        several = "walks" if noun == "walk" else "entries"
        all_found = ", ".join(found)
        raise WordsError("id", f"Several {several} begin with {quoted(typed)}: {all_found}. Give more of the id.")
    if not found:
        raise WordsError("id", f"No {noun} begins with {quoted(typed)}: the list shows the ids that there are.")
    return found[0]


def walk_routine() -> Routine:
    """A walk that lasts until the person stops it; sources 000 and 003, whose minutes the walking levels have."""
    return Routine("walk", Kind.WALK, "Walk", ("000", "003"), (Step(Act.WALK, None, cue="easy pace, level ground"),))


def is_loggable(session: Session) -> bool:
    """Whether the session is a walk that has ended, and whose length is known: not one that was left running."""
    return session.kind is Kind.WALK and session.is_over and session.why is not Ending.UNCONFIRMED


# -- levels: a higher or a lower one is offered, and the person decides --------------------------------------


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
    levels: Sequence[WalkLevel], current: str, walks: Iterable[Walk], today: date, *, flare_began: bool = False
) -> WalkLevel | None:
    """The level to offer the person; None where they stay on theirs.

    The next one, where the present level's minutes were met on two of the last three days, today among them, and
    pain did not rise by 2 or more after a walk in these; the one below, if any, where a flare-up has just begun.
    """
    index = next((index for index, level in enumerate(levels) if level.id == current), None)
    if index is None:
        return None
    if flare_began and index > 0:
        return levels[index - 1]
    first = today - timedelta(days=LOOKED_AT_DAYS - 1)
    recent = [walk for walk in walks if first <= walk.date <= today]
    if any(walk.pain_rise is not None and walk.pain_rise >= REAL_CHANGE for walk in recent):
        return None
    minutes = Counter[date]()
    for walk in recent:
        minutes[walk.date] += walk.minutes or 0
    met = sum(long >= levels[index].goal_minutes for long in minutes.values())
    return levels[index + 1] if met >= ENOUGH_DAYS and index + 1 < len(levels) else None
