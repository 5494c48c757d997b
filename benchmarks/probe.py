"""A program in a real pseudo-terminal, watched from outside: when it has drawn, what it writes, what it costs."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import tempfile
import termios
import time
from pathlib import Path


class Probe:
    """One running program; use it in a `with`."""

    def __init__(self, command, size=(80, 24), **env):
        columns, rows = size
        home = tempfile.mkdtemp(prefix="backcoach-benchmark-")
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        env = {**kept, "HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **env}
        self.began = time.perf_counter()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, env)  # noqa: S606 - the program to be measured
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.written = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)

    def read(self, seconds):
        """Read for so long; the number of bytes."""
        count, end = 0, time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self.terminal], [], [], left)[0]:
                data = os.read(self.terminal, 65536)
                self.written += data
                count += len(data)
        return count

    def until(self, text, limit=20.0):
        """Seconds from the start until the text was written."""
        while text not in self.written:
            if time.perf_counter() - self.began > limit:
                raise TimeoutError(f"{text!r} never came: {self.written[-500:]!r}")
            if select.select([self.terminal], [], [], 0.1)[0]:
                self.written += os.read(self.terminal, 65536)
        return time.perf_counter() - self.began

    def type(self, *keys):
        """Press keys, each after the one before has shown."""
        for key in keys:
            os.write(self.terminal, key)
            self.read(0.7)

    def cpu_s(self):
        """Processor seconds so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self):
        """Resident memory."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def watch(self, seconds):
        """Bytes a second and the share of one core in percent."""
        before = self.cpu_s()
        count = self.read(seconds)
        return count / seconds, 100 * (self.cpu_s() - before) / seconds
