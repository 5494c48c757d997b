"""What is heard: all, tones only or nothing, until the last thing that runs is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from enum import StrEnum

from msgspec.structs import replace

from backcoach.domain.engine import moved_on
from backcoach.domain.moment import Moment
from backcoach.domain.session import Session, State
from backcoach.domain.settings import Settings

HEARD_AFTER = timedelta(seconds=30)
"""A removal that nobody has acknowledged for so long sounds all the same (L4)."""


class SoundLevel(StrEnum):
    """What is heard; the value ends the first line."""

    ALL = ""
    TONES = "tones"
    MUTED = "muted"


SAID = {
    SoundLevel.ALL: "Sound is on again.",
    SoundLevel.TONES: "Tones only.",
    SoundLevel.MUTED: "Muted; the screen still tells you.",
}


class Sound:
    """Which channels are on: those of the settings, less what the person has muted; `apply` gives alarms on them."""

    def __init__(self, settings: Settings, apply: Callable[[Settings], None]) -> None:
        self.level = SoundLevel.ALL
        self._apply = apply
        self._settings = settings
        self._heard = False
        self._given: Settings | None = None

    def use(self, settings: Settings) -> None:
        self._settings = settings
        self._give()

    def turn(self) -> str:
        """To the next level; what is to be said of it."""
        levels = list(SoundLevel)
        self.level = levels[(levels.index(self.level) + 1) % len(levels)]
        self._give()
        return SAID[self.level]

    def look(self, sessions: Sequence[Session], now: Moment, *, leads: bool = False) -> None:
        """Let a removal be heard that has waited too long; with the last thing that runs all sound comes back."""
        if not sessions and not leads:
            self.level = SoundLevel.ALL
        self._heard = any(
            one.state is State.DUE and one.step.is_application and one.overrun(now) >= HEARD_AFTER
            for one in (moved_on(session, now) for session in sessions)  # where they stand after a suspend
        )
        self._give()

    def _give(self) -> None:
        less = {SoundLevel.TONES: {"speech": False}, SoundLevel.MUTED: {"tones": False, "speech": False, "bell": False}}
        channels = self._settings if self._heard else replace(self._settings, **less.get(self.level, {}))
        if channels != self._given:
            self._given = channels
            self._apply(channels)
