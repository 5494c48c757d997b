"""What the person has set, what holds where nothing is set, and what may stand in the file for each key."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import time, timedelta
from difflib import get_close_matches
from enum import EnumType, StrEnum
from typing import Annotated, Any

from msgspec import Meta, Struct, inspect
from msgspec.structs import force_setattr

from backcoach.domain.documents import FieldError, Line, may_be, read, shown
from backcoach.domain.limits import LONGEST_POSTURE, MINUTE, POSTURE, SHORTEST_POSTURE, Limit
from backcoach.domain.moment import SECOND


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
    """What the person has set, and the default where nothing is set; `content/settings.toml` says what each means."""

    region: str | None = None
    emergency_number: str | None = None
    advice_number: str | None = None
    plan: str = "steady"
    sync_folder: str | None = None
    units: Units = Units.METRIC
    week_start: WeekStart = WeekStart.MONDAY
    day_start: timedelta = timedelta(0)  # after midnight
    lead_in: timedelta = 5 * SECOND
    posture_interval: timedelta = 30 * MINUTE
    keep_awake: bool = True
    stretch_bedtime: time | None = None
    stretch_around_walks: bool = False
    theme: Theme = Theme.NIGHT
    motion: Motion = Motion.AUTO
    floor: bool = False
    quiet: bool = True
    quiet_from: time = time(22)
    quiet_to: time = time(7)
    goal_level: str | None = None
    goal_walks: int | None = None
    goal_minutes: int | None = None
    tones: bool = True
    tones_volume: int = 70
    tone_lead: float = 0.6
    speech: bool = True
    speech_volume: int = 70
    speech_rate: int = 160
    speech_voice: str | None = None
    desktop: bool = True
    terminal: bool = True
    bell: bool = True
    say_remaining: timedelta = 5 * MINUTE
    voice_command: tuple[str, ...] | None = None
    alarm_command: tuple[str, ...] | None = None

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


DUMB = frozenset({"", "dumb", "unknown"})
"""What TERM is where text can't be placed on the terminal, or nobody says that it can."""


def is_dumb(environ: Mapping[str, str]) -> bool:
    """Whether nothing can be drawn on this terminal; whoever sets TEXTUAL_DRIVER brings a screen of their own."""
    return environ.get("TERM", "") in DUMB and not environ.get("TEXTUAL_DRIVER")


# -- one table of keys: what the file, the page and the screen say of each -----------------------------------

Value = str | bool | int | float | time | timedelta | tuple[str, ...] | None
"""A setting's value as the program uses it; None where nothing is set."""

Written = str | bool | int | float | list[str] | None
"""A value as it stands in the file; None where the key is left out."""

EACH: Mapping[str, timedelta] = {"hours": timedelta(hours=1), "minutes": MINUTE, "seconds": SECOND}
LONGEST_NUMBER = 15
"""How many digits of a typed number are looked at: no setting is so large."""

Territory = Annotated[str, Meta(pattern="^[A-Z]{2}$", description='a territory\'s two letters, such as "CA" or "GB"')]

_COMMAND = "a list of words in quotes, the first a program"
Command = Annotated[tuple[Annotated[str, Meta(min_length=1)], ...], Meta(min_length=1, description=_COMMAND)]
VOICE = "the name of a voice that the speech program has"
TELEPHONE = 'a number to call in quotes, such as "112"'
Folder = Annotated[str, Meta(min_length=1, max_length=1000, description='a folder in quotes, such as "~/Sync"')]


def _whole(least: int, most: int) -> Any:
    return Annotated[int, Meta(ge=least, le=most)]


def _text(what: str) -> Any:
    return Annotated[str, Meta(min_length=1, max_length=60, description=f"{what}, at most 60 characters")]


