"""`backcoach`, and the commands that open it at a session's start: the only ones that load the interface."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

from backcoach.cli.failures import CannotError
from backcoach.cli.parts import places_of
from backcoach.cli.person import settings_of
from backcoach.cli.rescue import Lost, open_for_window
from backcoach.clock import SystemClock
from backcoach.config import SettingsFile
from backcoach.domain.limits import MINUTE, check_routine
from backcoach.domain.plans import Plan, posture_routine
from backcoach.domain.routine import Kind
from backcoach.domain.text import quoted
from backcoach.library import Library, load_content
from backcoach.store.errands import DailyBackup, WholeCheck
from backcoach.ui.rescue import Rescue


def open_window(words: argparse.Namespace) -> int:
    """Open the coach; on a session's start screen where the words name one.

    Raises:
        LimitReachedError: the minutes asked for pass a limit; nothing was opened.
        CannotError: there is no terminal to draw on, or no such plan.
    """
    places = places_of(words)
    library = load_content(places.config)
    settings, wrong = settings_of(places, library)
    plan = _plan(library, getattr(words, "plan", None) or settings.plan)
    length = _length(words, plan)
    choice = _choice(library, words)

    from backcoach.ui import terminal  # noqa: PLC0415 - what is refused above need not wait for Textual

    refusal = terminal.refuse_without_terminal()
    if refusal is not None:
        raise CannotError(refusal)
    from backcoach.cli.wiring import run_window  # noqa: PLC0415 - the same
    from backcoach.ui.offers import Offers  # noqa: PLC0415 - the same
    from backcoach.ui.opening import Opening  # noqa: PLC0415 - the same
    from backcoach.ui.preferences import Preferences  # noqa: PLC0415 - the same

    clock = SystemClock()
    opened = open_for_window(places, clock)
    preferences = Preferences(settings, SettingsFile(places.config_file, {"plan": library.plans}))
    problems = (*wrong, *(str(problem) for problem in library.problems))
    return run_window(
        clock=clock,
        journal=opened.journal,
        content=library,
        offers=Offers(library.plans, plan.id, settings.posture_interval),
        preferences=preferences,
        opening=Opening(
            kind=None if words.command is None else Kind(words.command),
            length=length,
            notice=" ".join(part for part in (opened.notice, *problems) if part),
            errands=(
                DailyBackup(places.journal, clock, lambda: preferences.settings.day_start),
                WholeCheck(places.journal, is_done=opened.is_checked),
            ),
            choice=choice,
            rescue=None if opened.lost is None else _rescue(opened.lost),
        ),
        log_folder=places.state,
        sounds=places.sounds,
        settings_file=places.config_file,
    )


def _rescue(lost: Lost) -> Rescue:
    from backcoach.ui.rescue import Rescue  # noqa: PLC0415 - a journal is seldom lost

    return Rescue(lost.about, lost.go_back)


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
