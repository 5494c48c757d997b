"""The small programs that an alarm starts: begun at once, looked after later, never waited for.

Starting one takes well under a millisecond (Python uses vfork), so it may be done on the interface's loop. What a
program prints goes into a pipe that is read when it has ended, for the sentence that says why it failed.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta

from backcoach.alarms.alarms import ChannelError
from backcoach.coach.protocols import Clock
from backcoach.domain.moment import Moment, elapsed
from backcoach.domain.text import clean

FAREWELL = 0.2
"""Seconds that programs are given to end by themselves when their owner closes."""

_REAPING = 1.0
"""Seconds that a killed program is given to be gone when its owner closes."""

_MOST = 4096
"""Bytes read of what a program printed."""

_RUNNING: set[Child] = set()
"""All that were started and have not ended."""


@atexit.register
def kill_all() -> None:
    """Kill whatever still runs, without waiting for the end: nothing is left behind."""
    for child in tuple(_RUNNING):
        child.stop()


class Child:
    """One program that was started.

    Attributes:
        lines: what it printed, once it has ended.
        stopped: whether it was ended from here, so that its status means nothing.
        late: whether that was because it ran for too long.
    """

    def __init__(self, process: subprocess.Popen[bytes], program: str, started: Moment) -> None:
        self.process = process
        self.program = program
        self.started = started
        self.lines: tuple[str, ...] = ()
        self.stopped = False
        self.late = False
        _RUNNING.add(self)

    @property
    def failed(self) -> bool:
        """Whether it ended badly: by itself, or because it never would have."""
        return self.late or (self.process.returncode not in {None, 0} and not self.stopped)

    @property
    def complaint(self) -> str:
        """What went wrong, without a full stop: `paplay ended with status 1: Connection refused`."""
        if self.late:
            return f"{self.program} did not end and was stopped"
        said = " ".join(self.lines)[:200]
        return f"{self.program} ended with status {self.process.returncode}{said and ': '}{said}".rstrip(".")

    def let_go(self) -> None:
        """Close its standard input, which ends a program that waits for nothing else."""
        if self.process.stdin is not None:
            with suppress(OSError):
                self.process.stdin.close()

    def stop(self) -> None:
        """Kill it and whatever it started, without waiting for the end."""
        self.stopped = True
        with suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def is_over(self, wait: float = 0) -> bool:
        """Whether it ends within `wait` seconds; then it is reaped and its words are read."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(wait)
        if self.process.returncode is not None and self in _RUNNING:
            _RUNNING.discard(self)
            self._read()
            self.let_go()
        return self.process.returncode is not None

    def _read(self) -> None:
        if self.process.stdout is not None:
            with suppress(OSError), self.process.stdout as output:
                os.set_blocking(output.fileno(), False)  # what it started itself may still hold the other end
                printed = os.read(output.fileno(), _MOST).decode(errors="replace")
                self.lines = tuple(clean(line) for line in printed.splitlines())


class Children:
    """The programs that one channel has running; one that runs for longer than `longest` is killed at the next look."""

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
        child = Child(process, words[0].rpartition("/")[2], self._clock.now())
        self._running.append(child)
        if typed and process.stdin is not None:
            with suppress(OSError):
                process.stdin.write(typed.encode(errors="replace"))
            child.let_go()
        return child

    def look(self) -> tuple[Child, ...]:
        """Those that have ended since the last look; kills those that are too old."""
        ended = tuple(child for child in self._running if child.is_over())
        self._running = [child for child in self._running if child not in ended]
        if self._running and self._longest is not None:
            now = self._clock.now()
            for child in self._running:
                if elapsed(child.started, now) > self._longest:
                    child.late = child.late or not child.stopped
                    child.stop()
        return ended

    def stop(self) -> None:
        """Kill all of them; they are reaped at the next look."""
        for child in self._running:
            child.stop()

    def close(self) -> None:
        """Let them end by themselves within a moment, none after one that hangs, and kill the rest."""
        patience = FAREWELL
        for child in self._running:
            if not child.is_over(patience):
                child.stop()
                patience = 0
        for child in self._running:
            child.is_over(_REAPING)
        self._running = []


class Installed:
    """Several programs that do the same, the best first: the first that is installed and has not failed is used."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._failed: set[str] = set()

    def first(self) -> str | None:
        """Its name; None where none is left. Looked up each time, so that one that is installed meanwhile is found."""
        return next((name for name in self._names if name not in self._failed and shutil.which(name)), None)

    def missing(self, what: str) -> str | None:
        """Why none can be used, as a sentence: no program that does `what` was found."""
        if self.first() is not None:
            return None
        return f"No program that {what} was found; any of these would do: {', '.join(self._names)}."

    def failed(self, name: str) -> bool:
        """Pass over this one; True where another is left. With none left all are tried anew the next time."""
        self._failed.add(name)
        if self.first() is not None:
            return True
        self._failed.clear()
        return False
