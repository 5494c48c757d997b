"""What several machines agree on: of two versions of a thing the one with the later stamp counts, on all of them alike.

A stamp is a hybrid logical clock: the microseconds of the wall clock, but always later than any stamp seen, then the
machine's id. So what was changed after it was seen wins, however slow the clock. A deletion is a version like another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from backcoach.domain.days import DAY
from backcoach.domain.documents import FieldError, read
from backcoach.domain.engine import moved_on
from backcoach.domain.limits import LONGEST_SESSION, REMOVAL, SHORTEST_REST, rest_left
from backcoach.domain.moment import ZERO, Moment, elapsed, is_plausible
from backcoach.domain.record import TIMED, TOLD, Record, surplus_flares
from backcoach.domain.record_checks import check, check_session
from backcoach.domain.routine import Act
from backcoach.domain.session import Session, State
from backcoach.domain.text import clean_all
from backcoach.domain.walks import Id

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Stamp = Annotated[str, Meta(pattern=r"^[0-9]{17}-[0-9a-f]{32}\+?$")]
AHEAD = timedelta(days=366)
"""A stamp further ahead of the clock here is none: changes made here would have to follow it, and all refuse them."""
NOT_SHARED = frozenset({TOLD, TIMED})
"""Kinds of records that stay on their machine: reminders that it gave, and the beginning of a walk that goes on."""
LONGEST_NAME = 60
OLDEST = timedelta(days=30)
"""Beyond this it makes no difference how old a session is."""
ARRIVED = "arrived "
"""How the name of the moment begins that stands, by the clocks of this machine, for a foreign session's anchor."""

PAIN_ARRIVED = "pain arrived "
"""How the name of the moment begins at which a pain came from a machine whose clock is ahead; the id follows."""

Key: TypeAlias = tuple[bool, str]
Elsewhere: TypeAlias = tuple[str, Session]
"""A session that goes on on another machine, after the name of that."""


