"""What the person has written down: walks, diary entries, flare-ups, ticked lists; all kept in the same way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Annotated, Any

from msgspec import Meta, Struct, ValidationError, convert

from backcoach.domain.days import CLOSE, EARLIEST
from backcoach.domain.documents import FieldError
from backcoach.domain.moment import Moment, elapsed, is_plausible
from backcoach.domain.settings import Settings
from backcoach.domain.walks import WORST_PAIN, Point

WALK, DIARY, FLARE, MOVED, LEVEL, TOLD = "walk", "diary", "flare", "skip", "level", "told"
CHECKLIST, ANSWER, CHOICE, TIMED = "checklist", "answer", "choice", "walking"
"""Kinds of records."""

PAIN = "pain"
LAST_YEAR = 2999
CENTURY_US = 100 * 366 * 24 * 3600 * 10**6


class Record(Struct, frozen=True):
    """One thing written down, which the person may delete and bring back."""

    id: str  # 32 hexadecimal digits
    kind: str
    at: datetime  # what it is about, in UTC
    date: date  # the local day, fixed when it was first kept
    doc: Mapping[str, Any]
    deleted: bool = False

    @property
    def is_gone(self) -> bool:
        """Whether nothing is kept of it but when it was deleted, on another machine."""
        return self.deleted and self.doc.keys() == {"deleted"}

    @property
    def deleted_at(self) -> datetime:
        """When it was deleted; where that was not written down, when it was changed last."""
        return time_of(self.doc.get("deleted")) or self.changed_at

    @property
    def changed_at(self) -> datetime:
        """The latest time that it names of itself: the store has none of its own."""
        return max(filter(None, (self.at, time_of(self.doc.get("changed")), self.wall("noted"), self.wall("ended"))))

    def wall(self, key: str) -> datetime | None:
        """What the wall clock showed at a moment that it has under this key."""
        moment = self.doc.get(key)
        return time_of(moment.get("wall")) if isinstance(moment, dict) else None


def check_year(key: str, at: datetime) -> None:
    if not EARLIEST.year <= at.year <= LAST_YEAR:
        raise FieldError(key, f"It must be from {EARLIEST.year} to {LAST_YEAR}, not in {at.year}.")


class MomentDoc(Struct, forbid_unknown_fields=True):
    """A moment as it is kept; microseconds since the boot are negative for what was before it."""

    wall: Point
    boot: Annotated[str, Meta(max_length=100)]
    since_boot_us: Annotated[int, Meta(ge=-CENTURY_US, le=CENTURY_US)]

    def __post_init__(self) -> None:
        check_year("wall", self.wall)

    def moment(self) -> Moment:
        return Moment(self.wall, self.boot, timedelta(microseconds=self.since_boot_us))


def moment_doc(moment: Moment) -> dict[str, Any]:
    """The moment as JSON knows it, to be read as a `MomentDoc`."""
    return {
        "wall": moment.wall.isoformat(timespec="microseconds"),
        "boot": moment.boot_id,
        "since_boot_us": moment.since_boot // timedelta.resolution,
    }


def id_of(*words: str) -> str:
    """An id that is the same for the same words, so that two windows or machines keep one record and not two."""
    return blake2b("\n".join(words).encode(), digest_size=16).hexdigest()


def is_flare_on(records: Iterable[Record]) -> bool:
    return any(record.doc.get("ended") is None for record in records)


def surplus_flares(records: Iterable[Record]) -> list[tuple[Record, list[Record]]]:
    """The flare-ups that go on beside the one with the earliest onset, with trigger and pain as diary entries."""
    going_on = [one for one in records if one.kind == FLARE and not one.deleted and is_flare_on((one,))]
    found = []
    for flare in sorted(going_on, key=lambda one: (one.at, one.id))[1:]:
        trigger, pain = flare.doc.get("trigger"), flare.doc.get("pain")
        docs = [{"entry": "trigger", "text": trigger}] if trigger else []
        docs += [{"entry": "pain", "value": pain}] if pain is not None else []
        kept = (Record(id_of(f"{doc['entry']} of {flare.id}"), DIARY, flare.at, flare.date, doc) for doc in docs)
        found.append((flare, list(kept)))
    return found


def is_goal_chosen(settings: Settings, agreed: Collection[Record]) -> bool:
    """Whether the person has set a walking goal, or ever agreed to a level; else only a flare-up suggests walks."""
    return bool(agreed or settings.goal_level or settings.goal_walks or settings.goal_minutes)


def walks_with_minutes(records: Iterable[Record]) -> tuple[tuple[Record, int], ...]:
    """The walks and their minutes; one that could not be is none."""
    found = ((record, record.doc.get("minutes")) for record in records)
    return tuple((record, minutes) for record, minutes in found if type(minutes) is int and minutes > 0)


def all_pains(
    walked: Iterable[Record], diary: Iterable[Record], others: Iterable[tuple[datetime, int | None, date]] = ()
) -> tuple[tuple[datetime, int, date], ...]:
    """Every note of pain with its time and its day, the latest last: around walks, in the diary, and others."""
    found: list[tuple[datetime, Any, date]] = list(others)
    for record in walked:
        minutes = record.doc.get("minutes")
        length = timedelta(minutes=minutes if type(minutes) is int else 0)
        found.append((record.at, record.doc.get("pain_before"), record.date))
        found.append((record.at + length, record.doc.get("pain_after"), record.date))
    said = (record for record in diary if PAIN in {record.doc.get("entry"), record.doc.get("kind")})
    found += [(record.at, record.doc.get("value"), record.date) for record in said]
    noted = [(at, value, day) for at, value, day in found if type(value) is int and 0 <= value <= WORST_PAIN]
    return tuple(sorted(noted, key=lambda one: one[0]))


def said_at(record: Record, now: Moment, key: str = "said") -> datetime | None:
    """When a mark was made, as the wall clock of now counts back; None for one that lies in the future: it is none."""
    try:
        said = convert(record.doc.get(key), MomentDoc).moment()
    except ValidationError:
        return record.at if record.at <= now.wall else None
    return now.wall - elapsed(said, now) if is_plausible(said, now) else None


def moves(records: Iterable[Record], now: Moment) -> Mapping[str, datetime | None]:
    """Until when each item was put off, by id, moved with the wall clock where that was set; None where left out."""
    said = [(at, record) for record in records if (at := said_at(record, now)) is not None]
    found: dict[str, datetime | None] = {}
    for at, record in sorted(said, key=lambda pair: pair[0]):
        item, until, was_set = record.doc.get("item"), record.doc.get("until"), at - record.at
        if not isinstance(item, str):
            continue
        if until is None:
            found[item] = None
        elif (time := time_of(until)) is not None:
            with suppress(OverflowError):
                found[item] = time + was_set if abs(was_set) > CLOSE else time
    return found


def time_of(value: object) -> datetime | None:
    """The point in time, in UTC, that was written as text; None where it is none."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return at.astimezone(UTC) if at is not None and at.tzinfo is not None else None
