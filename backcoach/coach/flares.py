"""The flare-ups, as far as the log needs them: from which day to which, and when the last one was noted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from msgspec import Struct

from backcoach.coach.protocols import Archive
from backcoach.domain.record import Record

FLARE = "flare"
"""The kind of record of a flare-up."""


class FlareSpan(Struct, frozen=True):
    """When a flare-up was.

    Attributes:
        first: the local day of its onset.
        noted: when it was written down.
        ended: when it was over; None while it goes on.
    """

    first: date
    noted: datetime
    ended: datetime | None

    @property
    def goes_on(self) -> bool:
        """Whether it has not ended."""
        return self.ended is None

    def last(self, today: date, day_of: Callable[[datetime], date]) -> date:
        """Its last day: today, while it goes on."""
        return max(self.first, today if self.ended is None else day_of(self.ended))


def flare_spans(archive: Archive) -> tuple[FlareSpan, ...]:
    """All flare-ups, the earliest first.

    Raises:
        JournalError: they can't be read.
    """
    return tuple(_span(record) for record in archive.records(FLARE))


def newest_flare(archive: Archive) -> FlareSpan | None:
    """The latest flare-up; None where there was none.

    Raises:
        JournalError: it can't be read.
    """
    return next((_span(record) for record in archive.newest(FLARE)), None)


def _span(record: Record) -> FlareSpan:
    noted = _wall(record.doc.get("noted")) or record.at.astimezone(UTC)
    return FlareSpan(record.date, noted, _wall(record.doc.get("ended")))


def _wall(moment: object) -> datetime | None:
    """The wall clock of a moment as it is kept; None where there is none."""
    wall = moment.get("wall") if isinstance(moment, dict) else None
    try:
        return datetime.fromisoformat(wall).astimezone(UTC) if isinstance(wall, str) else None
    except ValueError:
        return None
