"""The settings as one table of keys, from which the file is read and the page and the screen are made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from enum import StrEnum

from msgspec import Struct

from backcoach.domain.limits import LONGEST_POSTURE, MINUTE, POSTURE, SHORTEST_POSTURE
from backcoach.domain.moment import ZERO
from backcoach.domain.setting_forms import (
    Choice,
    Form,
    Span,
    Switch,
    Territory,
    TimeOfDay,
    Value,
    Whole,
    Words,
    Written,
    WrongValueError,
    nearest,
    shown,
)
from backcoach.domain.settings import DEFAULTS, SECOND, Motion, Settings, Theme, Units, WeekStart

HOUR = timedelta(hours=1)
LATEST_DAY_START = 6 * HOUR
LONGEST_LEAD_IN = 30 * SECOND

LONGEST_NUMBER = 15
"""How many digits of a typed number are looked at: no setting is so large."""


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
        path: the key in the file, with the tables that it is in.
        field: its name in `Settings`.
        form: what may stand there.
        group: what it stands with.
        says: what it does, as one sentence.
        unset: what holds where the default is that nothing is set; empty elsewhere.
        known_as: which known ids the value must be among, where the reader has them: `plan`, `level`.
    """

    path: tuple[str, ...]
    field: str
    form: Form
    group: Group
    says: str
    unset: str = ""
    known_as: str = ""

    @property
    def key(self) -> str:
        """The key with dots: `channels.tones.volume`."""
        return ".".join(self.path)

    @property
    def default(self) -> Value:
        """What holds where the key is left out."""
        value: Value = getattr(DEFAULTS, self.field)
        return value

    @property
    def default_shown(self) -> str:
        """The default as the file would have it, or words for what holds where nothing is set."""
        return self.unset or shown(self.written(self.default))

    def of(self, settings: Settings) -> Value:
        """The value in these settings."""
        value: Value = getattr(settings, self.field)
        return value

    def written(self, value: Value) -> Written:
        """A value as the file has it; None where the key is to be left out."""
        return None if value is None else self.form.written(value)

    def typed(self, text: str) -> Value:
        """What a person typed for this setting, as a value.

        Raises:
            WrongValueError: it can't be used; the text is a whole sentence.
        """
        is_number = isinstance(self.form, Whole | Span) and text.strip().removeprefix("-").isdecimal()
        return self.accept(int(text[:LONGEST_NUMBER]) if is_number else text)

    def accept(self, written: object, known: Mapping[str, Collection[str]] | None = None) -> Value:
        """The value of what stands in the file. Where the default is that nothing is set, None and `""` say so.

        Args:
            written: what stands there.
            known: the ids that there are, by `known_as`; without it any id is taken.

        Raises:
            WrongValueError: it can't be used; the text is a whole sentence.
        """
        if self.default is None and (written is None or (isinstance(written, str) and not written.strip())):
            return None
        try:
            value = self.form.accept(written)
        except WrongValueError as wrong:
            sentence = f"{self.key} can't be {shown(written)}: it must be {self.form.expects}."
            raise WrongValueError(f"{sentence} {wrong}".rstrip()) from wrong
        ids = tuple((known or {}).get(self.known_as, ()))
        if ids and value not in ids:
            meant = nearest(str(value), ids)
            hint = f' Did you mean "{meant}"?' if meant else ""
            there_are = ", ".join(f'"{each}"' for each in ids)
            raise WrongValueError(f"{self.key} can't be {shown(written)}: there are {there_are}.{hint}")
        return value


_PERCENT = Whole(0, 100)


def _channel(name: str, says: str) -> Setting:
    return Setting(("channels", name, "on"), name, Switch(), Group.ALARMS, says)


