"""`backcoach week`: the week's review as text, or as one JSON document."""

from __future__ import annotations

import argparse
from datetime import date

from backcoach.cli.account import Account, warn
from backcoach.cli.output import print_json, print_lines
from backcoach.cli.parser import terminal_width
from backcoach.coach.protocols import Journal
from backcoach.domain.days import parse_date
from backcoach.domain.review import Week
from backcoach.domain.text import WordsError
from backcoach.domain.week_text import week_lines

AHEAD = 366
"""How many days ahead a week may be looked at, to see that nothing is there."""


def print_week(words: argparse.Namespace) -> int:
    """Print the week that holds the day that the words name, or today."""
    account = Account(words)
    day = account.today if words.of is None else parse_date(words.of, field="of")
    check_near(day, account.today)

    def look(journal: Journal) -> tuple[Week, tuple[str, ...]]:
        reviews = account.reviews(journal)
        return reviews.week(day), reviews.logbook.problems()

    week, problems = account.read(look)
    warn(problems)
    if words.json:
        print_json(week.as_json())
    else:
        print_lines(week_lines(week, terminal_width(), account.today))
    return 0


def check_near(day: date, today: date) -> None:
    """Nothing, where the day is at most a year ahead.

    Raises:
        WordsError: it is further away.
    """
    if (day - today).days > AHEAD:
        raise WordsError("of", f"{day} is too far ahead: give a day up to a year from now.")
