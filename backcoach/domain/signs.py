"""When to get help, how urgently, and whom to call; the coach shows a number and never dials it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from backcoach.domain.figures import Line, Sources

_TERRITORY_LETTERS = 2


class Level(StrEnum):
    """How urgently to get help, the most urgent first."""

    EMERGENCY = "emergency"
    TODAY = "today"
    SOON = "soon"

    @property
    def heading(self) -> str:
        """What to do, in a few words; the number to call stands apart."""
        return _HEADINGS[self]


_HEADINGS = {
    Level.EMERGENCY: "Call for help now",
    Level.TODAY: "Speak to a clinician today",
    Level.SOON: "See a clinician soon",
}


class Sign(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that calls for help, in a few words, and how urgently."""

    id: str
    level: Level
    text: Line
    sources: Sources


def highest(signs: Iterable[Sign]) -> Level | None:
    """The most urgent level among the signs, which wins; None where there are no signs."""
    present = {sign.level for sign in signs}
    return next((level for level in Level if level in present), None)


class Region(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The numbers to call in a part of the world.

    Attributes:
        id: the word of the setting, as in `GB`.
        emergency: the emergency number; words where no region is set.
        advice: the number of a health advice line; None where there is none.
        territories: two-letter codes of what belongs to it.
    """

    id: str
    title: Line
    emergency: Line
    advice: Line | None = None
    territories: tuple[str, ...]
    sources: Sources


NO_REGION = Region(
    id="", title="not set", emergency="your local emergency number", territories=(), sources=("backcoach",)
)
"""What is shown where no region is set and none can be guessed."""


def territory_of(locale: str | None) -> str | None:
    """The territory of a locale: `AT` of `de_AT.UTF-8`; None where it names none.

    The language is never taken for it: 111 is for emergencies in NZ and for advice in GB, and both speak `en`.
    """
    if not locale:
        return None
    words = locale.split(".")[0].split("@")[0].replace("-", "_").split("_")[1:]
    is_code = (word for word in words if len(word) == _TERRITORY_LETTERS and word.isascii() and word.isalpha())
    return next((word.upper() for word in is_code), None)


def region_for(code: str | None, regions: Iterable[Region]) -> Region:
    """The region with this id or territory; `NO_REGION` where the code is None or not among them."""
    wanted = (code or "").strip().upper()
    fitting = (region for region in regions if wanted and (region.id == wanted or wanted in region.territories))
    return next(fitting, NO_REGION)


class Where(Struct, frozen=True):
    """Whose numbers are shown, and how that is known.

    Attributes:
        code: an id of a region or a territory; None where nothing says it.
        is_set: whether the person has set it; else it was guessed.
    """

    code: str | None
    is_set: bool


WHERE_FROM = ("LC_ALL", "LC_TELEPHONE", "LC_ADDRESS", "LANG")
"""The variables that may tell the territory, the strongest first: those for telephones and addresses before the
language's. `LC_MESSAGES` is left out, because it only says in which words."""


def where_of(setting: str | None, environ: Mapping[str, str]) -> Where:
    """Where the person is: as set, else the territory of the locale.

    A variable that is set hides the weaker ones even where it names no territory, as it does for the system.

    Args:
        setting: the setting `region`.
        environ: the environment's variables.
    """
    if setting:
        return Where(setting, is_set=True)
    locale = next((environ[name] for name in WHERE_FROM if environ.get(name)), None)
    return Where(territory_of(locale), is_set=False)


def whom_to_ask(level: Level, region: Region) -> str:
    """What to do at this level, with the number to call where there is one."""
    match level:
        case Level.EMERGENCY:
            return f"{level.heading}: {region.emergency}"
        case Level.TODAY if region.advice is not None:
            return f"{level.heading}: advice line {region.advice}"
        case _:
            return level.heading


def numbers(region: Region) -> str:
    """The region's numbers in one line."""
    advice = "" if region.advice is None else f" · advice line: {region.advice}"
    return f"Emergency: {region.emergency}{advice}"


def whose_numbers(region: Region, where: Where) -> str:
    """Which region the numbers are of, how that is known, and what to do where it is wrong."""
    if region is NO_REGION and where.is_set:
        return f"No numbers are known here for {where.code}."
    if region is NO_REGION:
        return "No region is known, so no number is shown; the setting `region` brings one."
    known = "as set" if where.is_set else "guessed from the locale; the setting `region` changes it"
    return f"Numbers for {region.title} ({known}). Elsewhere, call the number there."
