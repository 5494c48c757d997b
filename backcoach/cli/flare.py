"""`backcoach flare start`, `end` and `show`."""

from __future__ import annotations

import argparse
import sys

from backcoach.cli.account import Account, going_on, print_json
from backcoach.cli.parser import CannotError, Command, Parser, add_json
from backcoach.cli.status import days_for, flare_json, line_of, read_day
from backcoach.coach.day import Today
from backcoach.coach.protocols import Clock, Journal
from backcoach.domain.flare import Flare, Outcome, parse_onset

HELP_LINE = "When to get help: backcoach help-signs"
NONE = "No flare-up goes on."


def start(words: argparse.Namespace) -> int:
    """Write down that a flare-up began.

    Raises:
        CannotError: there is no such plan.
        WordsError: it can't have begun then.
        NotNowError: one goes on already.
        JournalError: it can't be kept.
    """
    account = Account(words)
    now = account.clock.now()
    onset = parse_onset(
        words.onset or "", now=now.wall, local=account.clock.local, day_start=account.settings.day_start
    )

    def keep(journal: Journal) -> tuple[Flare, Today | None]:
        days = days_for(account, journal)
        plans = days.content.plans
        plan = words.plan or days.plan_of(None).id
        if plan not in plans:
            raise CannotError(f"There is no plan “{plan}”; there are {', '.join(plans)}.")
        return days.flares.start(onset, plan), read_day(account, journal, going_on(journal, account.clock.now()))

    flare, today = account.write(keep)
    began = account.clock.local(flare.onset.wall)
    sys.stdout.write(f"Saved: flare-up since {began:%A %d %B %H:%M}, id {flare.id}.\n")
    _tell(today, account.clock)
    return 0


def end(words: argparse.Namespace) -> int:
    """Say that the flare-up is over.

    Raises:
        CannotError: none goes on.
        NotNowError: none goes on.
        JournalError: it can't be kept.
    """
    account = Account(words)
    if not account.places.journal.exists():
        raise CannotError(NONE)
    flare = account.write(lambda journal: days_for(account, journal).flares.end())
    sentence = f"Saved: the flare-up is over after {int(flare.hours(account.clock.now()))} h."
    if flare.outcome is Outcome.SEE_SOMEONE:
        sentence += f" It lasted more than two weeks: see someone about it (sources 003, 004). {HELP_LINE}"
    sys.stdout.write(f"{sentence}\n")
    return 0


def show(words: argparse.Namespace) -> int:
    """Tell how far the flare-up is.

    Raises:
        JournalError: it can't be read.
    """
    account = Account(words)
    now = account.clock.now()
    today = account.read(lambda journal: read_day(account, journal, going_on(journal, now)))
    shown = flare_json(today, now, account.clock)
    if words.json:
        if shown is not None and today is not None and today.flare is not None:
            shown |= {"trigger": today.flare.trigger, "pain": today.flare.pain}
        print_json(shown)
    elif shown is None:
        sys.stdout.write(f"{NONE} Start one: backcoach flare start\n")
    else:
        _tell(today, account.clock)
    return 0


def _tell(today: Today | None, clock: Clock) -> None:
    """The flare-up as lines to be read."""
    if today is None:
        return
    lines = [today.line, f"{today.sentence[:1].upper()}{today.sentence[1:]}."]
    if today.day.next is not None:
        lines.append(f"Next: {line_of(today.day.next, clock.now(), clock)}")
    lines += [said for said in (today.lifting, today.nudge, *(why for _, why in today.reasons)) if said]
    sys.stdout.write("\n".join([*lines, HELP_LINE]) + "\n")


def _start_words(parser: Parser) -> None:
    parser.add_argument(
        "--onset", metavar="WHEN", help="when: 09:30, yesterday 18:00, 2026-11-20 09:30; without it, just now"
    )
    parser.add_argument("--plan", metavar="ID", help="the plan to follow (see: backcoach plans)")


COMMANDS = {
    "flare": Command(
        "the flare-up: start it, end it, look at it",
        actions={
            "start": Command("write down that a flare-up began, and follow a plan", start, _start_words),
            "end": Command("it is over", end),
            "show": Command("how far it is and what is suggested", show, add_json),
        },
        needs_action=True,
    ),
}
