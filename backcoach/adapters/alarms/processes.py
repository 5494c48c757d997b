"""The small programs that an alarm starts: begun at once, looked after later, never waited for.

Starting one takes well under a millisecond (Python uses vfork), so it may be done on the interface's loop. What a
program prints goes into a pipe that is read when it has ended, for the sentence that says why it failed.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import BinaryIO, cast

from backcoach.adapters.alarms.plain import plain
from backcoach.domain.moment import Moment, elapsed
from backcoach.ports import ChannelError, Clock

_PATIENCE = 1.0
"""Seconds that a killed program is given to be gone when its owner closes."""

FAREWELL = 0.2
"""Seconds that a channel's programs are given to end by themselves when it closes, none after one that hangs."""

_RUNNING: set[Child] = set()
"""All that were started and have not ended."""


@atexit.register
def kill_all() -> None:
    """Kill whatever still runs, without waiting for the end: nothing is left behind."""
    for child in tuple(_RUNNING):
        child.stop()


_MOST = 4096
"""Bytes read of what a program printed."""


class Child:
    """One program that was started.

    Attributes:
        program: its name as it was called.
        started: when.
        status: its exit status, below 0 where a signal ended it; None while it runs.
        said: what it printed, on one line; empty while it runs.
        lines: the same as lines.
        stopped: whether it was ended from here, so that its status means nothing.
        late: whether that was because it ran for too long.
    """

    def __init__(self, program: str, started: Moment, process: subprocess.Popen[bytes]) -> None:
        self.program = program
        self.started = started
        self.status: int | None = None
        self.said = ""
        self.lines: tuple[str, ...] = ()
        self.stopped = False
        self.late = False
        self._process = process
        self._output = cast("BinaryIO", process.stdout)
        _RUNNING.add(self)
        os.set_blocking(self._output.fileno(), False)

    @property
    def pid(self) -> int:
        """The number of the process, which is also that of its group."""
        return self._process.pid

    @property
    def failed(self) -> bool:
        """Whether it ended badly: by itself, or because it never would have."""
        return self.late or (self.status not in {None, 0} and not self.stopped)

    @property
    def complaint(self) -> str:
        """What went wrong, without a full stop: `paplay ended with status 1: Connection refused`."""
        if self.late:
            return f"{self.program} did not end and was stopped"
        words = f": {self.said}" if self.said else ""
        return f"{self.program} ended with status {self.status}{words}".rstrip(".")

    def let_go(self) -> None:
        """Close its standard input, which ends a program that waits for nothing else."""
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()

    def stop(self) -> None:
        """Kill it and whatever it started, without waiting for the end."""
        self.stopped = True
        with suppress(OSError):
            os.killpg(self.pid, signal.SIGKILL)

    def is_over(self, wait: float | None = None) -> bool:
        """Whether it has ended; looks once, or waits for `wait` seconds. An ended one is reaped and its words read."""
        if self.status is None and self._end(wait) is not None:
            _RUNNING.discard(self)
            self._read()
            self.let_go()
        return self.status is not None

    def _end(self, wait: float | None) -> int | None:
        if wait is None:
            self.status = self._process.poll()
        else:
            with suppress(subprocess.TimeoutExpired):
                self.status = self._process.wait(wait)
        return self.status

    def _read(self) -> None:
        with suppress(OSError):
            printed = (os.read(self._output.fileno(), _MOST)).decode(errors="replace")
            self.lines = tuple(plain(line) for line in printed.splitlines())
            self.said = plain(printed)[:200]
        self._output.close()


class Children:
    """The programs that one channel has running.

    Args:
        clock: tells how old a program is.
        longest: a program that runs for longer is killed at the next look; None for as long as it likes.
    """

    def __init__(self, clock: Clock, longest: timedelta | None = None) -> None:
        self._clock = clock
        self._longest = longest
        self._running: list[Child] = []

    def __len__(self) -> int:
        return len(self._running)

    def start(self, words: Sequence[str], *, typed: str = "", held: bool = False) -> Child:
        """Start a program in a session of its own, which no key press or closed terminal reaches.

        Args:
            words: the program and its arguments; no shell reads them.
            typed: text for its standard input, less than a pipe holds (64 KiB).
            held: keep its standard input open until it is let go, or until this program ends in whatever way.

        Raises:
            ChannelError: it could not be started.
        """
        try:
            process = subprocess.Popen(
                words,
                stdin=subprocess.PIPE if typed or held else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                close_fds=False,  # Python's own are closed on exec anyway
                bufsize=0,
            )
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise ChannelError(f"{words[0]} could not be started: {reason}.") from error
        child = Child(words[0].rpartition("/")[2], self._clock.now(), process)
        if typed and process.stdin is not None:
            with suppress(OSError):
                process.stdin.write(typed.encode(errors="replace"))
            child.let_go()
        self._running.append(child)
        return child

    def look(self) -> tuple[Child, ...]:
        """Those that have ended since the last look; kills those that are too old."""
        if not self._running:
            return ()
        if self._longest is not None:
            now = self._clock.now()
            for child in self._running:
                if elapsed(child.started, now) > self._longest and not child.is_over():
                    child.late = not child.stopped
                    child.stop()
        ended = tuple(child for child in self._running if child.is_over())
        self._running = [child for child in self._running if child not in ended]
        return ended

    def stop(self) -> None:
        """Kill all of them; they are reaped at the next look."""
        for child in self._running:
            child.stop()

    def close(self, patience: float = 0) -> None:
        """Give them `patience` seconds to end by themselves, none after one that hangs, and kill the rest."""
        for child in self._running:
            if not child.is_over(patience):
                child.stop()
                patience = 0
        for child in self._running:
            child.is_over(_PATIENCE)
        self._running = []
