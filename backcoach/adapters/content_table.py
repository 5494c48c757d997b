"""A table of a TOML file that is read key by key, and says in a sentence what is wrong with it and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from backcoach.domain.figures import FigureError, Number

LARGEST_NUMBER = 1_000_000
LONGEST_TEXT = 300
LONGEST_TITLE = 60
MOST_ROWS = 1_000

HEAD = ("title", "sources", "says")
"""The keys at the top of whatever a person may add to."""


class ContentError(Exception):
    """Content can't be used.

    Attributes:
        file: the file, as in `plans/mine.toml`.
        key: where in it, as in `phases[1].on_min`; empty where it is the whole file.
        sentence: what is wrong and what would be right.
        line: on which line of the file the key stands, from 1; None where that is not known.
    """

    def __init__(self, file: str, key: str, sentence: str, line: int | None = None) -> None:
        where = (file, f"line {line}" if line is not None else "", key)
        super().__init__(f"{', '.join(filter(None, where))}: {sentence}")
        self.file = file
        self.key = key
        self.sentence = sentence
        self.line = line

    def on_line(self, line: int | None) -> ContentError:
        """The same, said with its line."""
        return ContentError(self.file, self.key, self.sentence, line)


class Keys:
    """The keys of one table of a file, and how errors name them.

    A key may be written in a short way: `on` for `on_min`. Errors name it as it was written; figures that a value of
    the domain refuses are found again by their path inside the item.
    """

    def __init__(
        self,
        file: str,
        values: Mapping[str, object],
        written: str = "",
        short: Mapping[str, str] | None = None,
        *,
        inner: str = "",
        known: dict[str, str] | None = None,
    ) -> None:
        self.file = file
        self.written = written
        self.inner = inner
        self.known = {} if known is None else known
        self._short = {full: brief for brief, full in (short or {}).items()}
        self.values: dict[str, object] = {}
        for key, value in values.items():
            full = (short or {}).get(key, key)
            if full in self.values:
                raise ContentError(file, _join(written, key), f"It stands here twice, as {key} and as {full}.")
            self.values[full] = value
            self.known[_join(inner, full)] = _join(written, key)

    def error(self, key: str, sentence: str) -> ContentError:
        """What is wrong with the key, or with the whole table where it is empty."""
        if not key:
            return ContentError(self.file, self.written, sentence)
        return ContentError(self.file, self.known.get(_join(self.inner, key), _join(self.written, key)), sentence)

    @contextmanager
    def figures(self) -> Iterator[None]:
        """What a value of the domain refuses inside is said of this file and its key.

        Raises:
            ContentError: in the place of a `FigureError`.
        """
        try:
            yield
        except FigureError as error:
            raise self.error(error.key, error.sentence) from error

    def allow(self, keys: Iterable[str]) -> None:
        """Nothing, where only these keys stand here.

        Raises:
            ContentError: another one does.
        """
        keys = tuple(keys)
        for key in self.values:
            if key not in keys:
                named = ", ".join(self._short.get(name, name) for name in keys)
                raise self.error(key, f"This is not a key here. The keys are {named}.")

    def has(self, key: str) -> bool:
        """Whether the key stands here."""
        return key in self.values

    def _value(self, key: str) -> object:
        if key not in self.values:
            raise self.error(key, "This key is missing.")
        return self.values[key]


class Table(Keys):
    """One table of a file, read key by key; whatever is not as it must be raises a `ContentError`."""

    def text(self, key: str, *, longest: int = LONGEST_TEXT) -> str:
        """A line of text that can be shown as it is."""
        return self._line(key, self._value(key), longest)

    def text_or(self, key: str, default: str, *, longest: int = LONGEST_TEXT) -> str:
        """A line of text, or the default where the key is missing; only then it may be empty."""
        return self.text(key, longest=longest) if self.has(key) else default

    def title(self, default: str) -> str:
        """The title, or the default where there is none."""
        return self.text_or("title", default, longest=LONGEST_TITLE)

    def _line(self, key: str, value: object, longest: int = LONGEST_TEXT) -> str:
        if not isinstance(value, str):
            raise self.error(key, f"It must be text in quotes, not {_named(value)}.")
        if not value.strip():
            raise self.error(key, "It is empty.")
        if len(value) > longest:
            raise self.error(key, f"It has {len(value)} characters, and can have {longest}.")
        if not value.isprintable():
            raise self.error(key, "It holds a character that can't be shown, such as a tab or a line's end.")
        return value

    def drawing(self, key: str, *, widest: int, tallest: int) -> str:
        """Lines of characters, empty ones at the end left out."""
        value = self._value(key)
        if not isinstance(value, str):
            raise self.error(key, f"It must be text in quotes, not {_named(value)}.")
        lines = [line.rstrip() for line in value.rstrip().split("\n")]
        if len(lines) > tallest or any(len(line) > widest for line in lines):
            raise self.error(key, f"A drawing has at most {widest} columns and {tallest} rows.")
        if not all(line.isprintable() for line in lines):
            raise self.error(key, "It holds a character that can't be shown, such as a tab.")
        return "\n".join(lines)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of lines of text, at least one."""
        return tuple(self._line(key, value) for value in self._list(key))

    def _list(self, key: str) -> list[object]:
        value = self._value(key)
        if not isinstance(value, list):
            raise self.error(key, f"It must be a list in square brackets, not {_named(value)}.")
        if not value:
            raise self.error(key, "The list is empty.")
        if len(value) > MOST_ROWS:
            raise self.error(key, f"The list has {len(value)} entries, and can have {MOST_ROWS}.")
        return value

    def number(self, key: str) -> Number:
        """A number from 0 on."""
        value = self._value(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(key, f"It must be a number, not {_named(value)}.")
        if not value >= 0:  # nor is nan
            raise self.error(key, f"It must be a number from 0 on, not {_named(value)}.")
        if value > LARGEST_NUMBER:
            raise self.error(key, f"It must be a number from 0 to {LARGEST_NUMBER}.")
        return value

    def number_or(self, key: str, default: Number) -> Number:
        """A number from 0 on, or the default where the key is missing."""
        return self.number(key) if self.has(key) else default

    def whole(self, key: str) -> int:
        """A whole number from 0 on."""
        value = self.number(key)
        if not isinstance(value, int):
            raise self.error(key, f"It must be a whole number, not {value}.")
        return value

    def whole_or(self, key: str, default: int) -> int:
        """A whole number from 0 on, or the default where the key is missing."""
        return self.whole(key) if self.has(key) else default

    def pair(self, key: str) -> tuple[int, int]:
        """Two whole numbers."""
        match self._list(key):
            case [int(low), int(high)] if not isinstance(low, bool) and not isinstance(high, bool):
                return low, high
        raise self.error(key, "It must be two whole numbers in square brackets, as in [2, 3].")

    def flag_or(self, key: str, default: bool) -> bool:
        """True or false, or the default where the key is missing."""
        if not self.has(key):
            return default
        value = self.values[key]
        if not isinstance(value, bool):
            raise self.error(key, f"It must be true or false, not {_named(value)}.")
        return value

    def one_of(self, key: str, words: Iterable[str]) -> str:
        """One of these words."""
        return self._word(key, self._value(key), words)

    def some_of(self, key: str, words: Iterable[str]) -> tuple[str, ...]:
        """A list of these words, at least one."""
        return tuple(self._word(key, value, words) for value in self._list(key))

    def _word(self, key: str, value: object, words: Iterable[str]) -> str:
        words = tuple(words)
        if isinstance(value, str) and value in words:
            return value
        raise self.error(key, f"It must be one of {', '.join(words)}, not {_named(value)}.")

    def tables(self, key: str, short: Mapping[str, str] | None = None) -> tuple[Table, ...]:
        """A list of tables, at least one."""
        children = []
        for index, value in enumerate(self._list(key)):
            if not isinstance(value, dict):
                raise self.error(key, f"It must hold tables, [[{key}]], not {_named(value)}.")
            at = f"{key}[{index}]"
            children.append(self._child(at, _join(self.written, at), value, short))
        return tuple(children)

    def lifted(self, at: str, keys: Iterable[str]) -> Table:
        """These keys of this table, taken out of it, as a table of their own at `at`; errors name them as here."""
        taken = {key: self.values.pop(key) for key in keys if key in self.values}
        child = self._child(at, self.written, taken, None)
        child.known.update({_join(child.inner, key): self.known[_join(self.inner, key)] for key in taken})
        return child

    def _child(self, at: str, written: str, values: dict[str, object], short: Mapping[str, str] | None) -> Table:
        return Table(self.file, values, written, short, inner=_join(self.inner, at), known=self.known)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path and key else path or key


def _named(value: object) -> str:
    """A value as a sentence names it."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {value}" if abs(value) <= LARGEST_NUMBER else "a number"
        case str():
            return f"“{value}”" if value.isprintable() and len(value) <= LONGEST_TEXT else "this text"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a date or time"
