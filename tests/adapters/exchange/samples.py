"""What people type, and what they should not be able to break with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from backcoach.adapters.exchange.archive import SECTIONS
from backcoach.domain.diary import EntryKind, noted
from backcoach.domain.walks import taken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backcoach.adapters.exchange.archive import Record

NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)

NOTES = (
    *("[/]", "[bold]x", "[@click=app.quit]", "=1+1", "'=1+1", "''@x", "+49 30", "-", "@SUM(A1)", "' x", "'"),
    *(
        "👩‍🦽 ok 🙂",
        "كان الظهر أفضل",
        'he said "ouch", twice',
        "a;b,c",
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "&amp;",
    ),
    "é" * 2000,
)


class MemoryArchive:
    """Keeps records as long as it lives: for tests."""

    def __init__(self) -> None:
        self._sections: dict[str, dict[str, Record]] = {section: {} for section in SECTIONS}

    def records(self, section: str) -> Iterable[Record]:
        """The records of a section, the earliest first."""
        return sorted(self._sections[section].values(), key=lambda record: (_time(record), record["id"]))

    def holds(self, section: str, record_id: str) -> bool:
        """Whether a record has this id."""
        return record_id in self._sections[section]

    def like(self, walk: Record) -> int:
        """How many walks say the same."""
        return sum(kept | {"id": ""} == walk | {"id": ""} for kept in self._sections["walks"].values())

    def add(self, section: str, record: Record) -> None:
        """Keep a record."""
        self._sections[section][record["id"]] = record


def _time(record: Record) -> str:
    return next(str(record[key]) for key in ("start", "at", "begun", "onset") if key in record)


def archive(notes=NOTES):
    """An account with a walk for each note, and one thing of every other kind."""
    filled = MemoryArchive()
    for n, note in enumerate(notes):
        start = NOW - timedelta(days=n, hours=1)
        walk = taken(f"w{n}", start, None if n == 3 else n + 1, pain_before=n % 11, pain_after=None, note=note)
        filled.add("walks", walk.as_json())
    filled.add("sessions", {"id": "s1", "kind": "ice", "begun": "2026-11-20T08:00:00+00:00", "steps": [{"n": 1}]})
    filled.add("flares", {"id": "f1", "onset": "2026-11-20T07:00:00+00:00", "ended": None})
    for kind, value, text in (
        (EntryKind.PAIN, 6, ""),
        (EntryKind.MEDICINE, None, "=ibuprofen"),
        (EntryKind.REST, None, ""),
    ):
        filled.add("diary", noted(f"d-{kind}", kind, NOW, value=value, text=text).as_json())
    return filled