class Document(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One version of a record or a session; a session that goes on says `on` which machine."""

    stamp: Stamp
    record: Record | None = None
    session: Session | None = None
    on: str = ""

    @property
    def key(self) -> Key:
        """Whether it is a session, and its id: a walk has that of the session that it was."""
        return self.session is not None, self.kept.id

    @property
    def kept(self) -> Record | Session:
        match self.record, self.session:
            case Record() as record, None:
                return record
            case None, Session() as session:
                return session
            case _:
                raise FieldError("", "It must hold either a record or a session.")

    @property
    def machine(self) -> str:
        """The id of the machine that wrote this version."""
        return self.stamp[18:50]


def next_stamp(latest: str, wall: datetime, machine: str) -> str:
    """The stamp of a change made now: by the wall clock, but later than the latest one seen."""
    now = (wall - EPOCH) // timedelta.resolution
    return f"{max(now, int(latest[:17] or 0) + 1):017}-{machine}"


def wins(theirs: Document, mine: Document | None) -> bool:
    """Whether their version takes the place of mine; where one machine was in two places, the text decides."""
    if mine is None or theirs.stamp != mine.stamp:
        return mine is None or theirs.stamp > mine.stamp
    return msgspec.json.encode(theirs.kept) > msgspec.json.encode(mine.kept)


def read_document(line: bytes, now: Moment) -> Document:
    """The document of a line; a ValueError where it is none, or what it says can't be so."""
    found = read(clean_all(msgspec.json.decode(line)), Document)
    kept = found.kept
    read(kept.id, Id)
    if found.stamp > next_stamp("", now.wall + AHEAD, ""):
        raise FieldError("stamp", "It is dated more than a year ahead of the clock here.")
    if isinstance(kept, Session):
        check_session(kept)
        return replace(found, on=found.on[:LONGEST_NAME])
    if kept.kind in NOT_SHARED or kept.at.tzinfo is None:
        raise FieldError("record", "It is of a kind that machines don't share.")
    return replace(found, record=check(replace(kept, at=kept.at.astimezone(UTC))))


def merge(mine: Mapping[Key, Document], theirs: Iterable[Document]) -> dict[Key, Document]:
    """Those versions that take the place of mine, so that then one flare-up at most goes on."""
    better: dict[Key, Document] = {}

    def meet(documents: Iterable[Document]) -> None:
        for document in documents:
            here = better.get(document.key) or mine.get(document.key)
            if (both := document if here is None else _of_both(document, here)) != here:
                better[document.key] = both

    meet(theirs)
    meet(_one_flare([*{**mine, **better}.values()]))
    return better


def _of_both(one: Document, other: Document) -> Document:
    """The later version, but no change made apart undoes an end: of a flare-up or a session the later end counts."""
    late, early = (one, other) if wins(one, other) else (other, one)
    if _end(early) <= _end(late):
        return late
    stamp = late.stamp.removesuffix("+") + "+"
    if late.record is None or early.record is None:
        return Document(stamp, session=early.session)
    end = {name: early.record.doc.get(name) for name in ("ended", "outcome")}
    return Document(stamp, record=replace(late.record, doc={**late.record.doc, **end}))


def _end(document: Document) -> str:
    """When it ended, as text in the order of time; empty where it goes on, or is of a kind that has no end."""
    match document.kept:
        case Session(is_over=True) as session:
            return session.since.wall.isoformat()
        case Record(kind="flare", doc={"ended": {"wall": str() as wall}}):
            return wall
        case _:
            return ""


def _one_flare(documents: Sequence[Document]) -> list[Document]:
    """Where several flare-ups go on, those without the earliest onset, deleted; trigger and pain go to the diary.

    Their stamps follow from those they had, and lie before the next that their machines can give: so each machine that
    sees them makes the same of them.
    """
    stamps = {one.record.id: one.stamp for one in documents if one.record is not None}
    found = []
    for flare, entries in surplus_flares(one.record for one in documents if one.record is not None):
        stamp = stamps[flare.id]
        at = EPOCH + int(stamp[:17]) * timedelta.resolution
        gone = replace(flare, deleted=True, doc={**flare.doc, "deleted": at.isoformat()})
        found.append(Document(f"{stamp}+", record=gone))
        # As old as the flare-up itself: no later change of that writes a deleted entry anew.
        old = f"{(flare.at - EPOCH) // timedelta.resolution:017}{stamp[17:]}"
        found += [Document(old, record=entry) for entry in entries]
    return found


def age_of(session: Session, written: Moment, *, by_its_own: bool) -> timedelta:
    """How old the session's anchor was when a file was written: by its own machine, whose clocks made both moments.

    What another machine passes on may be as new as it arrives, where it does not seem to be of another day.
    """
    age = elapsed(session.anchor, written)
    return min(age, OLDEST) if by_its_own or age > DAY else ZERO


def pinned(session: Session, anchor: Moment) -> Session:
    """The session of another machine by the clocks of this one, where its anchor was at this moment."""

    def here(there: Moment) -> Moment:
        same = there.boot_id == session.anchor.boot_id
        after = there.since_boot - session.anchor.since_boot if same else there.wall - session.anchor.wall
        return anchor.after(after)

    done = tuple(replace(step, began=here(step.began), ended=here(step.ended)) for step in session.done)
    begun, began, since = here(session.begun), here(session.step_began), here(session.since)
    return replace(session, anchor=anchor, begun=begun, step_began=began, since=since, done=done)


def _moved(elsewhere: Iterable[Elsewhere], now: Moment) -> Iterable[Elsewhere]:
    """The sessions as time has moved them; without those of machines whose clocks are far ahead."""
    for name, session in elsewhere:
        if is_plausible(session.anchor, now) or session.anchor.wall - now.wall <= LONGEST_SESSION:
            yield name, moved_on(session, now)


def going_on_elsewhere(
    elsewhere: Iterable[Elsewhere], now: Moment, recall: Callable[[str], Moment | None]
) -> tuple[Elsewhere, ...]:
    """What goes on on other machines, but for what is over there and nobody answers.

    That is a pack once a start here has told the person to take it off, and another call after a while.
    """

    def is_left(one: Session) -> bool:
        return recall(off_here(one)) is not None if one.step.is_application else one.overrun(now) >= SHORTEST_REST

    found = ((name, one) for name, one in _moved(elsewhere, now) if not one.is_over)
    return tuple((name, one) for name, one in found if one.state is not State.DUE or not is_left(one))


def off_here(session: Session) -> str:
    """The name of the removal of a pack that was put on elsewhere, and was to come off here."""
    return f"{REMOVAL}{session.id} {session.index}"


def rest_elsewhere(elsewhere: Iterable[Elsewhere], now: Moment) -> timedelta:
    """How long the skin must still rest from packs that came off on other machines in what goes on there."""
    return rest_left((step.ended for _, one in _moved(elsewhere, now) for step in one.done if step.act is Act.ON), now)
