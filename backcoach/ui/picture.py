"""What all screens are shown, once a second and at every change: a value, so that no screen asks the coach itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from backcoach.coach.day import Today
from backcoach.domain.moment import Moment
from backcoach.domain.session import Session


class Picture(Struct, frozen=True):
    """What can be seen at one moment.

    Attributes:
        now: the moment.
        local: the same in the person's zone.
        sessions: what goes on, the one that needs the person first.
        line: the first line.
        elsewhere: what goes on on other machines, a sentence each.
        rest_left: how long the skin must still rest before the next pack.
        trouble: why something could not be saved, as a sentence; empty where all is saved.
        unsaved: what is not saved, each as a word of the first line has it.
        today: the day with its plan.
        mark: what stands before date and time, and before the title; empty where nothing does.
    """

    now: Moment
    local: datetime
    sessions: tuple[Session, ...]
    line: str
    elsewhere: tuple[str, ...]
    rest_left: timedelta
    trouble: str
    unsaved: tuple[str, ...]
    mark: str
    today: Today

    def at(self, wait: timedelta) -> datetime:
        return self.local + wait

    def local_of(self, wall: datetime) -> datetime:
        """A point in time, given in UTC, on the person's clock."""
        return self.local + (wall - self.now.wall)

    @property
    def aside(self) -> str:
        """The date and the time of day, for the right end of the first line."""
        return " · ".join(part for part in (self.mark, f"{self.local:%a %d %b %H:%M}") if part)

    @property
    def title(self) -> str:
        return " · ".join(part for part in (self.mark, self.line) if part)
