"""Wakes the program at the next deadlines, through APScheduler.

The scheduler sleeps on the event loop's clock, which stands still in a suspend, and computes in wall time. So each
job's date is worked out from the time that is really left, every time the clocks jump; and a look each second,
elsewhere, catches what the scheduler could not know. The job only says that it is time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger

from backcoach.coach.protocols import Clock


class Wakeups:
    """One date job for each session's next deadline, and a cron job for what comes once a day."""

    def __init__(self, clock: Clock, wake: Callable[[], None]) -> None:
        self._clock = clock
        self._wake = wake
        self._deadlines: dict[str, timedelta] = {}
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def start(self) -> None:
        """Start on the running event loop."""
        self._scheduler.start()
        # In every zone the person's day begins at a quarter of an hour.
        self._add("daily", CronTrigger(minute="*/15", timezone=UTC))

    def _add(self, key: str, trigger: CronTrigger | DateTrigger) -> None:
        self._scheduler.add_job(self._fire, trigger, args=[key], id=key, replace_existing=True)

    def arm(self, waits: Mapping[str, timedelta], *, anew: bool = False) -> None:
        """Wake when each of these waits is over, by session id, and for nothing else; all `anew` after a jump.

        What is overdue is left to the look of the next second.
        """
        now = self._clock.now()
        for gone in self._deadlines.keys() - waits.keys():
            del self._deadlines[gone]
            if self._scheduler.get_job(gone) is not None:
                self._scheduler.remove_job(gone)
        for key, wait in waits.items():
            deadline = now.since_boot + wait
            known = self._deadlines.get(key)
            if not anew and known is not None and abs(deadline - known) < timedelta(milliseconds=20):
                continue  # it is the same deadline
            self._deadlines[key] = deadline
            at = now.wall + (wait if wait > timedelta(0) else timedelta(seconds=1))
            self._add(key, DateTrigger(at, timezone=UTC))

    def stop(self) -> None:
        """Stop; harmless where it was not started."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _fire(self, key: str) -> None:
        self._deadlines.pop(key, None)
        self._wake()
