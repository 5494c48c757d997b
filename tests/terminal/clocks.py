"""The clocks of a program under test: set from outside, while it runs."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

HERE = Path(__file__).parent
LIBRARIES = (
    *Path("/usr/lib").glob("*-linux-gnu/faketime/libfaketime.so.1"),
    *Path("/usr/lib64/faketime").glob("libfaketime.so.1"),
)
LIBRARY = next(iter(LIBRARIES), None)


class Clocks:
    """Actions the wall clock by libfaketime, and the boot clock and the boot's identity by the shim.

    The wall clock is moved below Python, so that `datetime.now`, which APScheduler asks, moves too. The monotonic
    clock, on which timers sleep, is left alone.
    """

    def __init__(self, folder: Path) -> None:
        """Keep what is set in files in this folder."""
        self._wall_file = folder / "wall"
        self._boot_file = folder / "boot.json"
        self._wall_s = 0.0
        self._boot = {"boot": 0.0, "boot_id": "11111111-1111-4111-8111-111111111111"}
        self._write()

    def environment(self) -> dict[str, str]:
        """What makes a program follow these clocks."""
        return {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(self._wall_file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # Else each wait for the interpreter's lock is over at once, and every thread that waits spins.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
            "BACKCOACH_TEST_CLOCK": str(self._boot_file),
        }

    def set_wall(self, seconds: float) -> None:
        """Somebody sets the wall clock by so many seconds; nothing else moves."""
        self._wall_s += seconds
        self._write()

    def set_to(self, wall: datetime) -> None:
        """Somebody sets the wall clock to this time; nothing else moves."""
        self._wall_s = wall.timestamp() - time.time()
        self._write()

    def sleep_until(self, wall: datetime) -> None:
        """The machine sleeps until its wall clock shows this time."""
        self.suspend(wall.timestamp() - time.time() - self._wall_s)

    def suspend(self, seconds: float) -> None:
        """The machine sleeps: wall and boot clock go on, the monotonic clock stands."""
        self._boot["boot"] += seconds
        self.set_wall(seconds)

    def boot_again(self, boot_id: str, *, since_boot: float) -> None:
        """Another boot, so many seconds earlier or later on the boot clock; the wall clock goes on."""
        self._boot = {"boot": self._boot["boot"] + since_boot, "boot_id": boot_id}
        self._write()

    def _write(self) -> None:
        # Put in place in one step: the program may read at any moment.
        for file, text in (
            (self._wall_file, f"{self._wall_s:+f}\n"),
            (self._boot_file, json.dumps(self._boot)),
        ):
            new = file.with_suffix(".new")
            new.write_text(text, encoding="ascii")
            new.replace(file)
