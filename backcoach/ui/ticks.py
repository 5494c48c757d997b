"""Which things of a checklist are ticked: kept with the flare-up while one goes on, else with the day."""

from __future__ import annotations

from backcoach.coach.protocols import Clock
from backcoach.domain.handbook import Checklist
from backcoach.domain.record import Record
from backcoach.ui.handbook import Handbook

CHECKLIST, FLARE = "checklist", "flare"


class Ticks:
    """Reads and keeps the ticks."""

    def __init__(self, clock: Clock, handbook: Handbook) -> None:
        self._clock = clock
        self._book = handbook

    def of(self, checklist: Checklist) -> frozenset[str]:
        """The ids of the ticked items; what the list no longer holds is left out."""
        record = self._record(checklist.id)
        ticked = record.doc.get("ticked") if record is not None else None
        known = {item.id for item in checklist.items}
        return frozenset(item for item in ticked if item in known) if isinstance(ticked, list) else frozenset()

    def turn(self, checklist: Checklist, item_id: str) -> None:
        """Tick an item, or take its tick away."""
        ticked = self.of(checklist) ^ {item_id}
        record, flare = self._record(checklist.id), self._flare()
        now = self._clock.now().wall
        doc = {
            "list": checklist.id,
            "ticked": [item.id for item in checklist.items if item.id in ticked],
            "flare": flare.id if flare is not None else None,
        }
        if record is None:
            kept = Record(self._book.new_id(), CHECKLIST, now, self._book.day_of(now), doc)
        else:
            kept = Record(record.id, CHECKLIST, now, record.date, doc)
        self._book.archive.put(kept)

    def _flare(self) -> Record | None:
        """The flare-up that goes on."""
        newest = self._book.archive.newest(FLARE)
        return next((flare for flare in newest if not flare.doc.get("ended")), None)

    def _record(self, list_id: str) -> Record | None:
        flare = self._flare()
        today = self._book.day_of(self._clock.now().wall)
        since = today if flare is None else min(flare.date, today)
        fitting = [
            record
            for record in self._book.archive.records(CHECKLIST, first=since)
            if record.doc.get("list") == list_id
            and record.doc.get("flare") == (flare.id if flare is not None else None)
        ]
        return fitting[-1] if fitting else None
