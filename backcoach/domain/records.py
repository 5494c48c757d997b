"""Every kind of record, and what its document must hold: one check for all that comes in, from wherever it comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Annotated, Any

from msgspec import Meta, Struct

from backcoach.domain.checks import FieldError, read
from backcoach.domain.days import EARLIEST, is_day_of
from backcoach.domain.diary import Entry, EntryKind
from backcoach.domain.flare import Flare, Outcome
from backcoach.domain.levels import Agreed
from backcoach.domain.limits import LONGEST_APPLICATION, LimitReachedError
from backcoach.domain.moment import ZERO, Moment
from backcoach.domain.record import Record, moment_doc
from backcoach.domain.routine import Act
from backcoach.domain.routine_limits import check_routine
from backcoach.domain.session import STALE, Session, State
from backcoach.domain.signs import Level
from backcoach.domain.walks import Pain, Point, Walk
from backcoach.domain.written import DIARY, FLARE, LEVEL, MOVED, TOLD, WALK

CHECKLIST, ANSWER, CHOICE, TIMED = "checklist", "answer", "choice", "walking"
OTHERS = (CHECKLIST, ANSWER, CHOICE, MOVED, LEVEL)
"""The kinds of record that have no section of their own in an export."""

LONGEST_SESSION = timedelta(days=3660)
"""A session may go on for months, posture above all; ten years are a mistake."""
LONGEST_OPEN = 2 * STALE
"""No step runs longer; an open one, a walk, is closed after a day."""

Word = Annotated[str, Meta(max_length=100)]
Words = Annotated[str, Meta(max_length=2000)]
CENTURY_US = 100 * 366 * 24 * 3600 * 10**6


class MomentDoc(Struct, forbid_unknown_fields=True):
    """A moment as it is kept; microseconds since the boot are negative for what was before it."""

    wall: Point
    boot: Word
    since_boot_us: Annotated[int, Meta(ge=-CENTURY_US, le=CENTURY_US)]

    def moment(self) -> Moment:
        return Moment(self.wall, self.boot, timedelta(microseconds=self.since_boot_us))


class FlareDoc(Struct, forbid_unknown_fields=True):
    onset: MomentDoc
    noted: MomentDoc
    plan: Word
    trigger: Words = ""
    pain: Pain | None = None
    ended: MomentDoc | None = None
    outcome: Outcome | None = None


class EntryDoc(Struct, forbid_unknown_fields=True):
    """A diary entry; a pain around a stretch names its session and when it was said."""

    entry: EntryKind
    at: Point | None = None
    value: Pain | None = None
    text: Words = ""
    session: Word = ""
    when: Word = ""
    deleted: Point | None = None


class LevelDoc(Struct, forbid_unknown_fields=True):
    level: Word


class MovedDoc(Struct, forbid_unknown_fields=True):
    item: Word
    until: Point | None
    said: MomentDoc | None = None


class ChecklistDoc(Struct, forbid_unknown_fields=True):
    list: Word
    ticked: tuple[Word, ...]
    flare: Word | None = None


class AnswerOne(Struct, forbid_unknown_fields=True):
    sign: Word
    level: Level
    yes: bool
    at: Point | None = None


class AnswerDoc(Struct, forbid_unknown_fields=True):
    answers: tuple[AnswerOne, ...]
    reason: Words = ""
    level: Level | None = None
    complete: bool = False


class ChoiceDoc(Struct, forbid_unknown_fields=True):
    """What was chosen or answered once: a pattern and its breaths, a stretch, brittle bones."""

    choice: Word
    pattern: Word | None = None
    cycles: Annotated[int, Meta(ge=1, le=1000)] | None = None
    routine: Word | None = None
    value: bool | None = None


class TimedDoc(Struct, forbid_unknown_fields=True):
    pain_before: Pain | None


SHAPES: Mapping[str, type[Struct]] = {
    LEVEL: LevelDoc,
    MOVED: MovedDoc,
    CHECKLIST: ChecklistDoc,
    ANSWER: AnswerDoc,
    CHOICE: ChoiceDoc,
    TIMED: TimedDoc,
}


def check(record: Record) -> Record:
    """The record, where its document holds what its kind must; a kind that is unknown here is left alone.

    Raises:
        FieldError: it does not; the error names the field, what stands there and what may stand there.
        WordsError: its value can't be so.
    """
    reader: Callable[[Record], object] | None = {WALK: walk_of, DIARY: entry_of, FLARE: flare_of}.get(record.kind)
    if reader is not None:
        reader(record)
    elif record.kind != TOLD and record.kind in SHAPES:
        read(dict(record.doc), SHAPES[record.kind])
    return record


# -- walks, the diary, levels ---------------------------------------------------------------------------------


def walk_record(walk: Walk) -> Record:
    doc = {name: value for name, value in walk.as_json().items() if name not in {"id", "date"}}
    return Record(walk.id, WALK, walk.start, walk.date, doc | _deletion(walk.deleted), walk.deleted is not None)


def walk_of(record: Record) -> Walk:
    """The walk that was kept."""
    return read(_whole(record), Walk)


def entry_record(entry: Entry) -> Record:
    doc = {"entry": entry.kind.value, "at": entry.at.isoformat(), "value": entry.value, "text": entry.text}
    return Record(entry.id, DIARY, entry.at, entry.date, doc | _deletion(entry.deleted), entry.deleted is not None)


def entry_of(record: Record) -> Entry:
    """The diary entry that was kept; a pain around a stretch has its time from the record alone."""
    doc = read(dict(record.doc), EntryDoc)
    at = doc.at or _on_its_day(record)
    deleted = (doc.deleted or record.at) if record.deleted else None
    return Entry(record.id, doc.entry, at, record.date, doc.value, doc.text, deleted)


def level_of(record: Record) -> Agreed:
    return Agreed(record.id, read(dict(record.doc), LevelDoc).level, record.at, record.date)


def _whole(record: Record) -> dict[str, Any]:
    """The record's document with what the record itself holds."""
    whole = {"id": record.id, "date": record.date.isoformat(), **record.doc}
    if record.deleted:
        return {"deleted": record.at.isoformat(), **whole}
    whole.pop("deleted", None)
    return whole


