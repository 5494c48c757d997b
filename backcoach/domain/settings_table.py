"""The settings as one table of keys: what may stand in the file, and what the page and the screen say of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import time, timedelta
from difflib import get_close_matches
from enum import Enum, StrEnum
from typing import Annotated, Any

from msgspec import Meta, Struct, inspect

from backcoach.domain.checks import FieldError, may_be, read, shown
from backcoach.domain.limits import LONGEST_POSTURE, MINUTE, POSTURE, SHORTEST_POSTURE, Limit
from backcoach.domain.settings import DEFAULTS, SECOND, Motion, Settings, Theme, Units, WeekStart

Value = str | bool | int | time | timedelta | None
"""A setting's value as the program uses it; None where nothing is set."""

Written = str | bool | int | float | None
"""A value as it stands in the file; None where the key is left out."""

HOUR = timedelta(hours=1)
LONGEST_NUMBER = 15
"""How many digits of a typed number are looked at: no setting is so large."""

Percent = Annotated[int, Meta(ge=0, le=100)]
PostureMinutes = Annotated[int, Meta(ge=SHORTEST_POSTURE // MINUTE, le=LONGEST_POSTURE // MINUTE)]
Territory = Annotated[str, Meta(pattern="^[A-Z]{2}$", description='a territory\'s two letters, such as "CA" or "GB"')]
PlanId = Annotated[str, Meta(min_length=1, max_length=60, description="the id of a plan, at most 60 characters")]
LevelId = Annotated[
    str, Meta(min_length=1, max_length=60, description="the id of a walking level, at most 60 characters")
]
Voice = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=60,
        description="the name of a voice that the speech program has, at most 60 characters",
    ),
]


class Group(StrEnum):
    """Settings that stand together on the screen and on the page."""

    PERSON = "You and your plan"
    SESSIONS = "Sessions"
    LOOKS = "Looks"
    QUIET = "Quiet hours"
    GOALS = "Goals"
    ALARMS = "Alarms"


class Setting(Struct, frozen=True):
    """One key of the settings.

    Attributes:
        key: the key in the file, with dots: `channels.tones.volume`.
        field: its name in `Settings`.
        shape: the type of what may stand in the file.
        group: what it stands with.
        says: what it does, as one sentence.
        unset: what holds where the default is that nothing is set; empty elsewhere.
        unit: what a number counts: `minutes`.
        each: one unit, where the value is a length of time.
        limit: the limit that stands behind the bounds, where there is one.
        tidy: what is done to text before it is read.
        known_as: which known ids the value must be among, where the reader has them: `plan`, `level`.
    """

    key: str
    field: str
    shape: Any
    group: Group
    says: str
    unset: str = ""
    unit: str = ""
    each: timedelta | None = None
    limit: Limit | None = None
    tidy: Callable[[str], str] = str.strip
    known_as: str = ""

    @property
    def default(self) -> Value:
        """What holds where the key is left out."""
        return self.of(DEFAULTS)

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
        return tuple(self.shape) if isinstance(self.shape, type) and issubclass(self.shape, Enum) else ()

    def of(self, settings: Settings) -> Value:
        """The value in these settings."""
        value: Value = getattr(settings, self.field)
        return value

    def written(self, value: Value) -> Written:
        """A value as the file has it; None where the key is to be left out. A part of a unit stays visible."""
        if isinstance(value, timedelta):
            each = self.each or SECOND
            return value / each if value % each else value // each
        if isinstance(value, time):
            return f"{value:%H:%M}" if value == value.replace(second=0, microsecond=0) else value.isoformat()
        return str(value) if isinstance(value, str) else value

    def typed(self, text: str) -> Value:
        """What a person typed for this setting, as a value.

        Raises:
            FieldError: it can't be used.
        """
        is_number = isinstance(self.default, timedelta) or isinstance(inspect.type_info(self.shape), inspect.IntType)
        return self.accept(int(text[:LONGEST_NUMBER]) if is_number and text.strip().isdecimal() else text)

    def accept(self, written: object, known: Mapping[str, Collection[str]] | None = None) -> Value:
        """The value of what stands in the file. Where the default is that nothing is set, None and `""` say so.

        Args:
            written: what stands there.
            known: the ids that there are, by `known_as`; without it any id is taken.

        Raises:
            FieldError: it can't be used; the sentence names the key.
        """
        plain = self.tidy(written.strip()) if isinstance(written, str) else written
        if self.default is None and (plain is None or plain == ""):
            return None
        try:
            value = self._read(plain)
        except FieldError as wrong:
            sentence = f"{self.key} can't be {shown(written)}: it must be {self.expects}."
            if self.limit is not None and type(written) in {int, float}:
                sentence += f" {self.limit.named}."
            raise FieldError(self.key, sentence + _meant(written, tuple(map(str, self.few)))) from wrong
        ids = tuple((known or {}).get(self.known_as, ()))
        if ids and value not in ids:
            there_are = ", ".join(map(shown, ids))
            sentence = f"{self.key} can't be {shown(written)}: there are {there_are}.{_meant(value, ids)}"
            raise FieldError(self.key, sentence)
        return value

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
    """What is said of a key that there is not."""
    name = key.rpartition(".")[2]
    meant = [other for other in BY_KEY if other.rpartition(".")[2] == name] or get_close_matches(key, BY_KEY, n=1)
    hint = f"Did you mean {' or '.join(meant)}?" if meant else "Delete it, or put a # before it."
    above = ", above the first [section]" if meant and "." in key and "." not in meant[0] else ""
    return f"There is no setting {shown(key)[1:-1]}. {hint[:-1]}{above}{hint[-1]}"


