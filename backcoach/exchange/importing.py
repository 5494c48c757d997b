"""How a file is taken in: record by record, each checked, in one transaction; what is here already stays."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from backcoach.coach.log import LogRecords
from backcoach.coach.protocols import Journal
from backcoach.domain.diary import Entry
from backcoach.domain.documents import FieldError, leaves, read
from backcoach.domain.flare import Flare
from backcoach.domain.moment import Moment, is_plausible
from backcoach.domain.record import DIARY, FLARE, WALK, Record, is_flare_on
from backcoach.domain.record_checks import (
    SHAPES,
    check,
    check_session,
    entry_of,
    entry_record,
    flare_of,
    walk_of,
    walk_record,
)
from backcoach.domain.session import Session
from backcoach.domain.text import WordsError, clean_all, quoted, reason
from backcoach.domain.walks import Id, Point, Walk, check_over
from backcoach.exchange import ExchangeError

SECTIONS = ("walks", "sessions", "flares", "diary", "deleted", "others")
"""The parts of an export, in their order; `others` is left out where there is none."""

SECTION_OF = {WALK: "walks", DIARY: "diary", FLARE: "flares"}
"""Where a record that was deleted stood, by its kind."""

Item = dict[str, Any]
"""One record of an export, as plain as JSON."""

Kept = Record | Session

MEGABYTE = 1024 * 1024
LARGEST = 64 * MEGABYTE
"""The largest file that is taken in."""


def read_whole(path: Path) -> bytes:
    """The text of a file of at most 64 MB, in UTF-8 without a mark; one in UTF-16 must have one. `ExchangeError`."""
    try:
        if path.exists() and not path.is_file():
            raise ExchangeError(f"{path} is not an ordinary file: give one that backcoach exported.")
        if path.stat().st_size > LARGEST:
            raise ExchangeError(f"{path} is larger than {LARGEST // MEGABYTE} MB, which is the most that is taken in.")
        content = path.read_bytes()
    except OSError as error:
        raise ExchangeError(f"{path} can't be read ({reason(error)}).") from error
    try:
        if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            return content.decode("utf-16").encode()
        content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ExchangeError(f"{path} is not UTF-8 text at line {line}: save it as UTF-8.") from None
    return content.removeprefix(BOM_UTF8)


class Incoming(Struct, frozen=True):
    """A record of a file, and where it stands there: `walks, number 12`, `line 12`.

    `nth` is 0 where its id is its own; else it is the first, second or third of the file that says the same, and is
    known by what it says.
    """

    section: str
    place: str
    item: object
    nth: int = 0


class ImportReport(Struct):
    """What came of an import: how many records are new by section, were here before, were refused, where and why.

    Those that were deleted elsewhere are `deleted` here, by section, or kept `away` where they are not here.
    """

    added: dict[str, int]
    deleted: dict[str, int] = {}
    away: int = 0
    known: int = 0
    refused: list[str] = []
    taken: list[tuple[Incoming, Kept]] = []

    @contextmanager
    def refusing(self, place: str) -> Iterator[None]:
        """Note why the record at this place can't be kept, and go on."""
        try:
            yield
        except RecursionError:
            self.refused.append(f"{place}: It is nested too deeply to be a record.")
        except (FieldError, WordsError) as error:
            field = f"{error.field}: " if isinstance(error, WordsError) else ""
            self.refused.append(f"{place}: {field}{error}")


def session_item(session: Session) -> Item:
    """The session with its kind in front, where it is looked for, and not in its routine too."""
    item = to_builtins(session)
    kind = item["routine"].pop("kind")
    return {"id": item.pop("id"), "kind": kind, **item}


class _Other(Struct, forbid_unknown_fields=True):
    kind: Literal["checklist", "answer", "choice", "skip", "level"]
    id: Id
    at: Point
    date: date
    doc: dict[str, Any]


class Deletion(Struct, forbid_unknown_fields=True):
    kind: Literal["walk", "diary", "flare"]
    id: Id
    at: Point


class _Dated(Struct):
    id: Id
    date: date


