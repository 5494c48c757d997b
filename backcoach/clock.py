"""The only reader of the system's clocks."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from backcoach.coach.protocols import Clock
from backcoach.domain.moment import Moment, Reading
from backcoach.domain.signs import Zone, zone_of

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_SHARED = Path("/usr/share")


def _boot_seconds() -> float:
    """Seconds since boot, sleep included, where the system can tell."""
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC_RAW)
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def local_zone() -> Zone:
    """The time zone that `TZ` or the system names, and its country, by the system's table or that of `tzdata`."""
    from tzlocal import get_localzone_name, utils  # noqa: PLC0415 - 20 ms, and only get help asks

    utils.log.disabled = True  # it would tell the terminal of an old /etc/timezone, which harms nobody
    try:
        name = get_localzone_name() or ""
    except (LookupError, ValueError, OSError):  # two files that contradict each other
        return Zone()
    package = find_spec("tzdata")
    for folder in (_SHARED, *map(Path, (package and package.submodule_search_locations) or ())):
        with suppress(OSError):
            return zone_of(name, (folder / "zoneinfo" / "zone.tab").read_text(encoding="utf-8"))
    return Zone(name)


class SystemClock:
    """The clocks of this machine, each asked anew at each call."""

    @cached_property
    def _boot_id(self) -> str:
        """The identity of this boot; where the system has none, the minute in which it booted."""
        with suppress(OSError):
            return _BOOT_ID.read_text(encoding="utf-8").strip()
        if sys.platform == "darwin":
            words = ["sysctl", "-n", "kern.bootsessionuuid"]
            asked = subprocess.run(words, capture_output=True, text=True, check=False, timeout=5)
            if asked.returncode == 0 and asked.stdout.strip():
                return asked.stdout.strip()
        return f"booted-{round((time.time() - _boot_seconds()) / 60)}"

    def now(self) -> Moment:
        return Moment(self.wall_now(), self._boot_id, timedelta(seconds=_boot_seconds()))

    def wall_now(self) -> datetime:
        return datetime.fromtimestamp(time.time(), tz=UTC)

    def reading(self) -> Reading:
        """This moment and the monotonic clock, which stands still in a suspend."""
        return Reading(self.now(), timedelta(seconds=time.monotonic()))

    def local(self, wall: datetime) -> datetime:
        return wall.astimezone()


class FastClock:
    """From its making on, all clocks run `speed` times as fast as the real ones, and begin at an hour of this day."""

    def __init__(self, real: Clock, speed: int, hour: int) -> None:
        self._real = real
        self.local = real.local
        self._speed = speed
        self._began = real.now()
        here = real.local(self._began.wall)
        self._wall = here.replace(hour=hour, minute=0, second=0, microsecond=0).astimezone(UTC)

    def now(self) -> Moment:
        # Of the real wall clock only the beginning counts: what sets it would move the demo by hours.
        spent = (self._real.now().since_boot - self._began.since_boot) * self._speed
        return Moment(self._wall + spent, self._began.boot_id, self._began.since_boot + spent)

    def reading(self) -> Reading:
        """This moment, without jumps: that the computer slept is not said in the demo."""
        now = self.now()
        return Reading(now, now.since_boot)
