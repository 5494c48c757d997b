"""All that is kept, as records to take along: what an export reads and an import adds to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from backcoach.domain.days import parse_date
from backcoach.domain.diary import Entry, EntryKind
from backcoach.domain.routine import Kind
from backcoach.domain.text import WordsError, clean, quoted
from backcoach.domain.walks import Walk

Record = dict[str, Any]
"""One walk, session, flare-up or diary entry, as plain as JSON."""

SECTIONS = ("walks", "sessions", "flares", "diary", "others")
"""The parts of an export, in their order."""

OPTIONAL = "others"
"""What has no section of its own: ticked lists, answers, levels; left out where there is none."""

MOST_REFUSALS = 1000

_KIND = re.compile(r"[a-z][a-z-]{0,30}")
_OWN_SECTION = frozenset({"walk", "session", "flare", "diary"})
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class ExchangeError(Exception):
    """A file can't be read or written; the text says why and what would be right."""


class Archive(Protocol):
    """What can be taken along and added to; storage keeps to it. Adding happens inside a transaction of the caller."""

    def records(self, section: str) -> Iterable[Record]:
        """The records of a section without what is deleted, in an order that depends on nothing but themselves."""

    def holds(self, section: str, record_id: str) -> bool:
        """Whether a record has this id, deleted or not."""

    def like(self, walk: Record) -> int:
        """How many walks there are, deleted or not, that say the same whatever their ids are."""

    def add(self, section: str, record: Record) -> None:
        """Keep a record whose id is not held.

        Raises:
            WordsError: it can't be kept; the sentence says why.
        """


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record of a file that can be kept.

    Attributes:
        section: the section it belongs to.
        place: where it stands: `line 12`.
        record: the record, in the form that an export gives it.
        nth: 0 where its id is its own; else it is the first, second or third of the file that says the same, and is
            known by what it says.
    """

    section: str
    place: str
    record: Record
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record of a file that can't be kept.

    Attributes:
        place: where it stands: `line 12`.
        reason: why not, as a sentence.
    """

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


def taken(section: str, place: str, record: object, *, nth: int = 0) -> Incoming | Refusal:
    """The record as one that can be kept, or the reason why it can't."""
    try:
        return Incoming(section, place, checked(section, record), nth)
    except WordsError as error:
        return Refusal(place, str(error))


@dataclass(slots=True)
class Merged:
    """What came of an import.

    Attributes:
        added: how many records are new, by section.
        known: how many were here before, which stay as they are.
        refused: those that were refused, and why; the first thousand of them.
        refused_more: how many were refused beyond these.
    """

    added: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SECTIONS, 0))
    known: int = 0
    refused: list[Refusal] = field(default_factory=list)
    refused_more: int = 0

    def refuse(self, refusal: Refusal) -> None:
        """Count a refused record, and keep the reason while there are not too many."""
        if len(self.refused) < MOST_REFUSALS:
            self.refused.append(refusal)
        else:
            self.refused_more += 1


def merge(items: Iterable[Incoming | Refusal], archive: Archive, *, now: datetime) -> Merged:
    """Add the records whose ids are not here yet; what is here stays as it is, so twice is the same as once.

    Args:
        items: what a file holds, read as it is asked for; never more than one record is held.
        archive: where to add; the caller's transaction makes it all or nothing.
        now: this moment; a record of a time to come is refused.

    Raises:
        ExchangeError: the file turned out to be broken; the transaction must be undone.
    """
    merged = Merged()
    for item in items:
        if isinstance(item, Refusal):
            merged.refuse(item)
        elif archive.holds(item.section, item.record["id"]) or (item.nth and archive.like(item.record) >= item.nth):
            merged.known += 1
        else:
            try:
                _check_past(item, now)
                archive.add(item.section, item.record)
            except WordsError as error:
                merged.refuse(Refusal(item.place, str(error)))
            else:
                merged.added[item.section] += 1
    return merged


