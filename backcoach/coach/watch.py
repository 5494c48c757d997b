"""What window and `remind` do each second and at each wake-up: look at the clocks, run errands, arm what is next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

from msgspec.structs import replace

from backcoach.coach.coach import Coach, Look
from backcoach.domain.moment import Moment


class Errand(Protocol):
    """Something else that time brings: the reminders of the day's plan, the daily backup."""

    name: str
    """Apart from those of all other errands."""

    def look(self, now: Moment) -> str:
        """Do what is due, if anything; never blocks. What is to be said on the screen, empty where nothing."""

    def wait(self, now: Moment) -> timedelta | None:
        """How long until there is something to do; None where nothing is known of."""


class Wakes(Protocol):
    """Wakes the program: `scheduler`, or a quiet one in tests."""

    def arm(self, waits: Mapping[str, timedelta], *, anew: bool = False) -> None:
        """Wake when each of these waits is over, and for nothing else."""


class Watch:
    """Looks after the coach's sessions and any number of errands."""

    def __init__(self, coach: Coach, wakes: Wakes) -> None:
        self.coach = coach
        self._wakes = wakes
        self._errands: dict[str, Errand] = {}

    def add(self, errand: Errand) -> None:
        """From now on run this errand too; one of the same name yields to it."""
        self._errands[errand.name] = errand

    def look(self) -> Look:
        """Look at the clocks; the notice says what the sessions and the errands have to say.

        What another window has answered falls silent here too.
        """
        called = any(session.needs_person for session in self.coach.sessions)
        look = self.coach.look()
        if called and not any(session.needs_person for session in self.coach.sessions):
            self.coach.hush()
        now = self.coach.clock.now()
        said = [errand.look(now) for errand in self._errands.values()]
        self.arm(anew=look.jumped)
        return replace(look, notice=" ".join(part for part in (look.notice, *said) if part))

    def arm(self, *, anew: bool = False) -> None:
        """Have the program woken for all that is next; all of it anew where the clocks have jumped."""
        now = self.coach.clock.now()
        waits = dict(self.coach.waits())
        for name, errand in self._errands.items():
            wait = errand.wait(now)
            if wait is not None:
                waits[f"errand: {name}"] = wait
        self._wakes.arm(waits, anew=anew)
