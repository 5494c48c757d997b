"""What the person has written down: walks, diary entries, flare-ups, ticked lists; all kept in the same way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from msgspec import Struct


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
