"""What the person has set, and what holds where nothing is set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from enum import StrEnum

from msgspec import Struct

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY_START = timedelta(0)
"""How long after midnight the day starts where nothing is set."""


class Units(StrEnum):
    METRIC = "metric"
    US = "us"


class WeekStart(StrEnum):
    MONDAY = "monday"
    SUNDAY = "sunday"
    SATURDAY = "saturday"

    @property
    def weekday(self) -> int:
        return {WeekStart.MONDAY: 0, WeekStart.SATURDAY: 5, WeekStart.SUNDAY: 6}[self]


class Theme(StrEnum):
    NIGHT = "night"
    DAY = "day"
    CONTRAST = "contrast"


class Motion(StrEnum):
    AUTO = "auto"
    FULL = "full"
    REDUCED = "reduced"


class Settings(Struct, frozen=True):
    """What the person has set, and the default where nothing is set; `SETTINGS` says what each means."""

    region: str | None = None
    plan: str = "steady"
    units: Units = Units.METRIC
    week_start: WeekStart = WeekStart.MONDAY
    day_start: timedelta = DAY_START
    lead_in: timedelta = 5 * SECOND
    posture_interval: timedelta = 30 * MINUTE
    keep_awake: bool = True
    theme: Theme = Theme.NIGHT
    motion: Motion = Motion.AUTO
    quiet: bool = True
    quiet_from: time = time(22)
    quiet_to: time = time(7)
    goal_level: str | None = None
    goal_walks: int | None = None
    goal_minutes: int | None = None
    tones: bool = True
    tones_volume: int = 70
    speech: bool = True
    speech_volume: int = 70
    speech_rate: int = 160
    speech_voice: str | None = None
    desktop: bool = True
    terminal: bool = True
    bell: bool = True

    @property
    def theme_name(self) -> str:
        return f"backcoach-{self.theme}"

    def is_quiet(self, local: time) -> bool:
        """Whether reminders of the day's plan wait at this local time; the alarm to remove a pack never does."""
        if not self.quiet or self.quiet_from == self.quiet_to:
            return False
        if self.quiet_from < self.quiet_to:
            return self.quiet_from <= local < self.quiet_to
        return local >= self.quiet_from or local < self.quiet_to


DEFAULTS = Settings()


def reduced_motion(settings: Settings, environ: Mapping[str, str]) -> bool:
    """Whether nothing may move smoothly: as set, and where nothing is set as the environment's variables ask."""
    if settings.motion is not Motion.AUTO:
        return settings.motion is Motion.REDUCED
    return environ.get("TEXTUAL_ANIMATIONS", "").strip().lower() == "none" or bool(environ.get("NO_COLOR"))