SETTINGS: tuple[Setting, ...] = (
    Setting(
        ("region",),
        "region",
        Territory(),
        Group.PERSON,
        "Whose emergency and advice numbers the help screen shows.",
        unset="guessed from the territory of the locale, never from its language",
    ),
    Setting(
        ("plan",),
        "plan",
        Words("the id of a plan"),
        Group.PERSON,
        "The plan that a new flare-up starts with, from `backcoach plans` or a file of your own.",
        known_as="plan",
    ),
    Setting(
        ("units",),
        "units",
        Choice(Units),
        Group.PERSON,
        "Whether the lifting limit is told as 6.8 kg or as 15 lb; temperatures are told in both.",
    ),
    Setting(
        ("week_start",),
        "week_start",
        Choice(WeekStart),
        Group.PERSON,
        "The day on which a week of the review starts.",
    ),
    Setting(
        ("day_start",),
        "day_start",
        Span(ZERO, LATEST_DAY_START, HOUR, "hours"),
        Group.PERSON,
        "How many hours after midnight a new day starts, so that a late walk counts for the day before.",
    ),
    Setting(
        ("lead_in",),
        "lead_in",
        Span(ZERO, LONGEST_LEAD_IN, SECOND, "seconds"),
        Group.SESSIONS,
        "How long you have to get into position before breathing or a stretch begins.",
    ),
    Setting(
        ("posture_interval",),
        "posture_interval",
        Span(SHORTEST_POSTURE, LONGEST_POSTURE, MINUTE, "minutes", POSTURE),
        Group.SESSIONS,
        "After how long in one position the coach asks you to change it.",
    ),
    Setting(
        ("keep_awake",),
        "keep_awake",
        Switch(),
        Group.SESSIONS,
        "Whether the screen is kept from going dark while a session guides you, where the system allows it.",
    ),
    Setting(
        ("theme",), "theme", Choice(Theme), Group.LOOKS, "The colours: light on dark for the night, or dark on light."
    ),
    Setting(
        ("motion",),
        "motion",
        Choice(Motion),
        Group.LOOKS,
        "Whether the breathing moves smoothly, or is told in words and a bar that steps once a second; "
        '"auto" keeps still where `TEXTUAL_ANIMATIONS=none` or `NO_COLOR` is set.',
    ),
    Setting(
        ("quiet", "on"),
        "quiet",
        Switch(),
        Group.QUIET,
        "Whether reminders of the day's plan keep silent at night; the alarm to take a pack off never does.",
    ),
    Setting(("quiet", "from"), "quiet_from", TimeOfDay(), Group.QUIET, "When the quiet hours begin, local time."),
    Setting(
        ("quiet", "to"),
        "quiet_to",
        TimeOfDay(),
        Group.QUIET,
        "When the quiet hours end, local time; the same time as `quiet.from` means that there are none.",
    ),
    Setting(
        ("goals", "level"),
        "goal_level",
        Words("the id of a walking level"),
        Group.GOALS,
        "The walking level that the day's goal comes from.",
        unset="the level that you last agreed to in the coach",
        known_as="level",
    ),
    Setting(
        ("goals", "walks"),
        "goal_walks",
        Whole(1, 48, "walks"),
        Group.GOALS,
        "How many walks a day are the goal, in place of the level's: what your clinician told you comes first.",
        unset="as the level says",
    ),
    Setting(
        ("goals", "walk_minutes"),
        "goal_minutes",
        Whole(1, 600, "minutes"),
        Group.GOALS,
        "How long each walk of the goal is, in place of the level's.",
        unset="as the level says",
    ),
    _channel("tones", "Whether alarms and cues sound as tones, through what the machine has to play them."),
    Setting(
        ("channels", "tones", "volume"), "tones_volume", _PERCENT, Group.ALARMS, "How loud the tones are; 0 is silent."
    ),
    _channel("speech", "Whether alarms and steps are spoken, by spd-say, espeak-ng or say."),
    Setting(
        ("channels", "speech", "volume"), "speech_volume", _PERCENT, Group.ALARMS, "How loud the voice is; 0 is silent."
    ),
    Setting(
        ("channels", "speech", "rate"),
        "speech_rate",
        Whole(80, 400, "words a minute"),
        Group.ALARMS,
        "How fast the voice speaks.",
    ),
    Setting(
        ("channels", "speech", "voice"),
        "speech_voice",
        Words("the name of a voice that the speech program has"),
        Group.ALARMS,
        "Which voice speaks.",
        unset="the speech program's own choice",
    ),
    _channel("desktop", "Whether alarms come as notifications of the desktop."),
    _channel("terminal", "Whether alarms come as notifications of the terminal (OSC 9 and OSC 777)."),
    _channel("bell", "Whether alarms may ring the terminal's bell, which also stands in where no tone can be played."),
)

BY_PATH = {setting.path: setting for setting in SETTINGS}
BY_KEY = {setting.key: setting for setting in SETTINGS}
TABLES = frozenset(path[:depth] for path in BY_PATH for depth in range(1, len(path)))
"""The paths of the tables that hold settings."""
