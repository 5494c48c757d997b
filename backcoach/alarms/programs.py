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
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from backcoach.alarms.alarms import Channel, ChannelError
from backcoach.coach.protocols import Clock
from backcoach.domain.alarm import Alarm
from backcoach.domain.moment import Moment, elapsed
from backcoach.domain.text import clean

_FAREWELL, _REAPING = 0.2, 1.0
"""Seconds that programs are given to end by themselves when their owner closes, and to be gone once they are killed."""

_RUNNING: set[Child] = set()
"""All that were started and have not ended."""


@atexit.register
def kill_all() -> None:
    """Kill whatever still runs, without waiting for the end: nothing is left behind."""
    for child in tuple(_RUNNING):
        child.stop()


class Child:
    """One program that was started; `lines` is what it printed, once it has ended."""

    def __init__(self, process: subprocess.Popen[bytes], program: str, started: Moment) -> None:
        self.process = process
        self.program = program
        self.started = started
        self.lines: tuple[str, ...] = ()
        self.stopped = False  # from here, so that its status means nothing
        self.late = False  # stopped because it ran for too long
        _RUNNING.add(self)

    @property
    def failed(self) -> bool:
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
            if self in _RUNNING:
                _RUNNING.discard(self)
                self._read()
                self.let_go()
            return True
        return False

    def _read(self) -> None:
        if self.process.stdout is not None:
            with suppress(OSError), self.process.stdout as output:
                os.set_blocking(output.fileno(), False)  # what it started itself may still hold the other end
                printed = os.read(output.fileno(), 4096).decode(errors="replace")
                self.lines = tuple(clean(line) for line in printed.splitlines())


class Children:
    """The programs that one channel has running; one that runs for longer than `longest` is killed at the next look."""

    def __init__(self, clock: Clock, longest: timedelta = timedelta.max) -> None:
        self._clock = clock
        self._longest = longest
        self._running: list[Child] = []

    def __len__(self) -> int:
        return len(self._running)

    def start(
        self, words: Sequence[str], *, typed: str = "", held: bool = False, env: Mapping[str, str] | None = None
    ) -> Child:
        """Start a program in a session of its own, which no key press or closed terminal reaches; or a ChannelError.

        What is `typed` is less than a pipe holds (64 KiB). The input that is `held` stays open until it is let go, or
        this program ends in whatever way. The variables of `env` are added to those of this program.
        """
        try:
            process = subprocess.Popen(
                words,
                stdin=subprocess.PIPE if typed or held else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, **env} if env else None,
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
        for child in self._running:
            if elapsed(child.started, self._clock.now()) > self._longest:
                child.late = child.late or not child.stopped
                child.stop()
        return ended

    def stop(self) -> None:
        """Kill all of them; they are reaped at the next look."""
        for child in self._running:
            child.stop()

    def close(self) -> None:
        """Let them end by themselves within a moment, none after one that hangs, and kill the rest."""
        patience = _FAREWELL
        for child in self._running:
            if not child.is_over(patience):
                child.stop()
                patience = 0
        for child in self._running:
            child.is_over(_REAPING)
        self._running.clear()


class ProgramChannel(Channel):
    """A channel that starts one of several programs that do the same, for one alarm at a time.

    The first of `names` that is installed and has not failed is used, and killed where it takes longer than `longest`.
    """

    def __init__(self, clock: Clock, names: Iterable[str], longest: timedelta) -> None:
        self._clock = clock
        self._names = tuple(names)
        self._failed: set[str] = set()
        self._children = Children(clock, longest)
        self._current: tuple[Child, Alarm] | None = None

    def waiting(self) -> bool:
        return len(self._children) > 0

    def silence(self) -> None:
        self._current = None
        self._children.stop()

    def close(self) -> None:
        self.silence()
        self._children.close()

    def _program(self) -> str | None:
        """The one to use, looked up each time, so that one that is installed meanwhile is found."""
        return next((name for name in self._names if name not in self._failed and shutil.which(name)), None)

    def _none_that(self, does: str) -> str | None:
        """Why none can be used, as a sentence; None where one can."""
        if self._program() is not None:
            return None
        return f"No program that {does} was found; any of these would do: {', '.join(self._names)}."

    def _pass_over(self, name: str) -> bool:
        """Whether there is another than this one, which failed. With none left all are tried anew the next time."""
        self._failed.update(its for its in self._names if its.rpartition("/")[2] == name)
        if self._program() is not None:
            return True
        self._failed.clear()
        return False

    def _take_failed(self) -> tuple[Child, Alarm] | None:
        """What has just ended badly; nothing is current any more where it has ended at all."""
        ended, current = self._children.look(), self._current
        if current is None or current[0] not in ended:
            return None
        self._current = None
        return current if current[0].failed else None


def is_in_runtime_dir(*names: str) -> bool:
    """Whether the folder of the person's sessions has one of these sockets."""
    folder = os.environ.get("XDG_RUNTIME_DIR")
    return any(Path(folder, name).exists() for name in names) if folder else False


_WHY = "A session shows what to do"
INHIBITORS = (
    ("GNOME", ("gnome-session-inhibit", "--app-id", "backcoach", "--reason", _WHY, "--inhibit", "idle")),
    ("", ("caffeinate", "-d", "-i")),
    ("", ("systemd-inhibit", "--what=idle", "--who=backcoach", f"--why={_WHY}", "--mode=block")),
)
"""What holds the idle timer while a command runs, each with the desktop that it is for; GNOME heeds only its own."""


class KeepAwake:
    """Keeps the screen on from `start` to `stop`: nobody who lies on the floor gets up to wake it.

    Only the idle timer is held. Closing the lid or pressing suspend still does what the person expects; sessions count
    through it. The command that the inhibitor runs is `cat` on a pipe whose other end is held here. The system closes
    that end when this program is gone, even by kill -9; `cat` then ends, and the inhibitor with it.
    """

    def __init__(self, clock: Clock) -> None:
        self._children = Children(clock)
        self._holding: Child | None = None
        self._has_failed = False

    def start(self) -> None:
        """Keep the screen on; does nothing where it is already, or where nothing can do it."""
        self._look()
        desktop = os.environ.get("XDG_CURRENT_DESKTOP", "").upper()
        words = next((words for its, words in INHIBITORS if its in desktop and shutil.which(words[0])), None)
        if self._holding is None and words is not None and not self._has_failed:
            with suppress(ChannelError):
                self._holding = self._children.start([*words, "cat"], held=True)

    def stop(self) -> None:
        """Let the screen go off again."""
        self._look()
        if self._holding is not None:
            self._holding.stopped = True
            self._holding.let_go()
            self._holding = None

    def close(self) -> None:
        self.stop()
        self._children.close()

    def _look(self) -> None:
        for child in self._children.look():
            self._has_failed = self._has_failed or child.failed
            if child is self._holding:
                self._holding = None
