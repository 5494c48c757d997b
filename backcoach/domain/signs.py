"""When to get help, how urgently, and whom to call; the coach shows a number and never dials it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Annotated, Any

from msgspec import Meta, Struct
from msgspec.structs import replace

from backcoach.domain.documents import Line, Sources, Title
from backcoach.domain.settings import Settings


class Level(StrEnum):
    """How urgently to get help, the most urgent first."""

    EMERGENCY = "emergency"
    TODAY = "today"
    SOON = "soon"

    @property
    def heading(self) -> str:
        return {
            Level.EMERGENCY: "Call for help now",
            Level.TODAY: "Right away: call a doctor or get care",
            Level.SOON: "See a clinician soon",
        }[self]


class Sign(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that calls for help, in a few words and as a question, and how urgently."""

    id: str
    level: Level
    text: Line
    ask: Line
    sources: Sources


class Region(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The numbers to call in a country, whose two letters are its id; without two sources it is not used."""

    id: str
    title: Title
    emergency: Line  # words where no country is known
    also: Line = ""  # what else can be called, to follow the number: `or 999`
    advice: Line | None = None
    note: Line = ""  # a sentence about the advice line
    sources: Annotated[tuple[Line, ...], Meta(min_length=2)]

    @property
    def call(self) -> str:
        """What to call in an emergency, in words."""
        return f"{self.emergency} {self.also}".strip()


NO_REGION = Region(id="", title="not set", emergency="your local emergency number", sources=("backcoach",))

ANOTHER = "ZZ"
"""What is set for a country that is not listed; no country will ever have these letters."""


class Zone(Struct, frozen=True):
    """A time zone, such as `America/Toronto`, and the letters of its country; None where several share it, or none."""

    name: str = ""
    country: str | None = None


def zone_of(name: str, table: str) -> Zone:
    """The time zone of this name, its country from the text of the system's `zone.tab`."""
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    found = {code for row in rows if len(row) > 2 and row[2] == name for code in row[0].split(",")}
    return Zone(name, found.pop() if len(found) == 1 else None)


AS_SET = "as you set it"


class Where(Struct, frozen=True):
    """The letters of the country whose numbers are shown, how they are known, and numbers of the person's own."""

    code: str | None
    how: str = ""
    emergency: str | None = None
    advice: str | None = None


WHERE_FROM = ("LC_ALL", "LC_TELEPHONE", "LC_ADDRESS", "LANG")
"""The variables that may tell the territory, the strongest first: those for telephones and addresses before the
language's. `LC_MESSAGES` is left out, because it only says in which words."""


def where_of(settings: Settings, environ: Mapping[str, str], find_zone: Callable[[], Zone] = Zone) -> Where:
    """Where the person is: as set, else the time zone's country, else that of the strongest variable that is set."""
    own = settings.emergency_number, settings.advice_number
    if settings.region is not None:
        return Where(settings.region, AS_SET, *own)
    if (zone := find_zone()).country is not None:
        return Where(zone.country, f"from your time zone ({zone.name})", *own)
    # The language is never taken for it: 111 is for emergencies in NZ and for advice in GB, and both speak `en`.
    locale = re.split("[.@]", next(filter(None, map(environ.get, WHERE_FROM)), ""))[0]
    found = re.search(r"[_-]([A-Za-z]{2})(?![^_-])", locale)
    if found is None:
        return Where(None, "", *own)
    code = found[1].upper()
    return Where(code, f"from your locale ({code})", *own)


def region_at(where: Where, regions: Iterable[Region]) -> Region:
    """The country where the person is, with their own numbers in place of its."""
    code = {"UK": "GB", "EL": "GR"}.get(where.code or "", where.code)
    region = next((region for region in regions if region.id == code), NO_REGION)
    if where.emergency:
        region = replace(region, emergency=where.emergency, also="")
    return replace(region, advice=where.advice, note="") if where.advice else region


def whom_to_ask(level: Level, region: Region) -> str:
    """What to do at this level, with the number to call where there is one."""
    if level is Level.EMERGENCY:
        return f"{level.heading}: {region.call}"
    is_advised = level is Level.TODAY and region.advice is not None
    return f"{level.heading}, or call the advice line {region.advice}" if is_advised else level.heading


def always(region: Region) -> str:
    """What comes before all signs."""
    return f"Call {region.call} whenever you think you may need it, listed here or not (000)."


def numbers(region: Region) -> str:
    advice = "" if region.advice is None else f" · advice line: {region.advice}"
    return f"Emergency: {region.call}{advice}"


def listed_numbers(regions: Iterable[Region]) -> Iterator[str]:
    """Each emergency number with its countries, a line each."""
    for number, those in groupby(sorted(regions, key=lambda region: region.call), lambda region: region.call):
        yield f"{number}: {', '.join(region.title for region in those)}"


def whose_numbers(region: Region, where: Where) -> str:
    """Which country the numbers are of, how that is known, and what to do elsewhere."""
    own = [name for name, number in (("emergency number", where.emergency), ("advice line", where.advice)) if number]
    said = [f"The {' and the '.join(own)} {'is as you set it' if len(own) == 1 else 'are as you set them'}."]
    other = "other " if own else ""
    if where.emergency and region.advice == where.advice:
        pass  # no number is the country's
    elif region.id:
        said += [f"{f'{other}numbers'.capitalize()} for {region.title}, {where.how}.", region.note]
    elif where.code is None:
        said.append(f"I don't know your country, so I can't tell you its {other}number.")
    else:
        country = "your country" if where.code == ANOTHER else where.code
        said.append(f"No {other}numbers are known here for {country}, {where.how}.")
    is_known = region.emergency != NO_REGION.emergency
    said.append("Elsewhere, call the number there." if is_known else MOBILE)
    return " ".join(filter(None, said if own else said[1:]))


MOBILE = "112 reaches an emergency service from most mobile phones."

URGENT = (Level.EMERGENCY, Level.TODAY)
"""The levels that are asked once a day during a flare-up, and when one begins (L9)."""


class Answer(Struct, frozen=True):
    """What was said to one sign, at a time in UTC: whether it is there."""

    sign: Sign
    yes: bool
    at: datetime


class Round(Struct, frozen=True):
    """The signs, the most urgent first, and the answers as given; the first yes ends it: no more urgent one is left."""

    signs: tuple[Sign, ...]
    reason: str = ""  # why it is asked, in a sentence; empty where the person wanted it
    index: int = 0  # the sign that is asked now
    answers: tuple[Answer, ...] = ()

    @property
    def found(self) -> Level | None:
        """The most urgent level among the signs that are there, which wins."""
        return min((one.sign.level for one in self.there), key=list(Level).index, default=None)

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
        answers = [
            {"sign": one.sign.id, "level": one.sign.level, "yes": one.yes, "at": one.at.isoformat()}
            for one in self.answers
        ]
        return {"reason": self.reason, "level": self.found, "complete": self.is_over, "answers": answers}


def new_round(
    signs: Collection[Sign], *, start_with: Level | None = None, only: Iterable[Level] = Level, reason: str = ""
) -> Round:
    """A round of the signs of these levels, the most urgent first; those above `start_with` can be gone back to."""
    wanted = set(only)
    asked = tuple(sign for level in Level if level in wanted for sign in signs if sign.level is level)
    first = next((n for n, sign in enumerate(asked) if sign.level is start_with), 0)
    return Round(asked, reason, first)
