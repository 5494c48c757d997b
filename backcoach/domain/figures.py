"""What a plan, a pattern or a stretch says when one of its figures can't be used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from backcoach.domain.limits import LimitReachedError

Number = int | float
"""A figure as it was written: `20` stays whole, `5.5` does not."""


class FigureError(ValueError):
    """A figure can't be used.

    Attributes:
        key: where it stands inside its item, as in `phases[1].on_min`.
        sentence: what is wrong and what would be right.
    """

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(f"{key}: {sentence}")
        self.key = key
        self.sentence = sentence


@contextmanager
def blamed_on(key: str) -> Iterator[None]:
    """What a limit or a value refuses inside is said of this key.

    Raises:
        FigureError: in the place of a `LimitReachedError` or `ValueError`.
    """
    try:
        yield
    except FigureError:
        raise
    except (LimitReachedError, ValueError) as error:
        raise FigureError(key, _as_sentence(str(error))) from error


def _as_sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def check_between(key: str, value: Number, low: Number, high: Number, unit: str) -> None:
    """Nothing, where the value lies in the range, both ends included.

    Raises:
        FigureError: it does not.
    """
    if not low <= value <= high:
        unit = f" {unit}" if unit else ""
        raise FigureError(key, f"{value}{unit} can't be used: it must be from {low} to {high}{unit}.")
