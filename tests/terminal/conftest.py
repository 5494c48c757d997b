"""Programs on a real pseudo-terminal, each with a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import backcoach
from tests.terminal.clocks import LIBRARY, Clocks
from tests.terminal.emulator import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SHIM = Path(__file__).parent / "shim"
PACKAGES = Path(backcoach.__file__).parents[1]

NOTIFIER = """\
#!/bin/sh
# Stands in for notify-send: keeps what it was asked to show, and when.
printf '%s %s\\n' "$(date +%H:%M:%S)" "$*" >> "$HOME/shown"
echo 1
"""


@pytest.fixture
def program() -> list[str]:
    """The program under test."""
    return [sys.executable, "-m", "backcoach"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The person's home; the real one is never touched."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """All that the program inherits: no display, no message bus, nothing of the developer's."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_RUNTIME_DIR": str(home / "runtime"),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONPATH": str(PACKAGES),
    }


@pytest.fixture
def clocks(tmp_path: Path, environment: dict[str, str]) -> Clocks:
    """The clocks that every program started in this test follows."""
    if LIBRARY is None:
        pytest.skip("needs libfaketime (Debian: faketime)")
    folder = tmp_path / "clocks"
    folder.mkdir()
    made = Clocks(folder)
    environment |= made.environment()
    environment["PYTHONPATH"] = os.pathsep.join((str(SHIM), str(PACKAGES)))
    return made


@pytest.fixture
def start(environment: dict[str, str], home: Path) -> Iterator[Callable[..., Terminal]]:
    """Start a command in a terminal: `start(command, size=(80, 24), TERM="dumb")`; a None takes a variable away."""
    opened: list[Terminal] = []

    def starting(command: Sequence[str], *, size: tuple[int, int] = (80, 24), **changed: str | None) -> Terminal:
        env = {name: value for name, value in (environment | changed).items() if value is not None}
        terminal = Terminal(command, env, home, size)
        opened.append(terminal)
        return terminal

    yield starting
    for terminal in opened:
        terminal.close()


@pytest.fixture
def open_program(start: Callable[..., Terminal], program: list[str]) -> Callable[..., Terminal]:
    """Start the program under test with the given words: `open_program("ice", size=(40, 12))`."""
    return partial(_with_words, start, program)


def _with_words(start: Callable[..., Terminal], program: list[str], *words: str, **options: object) -> Terminal:
    return start([*program, *words], **options)


@pytest.fixture
def ask(program: list[str], environment: dict[str, str], home: Path) -> Callable[..., tuple[int, str, str]]:
    """Run a command beside the window; gives its exit status, what it printed and what it complained of."""

    def asking(*words: str) -> tuple[int, str, str]:
        done = subprocess.run(
            [*program, *words], env=environment, cwd=home, capture_output=True, text=True, check=False, timeout=60
        )
        return done.returncode, done.stdout, done.stderr

    return asking


@pytest.fixture
def desktop(environment: dict[str, str], home: Path, tmp_path: Path) -> Path:
    """A desktop whose notifier keeps a list of what it showed; nothing else on the path that could sound."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "notify-send").write_text(NOTIFIER)
    (folder / "notify-send").chmod(0o755)
    for tool in ("sh", "env", "date"):
        (folder / tool).symlink_to(Path("/bin") / tool)
    environment["PATH"] = str(folder)
    environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nowhere"
    return home / "shown"
