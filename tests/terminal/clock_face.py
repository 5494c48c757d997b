"""Shows, again and again, what the clocks say, asked in all the ways in which a program may ask them."""

import select
import time
from datetime import UTC, datetime
from pathlib import Path

while True:
    select.select([], [], [], 0.05)
    boot_id = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    clocks = (
        time.time(),
        datetime.now(UTC).timestamp(),
        time.clock_gettime(time.CLOCK_BOOTTIME),
        time.monotonic(),
    )
    print("\x1b[H", boot_id, *(f"{seconds:.2f}" for seconds in clocks), end=" \x1b[K", flush=True)  # noqa: T201