def _check_past(item: Incoming, now: datetime) -> None:
    key = {"walks": "start", "diary": "at", "flares": "onset", "others": "at"}.get(item.section)
    if key and point_of(item.record, key) > now:
        raise WordsError(key, f"{item.record[key]} is still to come: only what was can be kept.")


def checked(section: str, record: object) -> Record:
    """The record in the form that an export gives it.

    Raises:
        WordsError: it can't be one of this section.
    """
    if not isinstance(record, dict):
        raise WordsError("record", f"A record is an object with an id, not {quoted(str(record)[:80])}.")
    record_id = record.get("id")
    if not isinstance(record_id, str) or not _ID.fullmatch(record_id):
        raise WordsError(
            "id", f"The id {quoted(str(record_id)[:80])} can't be used: 1 to 64 letters, digits, “-” or “_”."
        )
    return _CHECKS[section](record)


def walk_of(record: Mapping[str, Any]) -> Walk:
    """The walk that a record describes.

    Raises:
        WordsError: it describes none.
    """
    if "minutes" not in record:
        raise WordsError("minutes", "The minutes are missing: 1 to 600, or null where walking was not possible.")
    return Walk(
        id=record["id"],
        start=point_of(record, "start"),
        date=parse_date(_text(record, "date")),
        minutes=_whole(record, "minutes"),
        pain_before=_whole(record, "pain_before"),
        pain_after=_whole(record, "pain_after"),
        note=_text(record, "note"),
    )


def entry_of(record: Mapping[str, Any]) -> Entry:
    """The diary entry that a record describes.

    Raises:
        WordsError: it describes none.
    """
    kind = _text(record, "kind")
    if kind not in set(EntryKind):
        raise WordsError("kind", f"{quoted(kind)} is no kind of entry: one of {', '.join(EntryKind)}.")
    return Entry(
        id=record["id"],
        kind=EntryKind(kind),
        at=point_of(record, "at"),
        date=parse_date(_text(record, "date")),
        value=_whole(record, "value"),
        text=_text(record, "text"),
    )


def point_of(record: Mapping[str, Any], key: str) -> datetime:
    """The point in time under a key.

    Raises:
        WordsError: there is none, or it has no offset from UTC.
    """
    typed = _text(record, key)
    try:
        point = datetime.fromisoformat(typed)
    except ValueError:
        point = None
    if point is None or point.utcoffset() is None:
        raise WordsError(key, f"The {key} {quoted(typed)} is not a time such as 2026-11-20T09:30:00+01:00.")
    return point


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise WordsError(key, f"The {key} is not a text: put it in quotation marks.")
    return value


def _whole(record: Mapping[str, Any], key: str) -> int | None:
    value = record.get(key)
    if value is not None and type(value) is not int:
        raise WordsError(key, f"The {key} {quoted(str(value)[:80])} is not a whole number.")
    return value


def _session(record: Record) -> Record:
    kind = record.get("kind")
    if not isinstance(kind, str) or kind not in set(Kind):
        raise WordsError("kind", f"{quoted(str(kind)[:80])} is no kind of session: one of {', '.join(Kind)}.")
    return plain(record)


def _other(record: Record) -> Record:
    kind = record.get("kind")
    if not isinstance(kind, str) or not _KIND.fullmatch(kind) or kind in _OWN_SECTION:
        raise WordsError("kind", f"{quoted(str(kind)[:80])} is no kind of other record: a short word such as “level”.")
    return plain(record)


def plain(record: Record) -> Record:
    """The record without control characters anywhere; its depth is bounded by who read it."""

    def cleaned(value: object) -> object:
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, list):
            return [cleaned(item) for item in value]
        return {clean(key): cleaned(item) for key, item in value.items()} if isinstance(value, dict) else value

    return {clean(key): cleaned(item) for key, item in record.items()}


_CHECKS: dict[str, Callable[[Record], Record]] = {
    "walks": lambda record: walk_of(record).as_json(),
    "sessions": _session,
    "flares": plain,
    "diary": lambda record: entry_of(record).as_json(),
    "others": _other,
}
