"""`backcoach`, and the commands that open it at a session's start: the only ones that load the interface."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Collection
from datetime import timedelta
from functools import partial
from pathlib import Path

from msgspec import Struct

from backcoach.cli.account import BUSY_WINDOW, places_of, settings_of
from backcoach.cli.parser import CannotError, Command, Parser, whole
from backcoach.clock import SystemClock
from backcoach.coach.protocols import Clock, JournalDamagedError, JournalError
from backcoach.config import Places, SettingsFile
from backcoach.domain.limits import MINUTE, check_routine
from backcoach.domain.plans import Plan, posture_routine
from backcoach.domain.routine import Kind
from backcoach.domain.text import quoted
from backcoach.library import Library, load_content
from backcoach.store import backups, errands, maintenance
from backcoach.store.errands import DailyBackup, WholeCheck
from backcoach.store.journal import SqliteJournal


def open_window(words: argparse.Namespace) -> int:
    """Open the coach; on a session's start screen where the words name one.

    Raises:
        LimitReachedError: the minutes asked for pass a limit; nothing was opened.
        CannotError: there is no terminal to draw on, or no such plan.
    """
    gc.disable()  # nothing is rubbish before the first picture; then it is enabled
    places = places_of(words)
    library = load_content(places.config)
    settings, wrong = settings_of(places, library)
    plan = _plan(library, getattr(words, "plan", None) or settings.plan)
    length = _length(words, plan)
    choice = _choice(library, words)

    from backcoach.cli import environment  # noqa: PLC0415 - what is refused above need not wait for Textual

    environment.refuse_without_terminal()
    clock = SystemClock()
    opened = open_for_window(places, clock)
    preferences = environment.Preferences(settings, SettingsFile(places.config_file, {"plan": library.plans}))
    problems = (*wrong, *(str(problem) for problem in library.problems))
    return environment.run_window(
        clock=clock,
        journal=opened.journal,
        content=library,
        offers=environment.Offers(library.plans, plan.id, settings.posture_interval),
        preferences=preferences,
        opening=environment.Opening(
            kind=None if words.command is None else Kind(words.command),
            length=length,
            notice=" ".join(part for part in (opened.notice, *problems) if part),
            errands=(
                DailyBackup(places.journal, clock, lambda: preferences.settings.day_start),
                WholeCheck(places.journal, is_done=opened.is_checked),
            ),
            choice=choice,
            rescue=None if (lost := opened.lost) is None else environment.Rescue(lost.about, lost.go_back),
        ),
        log_folder=places.state,
        sounds=places.sounds,
        settings_file=places.config_file,
    )


def _plan(library: Library, name: str) -> Plan:
    if name not in library.plans:
        raise _unknown(library, "plan", name, library.plans)
    return library.plans[name]


def _choice(library: Library, words: argparse.Namespace) -> str:
    """The pattern, the stretch or the plan that was named; empty where none was."""
    for kind, known in (("pattern", library.patterns), ("routine", library.stretches), ("plan", library.plans)):
        name: str | None = getattr(words, kind, None)
        if name is None:
            continue
        if name not in known:
            raise _unknown(library, kind, name, known)
        return name
    return ""


def _unknown(library: Library, what: str, name: str, known: Collection[str]) -> CannotError:
    """Why a name can't be used: what is wrong in the person's own file, or that there is none."""
    for problem in library.problems:
        if Path(problem.file).stem == name:
            return CannotError(str(problem))
    return CannotError(f"There is no {what} {quoted(name)}; there are {', '.join(known)}.")


def _length(words: argparse.Namespace, plan: Plan) -> timedelta | None:
    """The length asked for, held to the limits before anything opens."""
    asked = getattr(words, "minutes", None)
    if asked is None:
        return None

    length: timedelta = asked * MINUTE
    try:
        kind = Kind(words.command)
        check_routine(posture_routine(length) if kind is Kind.POSTURE else plan.routine(kind, on=length))
    except ValueError as error:
        raise CannotError(str(error)) from error
    return length


CANT_SAVE = "Nothing can be saved now; the timers work, and it is tried again each second."


class Lost(Struct, frozen=True):
    """A journal that could not be read and was set aside, and the newest good backup of it.

    Attributes:
        path: where the journal is.
        backup: the backup.
        clock: tells the time, for the name under which the present journal is kept.
    """

    path: Path
    backup: Path
    clock: Clock

    @property
    def about(self) -> str:
        """Which backup it is, in a few words."""
        made = next((each.made for each in backups.backups(self.path) if each.path == self.backup), None)
        when = f"of {self.clock.local(made):%a %d %b %H:%M}" if made is not None else self.backup.name
        return f"to the backup {when}"

    def go_back(self) -> str:
        """Put the backup in the journal's place; what was done, as a sentence.

        Raises:
            JournalError: it could not be done; nothing was changed.
        """
        former = maintenance.restore(self.path, self.backup, now=self.clock.now())
        kept = f" What this window had saved is kept as {former}." if former is not None else ""
        return f"The journal is again as in the backup {self.backup.name}.{kept}"


class WindowJournal(Struct, frozen=True):
    """The journal of a window.

    Attributes:
        journal: it; where it can't be opened yet, that is tried each second.
        notice: what is to be said about it at once; empty where all is well.
        lost: what was set aside, and the backup that can take its place; None where nothing is to be had.
        is_checked: whether the whole file was checked; a large one is checked after the first picture.
    """

    journal: SqliteJournal
    notice: str = ""
    lost: Lost | None = None
    is_checked: bool = True


def open_for_window(places: Places, clock: Clock) -> WindowJournal:
    """The journal, and what is to be said about it.

    A file that can't be read is set aside under a new name, never overwritten. One of a newer backcoach stays as it is.
    Where nothing can be kept, what is shown lives in the window, and is written as soon as that is possible.
    """
    path = places.journal
    is_checked = errands.comes_first(path)
    opening = partial(SqliteJournal, path, busy=BUSY_WINDOW)
    try:
        return WindowJournal(opening(verify=is_checked), is_checked=is_checked)
    except JournalDamagedError as damage:
        return _begin_anew(path, clock, damage)
    except JournalError:
        return WindowJournal(opening(verify=is_checked, late=True), CANT_SAVE, is_checked=is_checked)


def _begin_anew(path: Path, clock: Clock, damage: JournalDamagedError) -> WindowJournal:
    """An empty journal in the place of one that can't be read, and the way back to a backup."""
    lost = Lost(path, Path(damage.backup), clock) if damage.backup else None
    opening = partial(SqliteJournal, path, busy=BUSY_WINDOW, aside=clock.now().wall)
    try:
        journal = opening()
    except JournalError:
        return WindowJournal(opening(late=True), f"{CANT_SAVE} {damage}")
    said = "The journal was damaged. It is set aside, and an empty one begun."
    if lost is None:
        return WindowJournal(journal, f"{said} There is no good backup of it; backcoach paths says where it lies.")
    way = f"Press g to go back {lost.about}, or later: backcoach restore {lost.backup}"
    return WindowJournal(journal, f"{said} {way}", lost)


def _timer_words(parser: Parser) -> None:
    parser.add_argument("--minutes", metavar="N", type=whole, help="minutes on the skin, from 1 to 20")
    parser.add_argument("--plan", metavar="ID", help="follow this plan (see: backcoach plans)")


def _posture_words(parser: Parser) -> None:
    parser.add_argument("--minutes", metavar="N", type=whole, help="minutes between two changes, from 5 to 60")


def _breathe_words(parser: Parser) -> None:
    parser.add_argument("pattern", metavar="PATTERN", nargs="?", help="a pattern's id (see: backcoach patterns)")


def _stretch_words(parser: Parser) -> None:
    parser.add_argument("routine", metavar="ROUTINE", nargs="?", help="a stretch's id (see: backcoach routines)")


COMMANDS = {
    "ice": Command("open the coach at the start of ice", open_window, _timer_words),
    "heat": Command("open the coach at the start of heat", open_window, _timer_words),
    "posture": Command("open the coach at the reminder to change position", open_window, _posture_words),
    "breathe": Command("open the coach at breathing", open_window, _breathe_words),
    "stretch": Command("open the coach at a stretch", open_window, _stretch_words),
}
