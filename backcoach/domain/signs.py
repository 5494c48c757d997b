"""When to get help, how urgently, and whom to call; the coach shows a number and never dials it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from msgspec import Meta, Struct
from msgspec.structs import replace

from backcoach.domain.checks import Line, Sources
from backcoach.domain.settings import Settings


class Level(StrEnum):
    """How urgently to get help, the most urgent first."""

    EMERGENCY = "emergency"
    TODAY = "today"
    SOON = "soon"

    @property
    def heading(self) -> str:
        return _HEADINGS[self]


_HEADINGS = {
    Level.EMERGENCY: "Call for help now",
    Level.TODAY: "Call a doctor right away, or get care",
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
    """The numbers to call in a part of the world; its id, as in `GB`, is the word of the setting.

    The emergency number is words where no region is set; `territories` are other codes that mean it.
    """

    id: str
    title: Line
    emergency: Line
    advice: Line | None = None
    territories: tuple[str, ...] = ()
    sources: Annotated[tuple[str, ...], Meta(min_length=2)]


NO_REGION = Region(id="", title="not set", emergency="your local emergency number", sources=("backcoach",))
"""What is shown where nobody knows the country."""


def territory_of(locale: str | None) -> str | None:
    """The territory of a locale: `AT` of `de_AT.UTF-8`; None where it names none.

    The language is never taken for it: 111 is for emergencies in NZ and for advice in GB, and both speak `en`.
    """
    if not locale:
        return None
    found = re.search(r"[_-]([A-Za-z]{2})(?![^_-])", re.split("[.@]", locale)[0])
    return found[1].upper() if found else None


def region_for(code: str | None, regions: Iterable[Region]) -> Region:
    """The region with this id or territory; `NO_REGION` where the code is None or not among them."""
    wanted = (code or "").strip().upper()
    fitting = (region for region in regions if wanted and (region.id == wanted or wanted in region.territories))
    return next(fitting, NO_REGION)


AS_SET = "as you set it"


class Where(Struct, frozen=True):
    """The country whose numbers are shown, None where nothing says it, and how that is known, in words.

    The numbers are the person's own, which take the place of the country's.
    """

    code: str | None
    how: str = ""
    emergency: str | None = None
    advice: str | None = None

    @property
    def is_set(self) -> bool:
        return self.how == AS_SET


WHERE_FROM = ("LC_ALL", "LC_TELEPHONE", "LC_ADDRESS", "LANG")
"""The variables that may tell the territory, the strongest first: those for telephones and addresses before the
language's. `LC_MESSAGES` is left out, because it only says in which words."""


def where_of(settings: Settings, environ: Mapping[str, str], zone: tuple[str, str | None] = ("", None)) -> Where:
    """Where the person is: as set, else the country of their time zone, else the territory of the locale.

    The zone is its name and its country. A variable of the locale that is set hides the weaker ones even where it
    names no territory, as it does for the system.
    """
    territory = territory_of(next((environ[name] for name in WHERE_FROM if environ.get(name)), None))
    name, country = zone
    found = (
        (settings.region, AS_SET),
        (country, f"from your time zone, {name}"),
        (territory, f"from your locale, {territory}"),
    )
    code, how = next(((code, how) for code, how in found if code), (None, ""))
    return Where(code, how, settings.emergency_number, settings.advice_number)


def region_at(where: Where, regions: Iterable[Region]) -> Region:
    """The region where the person is, with their own numbers in place of its."""
    region = region_for(where.code, regions)
    own = {"emergency": where.emergency, "advice": where.advice}
    return replace(region, **{name: number for name, number in own.items() if number})


def whom_to_ask(level: Level, region: Region) -> str:
    """What to do at this level, with the number to call where there is one."""
    if level is Level.EMERGENCY:
        return f"{level.heading}: {region.emergency}"
    is_advised = level is Level.TODAY and region.advice is not None
    return f"Call a doctor right away, or the advice line: {region.advice}" if is_advised else level.heading


def at_any_time(region: Region) -> str:
    """What comes before all signs (source 000)."""
    return f"Call {region.emergency} whenever you think you may need it, listed here or not."


def choices(regions: Iterable[Region]) -> Iterator[tuple[str, str]]:
    """The countries to choose from, by code, each with its numbers."""
    for region in regions:
        yield region.id, f"{region.title}: {region.emergency}" + (f", advice {region.advice}" if region.advice else "")


def numbers(region: Region) -> str:
    advice = "" if region.advice is None else f" · advice line: {region.advice}"
    return f"Emergency: {region.emergency}{advice}"


def whose_numbers(region: Region, where: Where) -> str:
    """Which region the numbers are of, how that is known, and what to do where it is wrong."""
    own = [name for name, number in (("emergency number", where.emergency), ("advice line", where.advice)) if number]
    as_set = f"The {' and the '.join(own)} {'is as you set it' if len(own) == 1 else 'are as you set them'}. "
    said, other = (as_set, "other ") if own else ("", "")
    if where.emergency and region.advice == where.advice:
        return f"{said}Elsewhere, call the number there."
    if not region.id:
        unknown = f"for {where.code} ({where.how})" if where.code else "because I don't know your country"
        return f"{said}I show no {other}number {unknown}. 112 reaches an emergency service from most mobile phones."
    return f"{said}{f'{other}numbers'.capitalize()} for {region.title} ({where.how}). Elsewhere, call the number there."


URGENT = (Level.EMERGENCY, Level.TODAY)
"""The levels that are asked once a day during a flare-up, and when one begins (L9)."""


class Answer(Struct, frozen=True):
    """What was said to one sign, at a time in UTC: whether it is there."""

    sign: Sign
    yes: bool
    at: datetime


class Round(Struct, frozen=True):
    """The signs, the most urgent first, and the answers so far. The first yes ends it: nothing more urgent is left.

    The reason says in a sentence why it is asked; it is empty where the person wanted it. The `index` is the place of
    the sign that is asked now; the answers stand as they were given.
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
        return self.found is not None or self.index >= len(self.signs)

    @property
    def current(self) -> Sign | None:
        """The sign that is asked now; None where the round is over."""
        return None if self.is_over else self.signs[self.index]

    @property
    def there(self) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.answers if answer.yes)

    def answered(self, sign: Sign, *, yes: bool, at: datetime) -> Round:
        """The round after an answer to this sign, which need not be the one that is asked now."""
        others = tuple(answer for answer in self.answers if answer.sign.id != sign.id)
        place = next(n for n, other in enumerate(self.signs) if other.id == sign.id)
        return replace(self, index=place + 1, answers=(*others, Answer(sign, yes, at)))

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


def new_round(
    signs: Collection[Sign], *, start_with: Level | None = None, only: Iterable[Level] = Level, reason: str = ""
) -> Round:
    """A round of the signs of these levels, the most urgent first; those above `start_with` can be gone back to."""
    wanted = set(only)
    asked = tuple(sign for level in Level if level in wanted for sign in signs if sign.level is level)
    first = next((n for n, sign in enumerate(asked) if sign.level is start_with), 0)
    return Round(asked, reason, first)
