"""What is around the window: the scheduler, the alarm channels and the terminal's title. Tests bring quiet ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Protocol

from textual.driver import Driver

from backcoach.domain.settings import Settings


class Surroundings(Protocol):
    """What the window needs of the system around it."""

    driver_class: type[Driver] | None

    def use(self, settings: Settings) -> None:
        """Give alarms on the channels that are on; keep still where little may move."""

    def settle(self, wake: Callable[[], None]) -> None:
        """Begin, once the first picture stands: `wake` is called at each deadline."""

    def arm(self, waits: Mapping[str, timedelta], *, anew: bool = False) -> None:
        """Wake when each of these waits is over; all of them anew where the clocks have jumped."""

    def set_title(self, text: str) -> None:
        """Give the terminal this title."""

    def stay_awake(self, wanted: bool) -> None:
        """Keep the screen from going dark, or let it."""

    def pump(self) -> timedelta | None:
        """Look after what still sounds; how soon to come again, None where nothing does."""

    def problems(self) -> tuple[str, ...]:
        """What went wrong with an alarm channel, each sentence once."""

    def leave(self) -> None:
        """Let go of everything."""


class Quiet:
    """No scheduler, no sound, no terminal: for tests and screenshots, whose clock is their own."""

    driver_class: type[Driver] | None = None

    def __init__(self) -> None:
        self.waits: Mapping[str, timedelta] = {}
        self.title = ""
        self.awake = False
        self.settings: Settings | None = None

    def use(self, settings: Settings) -> None:
        """Remember what is set."""
        self.settings = settings

    def settle(self, wake: Callable[[], None]) -> None:
        """Nothing wakes."""

    def arm(self, waits: Mapping[str, timedelta], *, anew: bool = False) -> None:
        """Remember what would wake the program."""
        del anew
        self.waits = waits

    def set_title(self, text: str) -> None:
        """Remember the title."""
        self.title = text

    def stay_awake(self, wanted: bool) -> None:
        """Remember whether the screen is kept on."""
        self.awake = wanted

    def pump(self) -> timedelta | None:
        """Nothing sounds."""
        return None

    def problems(self) -> tuple[str, ...]:
        """Nothing goes wrong."""
        return ()

    def leave(self) -> None:
        """Nothing is held."""
