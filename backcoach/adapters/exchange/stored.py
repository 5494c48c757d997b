"""What the journal keeps, as the records that an export has, and records that come in, as the journal keeps them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from backcoach.adapters.exchange.archive import Record, entry_of, plain, point_of, walk_of
from backcoach.adapters.journal import records as rows
from backcoach.adapters.logbook import ArchiveLogbook
from backcoach.domain import record as kept
from backcoach.domain.days import DAY, parse_date
from backcoach.domain.session import Session
from backcoach.domain.text import WordsError
from backcoach.domain.walks import Walk
from backcoach.domain.written import is_flare_on
from backcoach.ports import Journal

FLARE = "flare"
OTHERS = ("checklist", "answer", "choice", "skip", "level")
"""The kinds of record that have no section of their own."""

_STEP = (
    *("place", "act", "side", "planned_us", "length_us", "overrun_us"),
    *("began_wall", "began_boot", "began_us", "ended_wall", "ended_boot", "ended_us", "acknowledged", "why"),
)


class StoredArchive:
    """An archive for exports and imports on a journal; what it adds belongs to the caller's transaction.

    A session that goes on is no part of an export: its pack lies on this person's skin now.

    Args:
        journal: where everything is kept.
        now: this moment; a session that ended later is refused.
    """

    def __init__(self, journal: Journal, now: datetime) -> None:
        self._journal = journal
        self._archive = journal.archive
        self._logbook = ArchiveLogbook(journal.archive)
        self._now = now

    def records(self, section: str) -> Iterable[Record]:
        """The records of a section, without what is deleted; those that can't be read are among `problems`.

        They are read a few months at a time, so that many years take no more memory than a few; what is read belongs
        together only inside the journal's `reading`.
        """
        return _READ[section](self)

    def problems(self) -> tuple[str, ...]:
        """A sentence for each record that is not in the export because it can't be read."""
        return self._logbook.problems()

    def holds(self, section: str, record_id: str) -> bool:
        """Whether a record has this id, deleted or not, whatever it is."""
        if section == "sessions":
            return self._journal.session(record_id) is not None
        return self._archive.record(record_id) is not None

    def like(self, walk: Record) -> int:
        """How many walks there are, deleted or not, that say the same to the minute, whatever their ids are."""
        wanted = _said(walk_of(walk))
        return sum(_said(one) == wanted for one in self._logbook.walks(wanted.date, wanted.date, deleted=True))

    def add(self, section: str, record: Record) -> None:
        """Keep a record whose id is not held.

        Raises:
            WordsError: it can't be kept; the sentence says why.
        """
        match section:
            case "walks":
                self._logbook.save_walk(walk_of(record))
            case "diary":
                self._logbook.save_entry(entry_of(record))
            case "sessions":
                self._journal.save(self._ended(record))
            case "flares":
                self._archive.put(self._only_one(_record_of(record, FLARE, "onset")))
            case _:
                self._archive.put(_record_of(record, record["kind"], "at"))

    # -- out ----------------------------------------------------------------------------------------------------

    def _walks(self) -> Iterable[Record]:
        for first, last in _some_months():
            yield from (walk.as_json() for walk in self._logbook.walks(first, last))

    def _diary(self) -> Iterable[Record]:
        for first, last in _some_months():
            yield from (entry.as_json() for entry in self._logbook.entries(first, last))

    def _sessions(self) -> Iterable[Record]:
        for first, last in _some_months():
            begin = datetime.combine(first, time(), UTC)
            end = datetime.max.replace(tzinfo=UTC) if last == date.max else datetime.combine(last + DAY, time(), UTC)
            yield from map(_session_record, self._journal.ended_between(begin, end))

    def _flares(self) -> Iterable[Record]:
        return [_as_record(record, "onset") for record in self._archive.records(FLARE)]

    def _others(self) -> Iterable[Record]:
        found = (record for kind in OTHERS for record in self._archive.records(kind))
        return [{"kind": record.kind, **_as_record(record, "at")} for record in found]

    def _only_one(self, flare: kept.Record) -> kept.Record:
        """The flare-up, where none goes on beside it."""
        on = [one for one in self._archive.records(FLARE) if is_flare_on((one,))] if is_flare_on((flare,)) else []
        if on:
            raise WordsError(
                "ended",
                f"This flare-up has not ended, and the one of {on[0].date} goes on here: end that one with “backcoach "
                "flare end”, then import the file again.",
            )
        return flare

    # -- in -----------------------------------------------------------------------------------------------------

    def _ended(self, record: Record) -> Session:
        try:
            done = tuple(rows.step_of(tuple(step[name] for name in _STEP)) for step in record["steps"])
            session = rows.session_of(record["id"], json.dumps(record["session"]), done)
        except (KeyError, TypeError, ValueError) as error:
            raise WordsError("session", f"The session can't be read: {error}.") from error
        if not session.is_over:
            raise WordsError("session", "The session has not ended: only those that have are taken in.")
        if max(session.since.wall, *(step.ended.wall for step in done), session.begun.wall) > self._now:
            raise WordsError("session", f"The session ends at {session.since.wall:%Y-%m-%d %H:%M}, which is to come.")
        return session


_CENTURY = range(2000, 2100)
_QUARTERS = (1, 4, 7, 10)


def _some_months() -> Iterator[tuple[date, date]]:
    """The first and the last day of spans that hold all days there are, one after the other."""
    firsts = [date(year, month, 1) for year in _CENTURY for month in _QUARTERS]
    yield date.min, firsts[0] - DAY
    yield from ((first, following - DAY) for first, following in pairwise(firsts))
    yield firsts[-1], date.max


def _said(walk: Walk) -> Walk:
    return replace(walk, id="", start=walk.start.replace(second=0, microsecond=0), deleted=None)


_READ: dict[str, Callable[[StoredArchive], Iterable[Record]]] = {
    "walks": StoredArchive._walks,  # noqa: SLF001 - the class's own table
    "sessions": StoredArchive._sessions,  # noqa: SLF001
    "flares": StoredArchive._flares,  # noqa: SLF001
    "diary": StoredArchive._diary,  # noqa: SLF001
    "others": StoredArchive._others,  # noqa: SLF001
}


def _session_record(session: Session) -> Record:
    steps = [dict(zip(_STEP, rows.step_row("", n, step)[2:], strict=True)) for n, step in enumerate(session.done)]
    for step in steps:
        step["acknowledged"] = bool(step["acknowledged"])
    return plain(
        {
            "id": session.id,
            "kind": session.kind.value,
            "begun": session.begun.wall.isoformat(),
            "ended": session.since.wall.isoformat(),
            "steps": steps,
            "session": json.loads(rows.session_doc(session)),
        }
    )


def _as_record(record: kept.Record, time: str) -> Record:
    at, doc = record.at.isoformat(), dict(record.doc)
    return plain({"id": record.id, time: at, "date": record.date.isoformat(), "doc": doc})


def _record_of(record: Record, kind: str, time: str) -> kept.Record:
    doc: Any = record.get("doc")
    if not isinstance(doc, dict):
        raise WordsError("doc", "The record's “doc” is missing: it holds what is known of it, as an object.")
    at, day = point_of(record, time), record.get("date")
    if not isinstance(day, str):
        raise WordsError("date", "The date is missing: give the local day, as in 2026-11-20.")
    return kept.Record(record["id"], kind, at.astimezone(UTC), parse_date(day), doc)
