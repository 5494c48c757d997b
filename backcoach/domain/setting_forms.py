"""What may stand as the value of a setting, how it is read, and how it is written in the file."""

from __future__ import annotations

from datetime import time, timedelta
from enum import StrEnum

from msgspec import Struct

from backcoach.domain.limits import Limit

Value = str | bool | int | time | timedelta | None
"""A setting's value as the program uses it; None where nothing is set."""

Written = str | bool | int | float | None
"""A value as it stands in the file; None where the key is left out."""

LONGEST_WORDS = 60
_LONGEST_SHOWN = 40
_LARGEST_SHOWN = 10**15
_TERRITORY_LETTERS = 2
_MINUTE_DIGITS = 2


class WrongValueError(ValueError):
    """A value can't be used; the text, empty or a whole sentence, helps beyond what the form expects anyway."""


def harmless(text: str, longest: int = _LONGEST_SHOWN) -> str:
    """The text without what a terminal would obey, cut where it is too long."""
    clean = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text[: longest + 1])
    return clean if len(clean) <= longest else clean[: longest - 1] + "\N{HORIZONTAL ELLIPSIS}"


def shown(written: object) -> str:
    """A value as the file has it, fit for a sentence."""
    match written:
        case None:
            return "not set"
        case bool():
            return "true" if written else "false"
        case str():
            return f'"{harmless(written)}"'
        case int() if abs(written) >= _LARGEST_SHOWN:
            return "so large a number"
        case int() | float():
            return str(written)
        case dict():
            return "a section"
        case list():
            return "a list"
        case _:
            return harmless(str(written))


