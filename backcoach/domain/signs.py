"""When to get help, how urgently, and whom to call; the coach shows a number and never dials it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from backcoach.domain.checks import Line, Sources

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
    """Something that calls for help, in a few words and as a question, and how urgently."""

    id: str
    level: Level
    text: Line
    ask: Line
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


URGENT = (Level.EMERGENCY, Level.TODAY)
"""The levels that are asked once a day during a flare-up, and when one begins (L9)."""


class Answer(Struct, frozen=True):
    """What was said to one sign.

    Attributes:
        sign: the sign.
        yes: whether it is there.
        at: when it was said, in UTC.
    """

    sign: Sign
    yes: bool
    at: datetime


class Round(Struct, frozen=True):
    """The signs, the most urgent first, and the answers so far. The first yes ends it: nothing more urgent is left.

    Attributes:
        signs: what is asked, in order.
        reason: why it is asked, as a sentence; empty where the person wanted it.
        index: the place of the sign that is asked now.
        answers: what was said, in the order of the signs as they were answered.
    """

    signs: tuple[Sign, ...]
    reason: str = ""
    index: int = 0
    answers: tuple[Answer, ...] = ()

    @property
    def found(self) -> Level | None:
        """The highest level among the signs that are there."""
        return highest(answer.sign for answer in self.answers if answer.yes)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to be asked."""
        return self.found is not None or self.index >= len(self.signs)

    @property
    def current(self) -> Sign | None:
        """The sign that is asked now; None where the round is over."""
        return None if self.is_over else self.signs[self.index]

    @property
    def there(self) -> tuple[Answer, ...]:
        """The answers that are yes."""
        return tuple(answer for answer in self.answers if answer.yes)

    def answered(self, sign: Sign, *, yes: bool, at: datetime) -> Round:
        """The round after an answer to this sign, which need not be the one that is asked now."""
        others = tuple(answer for answer in self.answers if answer.sign.id != sign.id)
        return replace(self, index=self._place(sign) + 1, answers=(*others, Answer(sign, yes, at)))

    def none_of_them(self, at: datetime) -> Round:
        """The round after a no to every sign that has no answer yet."""
        known = {answer.sign.id for answer in self.answers}
        rest = tuple(Answer(sign, yes=False, at=at) for sign in self.signs if sign.id not in known)
        return replace(self, index=len(self.signs), answers=(*self.answers, *rest))

    def back(self) -> Round:
        """The round with the sign before asked again; the same one at the first, and after an emergency sign."""
        if self.index == 0 or self.found is Level.EMERGENCY:
            return self
        before = self.signs[self.index - 1]
        kept = tuple(answer for answer in self.answers if answer.sign.id != before.id)
        return replace(self, index=self.index - 1, answers=kept)

    def as_doc(self) -> dict[str, Any]:
        """The round as it is kept, as JSON knows it."""
        return {
            "reason": self.reason,
            "level": self.found,
            "complete": self.is_over,
            "answers": [
                {"sign": answer.sign.id, "level": answer.sign.level, "yes": answer.yes, "at": answer.at.isoformat()}
                for answer in self.answers
            ],
        }

    def _place(self, sign: Sign) -> int:
        return next(n for n, other in enumerate(self.signs) if other.id == sign.id)


def new_round(
    signs: Collection[Sign], *, start_with: Level | None = None, only: Iterable[Level] = Level, reason: str = ""
) -> Round:
    """A round of the signs of these levels, the most urgent first.

    Args:
        signs: all signs.
        start_with: the level that is asked first; the more urgent ones can be gone back to.
        only: the levels that are asked at all.
        reason: why it is asked, as a sentence.
    """
    wanted = set(only)
    asked = tuple(sign for level in Level if level in wanted for sign in signs if sign.level is level)
    first = next((n for n, sign in enumerate(asked) if sign.level is start_with), 0)
    return Round(asked, reason, first)
