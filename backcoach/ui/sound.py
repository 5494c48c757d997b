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

    def use(self, settings: Settings) -> None:
        self._settings = settings
        self._apply(self._channels())

    def turn(self) -> str:
        """To the next level; what is to be said of it."""
        levels = list(SoundLevel)
        self.level = levels[(levels.index(self.level) + 1) % len(levels)]
        self._apply(self._channels())
        return SAID[self.level]

    def look(self, sessions: Sequence[Session], now: Moment, *, leads: bool = False) -> None:
        """Let a removal be heard that has waited too long; with the last thing that runs all sound comes back."""
        before, was_heard = self.level, self._heard
        if not sessions and not leads:
            self.level = SoundLevel.ALL
        self._heard = any(
            one.state is State.DUE and one.step.is_application and one.overrun(now) >= HEARD_AFTER
            for one in (moved_on(session, now) for session in sessions)  # where they stand after a suspend
        )
        if (before is not SoundLevel.ALL and was_heard is not self._heard) or before is not self.level:
            self._apply(self._channels())

    def _channels(self) -> Settings:
        if self._heard or self.level is SoundLevel.ALL:
            return self._settings
        if self.level is SoundLevel.TONES:
            return replace(self._settings, speech=False)
        return replace(self._settings, tones=False, speech=False, bell=False)