_BETWEEN_CHANGES = _whole(SHORTEST_POSTURE // MINUTE, LONGEST_POSTURE // MINUTE)


class Group(StrEnum):
    """Settings that stand together on the screen and on the page."""

    PERSON = "You and your plan"
    SESSIONS = "Sessions"
    LOOKS = "Looks"
    QUIET = "Quiet hours"
    GOALS = "Goals"
    ALARMS = "Alarms"


class Explained(Struct, frozen=True, forbid_unknown_fields=True):
    """What the screen calls a setting, by its key, and what it does: one sentence."""

    id: str
    label: Line
    says: Line


class Setting(Struct, frozen=True):
    """One key of the file, with dots: `channels.tones.volume`."""

    key: str
    shape: Any  # the type of what may stand in the file
    group: Group
    unit: str = ""  # what a number counts: `minutes`
    field: str = ""  # of `Settings`; the key, where none is named
    unset: str = ""  # what holds where the default is that nothing is set
    limit: Limit | None = None  # behind the bounds
    known_as: str = ""  # which known ids it must be among, where the reader has them: `plan`, `level`

    def __post_init__(self) -> None:
        force_setattr(self, "field", self.field or self.key)

    @property
    def default(self) -> Value:
        return self.of(DEFAULTS)

    @property
    def each(self) -> timedelta | None:
        """One unit, where the value is a length of time."""
        return EACH[self.unit] if isinstance(self.default, timedelta) else None

    @property
    def default_shown(self) -> str:
        """The default as the file would have it, or words for what holds where nothing is set."""
        return self.unset or shown(self.written(self.default))

    @property
    def expects(self) -> str:
        """What may stand there, to follow “it must be”."""
        return may_be(inspect.type_info(self.shape), self.unit)

    @property
    def few(self) -> tuple[Value, ...]:
        """All values, of a setting that has only a few: on or off, some words."""
        if self.shape is bool:
            return (True, False)
        return tuple(self.shape) if isinstance(self.shape, EnumType) else ()

    def of(self, settings: Settings) -> Value:
        value: Value = getattr(settings, self.field)
        return value

    def written(self, value: Value) -> Written:
        """A value as the file has it; None where the key is to be left out. A part of a unit stays visible."""
        if isinstance(value, timedelta):
            each = self.each or SECOND
            return value / each if value % each else value // each
        if isinstance(value, time):
            return f"{value:%H:%M}" if value == value.replace(second=0, microsecond=0) else value.isoformat()
        if isinstance(value, tuple):
            return list(value)
        return str(value) if isinstance(value, str) else value

    def typed(self, text: str) -> Value:
        """What a person typed for this setting, as a value; FieldError where it can't be used."""
        kind = inspect.type_info(self.shape)
        if isinstance(kind, inspect.FloatType) and text.strip().replace(".", "", 1).isdecimal():
            return self.accept(float(text))
        is_number = isinstance(self.default, timedelta) or isinstance(kind, inspect.IntType)
        return self.accept(int(text[:LONGEST_NUMBER]) if is_number and text.strip().isdecimal() else text)

    def accept(self, written: object, known: Mapping[str, Collection[str]] | None = None) -> Value:
        """The value of what stands in the file. Where the default is that nothing is set, None and `""` say so.

        The ids that are `known`, by `known_as`, are the only ones then. FieldError where it can't be used.
        """
        plain = self._tidied(written) if isinstance(written, str) else written
        if self.default is None and (plain is None or plain == ""):
            return None
        try:
            value = self._read(plain)
        except FieldError as wrong:
            sentence = f"{self.key} can't be {shown(written)}: it must be {self.expects}."
            if "whole number" in self.expects and isinstance(plain, str) and plain.isdecimal():
                sentence += " A number stands without quotes."
            if self.limit is not None and type(written) in {int, float}:
                sentence += f" {self.limit.named}."
            raise FieldError(self.key, sentence + _meant(written, tuple(map(str, self.few)))) from wrong
        ids = tuple((known or {}).get(self.known_as, ()))
        if ids and value not in ids:
            there_are = ", ".join(map(shown, ids))
            sentence = f"{self.key} can't be {shown(written)}: there are {there_are}.{_meant(value, ids)}"
            raise FieldError(self.key, sentence)
        return value

    def _tidied(self, text: str) -> str:
        tidy = text.strip()
        return tidy.lower() if self.few else tidy.upper() if self.shape is Territory else tidy

    def _read(self, plain: object) -> Value:
        if self.shape is time and isinstance(plain, str):
            hours, colon, minutes = plain.partition(":")
            plain = f"{hours:0>2}:{minutes}:00" if colon else plain
        value: Value = read(plain, self.shape)
        is_odd = isinstance(value, time) and value != value.replace(second=0, microsecond=0, tzinfo=None)
        if is_odd or (isinstance(value, str) and not value.isprintable()):
            raise FieldError(self.key, "It holds what can't be used.")
        return self.each * value if self.each is not None and isinstance(value, int) else value


def _meant(written: object, words: tuple[str, ...]) -> str:
    """A question for the word that was probably meant; empty where none is near."""
    near = get_close_matches(written[:60].lower(), words, n=1) if isinstance(written, str) else ()
    return f" Did you mean {shown(near[0])}?" if near else ""


def unknown_key(key: str) -> str:
    name = key.rpartition(".")[2]
    meant = [other for other in BY_KEY if other.rpartition(".")[2] == name] or get_close_matches(key, BY_KEY, n=1)
    hint = f"Did you mean {' or '.join(meant)}?" if meant else "Delete it, or put a # before it."
    above = ", above the first [section]" if meant and "." in key and "." not in meant[0] else ""
    return f"There is no setting {shown(key)[1:-1]}. {hint[:-1]}{above}{hint[-1]}"


SETTINGS = (
    Setting("region", Territory, Group.PERSON, unset="that of your time zone, else of your locale"),
    Setting("emergency_number", _text(TELEPHONE), Group.PERSON, unset="the country's"),
    Setting("advice_number", _text(TELEPHONE), Group.PERSON, unset="the country's, where it has one"),
    Setting("plan", _text("the id of a plan"), Group.PERSON, known_as="plan"),
    Setting("sync_folder", Folder, Group.PERSON, unset="nothing is synced"),
    Setting("units", Units, Group.PERSON),
    Setting("week_start", WeekStart, Group.PERSON),
    Setting("day_start", _whole(0, 6), Group.PERSON, "hours"),
    Setting("lead_in", _whole(0, 30), Group.SESSIONS, "seconds"),
    Setting("posture_interval", _BETWEEN_CHANGES, Group.SESSIONS, "minutes", limit=POSTURE),
    Setting("keep_awake", bool, Group.SESSIONS),
    Setting("stretch_bedtime", time, Group.SESSIONS, unset="no reminder"),
    Setting("stretch_around_walks", bool, Group.SESSIONS),
    Setting("theme", Theme, Group.LOOKS),
    Setting("motion", Motion, Group.LOOKS),
    Setting("floor", bool, Group.LOOKS),
    Setting("quiet.on", bool, Group.QUIET, field="quiet"),
    Setting("quiet.from", time, Group.QUIET, field="quiet_from"),
    Setting("quiet.to", time, Group.QUIET, field="quiet_to"),
    Setting(
        "goals.level",
        _text("the id of a walking level"),
        Group.GOALS,
        known_as="level",
        field="goal_level",
        unset="the level that you last agreed to in the coach",
    ),
    Setting("goals.walks", _whole(1, 48), Group.GOALS, "walks", field="goal_walks", unset="as the level says"),
    Setting(
        "goals.walk_minutes", _whole(1, 600), Group.GOALS, "minutes", field="goal_minutes", unset="as the level says"
    ),
    Setting("channels.tones.on", bool, Group.ALARMS, field="tones"),
    Setting("channels.tones.volume", _whole(0, 100), Group.ALARMS, field="tones_volume"),
    Setting("tone_lead_s", Annotated[float, Meta(ge=0, le=3)], Group.ALARMS, "seconds", field="tone_lead"),
    Setting("channels.speech.on", bool, Group.ALARMS, field="speech"),
    Setting("channels.speech.volume", _whole(0, 100), Group.ALARMS, field="speech_volume"),
    Setting("channels.speech.rate", _whole(80, 400), Group.ALARMS, "words a minute", field="speech_rate"),
    Setting(
        "channels.speech.voice",
        _text(VOICE),
        Group.ALARMS,
        field="speech_voice",
        unset="the speech program's own choice",
    ),
    Setting("channels.desktop.on", bool, Group.ALARMS, field="desktop"),
    Setting("channels.terminal.on", bool, Group.ALARMS, field="terminal"),
    Setting("channels.bell.on", bool, Group.ALARMS, field="bell"),
    Setting("say_remaining_min", _whole(0, 30), Group.ALARMS, "minutes", field="say_remaining"),
    Setting("voice_command", Command, Group.ALARMS, unset="spd-say, espeak-ng or say, whichever is there"),
    Setting("alarm_command", Command, Group.ALARMS, unset="nothing is run"),
)

BY_KEY = {setting.key: setting for setting in SETTINGS}
SECTIONS = frozenset(
    ".".join(parts[:depth]) for parts in (key.split(".") for key in BY_KEY) for depth in range(1, len(parts))
)
"""The tables of the file that hold settings: `quiet`, `channels`, `channels.tones`."""
