"""Values: classes whose instances never change and are equal where their parts are.

A class is declared as with the standard library's `dataclass(frozen=True, slots=True)`, behaves the same, and is read
so by type checkers. The standard library writes five methods for each class and compiles them at every start; for the
dozen classes behind `status` that takes longer than all the rest of it. Here all classes share their methods.
"""

from __future__ import annotations

__all__ = ["dataclass", "replace"]

TYPE_CHECKING = False  # type checkers take it for true; the real one would load the whole of `typing` at each start
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from dataclasses import dataclass, replace
    from typing import NoReturn
else:

    def dataclass(*, frozen: bool, slots: bool) -> Callable[[type], type]:
        """Make the class below one of values. They are always frozen and have slots, which stands there as usual.

        Raises:
            TypeError: other data classes are asked for, or the class inherits something.
        """
        if not (frozen and slots):
            raise TypeError("Values are frozen and have slots; others are made by the standard library's dataclass.")
        return _with_slots

    def replace(value: Value, /, **parts: object) -> Value:
        """The value with these parts in the place of its own; what its class checks is checked anew."""
        return type(value)(**{name: getattr(value, name) for name in value.__match_args__} | parts)


class Value:
    """What all values have in common."""

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()
    _defaults: Mapping[str, object] = {}

    def __init__(self, *given: object, **named: object) -> None:
        names = self.__match_args__
        placed = dict(zip(names, given, strict=False))
        parts = {**self._defaults, **placed, **named}
        if len(given) > len(names) or len(parts) != len(names) or not placed.keys().isdisjoint(named):
            raise self._wrong(given, named)
        try:
            for name in names:
                object.__setattr__(self, name, parts[name])
        except KeyError:
            raise self._wrong(given, named) from None
        self.__post_init__()

    def _wrong(self, given: tuple[object, ...], named: Mapping[str, object]) -> TypeError:
        parts = ", ".join(self.__match_args__) or "no parts"
        return TypeError(f"{type(self).__name__} has {parts}; given were {len(given)} in order, and {tuple(named)}.")

    def __post_init__(self) -> None:
        """Check the parts; a class that has something to check says so here."""

    def __eq__(self, other: object) -> bool:
        return self._parts() == other._parts() if isinstance(other, type(self)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._parts())

    def __repr__(self) -> str:
        parts = zip(self.__match_args__, self._parts(), strict=True)
        return f"{type(self).__qualname__}({', '.join(f'{name}={part!r}' for name, part in parts)})"

    def __setattr__(self, name: str, _: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} never changes: make another one by replace(..., {name}=...).")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} never changes: its {name} stays.")

    def _parts(self) -> tuple[object, ...]:
        return tuple([getattr(self, name) for name in self.__match_args__])


def _with_slots(declared: type) -> type:
    """The class as declared, with slots in the place of the names that are its parts."""
    if declared.__bases__ != (object,):
        raise TypeError(f"{declared.__name__} inherits something, and values have no family.")
    own = dict(vars(declared))
    names = tuple(own.get("__annotations__", ()))
    for name in ("__dict__", "__weakref__"):
        own.pop(name)
    own["_defaults"] = {name: own.pop(name) for name in names if name in own}
    own |= {"__slots__": names, "__match_args__": names, "__qualname__": declared.__qualname__}
    return type(declared.__name__, (Value,), own)