def _channel(name: str, says: str) -> Setting:
    return Setting(f"channels.{name}.on", name, bool, Group.ALARMS, says)


def _word(key: str, shape: type[StrEnum], group: Group, says: str) -> Setting:
    return Setting(key, key, shape, group, says, tidy=str.lower)


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "region",
        "region",
        Territory,
        Group.PERSON,
        "Whose emergency and advice numbers the help screen shows.",
        unset="guessed from the territory of the locale, never from its language",
        tidy=str.upper,
    ),
    Setting(
        "plan",
        "plan",
        PlanId,
        Group.PERSON,
        "The plan that a new flare-up starts with, from `backcoach plans` or a file of your own.",
        known_as="plan",
    ),
    _word(
        "units",
        Units,
        Group.PERSON,
        "Whether the lifting limit is told as 6.8 kg or as 15 lb; temperatures are told in both.",
    ),
    _word("week_start", WeekStart, Group.PERSON, "The day on which a week of the review starts."),
    Setting(
        "day_start",
        "day_start",
        Annotated[int, Meta(ge=0, le=6)],
        Group.PERSON,
        "How many hours after midnight a new day starts, so that a late walk counts for the day before.",
        unit="hours",
        each=HOUR,
    ),
    Setting(
        "lead_in",
        "lead_in",
        Annotated[int, Meta(ge=0, le=30)],
        Group.SESSIONS,
        "How long you have to get into position before breathing or a stretch begins.",
        unit="seconds",
        each=SECOND,
    ),
    Setting(
        "posture_interval",
        "posture_interval",
        PostureMinutes,
        Group.SESSIONS,
        "After how long in one position the coach asks you to change it.",
        unit="minutes",
        each=MINUTE,
        limit=POSTURE,
    ),
    Setting(
        "keep_awake",
        "keep_awake",
        bool,
        Group.SESSIONS,
        "Whether the screen is kept from going dark while a session guides you, where the system allows it.",
    ),
    _word(
        "theme",
        Theme,
        Group.LOOKS,
        "The colours: light on dark for the night, dark on light, or the strongest contrast.",
    ),
    _word(
        "motion",
        Motion,
        Group.LOOKS,
        "Whether the breathing moves smoothly, or is told in words and a bar that steps once a second; "
        '"auto" keeps still where `TEXTUAL_ANIMATIONS=none` or `NO_COLOR` is set.',
    ),
    Setting(
        "floor",
        "floor",
        bool,
        Group.LOOKS,
        "Whether a session begins in floor mode: the time, the breath or the stretch alone on the whole window.",
    ),
    Setting(
        "quiet.on",
        "quiet",
        bool,
        Group.QUIET,
        "Whether reminders of the day's plan keep silent at night; the alarm to take a pack off never does.",
    ),
    Setting("quiet.from", "quiet_from", time, Group.QUIET, "When the quiet hours begin, local time."),
    Setting(
        "quiet.to",
        "quiet_to",
        time,
        Group.QUIET,
        "When the quiet hours end, local time; the same time as `quiet.from` means that there are none.",
    ),
    Setting(
        "goals.level",
        "goal_level",
        LevelId,
        Group.GOALS,
        "The walking level that the day's goal comes from.",
        unset="the level that you last agreed to in the coach",
        known_as="level",
    ),
    Setting(
        "goals.walks",
        "goal_walks",
        Annotated[int, Meta(ge=1, le=48)],
        Group.GOALS,
        "How many walks a day are the goal, in place of the level's: what your clinician told you comes first.",
        unset="as the level says",
        unit="walks",
    ),
    Setting(
        "goals.walk_minutes",
        "goal_minutes",
        Annotated[int, Meta(ge=1, le=600)],
        Group.GOALS,
        "How long each walk of the goal is, in place of the level's.",
        unset="as the level says",
        unit="minutes",
    ),
    _channel("tones", "Whether alarms and cues sound as tones, through what the machine has to play them."),
    Setting("channels.tones.volume", "tones_volume", Percent, Group.ALARMS, "How loud the tones are; 0 is silent."),
    _channel("speech", "Whether alarms and steps are spoken, by spd-say, espeak-ng or say."),
    Setting("channels.speech.volume", "speech_volume", Percent, Group.ALARMS, "How loud the voice is; 0 is silent."),
    Setting(
        "channels.speech.rate",
        "speech_rate",
        Annotated[int, Meta(ge=80, le=400)],
        Group.ALARMS,
        "How fast the voice speaks.",
        unit="words a minute",
    ),
    Setting(
        "channels.speech.voice",
        "speech_voice",
        Voice,
        Group.ALARMS,
        "Which voice speaks.",
        unset="the speech program's own choice",
    ),
    _channel("desktop", "Whether alarms come as notifications of the desktop."),
    _channel("terminal", "Whether alarms come as notifications of the terminal (OSC 9 and OSC 777)."),
    _channel("bell", "Whether alarms may ring the terminal's bell, which also stands in where no tone can be played."),
)

BY_KEY = {setting.key: setting for setting in SETTINGS}
SECTIONS = frozenset(
    ".".join(parts[:depth]) for parts in (key.split(".") for key in BY_KEY) for depth in range(1, len(parts))
)
"""The tables of the file that hold settings: `quiet`, `channels`, `channels.tones`."""
