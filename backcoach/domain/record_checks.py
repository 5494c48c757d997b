"""How each kind of record is kept, and what its document must hold: one check for all that is imported or synced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Annotated, Any

from msgspec import Meta, Struct
from msgspec.structs import asdict

from backcoach.domain import limits
from backcoach.domain.days import DAY, EARLIEST, is_day_of
from backcoach.domain.diary import Entry, EntryKind
from backcoach.domain.documents import FieldError, blamed_on, leaves, read
from backcoach.domain.flare import Flare, Outcome
from backcoach.domain.moment import ZERO, Moment, elapsed
from backcoach.domain.record import (
    ANSWER,
    CENTURY_US,
    CHECKLIST,
    CHOICE,
    DIARY,
    FLARE,
    LEVEL,
    MOVED,
    TIMED,
    TOLD,
    WALK,
    MomentDoc,
    Record,
    check_year,
    moment_doc,
)
from backcoach.domain.routine import Act, Routine
from backcoach.domain.session import STALE, Session, StepDone
from backcoach.domain.signs import Level
from backcoach.domain.walks import Agreed, Pain, Point, Walk

OTHERS = (CHECKLIST, ANSWER, CHOICE, MOVED, LEVEL)
"""The kinds of record that have no section of their own in an export."""

LONGEST_AGE = timedelta(days=3660)
"""A session may go on for months, posture above all; ten years are a mistake."""
LONGEST_OPEN = 2 * STALE
"""No step runs longer; an open one, a walk, is closed after a day."""

MOST_STEPS = 1000
"""A quarter of an hour of breathing in four parts has 600."""

LONGEST_TEXT = 2000

Word = Annotated[str, Meta(max_length=100)]
Words = Annotated[str, Meta(max_length=LONGEST_TEXT)]


class FlareDoc(Struct, forbid_unknown_fields=True):
    onset: MomentDoc
    noted: MomentDoc
    plan: Annotated[str, Meta(min_length=1, max_length=100)]
    trigger: Words = ""
    pain: Pain | None = None
    ended: MomentDoc | None = None
    outcome: Outcome | None = None
    deleted: Point | None = None


class EntryDoc(Struct, forbid_unknown_fields=True):
    """A diary entry; a pain around a stretch names its session and when it was said."""

    entry: EntryKind
    at: Point | None = None
    value: Pain | None = None
    text: Words = ""
    session: Word = ""
    when: Word = ""
    deleted: Point | None = None
    changed: Point | None = None


class LevelDoc(Struct, forbid_unknown_fields=True):
    level: Word


class MovedDoc(Struct, forbid_unknown_fields=True):
    item: Word
    until: Point | None
    said: MomentDoc | None = None

    def __post_init__(self) -> None:
        if self.until is not None:
            check_year("until", self.until)


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
    """What was chosen or answered once: a pattern and its breaths, a stretch, a kind of heat, brittle bones."""

    choice: Word
    pattern: Word | None = None
    cycles: Annotated[int, Meta(ge=1, le=1000)] | None = None
    routine: Word | None = None
    heat: Word | None = None
    value: bool | None = None


class ToldDoc(Struct, forbid_unknown_fields=True):
    """A reminder that was given, a thing that was said today or once, or what a calendar was given."""

    said: MomentDoc | None = None
    item: Words | None = None
    items: list[Words] = []
    what: Words | None = None


class TimedDoc(Struct, forbid_unknown_fields=True):
    """The pain before a walk that is timed, until the walk is logged."""

    pain_before: Pain | None


SHAPES: Mapping[str, type[Struct]] = {
    LEVEL: LevelDoc,
    MOVED: MovedDoc,
    CHECKLIST: ChecklistDoc,
    ANSWER: AnswerDoc,
    CHOICE: ChoiceDoc,
    TIMED: TimedDoc,
    TOLD: ToldDoc,
}


def check(record: Record) -> Record:
    """The record, where it holds what its kind must, or its kind is unknown here; else FieldError or WordsError."""
    check_year("at", record.at)
    if not EARLIEST <= record.date <= record.at.date() + 2 * DAY:
        latest = f"{record.at:%Y-%m-%d %H:%M}"
        raise FieldError("date", f"It must be a day from 1900 to that of {latest}, not {record.date}.")
    if record.is_gone:
        return record
    reader: Callable[[Record], object] | None = {WALK: walk_of, DIARY: entry_of, FLARE: flare_of}.get(record.kind)
    if reader is not None:
        reader(record)
    elif record.kind in SHAPES:
        read(dict(record.doc), SHAPES[record.kind])
    return record


# -- walks, the diary, levels ---------------------------------------------------------------------------------


def walk_record(walk: Walk) -> Record:
    doc = {name: value for name, value in walk.as_json().items() if name not in {"id", "date"}}
    return Record(walk.id, WALK, walk.start, walk.date, doc | _deletion(walk.deleted), walk.deleted is not None)


def walk_of(record: Record) -> Walk:
    whole = {"id": record.id, "date": record.date.isoformat(), **record.doc}
    whole.pop("changed", None)
    if record.deleted:
        return read({"deleted": record.at.isoformat(), **whole}, Walk)
    whole.pop("deleted", None)
    return read(whole, Walk)


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
    fields = asdict(flare)
    del fields["id"]
    doc = {name: moment_doc(value) if isinstance(value, Moment) else value for name, value in fields.items()}
    return Record(flare.id, FLARE, flare.onset.wall, day, doc)


def flare_of(record: Record) -> Flare:
    doc = read(dict(record.doc), FlareDoc)
    ended = None if doc.ended is None else doc.ended.moment()
    onset = doc.onset.moment()
    if abs(record.date - onset.wall.date()) > DAY:
        raise FieldError("date", f"It must be the local day of the onset, {onset.wall.date()}, not {record.date}.")
    return Flare(record.id, onset, doc.noted.moment(), doc.plan, doc.trigger, doc.pain, ended, doc.outcome)


def is_readable(record: Record) -> bool:
    with suppress(ValueError):
        check(record)
        return True
    return False


# -- sessions -------------------------------------------------------------------------------------------------


def check_session(session: Session) -> Session:
    """The session, where the engine can have led it within the limits; else FieldError."""
    routine = session.routine
    for key, value in leaves("", session):
        _check_value(key, value)
    with blamed_on("routine"):
        limits.check_routine(routine)
    if len(routine.steps) > MOST_STEPS:
        raise FieldError("routine.steps", f"{len(routine.steps)} steps are too many: at most {MOST_STEPS}.")
    for n, step in enumerate(routine.steps):
        if step.length == ZERO:
            raise FieldError(f"routine.steps[{n}].length", "A step must last longer than 0 s.")
        _check_most(f"routine.steps[{n}].length", step.length, limits.LONGEST_SESSION)
    if not routine.has(session.index):
        raise FieldError("index", f"The routine has no step {session.index}.")
    for name in ("age", "ran", "stood", "first_ring"):
        _check_most(name, getattr(session, name), LONGEST_AGE)
    if session.is_over != (session.why is not None):
        raise FieldError("why", "A session that has ended says why, and no other does.")
    if session.length is not None:
        with blamed_on("length"):
            limits.check_step(session.step.act, session.length)
        _check_most("length", session.length, limits.LONGEST_SESSION)
    if session.index < len(session.done) - 1:
        raise FieldError("index", f"It stands at step {session.index}, and {len(session.done)} steps are done.")
    for n, done in enumerate(session.done):
        _check_done(n, done, routine)
    packs = [(n, done) for n, done in enumerate(session.done) if done.act is Act.ON]
    for (_, before), (n, after) in pairwise(packs):
        rest = elapsed(before.ended, after.began)
        if before.ended.boot_id == after.began.boot_id and rest < limits.SHORTEST_REST:
            with blamed_on(f"done[{n}].began"):
                limits.check_step(Act.OFF, rest)
    return session


def _check_done(n: int, step: StepDone, routine: Routine) -> None:
    at = f"done[{n}]"
    if step.index != n:
        raise FieldError(f"{at}.index", f"It must be {n}, not {step.index}: each step is done once, in order.")
    planned = routine.step(n)
    if (step.act, step.side) != (planned.act, planned.side):
        raise FieldError(f"{at}.act", f"Step {n} of the routine is {planned.act}, not {step.act}.")
    if step.planned != planned.length:
        raise FieldError(f"{at}.planned", f"It must be the length of step {n} of the routine.")
    _check_most(f"{at}.length", step.length, limits.LONGEST_APPLICATION if step.act is Act.ON else LONGEST_OPEN)
    _check_most(f"{at}.overrun", step.overrun, LONGEST_AGE)


def _check_value(key: str, value: object) -> None:
    """Check a value in a session by itself: no endless text, no moment out of reach, no time under 0 s."""
    match value:
        case str() if len(value) > LONGEST_TEXT:
            raise FieldError(key, f"It must be text of at most {LONGEST_TEXT} characters.")
        case timedelta() if value < ZERO:
            raise FieldError(key, f"{value.total_seconds():g} s can't be: a time is 0 s or longer.")
        case Moment():
            check_year(key, value.wall)
            if abs(value.since_boot) > timedelta(microseconds=CENTURY_US):
                raise FieldError(key, "It must be within a century of its boot.")
            if len(value.boot_id) > LONGEST_TEXT:
                raise FieldError(key, f"Its boot_id must be text of at most {LONGEST_TEXT} characters.")


def _check_most(key: str, span: timedelta | None, most: timedelta) -> None:
    if span is not None and span > most:
        raise FieldError(key, f"{span / limits.MINUTE:g} min can't be: it is at most {most / limits.MINUTE:g} min.")