def nearest(word: str, words: tuple[str, ...]) -> str | None:
    """The word that was probably meant; None where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only mistakes need it

    return next(iter(get_close_matches(word, words, n=1, cutoff=0.6)), None)


def _whole(written: object, least: int, most: int) -> int:
    if isinstance(written, str) and written.strip().lstrip("+-").isdecimal():
        raise WrongValueError("A number stands without quotes.")
    if isinstance(written, bool) or not isinstance(written, int) or not least <= written <= most:
        raise WrongValueError
    return written


class Switch(Struct, frozen=True):
    """On or off."""

    @property
    def expects(self) -> str:
        """What is right, to follow "it must be"."""
        return "true or false"

    def accept(self, written: object) -> bool:
        """The value, or `WrongValueError`."""
        if isinstance(written, str | int) and not isinstance(written, bool):
            raise WrongValueError("On is true and off is false, without quotes.")
        if not isinstance(written, bool):
            raise WrongValueError
        return written

    def written(self, value: Value) -> Written:
        """The value for the file."""
        return _as_it_is(value)


class Choice(Struct, frozen=True):
    """One of a few words; capitals don't matter.

    Attributes:
        of: the words.
    """

    of: type[StrEnum]

    @property
    def words(self) -> tuple[str, ...]:
        """The words, in their order."""
        return tuple(word.value for word in self.of)

    @property
    def expects(self) -> str:
        """What is right, to follow "it must be"."""
        *most, last = (f'"{word}"' for word in self.words)
        return f"{', '.join(most)} or {last}"

    def accept(self, written: object) -> StrEnum:
        """The value, or `WrongValueError`."""
        if not isinstance(written, str):
            raise WrongValueError
        word = written.strip().lower()
        if word in self.words:
            return self.of(word)
        meant = nearest(word[:LONGEST_WORDS], self.words)
        raise WrongValueError(f'Did you mean "{meant}"?' if meant else "")

    def written(self, value: Value) -> Written:
        """The value for the file."""
        return str(value) if isinstance(value, str) else _as_it_is(value)


class Whole(Struct, frozen=True):
    """A whole number.

    Attributes:
        least: the smallest.
        most: the largest.
        unit: what is counted; empty where the setting's name says it.
    """

    least: int
    most: int
    unit: str = ""

    @property
    def expects(self) -> str:
        """What is right, to follow "it must be"."""
        of = f" of {self.unit}" if self.unit else ""
        return f"a whole number{of} from {self.least} to {self.most}"

    def accept(self, written: object) -> int:
        """The value, or `WrongValueError`."""
        return _whole(written, self.least, self.most)

    def written(self, value: Value) -> Written:
        """The value for the file."""
        return _as_it_is(value)


class Span(Struct, frozen=True):
    """A length of time, in the file a whole number of its unit.

    Attributes:
        shortest: the shortest.
        longest: the longest.
        each: one unit.
        unit: the unit's name: `minutes`.
        limit: the limit that stands behind `shortest` and `longest`, where there is one.
    """

    shortest: timedelta
    longest: timedelta
    each: timedelta
    unit: str
    limit: Limit | None = None

    @property
    def expects(self) -> str:
        """What is right, to follow "it must be"."""
        return f"a whole number of {self.unit} from {self.shortest // self.each} to {self.longest // self.each}"

    def accept(self, written: object) -> timedelta:
        """The value, or `WrongValueError`, with the limit where one is passed."""
        try:
            return self.each * _whole(written, self.shortest // self.each, self.longest // self.each)
        except WrongValueError as wrong:
            is_number = isinstance(written, int | float) and not isinstance(written, bool)
            if self.limit is None or not is_number:
                raise
            raise WrongValueError(f"{self.limit.named}.") from wrong

    def written(self, value: Value) -> Written:
        """The value for the file; a part of a unit stays visible, so that it is refused and not cut off."""
        if not isinstance(value, timedelta):
            return _as_it_is(value)
        return value / self.each if value % self.each else value // self.each


class TimeOfDay(Struct, frozen=True):
    """A time of the day, to the minute."""

    @property
    def expects(self) -> str:
        """What is right, to follow "it must be"."""
        return 'a time from "00:00" to "23:59"'

    def accept(self, written: object) -> time:
        """The value, or `WrongValueError`; a time without quotes, as TOML has it too, is one."""
        if isinstance(written, time) and written == written.replace(second=0, microsecond=0, tzinfo=None):
            return written
        if not isinstance(written, str):
            raise WrongValueError
        hours, colon, minutes = written.strip().partition(":")
        is_time = colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == _MINUTE_DIGITS
        if not is_time or len(hours) > _MINUTE_DIGITS:
            raise WrongValueError
        try:
            return time(int(hours), int(minutes))
        except ValueError as wrong:
            raise WrongValueError from wrong

    def written(self, value: Value) -> Written:
        """The value for the file."""
        if isinstance(value, time):
            exact = value == value.replace(second=0, microsecond=0, tzinfo=None)
            return f"{value:%H:%M}" if exact else value.isoformat()
        return _as_it_is(value)


class Territory(Struct, frozen=True):
    """A part of the world, as two letters."""

    @property
    def expects(self) -> str:
        """What is right, to follow "it must be"."""
        return 'a territory\'s two letters, such as "CA" or "GB"'

    def accept(self, written: object) -> str:
        """The value, or `WrongValueError`."""
        code = written.strip() if isinstance(written, str) else ""
        if len(code) != _TERRITORY_LETTERS or not (code.isascii() and code.isalpha()):
            raise WrongValueError
        return code.upper()

    def written(self, value: Value) -> Written:
        """The value for the file."""
        return _as_it_is(value)


class Words(Struct, frozen=True):
    """Words that something else knows the meaning of: the id of a plan, the name of a voice.

    Attributes:
        what: what they name.
    """

    what: str

    @property
    def expects(self) -> str:
        """What is right, to follow "it must be"."""
        return f"{self.what}, at most {LONGEST_WORDS} characters"

    def accept(self, written: object) -> str:
        """The value, or `WrongValueError`."""
        words = written.strip() if isinstance(written, str) else ""
        if not words or len(words) > LONGEST_WORDS or not words.isprintable():
            raise WrongValueError
        return words

    def written(self, value: Value) -> Written:
        """The value for the file."""
        return _as_it_is(value)


Form = Switch | Choice | Whole | Span | TimeOfDay | Territory | Words


def _as_it_is(value: Value) -> Written:
    return str(value) if isinstance(value, time | timedelta) else value
