"""Documents, as JSON and TOML have them, turned into values; an error names the path, what stands there, what may."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct, inspect
from msgspec.structs import asdict

from backcoach.domain.limits import LimitReachedError
from backcoach.domain.moment import Moment
from backcoach.domain.text import clean

T = TypeVar("T")

_LONGEST_SHOWN = 40
_LARGEST_SHOWN = 10**15
_WHERE = r"^(?s:(.*?))(?: - at `\$\.?(.*)`)?$"
_PART = r"\[(\d+)\]|([^.\[\]]+)"
_SIMPLE: dict[type[inspect.Type], str] = {
    inspect.BoolType: "true or false",
    inspect.StructType: "a group of keys",
    inspect.DictType: "a group of keys",
    inspect.DateTimeType: "a date and time with its offset, as in 2026-11-20T09:30:00+01:00",
    inspect.DateType: "a date, as in 2026-11-20",
    inspect.TimeType: 'a time from "00:00" to "23:59"',
}


class FieldError(ValueError):
    """A value can't be used; its key, empty where it is the whole, says where it stands, as in `phases[1].on`."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(f"{key}: {sentence}" if key else sentence)
        self.key = key
        self.sentence = sentence


def read(document: object, shape: type[T], *, added: Collection[str] = ()) -> T:
    """The value of this shape that plain values hold, or a FieldError, which offers none of the keys `added`."""
    try:
        return msgspec.convert(document, shape)
    except msgspec.ValidationError as error:
        raise _explained(error, document, shape, added) from error


def _explained(error: msgspec.ValidationError, document: object, shape: object, added: Collection[str]) -> FieldError:
    """What msgspec refused, in the person's words; what a value's own check has said stays as it is."""
    found = re.match(_WHERE, str(error))
    message, path = (found[1], found[2] or "") if found else (str(error), "")
    if isinstance(cause := error.__cause__, FieldError):
        return FieldError(_joined(path, cause.key), cause.sentence)
    value, kind = _at(path, document, inspect.type_info(shape))
    if match := re.fullmatch(r"Object missing required field `(.*)`", message):
        expected = may_be(_fields(kind)[match[1]])
        return FieldError(_joined(path, match[1]), f"It is missing. It must be {expected}.")
    if match := re.fullmatch(r"Object contains unknown field `(.*)`", message, re.DOTALL):
        keys = ", ".join(name for name in _fields(kind) if name not in added)
        return FieldError(_joined(path, clean(match[1])), f"There is no such key here. The keys are {keys}.")
    if error.__cause__ is not None:
        return FieldError(path, message if message.endswith(".") else f"{message}.")
    return FieldError(path, f"It must be {may_be(kind)}, not {shown(value)}.")


def shown(value: object) -> str:
    """A value as the file has it, fit for a sentence and for a terminal."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            text = clean(value)
            return f'"{text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"}"'
        case int() if abs(value) >= _LARGEST_SHOWN:
            return "a very large number"
        case dict():
            return "a group of keys"
        case list() | tuple():
            return "a list" if value else "an empty list"
        case _:
            return clean(str(value))[:_LONGEST_SHOWN]


def may_be(kind: inspect.Type, unit: str = "") -> str:
    """What may stand where this type is wanted, to follow “It must be”; a number counts the `unit`."""
    match kind:
        case inspect.Metadata():
            described: str | None = (kind.extra_json_schema or {}).get("description")
            return described or may_be(kind.type, unit)
        case inspect.UnionType():
            kinds = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
            if all(isinstance(each, inspect.IntType | inspect.FloatType) for each in kinds):
                return may_be(kinds[-1], unit)
            return " or ".join(may_be(each, unit) for each in kinds)
        case inspect.IntType() | inspect.FloatType():
            number = "a whole number" if isinstance(kind, inspect.IntType) else "a number"
            until = "on" if kind.le is None else f"to {kind.le:.12g}"
            bounds = "" if kind.ge is None else f" from {kind.ge:.12g} {until}"
            return number + (f" of {unit}" if unit else "") + bounds
        case inspect.StrType():
            return "text" + (f" of at most {kind.max_length} characters" if kind.max_length else "")
        case inspect.EnumType():
            return _any_of(each.value for each in kind.cls)
        case inspect.LiteralType():
            return _any_of(kind.values)
        case inspect.ListType() | inspect.VarTupleType():
            return f"a list of at least {kind.min_length}" if kind.min_length else "a list"
        case inspect.TupleType():
            return f"a list of {len(kind.item_types)}"
        case _:
            return _SIMPLE.get(type(kind), "something else")


def _any_of(words: Iterable[object]) -> str:
    *most, last = map(shown, words)
    return f"{', '.join(most)} or {last}" if most else last


def _at(path: str, document: object, kind: inspect.Type) -> tuple[object, inspect.Type]:
    """What stands at the path, and the type wanted there; of a `dict`, whose key msgspec does not name, its own."""
    value: Any = document
    for index, name in re.findall(_PART, path.partition("[...]")[0]):
        if index:
            value, kind = value[int(index)], _inner(kind)
            if isinstance(kind, inspect.TupleType):
                kind = kind.item_types[int(index)]
            else:
                kind = getattr(kind, "item_type", kind)
        else:
            kind, value = _fields(kind)[name], value[name]
    return value, kind


def _inner(kind: inspect.Type) -> inspect.Type:
    """The type without its description, and without what may stand in its place."""
    if isinstance(kind, inspect.Metadata):
        return _inner(kind.type)
    if isinstance(kind, inspect.UnionType):
        return next(_inner(each) for each in kind.types if not isinstance(each, inspect.NoneType))
    return kind


def _fields(kind: inspect.Type) -> dict[str, inspect.Type]:
    found = _inner(kind)
    return {field.encode_name: field.type for field in found.fields} if isinstance(found, inspect.StructType) else {}


def leaves(key: str, value: object) -> Iterator[tuple[str, object]]:
    """Every single value in a document or a value, a moment in one piece, with the key where it stands."""
    match value:
        case list() | tuple():
            for n, each in enumerate(value):
                yield from leaves(f"{key}[{n}]", each)
        case dict() | Struct() if not isinstance(value, Moment):
            for name, each in (value if isinstance(value, dict) else asdict(value)).items():
                yield from leaves(f"{key}.{name}" if key else name, each)
        case _:
            yield key, value


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path and key and not key.startswith("[") else path + key


Number = Annotated[int, Meta(ge=0, le=1_000_000)] | Annotated[float, Meta(ge=0, le=1_000_000)]
"""A figure as it was written: `20` stays whole, `5.5` does not."""

Title = Annotated[str, Meta(max_length=60)]
Line = Annotated[str, Meta(max_length=300)]
Sources = Annotated[tuple[str, ...], Meta(min_length=1)]
"""Ids of where content comes from; without one it is not used. "own" stands for the person's own."""


@contextmanager
def blamed_on(key: str) -> Iterator[None]:
    """What a limit or a value refuses inside is said of this key, by a FieldError."""
    try:
        yield
    except (LimitReachedError, ValueError) as error:
        sentence = str(error)
        raise FieldError(key, sentence if sentence.endswith(".") else f"{sentence}.") from error