def take_in(
    items: Sequence[Incoming | str],
    journal: Journal,
    *,
    now: datetime,
    watched: Callable[[Sequence[Any]], Iterable[Any]] = iter,
) -> ImportReport:
    """Add the records whose ids are not here yet; what is here stays as it is, so twice is the same as once.

    What was deleted there after it was last changed here is deleted here too, and what is not here stays away.

    A record of the file that says something else than the one of its id here, or in the file, is refused. All are
    gone through twice, first to be read and then to be kept, each time as `watched` passes them on.
    """
    report = ImportReport(dict.fromkeys(SECTIONS, 0))
    sound: list[tuple[Incoming, Kept]] = []
    unlike: dict[tuple[str, str], list[tuple[Incoming, Kept]]] = {}  # by kind and id, at most two
    for item in watched(items):
        if isinstance(item, str):
            report.refused.append(item)
            continue
        with report.refusing(item.place):
            kept = _checked(item, now)
            sound.append((item, kept))
            same_id = unlike.setdefault((item.section, kept.id), [])
            if len(same_id) < 2 and all(_differences(kept, other) for _, other in same_id):
                same_id.append((item, kept))
    alike: dict[date, Counter[Walk]] = {}
    for item, kept in watched(sound):
        with report.refusing(item.place):
            for other, its in unlike[item.section, kept.id]:
                if its is not kept and (what := _differences(its, kept, "there", "here")):
                    sentence = f"{kept.id} is the id of {other.place} too, but {what}. Give each an id of its own."
                    raise FieldError("id", sentence)
            if isinstance(kept, Record) and kept.deleted:
                _delete(kept, journal, report)
            elif _add(item, kept, journal, alike):
                report.taken.append((item, kept))
                report.added[item.section] += 1
            else:
                report.known += 1
    return report


def _checked(incoming: Incoming, now: datetime) -> Kept:
    item = clean_all(incoming.item)
    if not isinstance(item, dict):
        read(item, _Dated)
    if item.get("deleted") is not None:
        raise FieldError("deleted", "What is deleted is not taken in: leave this key out to keep the record.")
    return _READERS[incoming.section](item, now)


def _add(incoming: Incoming, kept: Kept, journal: Journal, alike: dict[date, Counter[Walk]]) -> bool:
    """Whether the record is new here; it is kept then. `alike` counts the walks, deleted or not, that say the same."""
    archive = journal.archive
    there = journal.session(kept.id) if isinstance(kept, Session) else archive.record(kept.id)
    if there is not None:
        if isinstance(there, Record) and isinstance(kept, Record):
            _check_kind(there, kept)
        if not incoming.nth and (what := _differences(there, kept, "here", "in the file")):
            raise FieldError("id", f"{kept.id} is here already and stays as it is, but {what}.")
        return False
    if isinstance(kept, Session):
        journal.keep(kept, kept.since.wall)
        return True
    if kept.kind == WALK and (incoming.nth or kept.date in alike):
        said = _said(walk_of(kept))
        if said.date not in alike:
            here = LogRecords(archive).walks(said.date, said.date, deleted=True)
            alike[said.date] = Counter(map(_said, here))
        if incoming.nth and alike[said.date][said] >= incoming.nth:
            return False
        alike[said.date][said] += 1
    if kept.kind == FLARE and kept.doc.get("ended") is None:
        for one in archive.records(FLARE):
            if is_flare_on((one,)):
                sentence = f"This flare-up has not ended, and the one of {one.date} is open here: end that one with "
                raise FieldError("ended", sentence + "“backcoach flare end”, then import the file again.")
    journal.keep(kept, kept.changed_at)
    return True


def _delete(gone: Record, journal: Journal, report: ImportReport) -> None:
    """Delete the record that was deleted elsewhere; of one that is not here its id is kept, so that it stays away."""
    there = journal.archive.record(gone.id)
    if there is None:
        journal.keep(gone, gone.at)
        report.away += 1
        return
    _check_kind(there, gone)
    if there.deleted or gone.at < there.changed_at:
        report.known += 1
        return
    journal.keep(replace(there, doc={**there.doc, **gone.doc}, deleted=True), gone.at)
    section = SECTION_OF[there.kind]
    report.deleted[section] = report.deleted.get(section, 0) + 1


def _check_kind(there: Record, kept: Record) -> None:
    if there.kind != kept.kind:
        raise FieldError("id", f"It is that of a {there.kind} here: give the record another.")


