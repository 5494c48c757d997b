"""Starts, changes and ends flare-ups, and tells when each one was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, date, datetime

from msgspec import Struct
from msgspec.structs import replace

from backcoach.coach.protocols import Clock, History
from backcoach.domain import flare as rules
from backcoach.domain.days import local_day
from backcoach.domain.engine import NotNowError
from backcoach.domain.flare import Flare
from backcoach.domain.record import FLARE, Record, time_of
from backcoach.domain.record_checks import flare_of, flare_record
from backcoach.domain.settings import DEFAULTS, Settings


class FlareSpan(Struct, frozen=True):
    """When a flare-up was: the local day of its onset, when it was written down, and when it was over, if it was."""

    first: date
    noted: datetime
    ended: datetime | None


def span_of(flare: Record) -> FlareSpan:
    moments = (flare.doc.get(name) for name in ("noted", "ended"))
    noted, ended = (time_of(moment.get("wall")) if isinstance(moment, dict) else None for moment in moments)
    return FlareSpan(flare.date, noted or flare.at.astimezone(UTC), ended)


MOST = 200
"""How many flare-ups are looked at: the newest."""


class Flares:
    """Looks after the flare-ups. At most one goes on at a time, in however many windows.

    What begins one raises `NotNowError` where one goes on already, what changes one where none does. What can't be so
    raises `WordsError`.
    """

    def __init__(
        self, journal: History, clock: Clock, new_id: Callable[[], str], settings: Settings = DEFAULTS
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._new_id = new_id
        self.settings = settings

    def history(self) -> tuple[Flare, ...]:
        """All flare-ups, the newest first; those that can't be read are left out."""
        return tuple(readable(self._journal.archive.newest(FLARE, limit=MOST)))

    def current(self) -> Flare | None:
        return next((flare for flare in self.history() if not flare.is_over), None)

    def start(self, onset: datetime, plan: str, *, trigger: str = "", pain: int | None = None) -> Flare:
        flare = rules.begun(self._new_id(), onset, self._clock.now(), plan, trigger=trigger, pain=pain)
        with self._journal.transaction():
            before = self.current()
            if before is not None:
                began = f"{self._clock.local(before.began(self._clock.now())):%A %d %B %H:%M}"
                raise NotNowError(f"A flare-up has been open since {began}: end it first, or change its onset or plan.")
            return self._keep(flare)

    def end(self) -> Flare:
        return self._change(lambda flare: rules.over(flare, self._clock.now()))

    def change(self, *, onset: datetime | None = None, **changes: str | int | None) -> Flare:
        """Let its plan, trigger or pain be these, and let it have begun at another time, in UTC, where one is given."""

        def work(flare: Flare) -> Flare:
            begun = flare.onset if onset is None else rules.onset_moment(onset, self._clock.now())
            return replace(flare, onset=begun, **changes)

        return self._change(work)

    def _change(self, work: Callable[[Flare], Flare]) -> Flare:
        with self._journal.transaction():
            flare = self.current()
            if flare is None:
                raise NotNowError("No flare-up is open: start one with f, or with backcoach flare start.")
            return self._keep(work(flare))

    def _keep(self, flare: Flare) -> Flare:
        day = local_day(self._clock.local(flare.onset.wall), self.settings.day_start)
        self._journal.archive.put(flare_record(flare, day))
        return flare


def readable(records: Iterable[Record]) -> list[Flare]:
    found = []
    for record in records:
        with suppress(ValueError):
            found.append(flare_of(record))
    return found
