"""Every command line that a page shows, run as it stands there."""

from __future__ import annotations

import os
import re
import shlex
import signal
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from msgspec.structs import replace

from backcoach.cli import remind
from backcoach.cli.demo_data import two_weeks
from backcoach.cli.environment import new_id
from backcoach.cli.main import main
from backcoach.coach.coach import Coach
from backcoach.config import find_places
from backcoach.domain.plans import posture_routine
from backcoach.library import Library
from backcoach.store.journal import SqliteJournal
from backcoach.ui.app import BackcoachApp
from tests.doubles import Heard

TOP = Path(__file__).parents[2]
PAGES = [TOP / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "benchmarks/README.md")]
PAGES += sorted(TOP.glob("docs/*.md"))
SHOWN = re.compile(r"^```sh\n(.*?)^```|`(backcoach\b[^`/_]*)`", re.MULTILINE | re.DOTALL)
OWN = re.compile(r"^```toml\n# (routines/\w+\.toml)\n(.*?)^```", re.MULTILINE | re.DOTALL)

BY_CI = "makes an environment, which .ci/run does, by the README's own words"
MINUTES = "takes minutes; benchmarks are no tests"
SYSTEMD = "wants systemd and a person who is logged in"
LED = "twenty minutes long: tests/cli/test_plain.py leads it on its own clock"
NOT_RUN = {
    "python3 -m venv": BY_CI,
    ". .venv/bin/activate": BY_CI,
    "pip install": BY_CI,
    ".venv-test/bin/": BY_CI,
    "python -m pytest": "these are the tests",
    "python benchmarks/": MINUTES,
    "systemctl": SYSTEMD,
    "journalctl": SYSTEMD,
    "backcoach ice --plain": LED,
    "printf": LED,
    "backcoach sync /media/stick": "wants the stick",
}
"""How lines begin that can't be run here, and why."""


def lines(page):
    """The command lines of the page, in their order."""
    shown = SHOWN.findall(page.read_text(encoding="utf-8").partition("<!-- from here on made")[0])
    typed = "\n".join(block or inline for block, inline in shown).replace(" && ", "\n").split("\n")
    return filter(None, (line.partition(" #")[0].strip() for line in typed))


LINES = list(dict.fromkeys(line for page in PAGES for line in lines(page)))


def test_what_is_not_run_stands_on_a_page():
    assert [begins for begins in NOT_RUN if not any(line.startswith(begins) for line in LINES)] == []


@pytest.fixture
def journal(own_home, clock):
    """Two weeks of sample data in the usual folders, and no sound."""
    sample = two_weeks(clock.now(), clock.local, Library(), new_id)
    walk = next(record for record in sample.records if record.kind == "walk")
    places = find_places(None, None)
    places.config_file.parent.mkdir(parents=True)
    places.config_file.write_text(
        'alarm_command = ["true"]\nchannels = { tones = { on = false }, speech = { on = false } }\n', encoding="utf-8"
    )
    name, text = OWN.search((TOP / "docs" / "own-content.md").read_text(encoding="utf-8")).groups()
    own = places.config_file.parent / name
    for folder in ("Sync/backcoach", "notes/backcoach", own.parent):
        (own_home / folder).mkdir(parents=True)
    own.write_text(text, encoding="utf-8")
    with SqliteJournal(places.journal, busy=1) as journal:
        for session in sample.sessions:
            journal.save(session)
        for record in (*sample.records, replace(walk, id="3f2a" + new_id()[4:])):
            journal.archive.put(record)
        yield journal


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """The screens of the windows; each is left as soon as it stands, and `remind` at its first word."""
    screens = []

    async def leave(pilot):
        await pilot.pause()
        screens.append(type(pilot.app.screen).__name__)
        pilot.app.exit()

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.headless_driver:HeadlessDriver")
    run_async = BackcoachApp.run_async
    monkeypatch.setattr(
        BackcoachApp, "run_async", lambda app, size: run_async(app, size=size, headless=True, auto_pilot=leave)
    )
    monkeypatch.setattr(remind, "print_now", lambda _: os.kill(os.getpid(), signal.SIGINT))
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    handlers = [signal.getsignal(number) for number in numbers]
    yield screens
    for number, handler in zip(numbers, handlers, strict=True):
        signal.signal(number, handler)


def prepare(line, journal, clock):
    """See to it that there is something to do it to."""
    word = line.split()[1:2]
    if line.startswith("backcoach flare start"):
        main(["flare", "end"])
    elif word in (["ok"], ["pause"], ["resume"], ["stop"]):
        main(["stop"])
        Coach(clock, journal, Heard(), new_id).start(posture_routine())
        if word == ["ok"]:
            clock.advance(minutes=30)
        elif word == ["resume"]:
            main(["pause"])


def run(line):
    """Run a line of the shell; its exit status."""
    words = [str(Path(word).expanduser()) if word[:1] == "~" else word for word in shlex.split(line)]
    command, _, target = " ".join(words).partition(" > ")
    if words[:2] == ["mkdir", "-p"]:
        for folder in words[2:]:
            Path(folder).mkdir(parents=True)
        return 0
    assert words[0] == "backcoach", line
    if target:
        with Path(target).open("w", encoding="utf-8") as file, redirect_stdout(file):
            return main(command.split()[1:])
    return main(words[1:])


def test_the_command_lines_of_the_pages_do_what_they_should(journal, clock, opened, capsys):
    failed = []
    for line in LINES:
        if not line.startswith(tuple(NOT_RUN)):
            prepare(line, journal, clock)
            capsys.readouterr()
            status, err = run(line), capsys.readouterr().err
            failed += [(line, status, err)] if status or err else []
    assert failed == []
    by_itself = {"HelpScreen"}  # where the quiet hours of the real clock are over: once a day in a flare-up (L9)
    assert set(opened) - by_itself == {"HomeScreen", "NowScreen", "StartScreen", "StretchStartScreen"}