def _differences(other: Kept, kept: Kept, *where: str) -> str:
    """What two records say differently, in words; nothing where the other is deleted, or can't be read."""
    if other == kept or (isinstance(other, Record) and other.deleted):
        return ""
    try:
        there, here = _content(other), _content(kept)
    except ValueError:
        return ""
    unlike = [(key, there.get(key), value) for key, value in here.items() if value != there.get(key)]
    return ", ".join(
        f"{key} is {_shown(values[0])} {where[0]} and {_shown(values[1])} {where[1]}"
        if where and all(isinstance(value, str | int | None) for value in values)
        else f"{key} is another"
        for key, *values in unlike
    )


def _shown(value: object) -> str:
    return "nothing" if value in (None, "") else quoted(value) if isinstance(value, str) else str(value)


def _content(kept: Kept) -> Item:
    """All that the record says, in the same form wherever it comes from."""
    if isinstance(kept, Session):
        return session_item(kept)
    match kept.kind:
        case "walk":
            return walk_of(kept).as_json()
        case "diary":
            return entry_of(kept).as_json()
        case "flare":
            shape: Struct = flare_of(kept)
        case _:
            shape = read(dict(kept.doc), SHAPES[kept.kind])
    return {"at": kept.at.isoformat(), "date": kept.date.isoformat(), **to_builtins(shape)}


def _walk(item: Item, now: datetime) -> Record:
    walk = read(item, Walk)
    _check_past("start", walk.start, now)
    return walk_record(check_over(walk, now))


def _entry(item: Item, now: datetime) -> Record:
    entry = read(item, Entry)
    _check_past("at", entry.at, now)
    return entry_record(entry)


def _flare(item: Item, now: datetime) -> Record:
    head = read(item, _Dated)
    doc = {key: value for key, value in item.items() if key not in {"id", "date"}}
    flare = flare_of(Record(head.id, FLARE, now, head.date, doc))
    _check_moments(flare, now)
    if not is_plausible(flare.onset, flare.noted):
        raise FieldError("noted", "It is before the onset: a flare-up is written down when it has begun.")
    if flare.ended is not None and not is_plausible(flare.onset, flare.ended):
        raise FieldError("ended", "It is before the onset.")
    if (flare.ended is None) != (flare.outcome is None):
        raise FieldError("outcome", "A flare-up that has ended says how, and no other does.")
    return check(Record(head.id, FLARE, flare.onset.wall, head.date, doc))


def _session(item: Item, now: datetime) -> Session:
    routine = item.get("routine")
    if isinstance(routine, dict) and "kind" in item:
        if "kind" in routine:
            raise FieldError("routine.kind", "There is no such key here: the session's own “kind” says it.")
        item["routine"] = routine | {"kind": item.pop("kind")}
    try:
        session = check_session(read(item, Session))
    except FieldError as error:
        raise FieldError(error.key.replace("routine.kind", "kind"), error.sentence) from error
    if not session.is_over:
        raise FieldError("state", "The session has not ended: only those that have are taken in.")
    _check_moments(session, now)
    return session


def _other(item: Item, now: datetime) -> Record:
    other = read(item, _Other)
    _check_past("at", other.at, now)
    try:
        return check(Record(other.id, other.kind, other.at.astimezone(UTC), other.date, other.doc))
    except FieldError as error:
        key = error.key if error.key in {"at", "date"} else f"doc.{error.key}"
        raise FieldError(key, error.sentence) from error


def _deletion(item: Item, now: datetime) -> Record:
    gone = read(item, Deletion)
    _check_past("at", gone.at, now)
    doc = {"deleted": gone.at.isoformat()}
    return check(Record(gone.id, gone.kind, gone.at.astimezone(UTC), gone.at.date(), doc, deleted=True))


_READERS: dict[str, Callable[[Item, datetime], Kept]] = {
    "walks": _walk,
    "sessions": _session,
    "flares": _flare,
    "diary": _entry,
    "deleted": _deletion,
    "others": _other,
}


def _check_past(key: str, at: datetime, now: datetime) -> None:
    if at > now:
        raise FieldError(key, f"{at.isoformat()} is still to come: only what was can be kept.")


def _check_moments(kept: Flare | Session, now: datetime) -> None:
    for key, value in leaves("", kept):
        if isinstance(value, Moment):
            _check_past(key, value.wall, now)


def _said(walk: Walk) -> Walk:
    """What the walk says, to the minute and whatever its id is."""
    return replace(walk, id="x", start=walk.start.replace(second=0, microsecond=0), deleted=None)
