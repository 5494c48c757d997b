"""`backcoach flare start`, `end` and `show`."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from backcoach.adapters.system_clock import SystemClock
from backcoach.cli.failures import CannotError
from backcoach.cli.parser import WrongWordsError
from backcoach.cli.parts import places_of, running
from backcoach.cli.today import days_for, flare_json, line_of, open_journal
from backcoach.domain.flare import Outcome
from backcoach.domain.onset import parse_onset
from backcoach.domain.text import WordsError

if TYPE_CHECKING:
    import argparse

    from backcoach.coach.days import Today
    from backcoach.ports import Clock

HELP_LINE = "When to get help: backcoach help-signs"
NONE = "No flare-up goes on."


def start(words: argparse.Namespace) -> int:
    """Write down that a flare-up began.

    Raises:
        CannotError: there is no such plan.
        WrongWordsError: it can't have begun then.
        NotNowError: one goes on already.
        JournalError: it can't be kept.
    """
    clock, places = SystemClock(), places_of(words)
    with closing(open_journal(places, create=True)) as journal:
        days = days_for(places, journal, clock)
        plans = days.content.plans
        plan = words.plan or days.plan_of(None).id
        if plan not in plans:
            raise CannotError(f"There is no plan “{plan}”; there are {', '.join(plans)}.")
        try:
            onset = parse_onset(
                words.onset or "", now=clock.now().wall, local=clock.local, day_start=days.settings.day_start
            )
            flare = days.flares.start(onset, plan)
        except WordsError as wrong:
            raise WrongWordsError(str(wrong)) from wrong
        began = clock.local(flare.onset.wall)
        sys.stdout.write(f"Saved: flare-up since {began:%A %d %B %H:%M}, id {flare.id}.\n")
        _tell(days.today(running(journal, clock.now())), clock)
    return 0


def end(words: argparse.Namespace) -> int:
    """Say that the flare-up is over.

    Raises:
        CannotError: none goes on.
        NotNowError: none goes on.
        JournalError: it can't be kept.
    """
    clock, places = SystemClock(), places_of(words)
    if not places.journal.exists():
        raise CannotError(NONE)
    with closing(open_journal(places, create=False)) as journal:
        flare = days_for(places, journal, clock).flares.end()
    sentence = f"Saved: the flare-up is over after {int(flare.hours(clock.now()))} h."
    if flare.outcome is Outcome.SEE_SOMEONE:
        sentence += f" It lasted more than two weeks: see someone about it (sources 003, 004). {HELP_LINE}"
    sys.stdout.write(f"{sentence}\n")
    return 0


def show(words: argparse.Namespace) -> int:
    """Tell how far the flare-up is.

    Raises:
        JournalError: it can't be read.
    """
    clock, places = SystemClock(), places_of(words)
    if not places.journal.exists():
        return _none(as_json=words.json)
    with closing(open_journal(places, create=False)) as journal:
        days = days_for(places, journal, clock)
        today, now = days.today(running(journal, clock.now())), clock.now()
        if today.flare is None:
            return _none(as_json=words.json)
        if not words.json:
            _tell(today, clock)
            return 0
    shown = flare_json(today, now, clock) or {}
    shown |= {"trigger": today.flare.trigger, "pain": today.flare.pain}
    print(json.dumps(shown, ensure_ascii=False, indent=2))  # noqa: T201
    return 0


def _none(*, as_json: bool) -> int:
    sys.stdout.write("null\n" if as_json else f"{NONE} Start one: backcoach flare start\n")
    return 0


def _tell(today: Today, clock: Clock) -> None:
    """The flare-up as lines to be read."""
    now = clock.now()
    lines = [today.line, f"{today.sentence[:1].upper()}{today.sentence[1:]}."]
    if today.day.next is not None:
        lines.append(f"Next: {line_of(today.day.next, now, clock)}")
    lines += [said for said in (today.lifting, today.nudge, *(why for _, why in today.reasons)) if said]
    sys.stdout.write("\n".join([*lines, HELP_LINE]) + "\n")
