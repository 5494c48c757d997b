"""The system's clocks: the only place where the time is read."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from backcoach.domain.moment import Moment, Reading

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def _boot_seconds() -> float:
    """Seconds since boot, sleep included, where the system can tell."""
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC_RAW)
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def read_boot_id() -> str:
    """The identity of this boot; where the system has none, the minute in which it booted."""
    try:
        return _BOOT_ID.read_text(encoding="utf-8").strip()
    except OSError:
        pass
    if sys.platform == "darwin":
        import subprocess  # noqa: PLC0415 - only there

        asked = subprocess.run(
            ["sysctl", "-n", "kern.bootsessionuuid"], capture_output=True, text=True, check=False, timeout=5
        )
        if asked.returncode == 0 and asked.stdout.strip():
            return asked.stdout.strip()
    return f"booted-{round((time.time() - _boot_seconds()) / 60)}"


class SystemClock:
    """The clocks of this machine, each asked anew at each call."""

    @cached_property
    def _boot_id(self) -> str:
        return read_boot_id()

    def now(self) -> Moment:
        """This moment, on the wall clock and on the boot clock."""
        from backcoach.domain.moment import Moment  # noqa: PLC0415 - most commands only ask for the time of day

        return Moment(self.wall_now(), self._boot_id, timedelta(seconds=_boot_seconds()))

    def wall_now(self) -> datetime:
        """The wall clock, in UTC."""
        return datetime.fromtimestamp(time.time(), tz=UTC)

    def reading(self) -> Reading:
        """This moment and the monotonic clock, which stands still in a suspend."""
        from backcoach.domain.moment import Reading  # noqa: PLC0415 - as above

        return Reading(self.now(), timedelta(seconds=time.monotonic()))

    def local(self, wall: datetime) -> datetime:
        """The same point in time in the zone of this machine."""
        return wall.astimezone()
