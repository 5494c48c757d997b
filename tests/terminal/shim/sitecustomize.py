"""Actions the clocks of a whole program from outside; on PYTHONPATH, Python loads it before anything else.

The file named in BACKCOACH_TEST_CLOCK holds JSON: "boot" and "wall", seconds to add to CLOCK_BOOTTIME (and
CLOCK_MONOTONIC_RAW, which is macOS's) and to the wall clock, and "boot_id", what the kernel is to call this boot. It is
read at each call. CLOCK_MONOTONIC is left alone: timers sleep on it, and it stands still in a suspend.
"""

import builtins
import io
import json
import os
import time

BOOT_ID = "/proc/sys/kernel/random/boot_id"
BOOT_CLOCKS = {number for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC_RAW") if (number := getattr(time, name, None))}
NANO = 1_000_000_000

_file = os.environ.get("BACKCOACH_TEST_CLOCK")
_open, _time, _time_ns = io.open, time.time, time.time_ns
_gettime, _gettime_ns = time.clock_gettime, time.clock_gettime_ns


def _set(key, otherwise):
    with _open(_file, encoding="utf-8") as told:
        return json.load(told).get(key, otherwise)


def _shift(clock):
    if clock in BOOT_CLOCKS:
        return _set("boot", 0)
    return _set("wall", 0) if clock == time.CLOCK_REALTIME else 0


def _opened(file, mode="r", *rest, **options):
    if isinstance(file, (str, os.PathLike)) and os.fspath(file) == BOOT_ID and (name := _set("boot_id", None)):
        return io.BytesIO(f"{name}\n".encode()) if "b" in mode else io.StringIO(f"{name}\n")
    return _open(file, mode, *rest, **options)


if _file:
    time.time = lambda: _time() + _set("wall", 0)
    time.time_ns = lambda: _time_ns() + int(_set("wall", 0) * NANO)
    time.clock_gettime = lambda clock: _gettime(clock) + _shift(clock)
    time.clock_gettime_ns = lambda clock: _gettime_ns(clock) + int(_shift(clock) * NANO)
    builtins.open = io.open = _opened
