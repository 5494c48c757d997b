"""`backcoach demo`: the coach on two weeks of sample data in a temporary folder, time running 60 times as fast."""

from __future__ import annotations

import argparse
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from backcoach.cli.account import BUSY_WINDOW, new_id
from backcoach.cli.parser import CannotError, Command
from backcoach.clock import FastClock, SystemClock
from backcoach.coach.protocols import Clock, Journal
from backcoach.config import SettingsFile
from backcoach.domain.breathing import DEFAULT_PATTERN
from backcoach.domain.demo_data import Shelf, two_weeks
from backcoach.domain.plans import DEFAULT_PLAN
from backcoach.domain.settings import Settings
from backcoach.domain.stretches import DEFAULT_STRETCH
from backcoach.library import Library, load_content
from backcoach.store.journal import SqliteJournal
from backcoach.ui import terminal

SPEED = 60
BEAT = timedelta(milliseconds=250)
"""How often the screen follows: a quarter of a minute on the demo's clock."""

SILENT = Settings(tones=False, speech=False, desktop=False, terminal=False)
"""Sixty times as often, alarms would be a nuisance: the screen and the bell give them."""

NOTICE = "A demo: sample data in a temporary folder that goes away with it; a minute passes each second."


def open_demo(words: argparse.Namespace) -> int:
    """Open the demo; nothing of the person's own is read or written.

    Raises:
        CannotError: there is no terminal to draw on, or no room for the sample data.
    """
    del words
    refusal = terminal.refuse_without_terminal()
    if refusal is not None:
        raise CannotError(refusal)
    try:
        with TemporaryDirectory(prefix="backcoach-demo-") as folder:
            return _run(Path(folder))
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise CannotError(f"There is no temporary folder for the sample data ({why}); TMPDIR can name one.") from error


def _run(folder: Path) -> int:
    """Run the demo in this folder; its exit status."""
    from backcoach.cli.environment import run_window  # noqa: PLC0415 - what is refused above need not wait for Textual
    from backcoach.ui.offers import Offers  # noqa: PLC0415 - the same
    from backcoach.ui.opening import Opening  # noqa: PLC0415 - the same
    from backcoach.ui.preferences import Preferences  # noqa: PLC0415 - the same

    clock = FastClock(SystemClock(), SPEED)
    library = load_content()
    with SqliteJournal(folder / "data" / "backcoach.db", busy=BUSY_WINDOW) as journal:
        fill(journal, clock, library)
        keeper = SettingsFile(folder / "settings.toml", {"plan": library.plans})
        return run_window(
            clock=clock,
            journal=journal,
            content=library,
            offers=Offers(library.plans, DEFAULT_PLAN, SILENT.posture_interval),
            preferences=Preferences(SILENT, keeper),
            opening=Opening(notice=NOTICE, mark="DEMO", beat=BEAT),
            log_folder=folder,
            sounds=folder / "sounds",
            speed=SPEED,
        )


def shelf_of(library: Library) -> Shelf:
    """What the two weeks are made with: the defaults."""
    return Shelf(
        library.plans[DEFAULT_PLAN],
        library.stretches[DEFAULT_STRETCH],
        library.patterns[DEFAULT_PATTERN],
        tuple(library.signs.values()),
    )


def fill(journal: Journal, clock: Clock, library: Library) -> None:
    """Put the sample data into the journal."""
    sample = two_weeks(clock.now(), clock.local, shelf_of(library), new_id)
    with journal.transaction():
        for session in sample.sessions:
            journal.save(session)
        for record in sample.records:
            journal.archive.put(record)


COMMANDS = {"demo": Command("open the coach on two weeks of sample data, time running 60 times as fast", open_demo)}
