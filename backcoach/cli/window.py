"""`backcoach`, and the commands that open it at a session's start: the only ones that load the interface."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backcoach.adapters.content import load_content
from backcoach.adapters.settings import SettingsFile
from backcoach.adapters.system_clock import SystemClock
from backcoach.cli.failures import CannotError
from backcoach.cli.parts import places_of
from backcoach.cli.person import settings_of, where_of_person
from backcoach.cli.rescue import open_for_window
from backcoach.domain.limits import MINUTE
from backcoach.domain.routine import Kind

if TYPE_CHECKING:
    import argparse
    from datetime import timedelta

    from backcoach.adapters.content import Library
    from backcoach.domain.plans import Plan


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

    from backcoach.ui import terminal  # noqa: PLC0415 - what is refused above need not wait for Textual

    refusal = terminal.refuse_without_terminal()
    if refusal is not None:
        raise CannotError(refusal)
    from backcoach.adapters.journal.daily import DailyBackup  # noqa: PLC0415 - the same
    from backcoach.cli.wiring import run_window  # noqa: PLC0415 - the same
    from backcoach.ui.app import Opening  # noqa: PLC0415 - the same
    from backcoach.ui.offers import Offers  # noqa: PLC0415 - the same
    from backcoach.ui.preferences import Preferences  # noqa: PLC0415 - the same
    from backcoach.ui.rescue import Rescue  # noqa: PLC0415 - the same

    clock = SystemClock()
    opened = open_for_window(places, clock)
    problems = (*wrong, *(str(problem) for problem in library.problems_so_far))
    return run_window(
        clock=clock,
        journal=opened.journal,
        content=library,
        where=where_of_person(settings),
        offers=Offers(library.plans, plan.id, settings.posture_interval),
        opening=Opening(
            kind=None if words.command is None else Kind(words.command),
            length=length,
            notice=" ".join(part for part in (opened.notice, *problems) if part),
            preferences=Preferences(settings, SettingsFile(places.config_file, {"plan": library.plans})),
            errands=(DailyBackup(places.journal, clock, settings.day_start),),
            rescue=None if opened.lost is None else Rescue(opened.lost.about, opened.lost.go_back),
        ),
        log_folder=places.state,
    )


def _plan(library: Library, name: str) -> Plan:
    if name in library.plans:
        return library.plans[name]
    for problem in library.problems_so_far:
        if Path(problem.file).stem == name:
            raise CannotError(str(problem))
    raise CannotError(f"There is no plan “{name}”; there are {', '.join(library.plans)}.")


def _length(words: argparse.Namespace, plan: Plan) -> timedelta | None:
    """The length asked for, held to the limits before anything opens."""
    asked = getattr(words, "minutes", None)
    if asked is None:
        return None
    from backcoach.domain.engine import check_routine  # noqa: PLC0415 - only where there is something to check
    from backcoach.domain.plans import posture_routine  # noqa: PLC0415 - the same

    length: timedelta = asked * MINUTE
    try:
        kind = Kind(words.command)
        check_routine(posture_routine(length) if kind is Kind.POSTURE else plan.routine(kind, on=length))
    except ValueError as error:
        raise CannotError(str(error)) from error
    return length
