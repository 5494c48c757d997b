"""The way back to a backup, as the first screen offers it after a damage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backcoach.coach.coach import Coach
from backcoach.coach.protocols import JournalError
from backcoach.ui.widgets.choices import Choice


@dataclass(slots=True)
class Rescue:
    """A backup that can take the journal's place.

    Attributes:
        about: which it is, in a few words.
        go_back: puts it in place and says what was done, or raises a `JournalError`.
        is_open: whether it can still be chosen.
    """

    about: str
    go_back: Callable[[], str]
    is_open: bool = True

    @property
    def choice(self) -> Choice:
        """What the first screen offers."""
        return Choice("app.rescue", "g", "Go back", self.about)

    def choose(self, coach: Coach) -> str:
        """Go back, once; what was done, or why that can't be, as a sentence."""
        if coach.sessions:
            label = coach.sessions[0].kind.label
            return f"{label} goes on and would be lost: stop it with x before you go back {self.about}."
        try:
            said = self.go_back()
        except JournalError as error:
            return f"The backup could not be put in place. {error}"
        self.is_open = False
        return said