def _deletion(at: datetime | None) -> dict[str, Any]:
    return {} if at is None else {"deleted": at.isoformat()}


def _on_its_day(record: Record) -> datetime:
    """The time with the offset nearest to UTC at which it can have been on the record's day."""
    offsets = (timezone(timedelta(hours=hours)) for hours in sorted(range(-12, 15), key=abs))
    times = (record.at.astimezone(offset) for offset in offsets)
    return next((local for local in times if is_day_of(record.date, local)), record.at)


# -- flare-ups ------------------------------------------------------------------------------------------------


def flare_record(flare: Flare, day: date) -> Record:
    """The flare-up as it is kept, on the local day of its onset."""
    doc = {
        "onset": moment_doc(flare.onset),
        "noted": moment_doc(flare.noted),
        "plan": flare.plan,
        "trigger": flare.trigger,
        "pain": flare.pain,
        "ended": None if flare.ended is None else moment_doc(flare.ended),
        "outcome": None if flare.outcome is None else flare.outcome.value,
    }
    return Record(flare.id, FLARE, flare.onset.wall, day, doc)


def flare_of(record: Record) -> Flare:
    """The flare-up that was kept."""
    doc = read(dict(record.doc), FlareDoc)
    ended = None if doc.ended is None else doc.ended.moment()
    return Flare(record.id, doc.onset.moment(), doc.noted.moment(), doc.plan, doc.trigger, doc.pain, ended, doc.outcome)


# -- sessions -------------------------------------------------------------------------------------------------


def check_session(session: Session) -> Session:
    """The session, where its routine keeps the limits and its steps are those of its routine.

    Raises:
        FieldError: it does not.
    """
    routine = session.routine
    try:
        check_routine(routine)
    except (LimitReachedError, ValueError) as error:
        raise FieldError("routine", str(error)) from error
    if not (session.index >= 0 and routine.has(session.index)):
        raise FieldError("index", f"The routine has no step {session.index}.")
    for name in ("age", "ran", "stood"):
        _check_span(name, getattr(session, name), LONGEST_SESSION)
    for name in ("begun", "step_began", "since", "anchor"):
        _check_moment(name, getattr(session, name))
    if session.is_over != (session.why is not None):
        raise FieldError("why", "A session that has ended says why, and no other does.")
    if session.state is State.ENDED and session.index < len(session.done) - 1 and not routine.repeats:
        raise FieldError("index", f"It stands at step {session.index}, and {len(session.done)} steps are done.")
    for n, step in enumerate(session.done):
        at = f"done[{n}]"
        if not (step.index >= 0 and routine.has(step.index)):
            raise FieldError(f"{at}.index", f"The routine has no step {step.index}.")
        planned = routine.step(step.index)
        if (step.act, step.side) != (planned.act, planned.side):
            raise FieldError(f"{at}.act", f"Step {step.index} of the routine is {planned.act}, not {step.act}.")
        _check_span(f"{at}.length", step.length, LONGEST_APPLICATION if step.act is Act.ON else LONGEST_OPEN)
        _check_span(f"{at}.overrun", step.overrun, LONGEST_SESSION)
        _check_moment(f"{at}.began", step.began)
        _check_moment(f"{at}.ended", step.ended)
    return session


def _check_moment(key: str, moment: Moment) -> None:
    if abs(moment.since_boot) > timedelta(microseconds=CENTURY_US) or moment.wall.date() < EARLIEST:
        raise FieldError(key, "It must be a moment since 1900, and within a century of its boot.")


def _check_span(key: str, span: timedelta, most: timedelta | None) -> None:
    if span < ZERO:
        raise FieldError(key, f"{span.total_seconds():g} s can't be: a time is 0 s or longer.")
    if most is not None and span > most:
        raise FieldError(
            key, f"{span / timedelta(minutes=1):g} min can't be: it is at most {most / timedelta(minutes=1):g} min."
        )
