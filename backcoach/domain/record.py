"""What the person has written down: walks, diary entries, flare-ups, ticked lists; all kept in the same way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec import Struct

from backcoach.domain.moment import Moment


class Record(Struct, frozen=True):
    """One thing written down.

    Attributes:
        id: unique; 32 hexadecimal digits.
        kind: what it is: `walk`, `diary`, `flare`, `checklist`, `answer`.
        at: the point in time it is about, in UTC.
        date: the local day it belongs to, fixed when it was first kept.
        doc: everything else, as JSON knows it.
        deleted: whether the person has deleted it; it can be brought back.
    """

    id: str
    kind: str
    at: datetime
    date: date
    doc: Mapping[str, Any]
    deleted: bool = False


_MICROSECOND = timedelta(microseconds=1)


def moment_doc(moment: Moment) -> dict[str, Any]:
    """A moment as JSON knows it: the wall clock, the boot and the microseconds since it, which may be negative."""
    return {
        "wall": moment.wall.isoformat(timespec="microseconds"),
        "boot": moment.boot_id,
        "since_boot_us": moment.since_boot // _MICROSECOND,
    }


def moment_of(doc: Any) -> Moment:  # noqa: ANN401 - whatever stands in a file
    """The moment of such a document.

    Raises:
        KeyError: a part of it is missing.
        TypeError: a part of it is of another sort.
        ValueError: a part of it is no time.
    """
    wall, boot, since = datetime.fromisoformat(doc["wall"]), doc["boot"], doc["since_boot_us"]
    if not isinstance(boot, str) or type(since) is not int:
        raise TypeError("no moment")
    return Moment(wall.astimezone(UTC), boot, since * _MICROSECOND)
