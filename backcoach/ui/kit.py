"""What the window works with."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from backcoach.coach.coach import Coach
from backcoach.coach.log import Log
from backcoach.ui.day_desk import DayDesk
from backcoach.ui.desk import Desk
from backcoach.ui.handbook import Handbook
from backcoach.ui.opening import Opening
from backcoach.ui.preferences import Preferences
from backcoach.ui.surroundings import Surroundings


class Kit(NamedTuple):
    """What the window works with.

    Attributes:
        coach: what is true.
        desk: what can be started.
        book: what can be looked up and written into.
        around: the terminal and the scheduler.
        opening: what the window opens with.
        preferences: what is set, and where it is kept.
        log: makes the log of walks and the diary.
        days: the day, the flare-up and their reminders.
    """

    coach: Coach
    desk: Desk
    book: Handbook
    around: Surroundings
    opening: Opening
    preferences: Preferences
    log: Callable[[], Log]
    days: DayDesk
