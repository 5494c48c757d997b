"""Walks: what is kept of one, and what a person may type about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import force_setattr, replace

from backcoach.domain import text as words
from backcoach.domain.days import Local, check_day_start, check_stored, local_day
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Act, Kind, Routine, Step
from backcoach.domain.session import Ending, Session
from backcoach.domain.text import WordsError, quoted

SHORTEST = 1
LONGEST = 600
"""The longest walk, in minutes."""
WORST_PAIN = 10
COULDNT = "couldn't"
"""What stands in the place of the minutes on a day when walking was not possible."""


Id = Annotated[str, Meta(pattern="^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$", description="1 to 64 letters, digits, - or _")]
Point = Annotated[datetime, Meta(tz=True)]
Pain = Annotated[int, Meta(ge=0, le=WORST_PAIN)]


class Walk(Struct, frozen=True, forbid_unknown_fields=True):
    """One walk, or a day on which walking was not possible.

    Attributes:
        id: unique, and the same wherever it is taken.
        start: when it began, with the local offset it was taken at.
        date: the local day it belongs to, fixed when it was stored.
        minutes: 1 to 600; None is "couldn't today", which counts for nothing and against nothing.
        pain_before: 0 to 10; None where it was not noted.
        pain_after: the same, after it.
        note: the person's own words, clean.
        deleted: when it was deleted; None while it is not.

    Raises:
        WordsError: a value can't be one of a walk; the sentence says which and what would be right.
    """

    id: Id
    start: Point
    date: date
    minutes: Annotated[int, Meta(ge=SHORTEST, le=LONGEST)] | None
    pain_before: Pain | None = None
    pain_after: Pain | None = None
    note: str = ""
    deleted: datetime | None = None

    def __post_init__(self) -> None:
        force_setattr(self, "start", check_stored(self.start, self.date, field="at", what="A walk"))
        check_minutes(self.minutes)
        check_pain(self.pain_before, field="pain_before")
        check_pain(self.pain_after, field="pain_after")
        force_setattr(self, "note", words.note(self.note))

    @property
    def is_walked(self) -> bool:
        """Whether it is a walk at all, and not a "couldn't today"."""
        return self.minutes is not None

    @property
    def pain_rise(self) -> int | None:
        """By how many points pain rose; None where it was not noted on both sides."""
        if self.pain_before is None or self.pain_after is None:
            return None
        return self.pain_after - self.pain_before

    def as_json(self) -> dict[str, object]:
        """The walk as `walk list --json` and the export have it."""
        return {
            "id": self.id,
            "start": self.start.isoformat(),
            "date": self.date.isoformat(),
            "minutes": self.minutes,
            "pain_before": self.pain_before,
            "pain_after": self.pain_after,
            "note": self.note,
        }


def taken(
    walk_id: str,
    start: datetime,
    minutes: int | None,
    *,
    day_start: timedelta = timedelta(0),
    pain_before: int | None = None,
    pain_after: int | None = None,
    note: str = "",
) -> Walk:
    """A walk on the local day that its start, with its offset, belongs to; no minutes are "couldn't today".

    Raises:
        WordsError: a value can't be one of a walk.
    """
    day = local_day(start, check_day_start(day_start))
    return Walk(walk_id, start, day, minutes, pain_before, pain_after, note)


def just_ended(now: datetime, minutes: int | None, local: Local) -> datetime:
    """When a walk began that ends now; None is "couldn't today", which is said of now."""
    return local(now.astimezone(UTC) - timedelta(minutes=minutes or 0))


def check_over(walk: Walk, now: datetime) -> Walk:
    """The walk, where no part of it lies in the future; a minute is given for the rounding of times that are typed.

    Raises:
        WordsError: it ends later than now.
    """
    end = walk.start + timedelta(minutes=walk.minutes or 0)
    if end > now + timedelta(minutes=1):
        ends = f"{end.astimezone(walk.start.tzinfo):%H:%M}"
        raise WordsError(
            "at",
            f"A walk of {walk.minutes} min from {walk.start:%H:%M} would end at {ends}, "
            f"which is still to come: give an earlier start, or fewer minutes.",
        )
    return walk


def restarted(walk: Walk, start: datetime, *, day_start: timedelta = timedelta(0)) -> Walk:
    """The walk with another start, on the day that this one belongs to; other edits leave the day as it is.

    Raises:
        WordsError: the start has no offset.
    """
    return replace(walk, start=start, date=local_day(start, check_day_start(day_start)))


def deleted(walk: Walk, at: datetime) -> Walk:
    """The walk as deleted: kept, but counted nowhere. Once deleted, the first moment stays."""
    return walk if walk.deleted else replace(walk, deleted=at)


def undeleted(walk: Walk) -> Walk:
    """The walk as it was before it was deleted."""
    return replace(walk, deleted=None)


def minutes_of(span: timedelta) -> int:
    """The minutes of a walk that was timed: to the nearest, at least 1, at most 600."""
    return min(LONGEST, max(SHORTEST, int(span / timedelta(minutes=1) + 0.5)))


def check_minutes(minutes: int | None) -> int | None:
    """The minutes, where a walk may last so long; None is "couldn't today".

    Raises:
        WordsError: they are not a whole number from 1 to 600.
    """
    if minutes is None or (type(minutes) is int and SHORTEST <= minutes <= LONGEST):
        return minutes
    raise _no_minutes(str(minutes))


def parse_minutes(typed: str) -> int:
    """The minutes that were typed.

    Raises:
        WordsError: they are not a whole number from 1 to 600.
    """
    minutes = words.whole_number(typed)
    if minutes is None or not SHORTEST <= minutes <= LONGEST:
        raise _no_minutes(typed)
    return minutes


def _no_minutes(typed: str) -> WordsError:
    if not typed.strip():
        return WordsError("minutes", "The minutes are missing: give a whole number from 1 to 600.")
    return WordsError(
        "minutes", f"{quoted(typed)} can't be the minutes of a walk: give a whole number from {SHORTEST} to {LONGEST}."
    )


def check_pain(pain: int | None, *, field: str = "pain") -> int | None:
    """The pain, where it can be so; None where it was not noted.

    Raises:
        WordsError: it is not a whole number from 0 to 10.
    """
    if pain is None or (type(pain) is int and 0 <= pain <= WORST_PAIN):
        return pain
    raise _no_pain(str(pain), field)


def parse_pain(typed: str, *, field: str = "pain") -> int | None:
    """The pain that was typed; None where nothing was.

    Raises:
        WordsError: it is not a whole number from 0 to 10.
    """
    if not typed.strip():
        return None
    pain = words.whole_number(typed)
    if pain is None or pain > WORST_PAIN:
        raise _no_pain(typed, field)
    return pain


def _no_pain(typed: str, field: str) -> WordsError:
    return WordsError(
        field, f"{quoted(typed)} can't be a pain: give a whole number from 0, no pain, to {WORST_PAIN}, the worst."
    )


def check_beginning(typed: str) -> str:
    """The beginning of an id, without the spaces around it.

    Raises:
        WordsError: there is nothing of it.
    """
    if not typed.strip():
        raise WordsError("beginning", "The id is empty: give the id of an entry, or its beginning.")
    return typed.strip()


def pick(beginning: str, ids: Iterable[str], *, noun: str = "entry") -> str:
    """The one id that begins so.

    Raises:
        WordsError: none does, or more than one.
    """
    typed = check_beginning(beginning)
    found = sorted({known for known in ids if known.startswith(typed)})
    if typed in found:
        return typed
    if len(found) > 1:
        several = "walks" if noun == "walk" else "entries"
        sentence = f"Several {several} begin with {quoted(typed)}: {', '.join(found)}. Give more of the id."
        raise WordsError("id", sentence)
    if not found:
        raise WordsError("id", f"No {noun} begins with {quoted(typed)}: the list shows the ids that there are.")
    return found[0]


def walk_routine() -> Routine:
    """A walk that lasts until the person stops it; sources 000 and 003, whose minutes the walking levels have."""
    return Routine("walk", Kind.WALK, "Walk", ("000", "003"), (Step(Act.WALK, None, cue="back straight, easy pace"),))


def walked_for(session: Session) -> timedelta:
    """How long was walked, pauses left out."""
    return sum((step.length for step in session.done if step.act is Act.WALK), ZERO)


def is_loggable(session: Session) -> bool:
    """Whether the session is a walk that has ended, and whose length is known: not one that was left running."""
    return session.kind is Kind.WALK and session.is_over and session.why is not Ending.UNCONFIRMED


def walk_of(session: Session, *, local: Local, day_start: timedelta, pain_before: int | None) -> Walk:
    """The walk that the session comes to; it bears the session's id, so that it can only be kept once.

    Args:
        session: a walk that has ended.
        local: the person's zone.
        day_start: how long after midnight their day starts, 0 to 6 h.
        pain_before: what was noted when it began.
    """
    start = local(session.begun.wall)
    return taken(session.id, start, minutes_of(walked_for(session)), day_start=day_start, pain_before=pain_before)
